"""Documents that are zip archives (docx, xlsx, pptx, ofd): what they are, and whether they can be trusted to unpack.

Everything is read in memory piece by piece; nothing is unpacked. Pure.
"""

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from tasks import compound

MAGIC = b"PK\x03\x04"
DOCX, XLSX, PPTX, OFD = "docx", "xlsx", "pptx", "ofd"
MOST_ENTRIES = 5000
MOST_UNPACKED = 200 * 2**20
"""Bytes of all members together."""
MOST_RATIO = 150
"""How often its own size an archive of more than `_HARMLESS` bytes may unpack to."""
_HARMLESS = 10 * 2**20
_CHUNK = 64 * 1024
_TYPES = "[Content_Types].xml"
_MAIN = {
    DOCX: b"wordprocessingml.document.main+xml",
    XLSX: b"spreadsheetml.sheet.main+xml",
    PPTX: b"presentationml.presentation.main+xml",
}
_MACROS_BY_TYPE = (b"macroenabled", b"vbaproject")
_MACROS_BY_NAME = ("vbaproject.bin", "vbadata.xml", "/macrosheets/")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x7fELF")
_LONGEST = 8
_MOST_EMBEDDED = 20 * 2**20
"""Bytes of a document inside a document, which is held in memory while it is looked into."""


class Untrusted(Exception):
    """The archive is refused; the message ends a Chinese sentence that begins with the file's name."""


class Macros(Untrusted):
    """It carries programs."""

    def __init__(self) -> None:
        super().__init__("含有宏,请另存为不含宏的格式后再上传。")


def document(stream: BinaryIO, size: int, *, embedded: bool = False) -> str:
    """`DOCX` … `OFD`, or "" for any other archive. `size` is the file's, in bytes. Raises `Untrusted`."""
    _check_count(stream)
    try:
        with ZipFile(stream) as archive:
            members = archive.infolist()
            _check_declared(members, size)
            declared = _content_types(stream, members)
            for member in members:
                _check_member(stream, member, embedded)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise Untrusted("已损坏,无法打开,请重新生成后上传。") from None
    return _kind({member.filename for member in members}, declared)


def _check_count(stream: BinaryIO) -> None:
    """Before the directory is read: every entry of it begins with these four bytes."""
    stream.seek(0)
    count, tail = 0, b""
    while chunk := stream.read(_CHUNK):
        count += (tail + chunk).count(b"PK\x01\x02")
        tail = chunk[-3:]
    if count > MOST_ENTRIES:
        raise Untrusted(f"内含超过 {MOST_ENTRIES} 个部件,不予接收。")
    stream.seek(0)


def _check_declared(members: list[ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > max(_HARMLESS, MOST_RATIO * size):
        raise Untrusted("展开后过大,不予接收。")
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if member.flag_bits & 0x1:
            raise Untrusted("已加密,请去掉密码后再上传。")
        if ".." in parts or not parts[0]:
            raise Untrusted("内含越出文件夹的路径,不予接收。")
        lower = f"/{member.filename.lower()}"
        if any(lower.endswith(name) or (name.endswith("/") and name in lower) for name in _MACROS_BY_NAME):
            raise Macros


def _content_types(stream: BinaryIO, members: list[ZipInfo]) -> bytes:
    """The list of parts of an Office document in lower case; empty where there is none."""
    for member in members:
        if member.filename == _TYPES:
            declared = b"".join(_unpacked(stream, member)).lower()
            if any(word in declared for word in _MACROS_BY_TYPE):
                raise Macros
            return declared
    return b""


def _check_member(stream: BinaryIO, member: ZipInfo, embedded: bool) -> None:
    """Unpacks to what it declares, and is neither program nor archive; a chart's own workbook is looked into."""
    pieces = _unpacked(stream, member)
    head = b""
    while len(head) < _LONGEST and (piece := next(pieces, b"")):
        head += piece
    if head.startswith(_ARCHIVES) or (head.startswith(b"MZ") and b"PE\0\0" in head):
        raise Untrusted("内含可执行程序或压缩包,不予接收。")
    if head.startswith((MAGIC, compound.MAGIC)):
        if member.file_size > _MOST_EMBEDDED:
            raise Untrusted("内含过大的嵌入文件,不予接收。")
        whole = head + b"".join(pieces)
        _check_inner(whole, member, embedded)
    for _ in pieces:  # to the end: only then is the size known
        pass


def _check_inner(whole: bytes, member: ZipInfo, embedded: bool) -> None:
    if whole.startswith(compound.MAGIC):
        if compound.has_macros(compound.names(io.BytesIO(whole))):
            raise Macros
        return
    if embedded or "/embeddings/" not in member.filename:
        raise Untrusted("内含压缩包,不予接收。")
    if not document(io.BytesIO(whole), len(whole), embedded=True):
        raise Untrusted("内含压缩包,不予接收。")


def _unpacked(stream: BinaryIO, member: ZipInfo) -> Iterator[bytes]:
    """The member's bytes, never more than its declared size. `zipfile` would stop there without a word where a
    header lies; other programs would not stop."""
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile("compression")
    stream.seek(member.header_offset)
    header = stream.read(30)
    stream.seek(
        int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), io.SEEK_CUR
    )
    unpack = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == ZIP_DEFLATED else None
    left, size, check = member.compress_size, 0, 0
    while left and (raw := stream.read(min(_CHUNK, left))):
        left -= len(raw)
        while raw:
            piece = unpack.decompress(raw, _CHUNK) if unpack else raw
            raw = unpack.unconsumed_tail if unpack else b""
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > member.file_size:
                raise Untrusted("展开后的大小与标明的不符,不予接收。")
            place = stream.tell()
            yield piece
            stream.seek(place)
    if size != member.file_size or check != member.CRC:
        raise BadZipFile("size or checksum")


def _kind(names: set[str], declared: bytes) -> str:
    if "OFD.xml" in names:
        return OFD
    return next((kind for kind, main in _MAIN.items() if main in declared), "")
