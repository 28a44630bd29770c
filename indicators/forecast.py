"""A simple range for where a goal will end, from the readings so far. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.attainment import Goal, covered, current, points_until, weighted
from indicators.kinds import IndicatorKind
from indicators.points import Point
from indicators.quantities import as_decimal
from indicators.spans import is_part_of_month, months, months_long, span

ENOUGH = 3
"""Readings below this number are 数据不足."""


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest plausible end, in the goal's unit."""

    low: Decimal
    high: Decimal


def forecast(goal: Goal, ends_on: date, until: date) -> Range | None:
    """Where the goal will stand on `ends_on`, by the readings whose span ends by `until`; None: 数据不足.

    Fewer than three readings say nothing. Otherwise, with everything after the latest reading open:
    mean: (Σ value × days + open days × v) ÷ (days + open days), v being the lowest and the highest reading;
    cumulative: total + open months × a, a being the lowest and the highest amount per month;
    level and rate: the lowest and the highest of the last three readings.
    """
    points = points_until(goal, until)
    if len(points) < ENOUGH:
        return None
    if goal.kind == IndicatorKind.MEAN:
        return _range(_mean_end(points, ends_on, point.exact) for point in points)
    if goal.kind == IndicatorKind.CUMULATIVE:
        total, left = Fraction(current(goal, until) or 0), _open_months(points, ends_on)
        return _range(total + left * point.exact / months_long(point.period) for point in points)
    return _range(point.exact for point in points[-ENOUGH:])


def room(goal: Goal, ends_on: date, until: date) -> Decimal | None:
    """What is left until the target: the mean that the open days may have, or the amount that may still come.

    None for levels and rates, without a target or readings, and where nothing is open any more.
    """
    points = points_until(goal, until)
    if not points or goal.value is None:
        return None
    if goal.kind == IndicatorKind.MEAN and (left := _open_days(points, ends_on)):
        return as_decimal((Fraction(goal.value) * (covered(points) + left) - weighted(points)) / left)
    if goal.kind == IndicatorKind.CUMULATIVE and _open_months(points, ends_on):
        return goal.value - (current(goal, until) or 0)
    return None


def _range(ends: Iterable[Fraction]) -> Range:
    ordered = sorted(ends)
    return Range(as_decimal(ordered[0]), as_decimal(ordered[-1]))


def _mean_end(points: tuple[Point, ...], ends_on: date, rest: Fraction) -> Fraction:
    left = _open_days(points, ends_on)
    return (weighted(points) + left * rest) / (covered(points) + left)


def _open_days(points: tuple[Point, ...], ends_on: date) -> int:
    return max((ends_on - span(points[-1].period)[1]).days, 0)


def _open_months(points: tuple[Point, ...], ends_on: date) -> Fraction:
    """Whole months after that of the latest reading; by the day where readings are of weeks or half months."""
    latest = points[-1].period
    if is_part_of_month(latest):
        return Fraction(12 * _open_days(points, ends_on), 365)
    return Fraction(max(months((span(latest)[1], ends_on)) - 1, 0))
