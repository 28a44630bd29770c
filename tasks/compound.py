"""Compound files (OLE2): the legacy formats of Office and WPS. Pure.

Their directory holds entries of 128 bytes, each beginning with a name in UTF-16; entries are found wherever they
lie, so a directory that was bent out of its chain hides nothing.
"""

from typing import BinaryIO

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
WRITER, SHEET, SLIDES = "WordDocument", "Workbook", "PowerPoint Document"
_OLD_SHEET = "Book"
_MACROS = frozenset({"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA"})
_LOCKED = frozenset({"EncryptedPackage", "EncryptionInfo"})
_KNOWN = frozenset({WRITER, SHEET, SLIDES, _OLD_SHEET}) | _MACROS | _LOCKED
_ENTRY, _NAME, _CHUNK = 128, 64, 64 * 1024


def names(stream: BinaryIO) -> frozenset[str]:
    """Which of the names that we know stand in the file's directory."""
    needles = {name: name.encode("utf-16-le").ljust(_NAME, b"\0") for name in _KNOWN}
    found: set[str] = set()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        found |= {name for name, needle in needles.items() if _stands_in(chunk, needle)}
    return frozenset(found)


def _stands_in(chunk: bytes, needle: bytes) -> bool:
    """Whether an entry of this name begins where entries begin."""
    place = chunk.find(needle)
    while place >= 0:
        if place % _ENTRY == 0:
            return True
        place = chunk.find(needle, place + 1)
    return False


def documents(found: frozenset[str]) -> frozenset[str]:
    """What the names say the file is: `WRITER`, `SHEET`, `SLIDES`, or several where one is embedded in another."""
    kinds = found & {WRITER, SHEET, SLIDES}
    return kinds | {SHEET} if _OLD_SHEET in found else kinds


def has_macros(found: frozenset[str]) -> bool:
    return bool(found & _MACROS)


def is_locked(found: frozenset[str]) -> bool:
    """Whether it is a document behind a password."""
    return bool(found & _LOCKED)
