"""Where a level or a rate may end, by its last three readings. Pure."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from indicators.attainment import CEILINGS, Goal, is_reduction, meets
from indicators.kinds import Comparator, IndicatorKind
from indicators.points import Point
from indicators.remaining import open_months
from indicators.spans import months, span


def level_ends(goal: Goal, last_three: Sequence[Point], ends_on: date) -> list[Fraction]:
    """Where they may end: as they were, or on their way.

    What is to be kept, and every rate, ends where it was: at any of the last three readings (the naive method).
    A level that is not there yet and has moved towards its target goes on by its lowest or its highest change per month
    (the drift method; Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2); one that is
    to reach exactly its value (覆盖率达到 100%) stops there.
    """
    steps = _steps_on_the_way(goal, last_three)
    if not steps:
        return [point.exact for point in last_three]
    left = open_months(tuple(last_three), ends_on)
    ends = [last_three[-1].exact + left * step for step in (min(steps), max(steps))]
    return (
        [min(end, Fraction(goal.value or 0)) for end in ends] if goal.comparator == Comparator.EQUAL else ends
    )


def _steps_on_the_way(goal: Goal, points: Sequence[Point]) -> list[Fraction]:
    """Changes per month, none of them away from the target; empty where it is not on its way."""
    rises = goal.comparator in (Comparator.AT_LEAST, Comparator.ABOVE, Comparator.EQUAL) and bool(goal.value)
    falls = goal.comparator in CEILINGS and is_reduction(goal)
    if goal.kind != IndicatorKind.LEVEL or not (rises or falls) or meets(goal, points[-1].value):
        return []
    steps = [_step(*pair) for pair in pairwise(points)]
    known = [step for step in steps if step is not None]
    towards = all(step >= 0 for step in known) if rises else all(step <= 0 for step in known)
    return known if len(known) == len(steps) and towards and any(known) else []


def _step(earlier: Point, later: Point) -> Fraction | None:
    """The change per month; None for two readings of one month."""
    apart = months((span(earlier.period)[1], span(later.period)[1])) - 1
    return (later.exact - earlier.exact) / apart if apart else None
