"""The .docx as an official paper: what GB/T 9704-2012 asks for, read back from the file."""

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from guanhu.bulletin import document
from guanhu.bulletin.contents import Line, Paper
from tests.guanhu.bulletin.papers import PAPER, TABLE, paper


def drawn(what: Paper) -> DocxDocument:
    return Document(BytesIO(document.write(what)))


@pytest.fixture(scope="module")
def made() -> DocxDocument:
    return drawn(PAPER)


def paragraph(made: DocxDocument, beginning: str) -> Paragraph:
    return next(one for one in made.paragraphs if one.text.startswith(beginning))


def font_of(one: Paragraph) -> tuple[str, float]:
    """East Asian font and size (points) of the first run, its own or its style's."""
    holders = [one.runs[0]._r.rPr, one.runs[0].style.element.rPr, one.style.element.rPr]
    fonts = [holder.find(qn("w:rFonts")) for holder in holders if holder is not None]
    sizes = [holder.find(qn("w:sz")) for holder in holders if holder is not None]
    font = next(found for found in fonts if found is not None)
    size = next(found for found in sizes if found is not None)
    return font.get(qn("w:eastAsia")), int(size.get(qn("w:val"))) / 2


def test_the_page_is_a4_with_the_standards_margins_and_22_lines(made: DocxDocument) -> None:
    section = made.sections[0]
    near = pytest.approx
    assert (section.page_width, section.page_height) == (near(Mm(210), rel=1e-3), near(Mm(297), rel=1e-3))
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert margins == tuple(near(Mm(mm), rel=2e-3) for mm in (37, 35, 28, 26))
    text_height = section.page_height - section.top_margin - section.bottom_margin
    spacing = made.styles[document.BODY].paragraph_format.line_spacing
    assert spacing == near(Pt(28.95), rel=1e-3)
    assert int(text_height / spacing) == 22


def test_every_level_has_its_own_type(made: DocxDocument) -> None:
    assert font_of(paragraph(made, "观湖街道督查通报"))[0] == "方正小标宋简体"
    assert font_of(paragraph(made, "关于2020年")) == ("方正小标宋简体", 22)
    assert font_of(paragraph(made, "现将有关")) == ("仿宋_GB2312", 16)
    assert font_of(paragraph(made, "一、总体情况")) == ("黑体", 16)
    assert font_of(paragraph(made, "（一）任务总量")) == ("楷体_GB2312", 16)
    assert font_of(paragraph(made, "1．土地")) == ("仿宋_GB2312", 16)


def test_machines_without_these_fonts_are_told_what_to_take(made: DocxDocument) -> None:
    table = next(rel.target_part for rel in made.part.rels.values() if rel.reltype.endswith("/fontTable"))
    assert 'w:name="方正小标宋简体"><w:altName w:val="宋体"' in table.blob.decode()


def test_paragraphs_begin_two_characters_in_and_the_addressee_does_not(made: DocxDocument) -> None:
    def first_line(beginning: str) -> str | None:
        indent = paragraph(made, beginning)._p.pPr.find(qn("w:ind"))
        return None if indent is None else indent.get(qn("w:firstLineChars"))

    assert first_line("现将有关") == first_line("一、总体") == "200"
    assert first_line("各社区") is None


def test_page_numbers_stand_between_dashes_on_the_outer_side(made: DocxDocument) -> None:
    assert made.settings.odd_and_even_pages_header_footer
    odd, even = made.sections[0].footer.paragraphs[0], made.sections[0].even_page_footer.paragraphs[0]
    assert odd.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert even.alignment == WD_ALIGN_PARAGRAPH.LEFT
    for one in (odd, even):
        assert "".join(run.text for run in one.runs) == "— 1 —"
        assert [field.text.strip() for field in one._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert font_of(one) == ("宋体", 14)


def test_number_date_and_attachments_are_where_people_look_for_them(made: DocxDocument) -> None:
    texts = [one.text for one in made.paragraphs]
    assert "观湖督通〔2020〕3号" in texts
    assert texts.index("观湖街道督查室") + 1 == texts.index("2020年9月30日")
    assert "附件：1.各板块进展情况" in texts
    assert paragraph(made, "附件1").paragraph_format.page_break_before
    assert len(made.tables) == 2


def test_the_heading_of_a_table_is_repeated_and_no_row_is_torn(made: DocxDocument) -> None:
    first, *others = made.tables[0].rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in others)
    assert [cell.text for cell in others[-1].cells] == list(TABLE.rows[-1])


def test_a_draft_says_so_on_every_page_and_an_issued_one_does_not(made: DocxDocument) -> None:
    def marks(one: DocxDocument) -> set[str]:
        section = one.sections[0]
        return {header.paragraphs[0].text for header in (section.header, section.even_page_header)}

    draft = drawn(paper(mark="草　稿", number=""))
    assert marks(draft) == {"草　稿"}
    assert document.PLACE_FOR_A_NUMBER in [one.text for one in draft.paragraphs]
    assert marks(made) == {""}


def test_characters_that_xml_cannot_hold_break_nothing() -> None:
    hostile = "土地\x00\x0b整备\ud800"
    row = (hostile, "1")
    table = TABLE.__class__(hostile, ("板块", "任务"), (row,), (100, 56), (False, True), hostile)
    found = drawn(paper(title=hostile, lines=(Line(0, hostile),), tables=(table,), signed_by=hostile))
    assert found.tables[0].rows[1].cells[0].text == "土地整备"
    assert [one.text for one in found.paragraphs].count("土地整备") == 5


@pytest.mark.parametrize(
    ("name", "indents"),
    [("观湖街道督查室", (3.5, 2)), ("观湖街道党工委办公室督查室", (2, 6.5)), ("督查室", (7.5, 2))],
)
def test_the_date_begins_two_characters_after_the_name(name: str, indents: tuple[float, float]) -> None:
    """7.3.5.2: unless it would reach too far right, then the name moves left."""
    after_name, after_day = document.signature_indents(name, "2020年9月30日")
    assert (after_name, after_day) == indents
    assert len(name) + after_name == 6.5 + after_day + 2
