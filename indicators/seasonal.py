"""A range for the year's end by the shape of the year before (同期比重法). Pure.

The ratio-to-same-period method: seasonal naive, scaled by how this year compares so far. With cells s of this year and
l of last year (months, or quarters where one of the years has no months):

    r = Σ s ÷ Σ l over the cells known           cumulative: sums; mean: weighted by days
    e = s − r × l of each known cell             how far a cell lay off last year's shape
    open cell = r × l + e, with the lowest and the highest e
    end = total + Σ open cells                    cumulative, where no open cell is below nothing
    end = Σ value × days ÷ all days, open cells included     mean

Without errors the cumulative end is the sum so far divided by last year's share of the same cells. A flat year before
gives the run rate. Source: seasonal naive and drift methods as in Hyndman and Athanasopoulos, Forecasting: Principles
and Practice, 3rd edition, 5.2; taking the extreme errors as the range is our own, as the run rate takes extreme months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from indicators.attainment import ADDED_UP, Goal, covered, points_until, stand, weighted
from indicators.kinds import IndicatorKind, Method
from indicators.points import Point
from indicators.quantities import total
from indicators.ranges import ENOUGH, Range, range_of
from indicators.spans import Span, days, span

Points = tuple[Point, ...]

_MONTHS, _QUARTERS = 1, 3


@dataclass(frozen=True, slots=True)
class _Cell:
    """A month or a quarter of both years; `now` None where it is open."""

    now: Fraction | None
    then: Fraction
    days: int


def seasonal(goal: Goal, ends_on: date, until: date) -> Range | None:
    """By last year's months or quarters; None where not all of them are there, or fewer than three of this year's."""
    if goal.kind not in ADDED_UP or ends_on.year != goal.year or (ends_on + timedelta(days=1)).day != 1:
        return None
    points = points_until(goal, until)
    for size in (_MONTHS, _QUARTERS):
        cells = _cells(goal, points, size, ends_on.month)
        numbers = [number for number, cell in enumerate(cells) if cell.now is not None]
        if len(numbers) >= ENOUGH and total(cells[number].then for number in numbers) > 0:
            known = [_bounds(goal.year, number * size + 1, size) for number in numbers]
            inside = tuple(point for point in points if any(_is_inside(point, bounds) for bounds in known))
            if all(point in inside or span(point.period)[0] > known[-1][1] for point in points):
                return _ahead(goal, cells[: numbers[-1] + 1], cells[numbers[-1] + 1 :], inside, points)
    return None


def _cells(goal: Goal, points: Sequence[Point], size: int, last: int) -> list[_Cell]:
    """January to the month `last`; empty where last year has not got them all."""
    found = []
    for first in range(1, last + 1, size):
        then = _value(goal.kind, goal.last_year, _bounds(goal.year - 1, first, size))
        if then is None or first + size - 1 > last:
            return []
        bounds = _bounds(goal.year, first, size)
        found.append(_Cell(_value(goal.kind, points, bounds), then, days(bounds)))
    return found


def _value(kind: str, points: Sequence[Point], bounds: Span) -> Fraction | None:
    """What the points inside a cell come to, where they fill it."""
    inside = tuple(point for point in points if _is_inside(point, bounds))
    return stand(kind, inside) if inside and covered(inside) == days(bounds) else None


def _is_inside(point: Point, bounds: Span) -> bool:
    first, last = span(point.period)
    return bounds[0] <= first and last <= bounds[1]


def _bounds(year: int, first: int, size: int) -> Span:
    return span(f"{year:04}-{first:02}")[0], span(f"{year:04}-{first + size - 1:02}")[1]


def _ahead(
    goal: Goal, past: Sequence[_Cell], still_open: Sequence[_Cell], inside: Points, points: Points
) -> Range:
    """`inside`: the points of the known cells; `points`: all, for a sum never falls behind what stands already."""
    mean = goal.kind == IndicatorKind.MEAN
    known = [(cell.now, cell.then, cell.days if mean else 1) for cell in past if cell.now is not None]
    ratio = total(now * weight for now, _, weight in known) / total(
        then * weight for _, then, weight in known
    )
    errors = [now - ratio * then for now, then, _ in known]
    ends = [_end(goal.kind, inside, still_open, ratio, error) for error in (min(errors), max(errors))]
    return range_of(ends if mean else (max(end, stand(goal.kind, points)) for end in ends), Method.SEASONAL)


def _end(
    kind: str, points: Points, still_open: Sequence[_Cell], ratio: Fraction, error: Fraction
) -> Fraction:
    if kind == IndicatorKind.CUMULATIVE:
        more = (max(ratio * cell.then + error, Fraction(0)) for cell in still_open)
        return sum(more, stand(kind, points))
    rest = total((ratio * cell.then + error) * cell.days for cell in still_open)
    return (weighted(points) + rest) / (covered(points) + sum(cell.days for cell in still_open))
