"""How far the work is at the end of each period: running totals and the days on which stages are reached."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import accumulate

from guanhu.demonstration.days import PERIODS
from guanhu.demonstration.planning import Assignment
from guanhu.demonstration.stages import counted
from guanhu.demonstration.story import ORDINARY, Pace
from indicators.kinds import IndicatorKind
from tasks import periods

_LAGGING = 0.2
"""The share of ordinary tasks that were once a month late with something, and caught up."""
_FACTORS = {Pace.SLIPPING: Decimal("0.78"), Pace.FAILING: Decimal("0.5")}
_STUCK_FROM = {Pace.SLIPPING: date(2020, 8, 31), Pace.FAILING: date(2020, 6, 30)}


def figures(given: Assignment) -> dict[str, Decimal]:
    """Period → the figure that belongs to it, in the target's unit: an amount of its own where the indicator
    sums up, else what stands."""
    assert given.target is not None and given.target.indicator is not None
    if given.story.amounts:
        return dict(zip(PERIODS, map(Decimal, given.story.amounts), strict=True))
    levels = [_total(given, period, swing) for period, swing in zip(PERIODS, given.swings, strict=True)]
    totals = list(accumulate(levels, max))
    if given.target.indicator.kind != IndicatorKind.CUMULATIVE:
        return dict(zip(PERIODS, totals, strict=True))
    before = [Decimal(0), *totals[:-1]]
    return {period: now - then for period, now, then in zip(PERIODS, totals, before, strict=True)}


def _total(given: Assignment, period: str, swing: Decimal) -> Decimal:
    assert given.target is not None and given.target.value is not None
    value, day = given.target.value, periods.ends_on(period)
    if day >= given.ends_on:
        return value
    exact = min(value, _along(given, day) * swing * _FACTORS.get(given.story.pace, Decimal(1)))
    if not counted(given.target.unit):
        return exact.quantize(Decimal("0.1"))
    if given.story.pace == Pace.STEADY:
        return max(exact - Decimal("0.2"), Decimal(0)).to_integral(ROUND_CEILING)
    return exact.to_integral(ROUND_FLOOR)


def _along(given: Assignment, day: date) -> Decimal:
    """What is planned for the day: straight lines between the stage goals, or to the end without any."""
    assert given.target is not None and given.target.value is not None
    corners = [(date(2020, 1, 1), Decimal(0))]
    corners += [(goal.due_on, goal.value) for goal in given.goals if goal.value is not None]
    corners.append((given.ends_on, given.target.value))
    since, low = max(corner for corner in corners if corner[0] <= day)
    until, high = min(corner for corner in corners if corner[0] > day)
    share = Fraction((day - since).days, (until - since).days)
    return low + (high - low) * share.numerator / share.denominator


def reached_on(given: Assignment) -> list[date | None]:
    """The day by which each stage goal stands, in order; None where it does not by 30 September."""
    stuck_from = _STUCK_FROM.get(given.story.pace)
    days: list[date | None] = [
        None if stuck_from and goal.due_on >= stuck_from else goal.due_on for goal in given.goals
    ]
    if given.story is ORDINARY and given.chance.random() < _LAGGING:
        number = given.chance.randrange(2)
        if number < len(days) and (day := days[number]) and day.month < 7:
            days[number] = day + timedelta(days=monthrange(day.year, day.month)[1])
    return days
