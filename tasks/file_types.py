"""What a file is, by its content; and whether its name says the same. Pure.

A name can be typed by anybody, so it decides nothing alone: `check` looks into the bytes, and the two must agree.
"""

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from tasks import compound, zipped

PDF, JPEG, PNG, GIF, WEBP, HEIC, TEXT = "pdf", "jpeg", "png", "gif", "webp", "heic", "text"
DOC, XLS, PPT = "doc", "xls", "ppt"
DOCX, XLSX, PPTX, OFD = zipped.DOCX, zipped.XLSX, zipped.PPTX, zipped.OFD
ALL = (PDF, JPEG, PNG, GIF, WEBP, HEIC, DOCX, XLSX, PPTX, OFD, DOC, XLS, PPT, TEXT)
"""The words of the setting."""
PICTURES = frozenset({JPEG, PNG, GIF, WEBP})
"""What becomes a thumbnail."""
OCTETS = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_HEAD = 1024
_CHUNK = 64 * 1024
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Ending:
    """What a name's ending promises: the content, what people call it, what it is sent as."""

    content: str
    label: str
    sent_as: str


ENDINGS = {
    ".pdf": Ending(PDF, "PDF", "application/pdf"),
    ".jpg": Ending(JPEG, "图片", "image/jpeg"),
    ".jpeg": Ending(JPEG, "图片", "image/jpeg"),
    ".png": Ending(PNG, "图片", "image/png"),
    ".gif": Ending(GIF, "图片", "image/gif"),
    ".webp": Ending(WEBP, "图片", "image/webp"),
    ".heic": Ending(HEIC, "HEIC 图片", "image/heic"),
    ".docx": Ending(DOCX, "Word 文档", _OFFICE + "wordprocessingml.document"),
    ".xlsx": Ending(XLSX, "Excel 表格", _OFFICE + "spreadsheetml.sheet"),
    ".pptx": Ending(PPTX, "PPT 演示", _OFFICE + "presentationml.presentation"),
    ".ofd": Ending(OFD, "OFD 版式文件", "application/ofd"),
    ".doc": Ending(DOC, "Word 文档", "application/msword"),
    ".xls": Ending(XLS, "Excel 表格", "application/vnd.ms-excel"),
    ".ppt": Ending(PPT, "PPT 演示", "application/vnd.ms-powerpoint"),
    ".wps": Ending(DOC, "WPS 文字", "application/wps-office.wps"),
    ".et": Ending(XLS, "WPS 表格", "application/wps-office.et"),
    ".dps": Ending(PPT, "WPS 演示", "application/wps-office.dps"),
    ".txt": Ending(TEXT, "文本", "text/plain"),
    ".csv": Ending(TEXT, "CSV 表格", "text/plain"),
}
_COMPOUND = {compound.WRITER: DOC, compound.SHEET: XLS, compound.SLIDES: PPT}


class Unfit(Exception):
    """The file is refused; `message` ends a Chinese sentence that begins with the file's name."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongType(Unfit):
    """It is of a type that is not taken, or not of the type its name promises."""


def ending_of(name: str) -> Ending | None:
    """What the name promises; None for an ending that is not taken."""
    return ENDINGS.get(PurePosixPath(name).suffix.lower())


def is_picture(name: str) -> bool:
    """By the name, for files that `check` has let in."""
    ending = ending_of(name)
    return ending is not None and ending.content in PICTURES


def check(stream: BinaryIO, size: int, name: str, allowed: Collection[str] = ALL) -> Ending:
    """The ending, whose promise the content keeps. Raises `WrongType`, or `Unfit` for what is broken or harmful."""
    ending = ending_of(name)
    if ending is None or ending.content not in allowed:
        raise WrongType(f"不是可以上传的类型。可上传:{taken(allowed)}。")
    found = sniff(stream, size)
    if ending.content not in found:
        suffix = PurePosixPath(name).suffix
        known = next((other.label for other in ENDINGS.values() if other.content in found), "")
        said = f"内容是{known}," if known else "内容"
        raise WrongType(f"{said}与后缀“{suffix}”不符,请用原来的软件打开后重新保存。")
    return ending


def taken(allowed: Collection[str]) -> str:
    """The endings that are taken, for people: PDF、JPG …"""
    return "、".join(suffix[1:].upper() for suffix, one in ENDINGS.items() if one.content in allowed)


def accepted(allowed: Collection[str]) -> str:
    """The endings that are taken, for a file field's `accept`."""
    return ",".join(suffix for suffix, one in ENDINGS.items() if one.content in allowed)


def sniff(stream: BinaryIO, size: int) -> frozenset[str]:
    """What the content may be called; empty for what is not known. `size` in bytes. Raises `Unfit`."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith(zipped.MAGIC):
        return _zip(stream, size)
    if head.startswith(compound.MAGIC):
        return _compound(stream)
    if by_magic := _by_magic(head):
        return frozenset({by_magic})
    return frozenset({TEXT}) if _is_text(stream) else frozenset()


def _by_magic(head: bytes) -> str:
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return HEIC if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS else ""


def _zip(stream: BinaryIO, size: int) -> frozenset[str]:
    try:
        kind = zipped.document(stream, size)
    except zipped.Macros as macros:
        raise WrongType(str(macros)) from None
    except zipped.Untrusted as untrusted:
        raise Unfit(str(untrusted)) from None
    if not kind:
        raise WrongType("是压缩包,请解压后逐个上传。")
    return frozenset({kind})


def _compound(stream: BinaryIO) -> frozenset[str]:
    names = compound.names(stream)
    if compound.has_macros(names):
        raise WrongType(str(zipped.Macros()))
    if compound.is_locked(names):
        raise Unfit("已加密,请去掉密码后再上传。")
    return frozenset(_COMPOUND[name] for name in compound.documents(names))


def _is_text(stream: BinaryIO) -> bool:
    return _decodes(stream, "utf-8") or _decodes(stream, "gb18030")


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            if _UNPRINTABLE.search(chunk):
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
