"""Where each reader stands, and one look-up that says whether anything is left to do."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Subquery

from tasks.models import LogPosition, LogReader

EVENTS = "notices"
"""Position: that of the last event read."""
DAYS = "reminders"
"""Position: the ordinal of the last office day on which reminders were looked for."""
WEBHOOK = "webhook"
"""Position: the primary key of the last notice of the batch that is being delivered."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What no reader has done yet."""

    events: bool
    day: bool


def behind(on: date) -> Behind:
    """One query, by unique keys only."""
    places = {
        name: Subquery(LogReader.objects.filter(name=name).values("position")) for name in (EVENTS, DAYS)
    }
    row = LogPosition.objects.values_list("last", *places.values()).first()
    last, read, looked = row or (0, None, None)
    return Behind(events=last > (read or 0), day=bool(last) and (looked or 0) < on.toordinal())


def hold(name: str) -> LogReader | None:
    """The reader's row, locked until the transaction ends; None if somebody else has it. Must run inside a
    transaction; on SQLite that is the lock."""
    rows = LogReader.objects.select_for_update(skip_locked=True, no_key=True).filter(name=name)
    held = rows.first()
    if held is None:
        LogReader.objects.bulk_create([LogReader(name=name)], ignore_conflicts=True)
        held = rows.first()
    return held
