"""A bulletin as .docx, in the layout of official papers (GB/T 9704-2012)."""

from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from guanhu.bulletin import docx_parts, layout
from guanhu.bulletin.contents import Line, Paper, Table
from guanhu.bulletin.print_text import printable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, FIRST, TITLE, CELL, CELL_HEADING = "公文正文", "公文一级标题", "公文标题", "公文表格", "公文表头"
SECOND = "公文二级标题"
PLACE_FOR_A_NUMBER = "观湖督通〔　　〕　号"
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def write(paper: Paper) -> bytes:
    """The file. Two files of one paper differ in their zip's timestamps: what was issued is kept, never made again."""
    document = _blank(paper)
    _head(document, paper)
    for line in paper.lines:
        _line(document, line)
    _attachment_names(document, paper)
    _signature(document, paper)
    for label, table in paper.attached:
        _attachment(document, label, table)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _blank(paper: Paper) -> DocxDocument:
    """Page, grid, styles, page numbers and properties; no text yet."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = layout.PAGE_WIDTH, layout.PAGE_HEIGHT
    section.top_margin, section.bottom_margin = layout.TOP, layout.BOTTOM
    section.left_margin, section.right_margin = layout.LEFT, layout.RIGHT
    section.header_distance, section.footer_distance = Mm(15), layout.FOOTER
    docx_parts.set_grid(document, layout.LINE.twips)
    docx_parts.set_language(document)
    docx_parts.name_substitutes(document, layout.FALLBACK)
    _styles(document)
    _page_numbers(document)
    _mark(document, paper.mark)
    properties = document.core_properties
    title, author = printable(paper.title), printable(paper.signed_by)
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.subject, properties.comments, properties.keywords = paper.number, "", ""
    properties.created = properties.modified = datetime.combine(paper.dated_on, time(9))
    properties.last_modified_by = author
    return document


def _styles(document: DocxDocument) -> None:
    """Every type of the paper is a style of its own, so that it can be changed in one place."""
    docx_parts.set_type(document.styles["Normal"], layout.BODY)
    for name, of, line in (
        (BODY, layout.BODY, layout.LINE),
        (FIRST, layout.FIRST, layout.LINE),
        (TITLE, layout.TITLE, layout.TITLE_LINE),
        (CELL, layout.CELL, None),
        (CELL_HEADING, layout.CELL_HEADING, None),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        docx_parts.set_type(style, of)
        spacing = style.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
        if line:
            spacing.line_spacing = line
        if name in (BODY, FIRST):
            docx_parts.space_characters(style, layout.BETWEEN)
    second = document.styles.add_style(SECOND, WD_STYLE_TYPE.CHARACTER)
    docx_parts.set_type(second, layout.SECOND)
    docx_parts.space_characters(second, layout.BETWEEN)


def _page_numbers(document: DocxDocument) -> None:
    """On the outer side, one character in from the edge (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        docx_parts.add_page_number(paragraph)
        for run in paragraph.runs:
            docx_parts.set_type(run, layout.PAGE_NUMBER)
        paragraph.alignment = _RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        docx_parts.indent(paragraph, layout.PAGE_NUMBER.size, **{side: 1})


def _mark(document: DocxDocument, mark: str) -> None:
    """草稿, on every page."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        paragraph.alignment = _CENTRE
        if mark:
            run = docx_parts.coloured(paragraph.add_run(mark), layout.GREY)
            docx_parts.set_type(run, layout.DRAFT)


def _add(document: DocxDocument, text: str = "", style: str = BODY) -> Paragraph:
    paragraph = document.add_paragraph(printable(text))
    docx_parts.set_style(paragraph, style)
    return paragraph


def _head(document: DocxDocument, paper: Paper) -> None:
    """发文机关标志, 发文字号 two lines below, the red line, the title two lines below that, 主送机关."""
    top = _add(document)
    run = docx_parts.coloured(top.add_run(printable(paper.masthead)), layout.RED)
    docx_parts.set_type(run, layout.MASTHEAD)
    top.alignment = _CENTRE
    top.paragraph_format.space_before = layout.MASTHEAD_BELOW
    top.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    docx_parts.off_grid(top)
    _add(document)
    number = _add(document, paper.number or PLACE_FOR_A_NUMBER)
    number.alignment = _CENTRE
    docx_parts.rule_below(number, str(layout.RED), Mm(4).pt)
    _add(document)
    _add(document, paper.title, TITLE).alignment = _CENTRE
    _add(document)
    _add(document, paper.to)


def _line(document: DocxDocument, line: Line) -> None:
    paragraph = _add(document, style=FIRST if line.level == 1 else BODY)
    lead = paragraph.add_run(printable(line.lead))
    if line.level == 2:
        lead.style = document.styles[SECOND]
    if line.rest:
        paragraph.add_run(printable(line.rest))
    if line.level == 1:
        paragraph.paragraph_format.keep_with_next = True
    docx_parts.indent(paragraph, firstLine=2)


def _attachment_names(document: DocxDocument, paper: Paper) -> None:
    """附件说明, one line below the text, two characters in (7.3.4)."""
    for number, name in enumerate(paper.attachments):
        if number == 0:
            _add(document)
        paragraph = _add(document, f"附件：{name}" if number == 0 else name)
        if number == 0:
            docx_parts.indent(paragraph, left=6, hanging=4)
        else:
            docx_parts.indent(paragraph, left=6, hanging=1)


def _signature(document: DocxDocument, paper: Paper) -> None:
    """署名 and 成文日期 of a paper without a seal (7.3.5.2): two characters from the right, the date two further in."""
    _add(document)
    name, day = _add(document, paper.signed_by), _add(document, paper.dated)
    name.alignment = day.alignment = _RIGHT
    name.paragraph_format.keep_with_next = True
    after_name, after_day = signature_indents(paper.signed_by, paper.dated)
    docx_parts.indent(name, right=after_name)
    docx_parts.indent(day, right=after_day)


def signature_indents(name: str, day: str) -> tuple[float, float]:
    """Characters to the right of name and date: the date begins two characters after the name; where it would reach too
    far right, it is the date that keeps two characters and the name that moves left (7.3.5.2)."""
    shorter = _width(name) - _width(day)
    return (2, shorter) if shorter >= 2 else (4 - shorter, 2)


def _width(text: str) -> float:
    """In characters; figures are half as wide."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _attachment(document: DocxDocument, label: str, table: Table) -> None:
    """附件 on a page of its own: its number in 黑体 at the top left, the title in the third line (7.3.6)."""
    head = _add(document, label, FIRST)
    head.paragraph_format.page_break_before = True
    _add(document)
    _add(document, table.title, TITLE).alignment = _CENTRE
    if table.note:
        docx_parts.off_grid(_add(document, table.note, CELL))
    _grid(document, table)


def _grid(document: DocxDocument, table: Table) -> None:
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.heading), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    docx_parts.fix_widths(made)
    for column, width in zip(made.columns, table.widths, strict=True):
        column._gridCol.w = Mm(width)
    for number, (row, cells) in enumerate(zip(made.rows, (table.heading, *table.rows), strict=True)):
        for cell, text, width, figure in zip(row.cells, cells, table.widths, table.figures, strict=True):
            cell.width = Mm(width)
            _cell(cell, text, heading=number == 0, centred=figure or number == 0)
    docx_parts.repeat_heading(made)


def _cell(cell: _Cell, text: str, *, heading: bool, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    docx_parts.set_style(paragraph, CELL_HEADING if heading else CELL)
    paragraph.add_run(printable(text))
    docx_parts.off_grid(paragraph)
    if centred:
        paragraph.alignment = _CENTRE
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
