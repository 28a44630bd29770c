"""From rows to the pure arithmetic: targets with the readings that count."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from indicators.attainment import Goal, Point, current
from indicators.kinds import VOID, IndicatorKind, Standing
from indicators.models import Reading, Target
from indicators.quantities import convert


def goals_for(targets: Iterable[Target]) -> dict[int, Goal]:
    """A goal with its year's points for each target, by the target's primary key; one query for all of them."""
    targets = list(targets)
    readings = _readings({t.indicator_id for t in targets if t.indicator_id})
    return {target.pk: _goal(target, readings) for target in targets}


def stands_by_part(target: Target) -> dict[str, Decimal]:
    """What stands reported for a target by each part (a unit's code), in the target's unit."""
    by_part: dict[str, list[Reading]] = defaultdict(list)
    for reading in _readings({target.indicator_id or 0}).get(target.indicator_id or 0, []):
        by_part[reading.part].append(reading)
    found = {part: current(_goal(target, {target.indicator_id or 0: rows})) for part, rows in by_part.items()}
    return {part: value for part, value in found.items() if value is not None}


def _goal(target: Target, readings: dict[int, list[Reading]]) -> Goal:
    mine = [r for r in readings.get(target.indicator_id or 0, []) if r.period.startswith(str(target.year))]
    return Goal(
        code=target.code,
        name=target.name,
        kind=target.indicator.kind if target.indicator else "",
        comparator=target.comparator,
        value=target.value,
        value_max=target.value_max,
        unit=target.unit,
        baseline=target.baseline,
        year=target.year,
        points=_points(target, mine),
        verified=_points(target, [reading for reading in mine if is_verified(reading)]),
        milestone=target.milestone,
    )


def _readings(indicator_ids: set[int]) -> dict[int, list[Reading]]:
    """Readings by their indicator, oldest first; what was rejected or withdrawn never was."""
    rows = Reading.objects.filter(indicator__in=indicator_ids).exclude(mark__standing__in=VOID)
    found = defaultdict(list)
    for reading in rows.select_related("mark").order_by("pk"):
        found[reading.indicator_id].append(reading)
    return found


def _counting(readings: Iterable[Reading]) -> Iterable[Reading]:
    """The latest reading of each part for each period: a correction replaces what came before it."""
    return {(reading.period, reading.part): reading for reading in readings}.values()


def is_verified(reading: Reading) -> bool:
    """Whether the supervisors have confirmed it (核定). Reads `mark`, which a list selects beforehand."""
    return hasattr(reading, "mark") and reading.mark.standing == Standing.VERIFIED


def _points(target: Target, readings: Iterable[Reading]) -> tuple[Point, ...]:
    """Amounts of several units add up within a period; of what is no amount (a mean, a level) the latest counts. A
    confirmed figure holds among the confirmed until its correction is confirmed too."""
    adds = target.indicator is not None and target.indicator.kind == IndicatorKind.CUMULATIVE
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for reading in sorted(_counting(readings), key=lambda r: r.pk):
        value = convert(reading.value, reading.unit, target.unit)
        totals[reading.period] = totals[reading.period] + value if adds else value
    return tuple(Point(period, totals[period]) for period in sorted(totals))
