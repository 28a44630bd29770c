"""Amounts of several cadences for the same days, and what is to be filled in. Pure.

A longer period holds the shorter ones inside it (indicators.points.counted_once); weeks across the end of a month hold
and are held by nothing but their year.
"""

from collections.abc import Iterator

from indicators.attainment import Goal
from tasks import periods


def overlaps(period: str, goal: Goal) -> Iterator[str]:
    """What somebody who reports an amount for the period has to know of amounts that share days with it."""
    name, others = periods.label(period), _overlapping(period, goal)
    longer = [other for other in others if _holds(other, period)]
    shorter = [other for other in others if _holds(period, other)]
    crossing = [other for other in others if other not in (*longer, *shorter)]
    if longer:
        said = _labels(longer)
        yield f"{said}已报过数,{name}的数已含在内、不另计入;要更正请改报{said}"
    if shorter:
        yield f"{_labels(shorter)}已报过数,{name}请填含其在内的合计,不会重复计算"
    if crossing:
        yield f"{_labels(crossing)}已报过数,{name}请只填其余新增的部分"


def _overlapping(period: str, goal: Goal) -> list[str]:
    """Periods of another cadence with a figure, oldest first."""
    cadence = periods.cadence_of(period)
    others = [p.period for p in goal.points if p.value and periods.valid(p.period)]
    return [
        other
        for other in sorted(others, key=periods.order)
        if periods.cadence_of(other) != cadence and periods.overlap(other, period)
    ]


def _holds(longer: str, shorter: str) -> bool:
    return periods.starts_on(longer) <= periods.starts_on(shorter) and periods.ends_on(
        shorter
    ) <= periods.ends_on(longer)


def _labels(some: list[str]) -> str:
    return "、".join(periods.label(period) for period in some)
