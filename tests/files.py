"""Files as offices have them, and as nobody should: made here, so that no test depends on a file of somebody's."""

import io
import zipfile
from collections.abc import Mapping

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"
TEXT = "九月现场记录\n签约 3 户\n".encode()
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60), mode: str = "RGB", **more: object) -> bytes:
    """A small picture, red on top and blue below."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **more)
    return out.getvalue()


def archive(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def office(kind: str, extra: Mapping[str, bytes] | None = None, declared: str = "") -> bytes:
    """A docx, xlsx or pptx with further members; `declared` is added to its list of parts."""
    part, main = _MAIN[kind]
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/>{declared}</Types>'
    return archive({"[Content_Types].xml": types.encode(), part: b"<w/>" * 50} | dict(extra or {}))


def ofd() -> bytes:
    return archive({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>"})


def legacy(*names: str) -> bytes:
    """A compound file whose directory holds these names: WordDocument, Workbook …"""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + bytes(62)
        for name in ("Root Entry", *names)
    )
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + entries + bytes(-len(entries) % 512)


def locked(content: bytes) -> bytes:
    """An archive whose members say that they are encrypted."""
    marked = bytearray(content)
    for magic, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = marked.find(magic)
        while at >= 0:
            marked[at + place] |= 1
            at = marked.find(magic, at + 4)
    return bytes(marked)


def lying(size: int) -> bytes:
    """A docx with a member that says it unpacks to ten bytes and unpacks to `size`."""
    content = bytearray(office("docx", {"word/big.xml": bytes(size)}))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/big.xml"))
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)
