"""子项 as people paste them from a spreadsheet: a line a piece, 名称, 阶段, 责任方 in columns."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from tasks.forms.fields import Text
from tasks.workflow.items import MOST, ItemSpec

LIMITS = (("名称", 120), ("阶段", 80), ("责任方", 60))
"""Columns, and the characters each holds."""


class ItemLines(Text):
    """A text of lines, cleaned to a list of ItemSpec. Blank lines do not count; messages name the line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "子项")
        options.setdefault("required", False)
        options.setdefault(
            "help_text", "一行一个:名称、阶段、责任方,可从 Excel 整块粘贴;指标按销号个数计。不分子项的留空。"
        )
        super().__init__(max_length=MOST * sum(most + 1 for _, most in LIMITS), rows=5, **options)
        self.widget.attrs["class"] = "lines"

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else as_lines(value)

    def clean(self, value: Any) -> Any:
        lines = super().clean(value).split("\n")
        problems: list[str] = []
        found = [
            item
            for number, line in enumerate(lines, start=1)
            if line.strip() and (item := _item(number, line, problems))
        ]
        if len(found) > MOST:
            problems.append(f"子项至多 {MOST} 个,现有 {len(found)} 个。")
        problems += _twice(lines)
        if problems:
            raise ValidationError(problems)
        return found


def as_lines(items: Sequence[ItemSpec]) -> str:
    """The list as it is pasted."""
    return "\n".join("\t".join((item.name, item.stage, item.owner)).rstrip("\t") for item in items)


def _item(number: int, line: str, problems: list[str]) -> ItemSpec | None:
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    while len(cells) > len(LIMITS) and not cells[-1]:
        cells.pop()
    if len(cells) > len(LIMITS):
        problems.append(f"第 {number} 行:多于三列,应为名称、阶段、责任方。")
        return None
    if not cells[0]:
        problems.append(f"第 {number} 行:缺名称。")
        return None
    for cell, (column, most) in zip(cells, LIMITS, strict=False):
        if len(cell) > most:
            problems.append(f"第 {number} 行:{column}超过 {most} 字。")
            return None
    return ItemSpec(*cells)


def _twice(lines: Sequence[str]) -> list[str]:
    """Names that stand there before."""
    first: dict[str, int] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        name = " ".join(line.split("\t")[0].split())
        if name and name in first:
            problems.append(f"第 {number} 行:与第 {first[name]} 行重名。")
        first.setdefault(name, number)
    return problems


def unchanged(given: Sequence[ItemSpec], before: Sequence[ItemSpec]) -> bool:
    """Whether the list says what stood there, but for blanks."""
    return as_lines(given) == as_lines(before)
