"""Goals for tests, with only what the test is about spelled out."""

from decimal import Decimal

from indicators.attainment import Goal
from indicators.kinds import Comparator, IndicatorKind
from indicators.points import Point


def make_goal(points=None, value="100", **overrides) -> Goal:
    """A running total of 100 场 in 2020; `points` maps periods to amounts, as text."""
    given = {
        "code": "goal",
        "name": "文化活动",
        "kind": IndicatorKind.CUMULATIVE,
        "comparator": Comparator.AT_LEAST,
        "value": None if value is None else Decimal(value),
        "value_max": None,
        "unit": "场",
        "baseline": None,
        "year": 2020,
        "points": tuple(Point(period, Decimal(amount)) for period, amount in (points or {}).items()),
    }
    return Goal(**given | overrides)
