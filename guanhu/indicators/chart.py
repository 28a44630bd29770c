"""The drawing of an indicator's year as plain numbers, which a template prints into SVG attributes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from indicators.quantities import plain
from indicators.ranges import Range

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 624, 20, 260
_TICKS = 4
"""About as many steps on the axis of values."""
_NICE = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure at the end of its period; `said` is its tooltip."""

    day: date
    value: Decimal
    said: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """What is drawn, all of it in one unit. `own` are the periods' own figures where `actual` is their mean so far;
    `last_level` is last year's figure where only the whole year is known."""

    actual: tuple[Mark, ...] = ()
    own: tuple[Mark, ...] = ()
    last_year: tuple[Mark, ...] = ()
    last_level: Decimal | None = None
    goal: Decimal | None = None
    goal_max: Decimal | None = None
    ahead: Range | None = None
    from_zero: bool = False
    """What is summed up begins at nothing on the first day."""


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    said: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A label beside an axis at its place; `minor` ones give way where there is little room."""

    at: str
    text: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """`actual`, `last_year` and `band` are `points` attributes, empty where there is nothing; `…_y` heights of level
    lines, empty likewise."""

    actual: str
    dots: tuple[Dot, ...]
    own: tuple[Dot, ...]
    last_year: str
    last_dots: tuple[Dot, ...]
    last_y: str
    goal_y: str
    goal_max_y: str
    band: str
    values: tuple[Tick, ...]
    months: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From days and values to places in the drawing."""

    first: date
    last: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> str:
        inside = min(max(day, self.first), self.last)
        part = Decimal((inside - self.first).days) / Decimal(max((self.last - self.first).days, 1))
        return f"{LEFT + part * (RIGHT - LEFT):.1f}"

    def y(self, value: Decimal) -> str:
        return f"{BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP):.1f}"

    def line(self, marks: Iterable[Mark], start: bool) -> str:
        origin = [f"{self.x(self.first)},{self.y(Decimal(0))}"] if start else []
        return " ".join([*origin, *(f"{self.x(mark.day)},{self.y(mark.value)}" for mark in marks)])

    def dots(self, marks: Iterable[Mark]) -> tuple[Dot, ...]:
        return tuple(Dot(self.x(m.day), self.y(m.value), m.said, m.provisional) for m in marks)

    def level(self, value: Decimal | None) -> str:
        return "" if value is None else self.y(value)


def draw(lines: Lines, first: date, last: date) -> Drawing | None:
    """The year from `first` to `last`; None where no figure is known at all, this year's or last year's."""
    if not (lines.actual or lines.last_year or lines.last_level is not None):
        return None
    step, low, high = axis(_values(lines))
    frame = _Frame(first, last, low, high)
    return Drawing(
        actual=frame.line(lines.actual, lines.from_zero) if lines.actual else "",
        dots=frame.dots(lines.actual),
        own=frame.dots(lines.own),
        last_year=frame.line(lines.last_year, lines.from_zero) if lines.last_year else "",
        last_dots=frame.dots(lines.last_year),
        last_y=frame.level(lines.last_level),
        goal_y=frame.level(lines.goal),
        goal_max_y=frame.level(lines.goal_max),
        band=_band(frame, lines),
        values=tuple(Tick(frame.y(value), plain(value)) for value in _steps(low, high, step)),
        months=tuple(_months(frame)),
    )


def _values(lines: Lines) -> list[Decimal]:
    marks = [mark.value for mark in (*lines.actual, *lines.own, *lines.last_year)]
    levels = [value for value in (lines.last_level, lines.goal, lines.goal_max) if value is not None]
    ends = [lines.ahead.low, lines.ahead.high] if lines.ahead and lines.actual else []
    return [*marks, *levels, *ends, *([Decimal(0)] if lines.from_zero else [])]


def axis(values: Iterable[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """A round step (1, 2 or 5 times a power of ten) and the multiples of it around all values: step, low, high."""
    known = list(values)
    least, most = min(known), max(known)
    raw = ((most - least) or abs(most) or Decimal(1)) / _TICKS
    unit = Decimal(1).scaleb(raw.adjusted())
    step = next(factor * unit for factor in _NICE if factor * unit >= raw)
    low = (least / step).to_integral_value(ROUND_FLOOR) * step
    high = (most / step).to_integral_value(ROUND_CEILING) * step
    return step, low, high if high > low else low + step


def _steps(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    return [low + step * number for number in range(int((high - low) / step) + 1)]


def _band(frame: _Frame, lines: Lines) -> str:
    """A fan from the last figure to the range at the year's end."""
    if lines.ahead is None or not lines.actual:
        return ""
    last, right = lines.actual[-1], frame.x(frame.last)
    high, low = frame.y(lines.ahead.high), frame.y(lines.ahead.low)
    return f"{frame.x(last.day)},{frame.y(last.value)} {right},{high} {right},{low}"


def _months(frame: _Frame) -> Iterable[Tick]:
    """Each month's name under its last day, where its figure stands; quarters' ends have precedence."""
    day = frame.first
    while day <= frame.last:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield Tick(frame.x(following - timedelta(days=1)), f"{day.month}月", minor=bool(day.month % 3))
        day = following
