"""Red and yellow lights by pillar and period, as a map of shaded cells with a number each. Pure: no model, no query.

Places are percent of the width of the cells, heights are pixels: letters keep their size on a phone and on paper.

The shade alone would be blind for some: it runs from light to dark in one hue, and every cell says its number, how
many of it are red, and opens its list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guanhu.period_columns import month
from tasks import periods
from tasks.models import Pillar
from tasks.states import Colour
from tasks.summaries import Count
from tasks.trend import PeriodLights

TOP, ROW = 24, 44
"""Heights in pixels: of the heads of the columns, of a row."""
SHADES = (0.1, 0.25)
"""Up to which share of the open tasks the first and the second shade go."""
BAD = f"{Colour.RED},{Colour.YELLOW}"


@dataclass(frozen=True, slots=True)
class Cell:
    """`shade` 0 (nothing red or yellow) to 3; `count` opens the red and yellow tasks of that day."""

    period: str
    x: float
    width: float
    middle: float
    shade: int
    red: int
    yellow: int
    open: int
    count: Count
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """`top` and `middle` of its cells."""

    pillar: Pillar
    top: int
    middle: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """`months` are the heads of the columns: place and label."""

    height: int
    months: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]


def heat_map(
    pillars: Sequence[Pillar], rows: Sequence[PeriodLights], base: Mapping[str, str]
) -> HeatMap | None:
    """None before the first period has closed. `base` is the query that selects the tasks that the rows are about."""
    if not rows or not pillars:
        return None
    step = 100 / len(rows)
    return HeatMap(
        height=TOP + ROW * len(pillars),
        months=tuple((round(step * (n + 0.5), 2), month(row.period)) for n, row in enumerate(rows)),
        rows=tuple(
            Row(
                pillar,
                TOP + ROW * line,
                TOP + ROW * line + ROW // 2,
                tuple(_cell(pillar, row, base, step * n, step) for n, row in enumerate(rows)),
            )
            for line, pillar in enumerate(pillars)
        ),
    )


def _cell(pillar: Pillar, row: PeriodLights, base: Mapping[str, str], x: float, width: float) -> Cell:
    lights = row.by_pillar.get(pillar.pk, {})
    red, yellow = lights.get(Colour.RED, 0), lights.get(Colour.YELLOW, 0)
    total = sum(lights.values())
    query = row.query(base, pillar=str(pillar.ordinal), light=BAD, state="open")
    return Cell(
        period=row.period,
        x=round(x, 2),
        width=round(width, 2),
        middle=round(x + width / 2, 2),
        shade=_shade(red + yellow, total),
        red=red,
        yellow=yellow,
        open=total,
        count=Count(red + yellow, query),
        words=f"{pillar.name} {periods.label(row.period)}:在办 {total} 项,红 {red}、黄 {yellow}",
    )


def _shade(bad: int, total: int) -> int:
    if not bad:
        return 0
    return 1 + sum(bad > share * total for share in SHADES)
