"""The lights of each closed period as stacked columns, and as the table behind them. Pure: no model, no query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks import periods
from tasks.states import Colour, State
from tasks.summaries import Count
from tasks.templatetags.tasks_text import LIGHT_ORDER, colour_word
from tasks.trend import PeriodLights

WIDTH, HEIGHT = 420, 200
_GROUND, _CEILING, _EDGE = 166, 24, 12
_WIDEST = 44
FROM_GROUND = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY, Colour.NONE)


@dataclass(frozen=True, slots=True)
class Slice:
    """`count` opens the tasks of that light as they stood when the period closed."""

    colour: str
    word: str
    count: Count
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its slices from the ground up (red first), and what stands above and below."""

    period: str
    label: str
    x: float
    width: float
    middle: float
    top: float
    red: int
    slices: tuple[Slice, ...]

    @property
    def words(self) -> str:
        return f"{self.label}:" + "、".join(f"{part.word} {part.count.value}" for part in self.slices)


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A line of the table: `lights` in the order of the bar."""

    label: str
    on: str
    lights: tuple[tuple[str, Count], ...]
    open: Count
    done: Count


def columns(rows: Sequence[PeriodLights], base: Mapping[str, str]) -> list[Column]:
    """Columns as high as the number of open tasks, the highest filling the drawing. `base` is the query that selects
    exactly the tasks that the rows are about."""
    tallest = max((row.open for row in rows), default=0)
    if not tallest:
        return []
    step = (WIDTH - 2 * _EDGE) / len(rows)
    return [_column(row, base, number, step, tallest) for number, row in enumerate(rows)]


def table(rows: Sequence[PeriodLights], base: Mapping[str, str]) -> list[PeriodRow]:
    """The same numbers, the latest period first."""
    return [
        PeriodRow(
            label=periods.label(row.period),
            on=row.on.isoformat(),
            lights=tuple((str(colour), count_of(row, base, colour)) for colour in LIGHT_ORDER),
            open=Count(row.open, row.query(base, state="open")),
            done=Count(row.done, row.query(base, state=str(State.DONE))),
        )
        for row in reversed(rows)
    ]


def count_of(row: PeriodLights, base: Mapping[str, str], colour: str) -> Count:
    return Count(row.lights[colour], row.query(base, light=str(colour), state="open"))


def month(period: str) -> str:
    """9月"""
    return f"{periods.starts_on(period).month}月"


def _column(row: PeriodLights, base: Mapping[str, str], number: int, step: float, tallest: int) -> Column:
    width = min(step * 0.68, _WIDEST)
    middle = _EDGE + step * (number + 0.5)
    slices, y = [], float(_GROUND)
    for colour in FROM_GROUND:
        height = row.lights[colour] / tallest * (_GROUND - _CEILING)
        y -= height
        if row.lights[colour]:
            counted = count_of(row, base, colour)
            slices.append(Slice(str(colour), colour_word(colour), counted, round(y, 1), round(height, 1)))
    return Column(
        row.period, month(row.period), round(middle - width / 2, 1), round(width, 1), round(middle, 1),
        round(y - 5, 1), row.lights[Colour.RED], tuple(slices),
    )  # fmt: skip
