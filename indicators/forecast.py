"""A range for where a goal will end: from last year's shape where there is one, else from the pace so far. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from indicators.attainment import Goal, covered, points_until, stand, weighted
from indicators.kinds import IndicatorKind
from indicators.levels import level_ends
from indicators.points import Point
from indicators.ranges import ENOUGH, Range, range_of
from indicators.remaining import is_over, month_of, open_days, open_months
from indicators.seasonal import seasonal
from indicators.spans import days, is_day, months_long


def forecast(goal: Goal, ends_on: date, until: date) -> Range | None:
    """Where the goal will stand on `ends_on`, by the readings whose span ends by `until`; None: 数据不足.

    Once the readings reach the end it is where the goal stands. Otherwise fewer than three readings say nothing.
    """
    if is_settled(goal, ends_on, until):
        return range_of([stand(goal.kind, points_until(goal, until))])
    return seasonal(goal, ends_on, until) or pace(goal, ends_on, until)


def is_settled(goal: Goal, ends_on: date, until: date) -> bool:
    """Whether the end is known: the readings reach it, and of a mean they are not just its last month or two."""
    if not is_over(goal, ends_on, until):
        return False
    points = points_until(goal, until)
    whole = covered(points) >= days((date(goal.year, 1, 1), ends_on))
    return goal.kind != IndicatorKind.MEAN or len(points) >= ENOUGH or whole


def pace(goal: Goal, ends_on: date, until: date) -> Range | None:
    """The run rate (进度推算): everything after the latest reading goes on like the lowest or the highest so far.

    Mean: (Σ value × days + open days × v) ÷ (days + open days), v being the lowest and the highest reading; the annual
    mean of PM2.5 is by HJ 663-2013 the mean of the year's days, so every reading weighs what it has of them.
    Cumulative: total + open months × a, a being the lowest and the highest amount per month.
    Level and rate: the last three readings, or the way a level is on; a rate is neither summed nor shared out.
    Readings of single days stand together as their month's.
    """
    points = points_until(goal, _whole(goal, until))
    if goal.kind not in (IndicatorKind.CUMULATIVE, IndicatorKind.MEAN):
        return range_of(level_ends(goal, points[-ENOUGH:], ends_on)) if len(points) >= ENOUGH else None
    samples = _samples(goal.kind, points)
    if len(samples) < ENOUGH:
        return None
    if goal.kind == IndicatorKind.MEAN:
        return range_of(_mean_end(points, ends_on, sample) for sample in samples)
    total, left = stand(goal.kind, points), open_months(points, ends_on)
    now = stand(goal.kind, points_until(goal, until))
    return range_of(max(total + left * sample, now) for sample in samples)


def _samples(kind: str, points: Iterable[Point]) -> list[Fraction]:
    """Amounts per month, or means."""
    found, by_month = [], defaultdict[str, list[Point]](list)
    for point in points:
        if is_day(point.period):
            by_month[point.period[:7]].append(point)
        elif kind == IndicatorKind.CUMULATIVE:
            found.append(point.exact / months_long(point.period))
        else:
            found.append(point.exact)
    return found + [stand(kind, tuple(month)) for month in by_month.values()]


def _whole(goal: Goal, until: date) -> date:
    """Amounts of single days make a month only once it is over."""
    points = points_until(goal, until)
    if goal.kind != IndicatorKind.CUMULATIVE or not points or not is_day(points[-1].period):
        return until
    first, last = month_of(points[-1].period)
    return until if last <= until else date.fromordinal(first.toordinal() - 1)


def _mean_end(points: tuple[Point, ...], ends_on: date, rest: Fraction) -> Fraction:
    left = open_days(points, ends_on)
    return (weighted(points) + left * rest) / (covered(points) + left)
