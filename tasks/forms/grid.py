"""The editable table as it is sent: rows of cells, or a block pasted from a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from tasks.forms.fields import Text, has_odd_characters
from tasks.grid_rows import COLUMNS, Typed
from tasks.grid_text import tidy

MOST = 300
"""Rows of one block."""
LONGEST_CELL = 2000
PASTED = ("code", *COLUMNS)
"""The order of a pasted block's columns, where its first line does not name them."""
_HEADINGS = {
    "编号": "code", "任务编号": "code",
    "牵头": "lead_unit", "牵头单位": "lead_unit", "责任单位": "lead_unit",
    "配合": "supporting_units", "配合单位": "supporting_units",
    "领导": "leader", "分管领导": "leader",
    "时限": "due_on", "完成时限": "due_on",
    "阶段目标": "checkpoints",
}  # fmt: skip


class ReasonForm(forms.Form):
    """One reason for all rows; it becomes the note of those that are assigned."""

    reason = Text(label="调整理由(交办的作为交办要求)", rows=2)


@dataclass(slots=True)
class Sent:
    """Rows by code, and what could not be read, with its line."""

    rows: dict[str, Typed] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def posted(data: QueryDict) -> Sent:
    """The table's own cells: `row` names the codes, `v-` their versions, the columns' names their texts."""
    sent = Sent()
    for code in data.getlist("row")[:MOST]:
        version = data.get(f"v-{code}", "")
        cells = {column: str(data[f"{column}-{code}"]) for column in COLUMNS if f"{column}-{code}" in data}
        if not (version.isascii() and version.isdecimal() and len(version) < 10):
            sent.problems.append(f"{code[:40]}:页面已失效,请重新打开编辑表。")
        elif problem := _unreadable(cells):
            sent.problems.append(f"{code[:40]}:{problem}")
        else:
            sent.rows[code] = Typed(code, int(version), cells, assign=bool(data.get(f"assign-{code}")))
    return sent


def pasted(text: str, *, assign: bool) -> Sent:
    """Lines of tab-separated cells; an empty cell leaves what stands there."""
    sent = Sent()
    lines = [line for line in csv.reader(io.StringIO(text), delimiter="\t") if any(map(str.strip, line))]
    order = _order(lines[0]) if lines else None
    for number, line in enumerate(lines[1:] if order else lines, start=2 if order else 1):
        _take_line(sent, number, dict(zip(order or PASTED, line, strict=False)), assign)
    if len(sent.rows) > MOST:
        return Sent({}, [f"一次最多 {MOST} 行,请分批粘贴。"])
    return sent


def _order(first: list[str]) -> list[str] | None:
    """The columns that a heading names; None where the first line is a row already."""
    names = [_HEADINGS.get(tidy(cell), "") for cell in first]
    return names if "code" in names else None


def _take_line(sent: Sent, number: int, line: Mapping[str, str], assign: bool) -> None:
    code = tidy(line.get("code", ""))
    cells = {column: line[column] for column in COLUMNS if line.get(column, "").strip()}
    if not code:
        sent.problems.append(f"第 {number} 行:缺少编号。")
    elif code in sent.rows:
        sent.problems.append(f"第 {number} 行:编号 {code[:40]} 重复。")
    elif problem := _unreadable(cells):
        sent.problems.append(f"第 {number} 行:{problem}")
    else:
        sent.rows[code] = Typed(code, None, cells, assign)


def _unreadable(cells: Mapping[str, str]) -> str:
    if any(len(cell) > LONGEST_CELL for cell in cells.values()):
        return f"一格最多 {LONGEST_CELL} 字。"
    if any(has_odd_characters(cell.replace("\r", "")) for cell in cells.values()):
        return "含有无法识别的字符,请删除后重新填写。"
    return ""
