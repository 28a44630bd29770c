"""What is still open of a goal's time after its latest figure, and what it may or must bring. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from indicators.attainment import Goal, covered, current, points_until, weighted
from indicators.kinds import IndicatorKind
from indicators.points import Point
from indicators.quantities import as_decimal
from indicators.spans import Span, is_part_of_month, months, span

MONTHS, QUARTERS, DAYS = "个月", "个季度", "天"
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Left:
    """Time still open: so many months, quarters or days."""

    count: int
    unit: str


def left(points: tuple[Point, ...], ends_on: date) -> Left | None:
    """Whole quarters after a quarter's figure, whole months where they are whole, else days; None where nothing is."""
    if not (open_days_left := open_days(points, ends_on)):
        return None
    first = span(points[-1].period)[1] + timedelta(days=1)
    if first.day != 1 or (ends_on + timedelta(days=1)).day != 1:
        return Left(open_days_left, DAYS)
    count = months((first, ends_on))
    if "Q" in points[-1].period and count % _MONTHS_OF_QUARTER == 0:
        return Left(count // _MONTHS_OF_QUARTER, QUARTERS)
    return Left(count, MONTHS)


def room(goal: Goal, ends_on: date, until: date) -> Decimal | None:
    """What is left until the target: the mean that the open days must have, or the amount that may or must still come.

    Mean: (target × all days − Σ value × days) ÷ open days. Cumulative: target − total. None for levels and rates,
    without a target or readings, and where nothing is open any more.
    """
    points = points_until(goal, until)
    if not points or goal.value is None:
        return None
    if goal.kind == IndicatorKind.MEAN and (rest := open_days(points, ends_on)):
        return as_decimal((Fraction(goal.value) * (covered(points) + rest) - weighted(points)) / rest)
    if goal.kind == IndicatorKind.CUMULATIVE and open_months(points, ends_on):
        return goal.value - (current(goal, until) or 0)
    return None


def open_days(points: tuple[Point, ...], ends_on: date) -> int:
    """Days after the latest figure."""
    return max((ends_on - span(points[-1].period)[1]).days, 0)


def open_months(points: tuple[Point, ...], ends_on: date) -> Fraction:
    """Whole months after that of the latest figure; by the day where figures are of weeks or half months."""
    latest = points[-1].period
    if is_part_of_month(latest):
        return Fraction(12 * open_days(points, ends_on), 365)
    return Fraction(max(months((span(latest)[1], ends_on)) - 1, 0))


def is_over(goal: Goal, ends_on: date, until: date) -> bool:
    """Whether the figures reach the end: nothing that is still to come can change where the goal stands."""
    points = points_until(goal, until)
    return bool(points) and not open_days(points, ends_on)


def month_of(period: str) -> Span:
    """The whole month in which a day or a half month lies."""
    return span(period[:7])
