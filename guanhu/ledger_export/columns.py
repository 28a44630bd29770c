"""The columns of a 任务分解表. Source: the design's `rules.md`, put together from what offices publish; 完成值,
完成比例, 状态 and 原因 are ours. The last two are for reading the table back: which row, as of which version."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from guanhu.ledger_export.cells import Cell, Figure, Light, Percent, spelled
from guanhu.ledger_export.rows import Line
from indicators.kinds import Comparator
from indicators.models import Target
from indicators.quantities import plain
from tasks import periods
from tasks.figures import rounded
from tasks.templatetags.tasks_text import SIGNS

MOST_NAMES = 5
ROW_ID, VERSION = "行号", "版本"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters of the standard font, as workbooks count it; `centred` for short cells. `hidden` columns
    are there for reading the table back."""

    heading: str
    width: int
    cell: Callable[[Line], Cell]
    centred: bool = False
    hidden: bool = False


def _one_or_several(line: Line, of: Callable[[Target], Cell]) -> Cell:
    """A task is one row. Its one target keeps its type; of several each has a line of the cell, in the same order."""
    cells = [of(target) for target in line.targets]
    if len(cells) < 2:
        return cells[0] if cells else None
    return "\n".join(str(spelled(cell)) or "—" for cell in cells)


def _wanted(target: Target) -> Cell:
    """What is asked for: a figure with its sign, a range or a milestone in words."""
    if target.value is None:
        return target.milestone
    if target.value_max is not None:
        return f"{plain(target.value)}–{plain(target.value_max)}"
    return Figure(target.value, SIGNS.get(Comparator(target.comparator), ""))


def _baseline(target: Target) -> Cell:
    return None if target.baseline is None else Figure(target.baseline)


def _stands(line: Line) -> Cell:
    """What stands reported, with two decimals at most, as everywhere."""
    currents = line.task.currents

    def of(target: Target) -> Cell:
        now = currents.get(target.code)
        return None if now is None else Figure(rounded(Decimal(now), 2))

    return _one_or_several(line, of)


def _lead_unit(line: Line) -> Cell:
    unit = line.task.lead_unit
    if unit is None:
        return ""
    return unit.name if line.task.assignment_confirmed else f"{unit.name}(建议)"


def _quarter(number: int) -> Callable[[Line], Cell]:
    return lambda line: line.quarters[number - 1]


def _progress(line: Line) -> Cell:
    """What the last report says, and for which period."""
    latest = line.latest
    return f"【{periods.label(latest.period)}】{latest.note}" if latest else ""


def _state(line: Line) -> Cell:
    task = line.task
    said = str(task.get_state_display())
    if task.outcome:
        said += f"({task.get_outcome_display()})"
    return f"{said}\n限定知悉" if task.restricted else said


def _reason(line: Line) -> Cell:
    task = line.task
    return "\n".join(filter(None, (task.light_reason, task.light_recover and f"转绿:{task.light_recover}")))


def _evidence(line: Line) -> Cell:
    names = line.evidence
    if not names:
        return ""
    more = " 等" if len(names) > MOST_NAMES else ""
    return f"{len(names)} 份:{'、'.join(names[:MOST_NAMES])}{more}"


COLUMNS = (
    Column("序号", 5, lambda line: line.number, centred=True),
    Column("板块", 7, lambda line: line.task.measure.pillar.name, centred=True),
    Column("举措", 11, lambda line: line.task.measure.name),
    Column("目标任务", 22, lambda line: line.task.title),
    Column("量化指标", 10, lambda line: _one_or_several(line, lambda target: target.name)),
    Column("基期", 7, lambda line: _one_or_several(line, _baseline)),
    Column("目标值", 8, lambda line: _one_or_several(line, _wanted)),
    Column("单位", 6, lambda line: _one_or_several(line, lambda target: target.unit), centred=True),
    Column("牵头领导", 7, lambda line: line.task.leader.name if line.task.leader else "", centred=True),
    Column("牵头单位", 9, _lead_unit),
    Column("配合单位", 9, lambda line: "、".join(line.supporting)),
    Column("责任人", 7, lambda line: line.task.assignee.name if line.task.assignee else "", centred=True),
    Column("时限", 11, lambda line: line.task.due_on, centred=True),
    Column("一季度形象进度", 16, _quarter(1)),
    Column("二季度形象进度", 16, _quarter(2)),
    Column("三季度形象进度", 16, _quarter(3)),
    Column("四季度形象进度", 16, _quarter(4)),
    Column("完成值", 8, _stands),
    Column("完成比例", 7, lambda line: None if line.task.progress is None else Percent(line.task.progress)),
    Column("进展", 24, _progress),
    Column("存在问题", 12, lambda line: line.latest.problem if line.latest else ""),
    Column("下一步", 12, lambda line: line.latest.next_step if line.latest else ""),
    Column("状态", 8, _state, centred=True),
    Column("灯", 7, lambda line: Light(line.task.light), centred=True),
    Column("原因", 18, _reason),
    Column("佐证", 12, _evidence),
    Column("编号", 10, lambda line: line.task.code, centred=True),
    Column(ROW_ID, 10, lambda line: line.task.code, hidden=True),
    Column(VERSION, 6, lambda line: line.task.version, hidden=True),
)
FROZEN = [column.heading for column in COLUMNS].index("目标任务") + 1
"""Columns that stay in sight: up to the task's name."""
PRINTED = sum(not column.hidden for column in COLUMNS)
