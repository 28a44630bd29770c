"""From rows to the pure arithmetic: targets with the readings that count."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from indicators.attainment import Goal, current, stand
from indicators.kinds import VOID, IndicatorKind, Standing
from indicators.models import Reading, Target
from indicators.points import Point, counted_once, ended, spelled_out, summed
from indicators.quantities import as_decimal, exactly
from indicators.spans import span


def goals_for(targets: Iterable[Target], on: date | None = None) -> dict[int, Goal]:
    """A goal with its points for each target, by the target's primary key; one query for all of them.

    `on`: as they were known at the end of that day, what was rejected only later included; None: as they are.
    """
    targets = list(targets)
    readings = _readings({t.indicator_id for t in targets if t.indicator_id}, on)
    return {target.pk: _goal(target, readings, on) for target in targets}


def stands_by_part(target: Target, on: date | None = None) -> dict[str, Decimal]:
    """What stands reported for a target by each part (a unit's code), in the target's unit; `on` as above."""
    number = target.indicator_id or 0
    by_part: dict[str, list[Reading]] = defaultdict(list)
    for reading in _readings({number}, on).get(number, []):
        by_part[reading.part].append(reading)
    found = {part: current(_goal(target, {number: rows}, on)) for part, rows in by_part.items()}
    return {part: value for part, value in found.items() if value is not None}


def _goal(target: Target, readings: dict[int, list[Reading]], on: date | None) -> Goal:
    rows = readings.get(target.indicator_id or 0, [])
    mine, before = _of_year(rows, target.year), _points(target, _of_year(rows, target.year - 1))
    kind = target.indicator.kind if target.indicator else ""
    return Goal(
        code=target.code,
        name=target.name,
        kind=kind,
        comparator=target.comparator,
        value=target.value,
        value_max=target.value_max,
        unit=target.unit,
        baseline=target.baseline,
        year=target.year,
        points=_points(target, mine),
        verified=_points(target, [reading for reading in mine if is_verified(reading, on)]),
        last_year=tuple(spelled_out(before)),
        last_end=_end(kind, before, target.year - 1),
        milestone=target.milestone,
    )


def _end(kind: str, points: tuple[Point, ...], year: int) -> Decimal | None:
    """Where a year stood at its end; None where its readings do not reach it."""
    known = tuple(counted_once(ended(points, None)))
    if not known or span(known[-1].period)[1] < date(year, 12, 31):
        return None
    return as_decimal(stand(kind, known))


def _of_year(readings: list[Reading], year: int) -> list[Reading]:
    return [reading for reading in readings if reading.period.startswith(str(year))]


def _readings(indicator_ids: set[int], on: date | None) -> dict[int, list[Reading]]:
    """Readings by their indicator, oldest first; what was rejected or withdrawn (by `on`) never was."""
    rows = Reading.objects.filter(indicator__in=indicator_ids)
    if on is None:
        rows = rows.exclude(mark__standing__in=VOID)
    else:
        rows = rows.filter(on__lte=on).exclude(mark__standing__in=VOID, mark__on__lte=on)
    found = defaultdict(list)
    for reading in rows.select_related("mark").order_by("pk"):
        found[reading.indicator_id].append(reading)
    return found


def _counting(readings: Iterable[Reading]) -> Iterable[Reading]:
    """The latest reading of each part for each period: a correction replaces what came before it."""
    return {(reading.period, reading.part): reading for reading in readings}.values()


def is_verified(reading: Reading, on: date | None = None) -> bool:
    """Whether the supervisors have confirmed it (核定), by `on`. Reads `mark`, which a list selects beforehand."""
    if not hasattr(reading, "mark") or reading.mark.standing != Standing.VERIFIED:
        return False
    return on is None or reading.mark.on <= on


def _points(target: Target, readings: Iterable[Reading]) -> tuple[Point, ...]:
    """Amounts of several units add up within a period; of what is no amount (a mean, a level) the latest counts. A
    confirmed figure holds among the confirmed until its correction is confirmed too."""
    adds = target.indicator is not None and target.indicator.kind == IndicatorKind.CUMULATIVE
    by_period: dict[str, list[Reading]] = defaultdict(list)
    for reading in sorted(_counting(readings), key=lambda r: r.pk):
        by_period[reading.period].append(reading)
    return tuple(
        _point(target, period, rows if adds else rows[-1:], adds)
        for period, rows in sorted(by_period.items())
    )


def _point(target: Target, period: str, readings: list[Reading], adds: bool) -> Point:
    """A figure that is no amount has no reporter: whoever gives it for a longer period speaks for all."""
    return summed(
        period,
        (
            (reading.part if adds else "", exactly(reading.value, reading.unit, target.unit))
            for reading in readings
        ),
        any(reading.provisional for reading in readings),
    )
