"""The table twin of an indicator's chart: a line a period, with what was reported and what it comes to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from guanhu.indicators.words import SO_FAR, ends, shifted
from indicators.attainment import Goal, current, points_until
from indicators.models import Reading
from indicators.points import Point


@dataclass(frozen=True, slots=True)
class Row:
    """One period. `reported`: the readings that count for it, a unit each; `value` in the goal's unit, `so_far` the sum
    or the mean up to its end (None where the kind has none); `last_…` the same period a year before. `covered`: a
    longer period has taken its place, so that it no longer adds."""

    period: str
    reported: tuple[Reading, ...]
    value: Decimal
    so_far: Decimal | None
    last_value: Decimal | None
    last_so_far: Decimal | None
    provisional: bool
    verified: bool
    covered: bool

    @property
    def word(self) -> str:
        """核定 or 自报; 录入 where the supervisors recorded it."""
        if self.reported and not any(reading.origin for reading in self.reported):
            return "录入"
        return "核定" if self.verified else "自报"


def rows(goal: Goal, reported: Mapping[str, Sequence[Reading]]) -> list[Row]:
    """The goal's year, oldest period first. `reported`: the readings that count, by period."""
    before = replace(goal, points=goal.last_year)
    earlier = {point.period: point for point in goal.last_year}
    counted = {point.period for point in points_until(goal)}
    confirmed = {point.period: point for point in goal.verified}
    return [
        Row(
            period=point.period,
            reported=tuple(reported.get(point.period, ())),
            value=point.value,
            so_far=so_far(goal, point.period),
            last_value=earlier[then].value if (then := shifted(point.period, -1)) in earlier else None,
            last_so_far=so_far(before, then) if then in earlier else None,
            provisional=point.provisional,
            verified=_is_confirmed(point, confirmed),
            covered=point.period not in counted,
        )
        for point in sorted(goal.points, key=lambda point: (ends(point.period), len(point.period)))
    ]


def so_far(goal: Goal, period: str) -> Decimal | None:
    """Where the goal stood at the end of a period, for kinds whose periods come together."""
    return current(goal, ends(period)) if goal.kind in SO_FAR else None


def _is_confirmed(point: Point, confirmed: Mapping[str, Point]) -> bool:
    return point.period in confirmed and confirmed[point.period].value == point.value
