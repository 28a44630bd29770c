"""What a bulletin consists of, before anybody draws it: the same structure becomes the .docx and the page that
is printed.

Pure. A section's text is plain lines; a line that begins with （一） or 1. is a heading of the second or third
level, as papers number them (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）). The sections themselves are numbered
一、二、… here, so that one that is left empty makes no gap.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from guanhu.bulletin.print_text import in_print, printable


class Section(TextChoices):
    """The headed parts of the text, in order."""

    OVERALL = "overall", "总体情况"
    PILLARS = "pillars", "各板块情况"
    UNITS = "units", "各单位情况"
    RED = "red", "红灯任务及原因"
    SLIPS = "slips", "督查督办情况"
    HELP = "help", "需领导协调事项"
    CHANGE = "change", "与上期比较"
    NEXT = "next", "下一步工作要求"


NUMERALS = "一二三四五六七八九十"
_SECOND = re.compile(rf"[（(][{NUMERALS}]+[)）]")
_THIRD = re.compile(r"\d{1,2}(?:[．、]|\.(?!\d))")
_SENTENCE = re.compile(r"^(.*?。)(.*)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `level` 1 is a section's heading, 2 and 3 begin with a heading, 0 is plain text. `lead` is
    the part set in the level's own type, `rest` follows in the same paragraph."""

    level: int
    lead: str
    rest: str = ""

    @property
    def text(self) -> str:
        return self.lead + self.rest


@dataclass(frozen=True, slots=True)
class Table:
    """An attachment. `widths` are millimetres; `figures` says of each column whether it holds figures."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    figures: tuple[bool, ...]
    note: str = ""

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return list(zip(self.heading, self.figures, strict=True))

    @property
    def cells(self) -> list[list[tuple[str, bool]]]:
        """Each row's cells, with whether they hold figures."""
        return [list(zip(row, self.figures, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Paper:
    """A bulletin, complete. `mark` stands above everything (草稿), empty on an issued one; `number` is the
    文号, empty on a draft."""

    masthead: str
    mark: str
    number: str
    title: str
    to: str
    lines: tuple[Line, ...]
    signed_by: str
    dated_on: date
    tables: tuple[Table, ...]

    @property
    def dated(self) -> str:
        """成文日期: Arabic figures, no leading zeros."""
        return f"{self.dated_on.year}年{self.dated_on.month}月{self.dated_on.day}日"

    @property
    def attachments(self) -> list[str]:
        """附件说明: each table's name under its number; a single one has no number."""
        if len(self.tables) == 1:
            return [self.tables[0].title]
        return [f"{number}.{table.title}" for number, table in enumerate(self.tables, start=1)]

    @property
    def attached(self) -> list[tuple[str, Table]]:
        """The tables, each under what stands above it."""
        alone = len(self.tables) == 1
        return [("附件" if alone else f"附件{n}", table) for n, table in enumerate(self.tables, start=1)]


def body(opening: str, sections: Mapping[str, str]) -> tuple[Line, ...]:
    """The text from its opening and its sections; a section without text has no heading either."""
    lines = [Line(0, text) for text in _paragraphs(opening)]
    filled = [one for one in Section if sections.get(one, "").strip()]
    for numeral, section in zip(NUMERALS, filled, strict=False):
        lines.append(Line(1, f"{numeral}、{section.label}"))
        lines += [_line(text) for text in _paragraphs(sections[section])]
    return tuple(lines)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in printable(text).split("\n") if line.strip()]


def _line(text: str) -> Line:
    """A heading of the second level reaches to its first full stop; one of the third is the whole paragraph's."""
    if _SECOND.match(text):
        found = _SENTENCE.match(text)
        return Line(2, found.group(1), found.group(2)) if found else Line(2, text)
    return Line(3, text) if _THIRD.match(text) else Line(0, text)


def cell(value: object) -> str:
    """A table's cell in print."""
    return in_print(str(value))


def to_json(paper: Paper) -> dict[str, Any]:
    """For keeping; `from_json` gives the same paper back."""
    return {**asdict(paper), "dated_on": paper.dated_on.isoformat()}


def from_json(kept: Mapping[str, Any]) -> Paper:
    return Paper(
        **{
            **kept,
            "dated_on": date.fromisoformat(kept["dated_on"]),
            "lines": tuple(Line(**line) for line in kept["lines"]),
            "tables": tuple(_table(table) for table in kept["tables"]),
        }
    )


def _table(kept: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in kept["rows"])
    fixed = {name: tuple(kept[name]) for name in ("heading", "widths", "figures")}
    return Table(title=kept["title"], rows=rows, note=kept["note"], **fixed)
