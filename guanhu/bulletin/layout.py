"""Measures and types of an official paper. Source: GB/T 9704-2012 《党政机关公文格式》, sections 5 to 7.

Lengths are python-docx's; a "character" is one of the body's, 三号 (16 pt). 版心 156 mm × 225 mm holds 22 lines of 28.
"""

from dataclasses import dataclass

from docx.shared import Mm, Pt, RGBColor

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
LINE = Pt(28.95)
"""A 22nd of the 版心's 225 mm, as Word's settings for official papers have it."""
TITLE_LINE = Pt(36)
BODY_SIZE = 16.0
BETWEEN = -0.25
"""Points between characters: 28 of 16 pt are 448 pt wide, the 版心 442; so 28 stand in a line as the standard
wants (5.2.3)."""
FOOTER = Mm(23)
"""The page number stands 7 mm below the 版心 (7.5)."""
MASTHEAD_BELOW = Mm(35)
"""Of the 发文机关标志 below the 版心's upper edge (7.2.4)."""
RED, GREY = RGBColor(0xE0, 0x00, 0x00), RGBColor(0x9A, 0x9A, 0x9A)


@dataclass(frozen=True, slots=True)
class Type:
    """A typeface with its size in points; `fallback` is what stands in where a machine has no such font."""

    font: str
    size: float
    fallback: str


SONG = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
FALLBACK = {SONG: "宋体", FANGSONG: "仿宋", KAI: "楷体", HEI: "SimHei", "宋体": "SimSun"}
"""Alternative names in the font table, by which Word looks for a substitute."""


def _type(font: str, size: float) -> Type:
    return Type(font, size, FALLBACK[font])


MASTHEAD = _type(SONG, 46)
TITLE = _type(SONG, 22)  # 二号
BODY = _type(FANGSONG, BODY_SIZE)  # 三号
FIRST = _type(HEI, BODY_SIZE)  # 一、
SECOND = _type(KAI, BODY_SIZE)  # （一）
PAGE_NUMBER = _type("宋体", 14)  # 四号
CELL = _type(FANGSONG, 10.5)  # 五号
CELL_HEADING = _type(HEI, 10.5)
DRAFT = _type(HEI, 26)
