"""Files for the reports: small, generated, and stored the way an upload is."""

from django.core.files.uploadedfile import SimpleUploadedFile

from guanhu.demonstration.moves import Paper
from tasks import evidence
from tasks.models import Evidence, Person, StoredFile, Task

_MARK = "演示材料,内容为虚构"
_FONT = "/BaseFont/STSong-Light"
_OBJECTS = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F 4 0 R>>>>>>",
    f"<</Type/Font/Subtype/Type0{_FONT}/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
    f"<</Type/Font/Subtype/CIDFontType0{_FONT}/DW 1000/FontDescriptor 6 0 R"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
)
"""A page with one font that every reader brings along; the seventh object is the text."""
_LINE = 34
"""Characters of 14 points that fit a line of A4."""


class Tray:
    """Takes papers in, and can throw out what it has taken."""

    def __init__(self) -> None:
        self._taken: list[Evidence] = []

    def hand_in(self, task: Task, person: Person, paper: Paper) -> int:
        """Store the paper as the person's upload for the task; returns its id. Raises as `evidence.store`."""
        lines = (_MARK, *(paper.text[n : n + _LINE] for n in range(0, len(paper.text), _LINE)))
        content = pdf(lines) if paper.name.endswith(".pdf") else "\n".join(lines).encode()
        self._taken.append(evidence.store(task, person, SimpleUploadedFile(paper.name, content)))
        return self._taken[-1].pk

    def throw_out(self) -> None:
        """After a rollback: remove the files that no row knows any more."""
        known = set(StoredFile.objects.values_list("sha256", flat=True))
        for row in self._taken:
            if row.file.sha256 not in known:
                evidence.remove_bytes(row.file.sha256)


def pdf(lines: tuple[str, ...]) -> bytes:
    """One page of text."""
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    stream = f"BT /F 14 Tf 24 TL 60 770 Td {shown} ET"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate((*_OBJECTS, f"<</Length {len(stream)}>>stream\n{stream}\nendstream"), 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(places) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("ascii")
