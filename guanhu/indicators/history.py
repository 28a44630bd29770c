"""Every reading of an indicator, with what became of it. Nothing that was ever recorded is left out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, TextChoices

from indicators.goals import is_verified
from indicators.kinds import VOID, Standing
from indicators.models import Indicator, Reading
from tasks.models import TaskEvent, Unit


class Fate(TextChoices):
    """What a reading is now."""

    COUNTS = "counts", "计入"
    CORRECTED = "corrected", "已更正"
    REJECTED = "rejected", "已退回,不计"
    WITHDRAWN = "withdrawn", "已撤回,不计"


_OF_STANDING = {Standing.REJECTED: Fate.REJECTED, Standing.WITHDRAWN: Fate.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading. `verified`: confirmed (核定) by then; `task` and `version` name the report that carried it, "" and 0
    where it came from none; `unit` whose share it is, `behalf` whom a supervisor filled it in for."""

    reading: Reading
    fate: Fate
    verified: bool
    task: str = ""
    version: int = 0
    unit: str = ""
    behalf: str = ""

    @property
    def counts(self) -> bool:
        return self.fate == Fate.COUNTS

    @property
    def word(self) -> str:
        """核定 or 自报 of a task's report; 录入 by the supervisors; 公布 in the office's own report."""
        if self.task:
            return "核定" if self.verified else "自报"
        return "公布" if self.reading.by is None else "录入"


def known(indicator: Indicator, on: date) -> QuerySet[Reading]:
    """The indicator's readings recorded by the end of the day, in the order of recording, with what a line prints."""
    return indicator.readings.filter(on__lte=on).select_related("mark", "by").order_by("pk")


def fates(readings: Iterable[Reading], on: date) -> list[tuple[Reading, Fate]]:
    """What became of each, in the order given (that of recording): the latest of a part (a unit's code) for a period
    counts, unless it was sent back or withdrawn by the end of the day."""
    rows = list(readings)
    latest = {(row.period, row.part): row.pk for row in rows if _void(row, on) is None}
    return [(row, _void(row, on) or _of_latest(row, latest)) for row in rows]


def _void(reading: Reading, on: date) -> Fate | None:
    mark = getattr(reading, "mark", None)
    return _OF_STANDING[mark.standing] if mark and mark.standing in VOID and mark.on <= on else None


def _of_latest(reading: Reading, latest: Mapping[tuple[str, str], int]) -> Fate:
    return Fate.COUNTS if latest[reading.period, reading.part] == reading.pk else Fate.CORRECTED


def history(indicator: Indicator, on: date) -> list[Entry]:
    """Every reading, the oldest record first; three queries for any number of them."""
    found = fates(known(indicator, on), on)
    units = dict(Unit.objects.filter(code__in={row.part for row, _ in found}).values_list("code", "name"))
    behalf = _behalf(row for row, _ in found)
    return [_entry(row, fate, on, units, behalf) for row, fate in found]


def _entry(
    reading: Reading, fate: Fate, on: date, units: Mapping[str, str], behalf: Mapping[str, str]
) -> Entry:
    task, _, version = reading.origin.partition("#")
    return Entry(
        reading=reading,
        fate=fate,
        verified=is_verified(reading, on),
        task=task,
        version=int(version) if version.isdecimal() else 0,
        unit=units.get(reading.part, ""),
        behalf=behalf.get(reading.origin, ""),
    )


def _behalf(readings: Iterable[Reading]) -> dict[str, str]:
    """Units for whom supervisors filled a report in, by the report's origin."""
    origins = {reading.origin for reading in readings if reading.origin}
    codes = {origin.partition("#")[0] for origin in origins}
    rows = TaskEvent.objects.filter(task__code__in=codes, on_behalf_of__isnull=False)
    named = rows.values_list("task__code", "version", "on_behalf_of__name")
    return {f"{code}#{version}": name for code, version, name in named if f"{code}#{version}" in origins}


def counting_by_period(entries: Sequence[Entry]) -> dict[str, list[Reading]]:
    """The readings that count, by period."""
    found = defaultdict(list)
    for entry in entries:
        if entry.counts:
            found[entry.reading.period].append(entry.reading)
    return dict(found)
