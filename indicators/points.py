"""What counts for one period, and what counts once where readings of several lengths lie over each other. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter

from indicators.quantities import as_decimal, total
from indicators.spans import Span, days, span

Share = tuple[str, Fraction]
"""Who reported it (a unit's code, "" where nobody is named) and exactly how much."""


@dataclass(frozen=True, slots=True)
class Point:
    """What counts for one period, in the goal's unit.

    `provisional`: subject to the official statistics (以统计公布为准). `shares`: the exact amounts of which the value
    is the sum; empty where it is one figure.
    """

    period: str
    value: Decimal
    provisional: bool = False
    shares: tuple[Share, ...] = ()

    @property
    def exact(self) -> Fraction:
        """The value without rounding: a third of a hectare has no decimal."""
        return (
            sum((amount for _, amount in self.shares), Fraction(0)) if self.shares else Fraction(self.value)
        )

    @property
    def reporters(self) -> frozenset[str]:
        return frozenset(part for part, _ in self.shares) or frozenset({""})


def summed(period: str, shares: Iterable[Share], provisional: bool = False) -> Point:
    """A point of several units' amounts."""
    parts = tuple(shares)
    return Point(period, as_decimal(total(amount for _, amount in parts)), provisional, parts)


def ended(points: Iterable[Point], until: date | None) -> list[Point]:
    """Those whose span has ended by `until` (None: all), oldest first."""
    known = (point for point in points if until is None or span(point.period)[1] <= until)
    return sorted(known, key=lambda point: span(point.period)[1])


def counted_once(points: Iterable[Point]) -> list[Point]:
    """The points that count, in the order given: a longer period takes the place of the shorter ones inside it.

    A quarter's figure holds its three months, a year's the whole year: it is the later and the official word, so the
    months it covers no longer add. It does so only for who reported it: one unit's quarter leaves another unit's months
    alone. A week that lies across the end of a month is inside neither month; both count.
    """
    given = list(points)
    if all(span(one.period)[1] < span(other.period)[0] for one, other in pairwise(given)):
        return given  # one after the other, as nearly always
    found: list[tuple[int, Point]] = []
    longer: list[Point] = []
    for place, point in sorted(enumerate(given), key=lambda pair: _longest_first(span(pair[1].period))):
        longer = [other for other in longer if span(other.period)[1] >= span(point.period)[1]]
        inside = [other for other in longer if span(other.period) != span(point.period)]
        covered = frozenset[str]().union(*(other.reporters for other in inside))
        longer.append(point)
        if rest := _without(point, covered):
            found.append((place, rest))
    return [point for _, point in sorted(found, key=itemgetter(0))]


def _longest_first(bounds: Span) -> tuple[date, int]:
    first, last = bounds
    return first, -last.toordinal()


def _without(point: Point, covered: frozenset[str]) -> Point | None:
    """The point without the amounts of those who said it for a longer period; None where nothing is left."""
    if not covered & point.reporters:
        return point
    kept = [(part, amount) for part, amount in point.shares if part not in covered]
    return replace(summed(point.period, kept), provisional=point.provisional) if kept else None


def said_inside(points: Iterable[Point], period: str, reporter: str) -> Fraction | None:
    """What a reporter has said for shorter periods inside this one, in all; None where for none."""
    bounds = Point(period, Decimal(0))
    inside = [point for point in counted_once(points) if _is_inside(point, bounds) and point.period != period]
    said = [amount for point in inside for part, amount in point.shares if part == reporter]
    return total(said) if said else None


def spelled_out(points: Iterable[Point]) -> list[Point]:
    """The shape of a time, oldest first: the shorter periods where they fill a longer one, else the longer one."""
    found: list[Point] = []
    for point in sorted(points, key=lambda point: days(span(point.period))):
        parts = [part for part in found if _is_inside(part, point)]
        if parts and sum(days(span(part.period)) for part in parts) == days(span(point.period)):
            continue
        found = [*(part for part in found if part not in parts), point]
    return ended(found, None)


def _is_inside(one: Point, other: Point) -> bool:
    (first, last), (start, end) = span(one.period), span(other.period)
    return start <= first and last <= end
