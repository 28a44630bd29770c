"""How far a goal is reached: the arithmetic of the indicator's kind. Pure.

Source of the rules: the product's design, sections 5 and 9.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators.kinds import Comparator, IndicatorKind
from indicators.points import Point, counted_once, ended
from indicators.quantities import as_decimal, total
from indicators.spans import days, span

CEILINGS = (Comparator.BELOW, Comparator.AT_MOST)
SUMMED_OR_STOCK = (IndicatorKind.CUMULATIVE, IndicatorKind.LEVEL)
ADDED_UP = (IndicatorKind.CUMULATIVE, IndicatorKind.MEAN)
"""Kinds of which every reading counts, not the latest alone."""
ABOUT = Fraction(5, 100)
"""「左右」 accepts 5 % either way."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A target with the figures that count towards it; `kind` an IndicatorKind, `comparator` a Comparator.

    `verified`: the points of the confirmed figures alone. `last_year`: those of the year before, its months where there
    are all of them, else its single figure; `last_end`: where it stood at that year's end.
    """

    code: str
    name: str
    kind: str
    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    baseline: Decimal | None
    year: int
    points: tuple[Point, ...]
    milestone: str = ""
    verified: tuple[Point, ...] = ()
    last_year: tuple[Point, ...] = ()
    last_end: Decimal | None = None


def wanted(goal: Goal) -> Decimal:
    """The value of a goal that has one; ValueError for a milestone without."""
    if goal.value is None:
        raise ValueError(f"目标「{goal.name}」没有目标值")
    return goal.value


def points_until(goal: Goal, until: date | None = None) -> tuple[Point, ...]:
    """The points that count among those whose span has ended by `until` (None: all), oldest first."""
    return tuple(counted_once(ended(goal.points, until)))


def current(goal: Goal, until: date | None = None) -> Decimal | None:
    """Where the goal stands, in its unit; None without points."""
    points = points_until(goal, until)
    return as_decimal(stand(goal.kind, points)) if points else None


def stand(kind: str, points: tuple[Point, ...]) -> Fraction:
    """What one or more points, oldest first, come to, without rounding.

    Cumulative: the sum. Mean: weighted by the days of each point's span, never divided by the number of points; days
    without a figure are left out, as HJ 663-2013 leaves out days without a valid value. Level and rate: the latest.
    """
    if kind == IndicatorKind.CUMULATIVE:
        return total(point.exact for point in points)
    if kind == IndicatorKind.MEAN:
        return weighted(points) / covered(points)
    return points[-1].exact


def is_provisional(goal: Goal, until: date | None = None) -> bool:
    """Whether a figure that counts is still subject to the official statistics (以统计公布为准)."""
    points = points_until(goal, until)
    counting = points if goal.kind in ADDED_UP else points[-1:]
    return any(point.provisional for point in counting)


def weighted(points: tuple[Point, ...]) -> Fraction:
    """Sum of value × days."""
    return total(point.exact * days(span(point.period)) for point in points)


def covered(points: tuple[Point, ...]) -> int:
    """Days that the points stand for."""
    return sum(days(span(point.period)) for point in points)


def is_reduction(goal: Goal) -> bool:
    """Down from a baseline to a lower value: from 86 to 50."""
    return (
        goal.comparator in CEILINGS
        and goal.kind in SUMMED_OR_STOCK
        and goal.value is not None
        and goal.baseline is not None
        and goal.baseline > goal.value
    )


def is_measured(goal: Goal) -> bool:
    """Whether a percentage means anything: not for milestones, zeros and ceilings, unless a reduction; and not for
    rates and means, which are compared as what they are: growth of 6 % is not six sevenths of the way to 7 %."""
    if goal.value is None or goal.comparator == Comparator.MILESTONE or goal.kind not in SUMMED_OR_STOCK:
        return False
    return is_reduction(goal) or (goal.comparator not in CEILINGS and goal.value > 0)


def share(goal: Goal, amount: Decimal) -> Decimal | None:
    """What `amount` (in the goal's unit) is of the goal: 0..100, capped; None where it means nothing."""
    if not is_measured(goal):
        return None
    now, target = Fraction(amount), Fraction(wanted(goal))
    if is_reduction(goal):
        baseline = Fraction(goal.baseline or 0)
        part = (baseline - now) / (baseline - target)
    else:
        part = now / target
    return as_decimal(min(max(part * 100, Fraction(0)), Fraction(100)))


def missing(goal: Goal, amount: Decimal) -> Fraction:
    """How far `amount` is from the value on the goal's way, up or down; below 0 beyond it."""
    ahead = Fraction(amount) - Fraction(wanted(goal))
    return ahead if is_reduction(goal) else -ahead


def percent(goal: Goal, until: date | None = None) -> Decimal | None:
    """0..100, capped; None where it means nothing or nothing is known. A sum without points is 0."""
    now = current(goal, until)
    if now is None:
        return Decimal(0) if goal.kind == IndicatorKind.CUMULATIVE and is_measured(goal) else None
    return share(goal, now)


def meets(goal: Goal, amount: Decimal) -> bool:
    """Whether `amount` satisfies the comparator; False for a milestone, which no amount can reach.

    "= 95" of something counted is reached by 96 as well; "= 0" means none at all; "~" is within 5 %.
    """
    target = goal.value
    if target is None:
        return False
    match goal.comparator:
        case Comparator.AT_LEAST:
            return amount >= target
        case Comparator.ABOVE:
            return amount > target
        case Comparator.AT_MOST:
            return amount <= target
        case Comparator.BELOW:
            return amount < target
        case Comparator.EQUAL:
            return amount >= target if target and goal.kind in SUMMED_OR_STOCK else amount == target
        case Comparator.ABOUT:
            return abs(Fraction(amount) - Fraction(target)) <= abs(Fraction(target)) * ABOUT
        case Comparator.RANGE:
            return amount >= target and (goal.value_max is None or amount <= goal.value_max)
    return False
