"""From an indicator's figures to the lines of its drawing. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from guanhu.indicators.chart import Lines, Mark
from guanhu.indicators.rows import so_far
from guanhu.indicators.words import SO_FAR, ends, shifted, short_words
from indicators.attainment import Goal, points_until
from indicators.kinds import IndicatorKind
from indicators.points import Point
from indicators.ranges import Range
from tasks import figures

WHOLE_YEAR = len("2020")
PROVISIONAL = "(暂定)"


def lines(goal: Goal, ahead: Range | None) -> Lines:
    """This year's figures as they run up, last year's beside them (its months, else its one figure), the target, and
    the range in which the year will end."""
    before = replace(goal, year=goal.year - 1, points=goal.last_year)
    by_month = any(len(point.period) > WHOLE_YEAR for point in goal.last_year)
    return Lines(
        actual=tuple(_marks(goal, 0)),
        own=tuple(_own(goal)) if goal.kind == IndicatorKind.MEAN else (),
        last_year=tuple(_marks(before, 1)) if by_month else (),
        last_level=None if by_month else goal.last_end,
        goal=goal.value,
        goal_max=goal.value_max,
        ahead=ahead,
        from_zero=goal.kind == IndicatorKind.CUMULATIVE,
    )


def _marks(goal: Goal, years: int) -> Iterator[Mark]:
    """Where the goal stood at the end of each period that counts, drawn so many years later."""
    for point in points_until(goal):
        if place := shifted(point.period, years):
            stood = so_far(goal, point.period)
            value = point.value if stood is None else stood
            yield Mark(ends(place), value, said(goal, point, stood), point.provisional)


def _own(goal: Goal) -> Iterator[Mark]:
    for point in points_until(goal):
        yield Mark(ends(point.period), point.value, said(goal, point, None), point.provisional)


def said(goal: Goal, point: Point, stood: Decimal | None) -> str:
    """3 月:2.5 公顷,累计 4.1 公顷(暂定)"""
    own = f"{goal.year} 年{short_words(point.period)}:{_quantity(point.value, goal)}"
    running = "" if stood is None else f",{SO_FAR[IndicatorKind(goal.kind)]} {_quantity(stood, goal)}"
    return f"{own}{running}{PROVISIONAL if point.provisional else ''}"


def _quantity(value: Decimal, goal: Goal) -> str:
    return f"{figures.total(value)}{'' if goal.unit == '%' else ' '}{goal.unit}"
