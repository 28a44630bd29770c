"""The attachments of a bulletin: pillars, units, red and yellow tasks. Pure.

Rows that people may not edit: they come from the same facts as the numbers.
"""

from decimal import Decimal

from guanhu.bulletin.contents import Table, cell
from guanhu.bulletin.facts import Facts
from guanhu.bulletin.numbers import LIGHTS, ratio
from tasks.models import Task
from tasks.states import Colour
from tasks.summaries import Totals

_COUNTS = ("tasks", "done", "overdue", "checkpoint_overdue", "unreported")
_HEADINGS = ("任务", "办结", "任务逾期", "节点逾期", "未报送")


def tables(facts: Facts) -> tuple[Table, ...]:
    """Those that have a row."""
    return tuple(table for table in (_pillars(facts), _units(facts), _lit(facts)) if table.rows)


def _pillars(facts: Facts) -> Table:
    board = facts.board
    rows = [(row.pillar.name, row.totals) for row in board.pillars]
    rows.append(("合计", board.totals))
    return Table(
        title="各板块进展情况",
        heading=("板块", *_HEADINGS, *_lights(), "进度%", "计划%"),
        rows=tuple((name, *_counted(totals), *_means(totals)) for name, totals in rows)
        if board.pillars
        else (),
        widths=(25, *(11, 11, 11, 11, 12), *(10, 10, 10, 10, 11), 12, 12),
        figures=(False, *(True,) * 12),
        note="单位：项。进度为有百分比的任务的平均进度。",
    )


def _units(facts: Facts) -> Table:
    return Table(
        title="各单位进展情况",
        heading=("牵头单位", *_HEADINGS, *_lights(), "按期报送", "按期办结"),
        rows=tuple(
            (
                cell(row.unit.name),
                *_counted(row.totals),
                ratio(row.reported_on_time),
                ratio(row.closed_on_time),
            )
            for row in facts.board.units
        ),
        widths=(30, *(10, 10, 10, 10, 11), *(10, 10, 10, 10, 10), 12, 13),
        figures=(False, *(True,) * 12),
        note="单位：项。按期报送为本期按期报送项数与应报项数之比，按期办结为按原定时限办结项数与到期项数之比。",
    )


def _lit(facts: Facts) -> Table:
    return Table(
        title="红黄灯任务清单",
        heading=("序号", "编号", "任务", "牵头单位", "灯", "亮灯原因", "转绿条件"),
        rows=tuple((str(number), *_told(task)) for number, task in enumerate(facts.lit, start=1)),
        widths=(10, 20, 30, 22, 8, 40, 26),
        figures=(True, True, False, False, True, False, False),
    )


def _lights() -> tuple[str, ...]:
    return tuple(str(colour.label).replace("未亮灯", "未亮") for colour in LIGHTS)


def _counted(totals: Totals) -> tuple[str, ...]:
    counts = (getattr(totals, name).value for name in _COUNTS)
    lights = (totals.lights[colour].value for colour in LIGHTS)
    return tuple(str(value) for value in (*counts, *lights))


def _means(totals: Totals) -> tuple[str, str]:
    return _percent(totals.measured.progress), _percent(totals.measured.planned)


def _percent(value: Decimal | None) -> str:
    return "—" if value is None else str(value)


def _told(task: Task) -> tuple[str, ...]:
    colour = str(Colour(task.light).label).removesuffix("灯")
    unit = str(task.lead_unit or "")
    told = (cell(text) for text in (task.title, unit, colour, task.light_reason, task.light_recover))
    return task.code, *told
