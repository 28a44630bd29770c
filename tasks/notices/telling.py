"""Writes notices: one cause, the people it concerns, each once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tasks.clock import now
from tasks.models import Notice, Task
from tasks.states import NoticeKind


@dataclass(frozen=True, slots=True)
class Reminder:
    """A cause that is no event of the log. `key` names it; `data` holds ids, codes, dates and counts only."""

    key: str
    kind: NoticeKind
    people: Iterable[int]
    task: Task | None = None
    data: dict[str, Any] = field(default_factory=dict)


def tell(reminders: Iterable[Reminder], on: date) -> int:
    """Tell each of these people, unless he has been told; returns how many notices that is at most."""
    at = now()
    notices = [
        Notice(person_id=person, key=one.key, kind=one.kind, task=one.task, data=one.data, on=on, made_at=at)
        for one in reminders
        for person in sorted(one.people)
    ]
    store(notices)
    return len(notices)


def store(notices: Iterable[Notice]) -> None:
    """Write notices; one that a person has got already is left as it is."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
