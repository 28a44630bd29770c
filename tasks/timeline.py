"""The log of one task as people read it: newest first, in words, series of light turns folded."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tasks.models import Task, TaskEvent
from tasks.timeline_entry import Entry, entry_of, read_names

__all__ = ["Entry", "Group", "entries", "events_of", "grouped", "since", "timeline"]

FOLD = 3
"""So many system entries in a row become one that unfolds."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries shown together; more than one is a folded series of system entries."""

    entries: tuple[Entry, ...]

    @property
    def folded(self) -> bool:
        return len(self.entries) >= FOLD


def events_of(task: Task) -> QuerySet[TaskEvent]:
    """Everything that a timeline reads, oldest first."""
    return (
        TaskEvent.objects.filter(task=task)
        .select_related("actor", "on_behalf_of", "lead_unit", "leader", "measure__pillar")
        .order_by("version")
    )


def timeline(task: Task) -> list[Group]:
    """The whole log of a task."""
    return grouped(entries(task, list(events_of(task))))


def grouped(said: Sequence[Entry]) -> list[Group]:
    """Entries in the log's order as a page shows them: newest first, series of system entries folded."""
    return _folded(list(reversed(said)))


def since(task: Task, version: int) -> list[Entry]:
    """What happened after a version, oldest first; the entry of that version itself is left out."""
    events = list(events_of(task))
    said = entries(task, events)
    return [entry for event, entry in zip(events, said, strict=True) if event.version > version]


def entries(task: Task, events: Sequence[TaskEvent]) -> list[Entry]:
    """One entry an event, in the events' order."""
    names = read_names(task, events)
    before = [None, *events]
    return [entry_of(event, previous, names) for previous, event in zip(before, events, strict=False)]


def _folded(said: list[Entry]) -> list[Group]:
    """Neighbouring system entries together, if there are enough of them to be in the way."""
    groups: list[list[Entry]] = []
    for entry in said:
        if groups and entry.by_system and groups[-1][-1].by_system:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [
        Group(tuple(part))
        for group in groups
        for part in ([group] if len(group) >= FOLD else [[entry] for entry in group])
    ]
