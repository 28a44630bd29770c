"""What WordprocessingML can and python-docx has no word for: East Asian fonts, indents in characters, fields, the grid.

Source of names and orders: ECMA-376 part 1, chapter 17.
"""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from guanhu.bulletin.layout import BODY_SIZE, Type

_RUN_FONTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_HALF_POINTS = 2


def element(name: str, **attributes: object) -> Any:
    """An element of the main namespace with its attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_type(holder: Any, of: Type) -> None:
    """Font and size for Chinese and Latin alike, of a run or a style."""
    properties = holder.element.get_or_add_rPr() if hasattr(holder, "element") else holder
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = element("rFonts")
        properties.insert(0, fonts)
    for name in _THEMES:
        fonts.attrib.pop(qn(name), None)
    for name in _RUN_FONTS:
        fonts.set(qn(name), of.font)
    for name in ("sz", "szCs"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
        properties.append(element(name, val=round(of.size * _HALF_POINTS)))


def set_style(paragraph: Paragraph, style: str) -> None:
    """By its id, which is the name of a style of our own: python-docx looks through all styles for each paragraph."""
    paragraph._p.style = style


def indent(paragraph: Paragraph, size: float = BODY_SIZE, **characters: float) -> None:
    """Indents in characters of `size` points: left, right, firstLine or hanging. Word prefers these; the
    lengths beside them, in twentieths of a point, are for programs that know no characters."""
    ind = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for side, count in characters.items():
        ind.set(qn(f"w:{side}Chars"), str(round(count * 100)))
        ind.set(qn(f"w:{side}"), str(round(count * size * 20)))


def add_page_number(paragraph: Paragraph) -> None:
    """— 1 — (7.5): the number of the page between two 一字线."""
    paragraph.add_run("— ")
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = code
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.text = code
            run._r.append(instruction)
    paragraph.add_run(" —")


def rule_below(paragraph: Paragraph, colour: str, space: float) -> None:
    """A line under the paragraph, `space` points below its text."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=12, space=round(space), color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )  # fmt: skip


def off_grid(paragraph: Paragraph) -> None:
    """Let the paragraph stand where it falls, not on the page's lines."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        element("snapToGrid", val=0), "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def set_grid(document: Document, line_twips: int) -> None:
    """The page's lines, `line_twips` apart. A grid of characters is left out: LibreOffice gives a character
    that is wider than its place two of them; the styles are spaced instead (`space_characters`)."""
    properties = document.sections[0]._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=line_twips))


def space_characters(style: Any, points: float) -> None:
    """Between characters of a style, negative for closer."""
    properties = style.element.get_or_add_rPr()
    size = properties.find(qn("w:sz"))
    spacing = element("spacing", val=round(points * 20))
    properties.append(spacing) if size is None else size.addprevious(spacing)


def repeat_heading(table: DocxTable) -> None:
    """The first row stands on every page that the table reaches; no row is torn apart."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if number == 0:
            properties.append(element("tblHeader"))


def fix_widths(table: DocxTable) -> None:
    """Columns as wide as they are given, whatever stands in them; narrow margins in the cells."""
    properties = table._tbl.tblPr
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, width in (("top", 30), ("left", 60), ("bottom", 30), ("right", 60)):
        margins.append(element(side, w=width, type="dxa"))
    properties.append(margins)


def set_language(document: Document) -> None:
    """Chinese; figures and Latin stay English, or LibreOffice breaks a line inside a number."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in run.findall(qn("w:lang")):
        run.remove(old)
    run.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))


def name_substitutes(document: Document, substitutes: Mapping[str, str]) -> None:
    """A font table that says by which other name to look for each font: machines without 方正小标宋 take 宋体."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(font)}><w:altName w:val={quoteattr(other)}/></w:font>"
        for font, other in substitutes.items()
    )
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    kind = RELATIONSHIP_TYPE.FONT_TABLE
    old = document.part.part_related_by(kind)
    for key in [key for key, one in document.part.rels.items() if one.reltype == kind]:
        del document.part.rels[key]
    made = Part(old.partname, CONTENT_TYPE.WML_FONT_TABLE, blob.encode(), document.part.package)
    document.part.relate_to(made, kind)


def coloured(run: Run, colour: Any) -> Run:
    run.font.color.rgb = colour
    return run
