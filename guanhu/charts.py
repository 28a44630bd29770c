"""The small line of an indicator as plain numbers, which templates print into SVG attributes. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.attainment import Goal, current, points_until
from indicators.kinds import IndicatorKind
from indicators.points import Point
from indicators.ranges import Range
from indicators.spans import span

LINE_WIDTH, LINE_HEIGHT = 260, 56
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 254, 10, 46
_HALF_LETTER, _LABEL_HEIGHT = 4, 12


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """`line` and `band` are `points` attributes, `goal` the height of the target; labels are at `…_text_y`."""

    line: str
    last: Dot
    band: str
    goal: float
    goal_label: Decimal
    goal_text_y: float
    low_label: Decimal
    low_text_y: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and values to the drawing."""

    first: date
    last: date
    low: Decimal
    high: Decimal

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(_LEFT + min(max(share, 0), 1) * (_RIGHT - _LEFT), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)


def line(goal: Goal, ahead: Range | None, starts_on: date, ends_on: date, until: date) -> Line | None:
    """A goal over the plan's year, by the readings that ended by `until`; None without a value or readings.

    What accumulates is drawn as its running total, a mean as the mean so far, everything else as reported.
    """
    points = points_until(goal, until)
    if goal.value is None or not points:
        return None
    series = _series(goal, points)
    values = [value for _, value in series] + [goal.value] + ([ahead.low, ahead.high] if ahead else [])
    low = Decimal(0) if goal.kind == IndicatorKind.CUMULATIVE else min(values)
    scale = _Scale(starts_on, ends_on, low, max(values))
    dots = [Dot(scale.x(day), scale.y(value)) for day, value in series]
    return Line(
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        last=dots[-1],
        band=_band(scale, dots[-1], ahead, ends_on),
        goal=scale.y(goal.value),
        goal_label=goal.value,
        goal_text_y=scale.y(goal.value) + _HALF_LETTER,
        low_label=low,
        low_text_y=max(scale.y(low), scale.y(goal.value) + _LABEL_HEIGHT) + _HALF_LETTER,
    )


def _series(goal: Goal, points: tuple[Point, ...]) -> list[tuple[date, Decimal]]:
    """Where the goal stood at the end of each reading's span."""
    days = [span(point.period)[1] for point in points]
    return [(day, current(goal, day) or Decimal(0)) for day in days]


def _band(scale: _Scale, last: Dot, ahead: Range | None, ends_on: date) -> str:
    """A fan from the last reading to the range at the end; empty without a forecast."""
    if ahead is None:
        return ""
    right = scale.x(ends_on)
    return f"{last.x},{last.y} {right},{scale.y(ahead.high)} {right},{scale.y(ahead.low)}"
