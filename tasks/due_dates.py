"""Due dates of one task: the first, every later one, each with who set it and why; read from the log."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tasks.models import Person, Task, TaskEvent
from tasks.states import Action

SYSTEM = "系统"


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date that held, or one that was asked for and refused (`granted` False)."""

    due_on: date
    on: date
    how: str
    who: str
    reason: str
    granted: bool = True


@dataclass(frozen=True, slots=True)
class Extension:
    """A request that waits. `overdue`: asked after the due date; `short_notice`: later than the rules want."""

    event: TaskEvent
    due_on: date

    @property
    def reason(self) -> str:
        return str(self.event.texts.get("reason", ""))

    @property
    def overdue(self) -> bool:
        return bool(self.event.data.get("overdue"))

    @property
    def short_notice(self) -> bool:
        return bool(self.event.data.get("short_notice"))


def pending(task: Task, events: Sequence[TaskEvent]) -> Extension | None:
    """The request for more time that nobody has decided."""
    if task.pending_extension is None:
        return None
    asked = next(event for event in reversed(events) if event.action == Action.REQUEST_EXTENSION)
    return Extension(asked, task.pending_extension)


def history(events: Sequence[TaskEvent]) -> list[DueDate]:
    """Oldest first, from the first binding due date on. A task that was never assigned has none."""
    return list(_history(events, _leaders(events)))


def _history(events: Sequence[TaskEvent], leaders: dict[int, Person]) -> Iterator[DueDate]:
    before: date | None = None
    asked = ""
    for event in events:
        if event.action == Action.REQUEST_EXTENSION:
            asked = event.texts.get("reason", "")
        if event.action == Action.REFUSE:
            wanted = date.fromisoformat(event.data["due_on"])
            yield DueDate(wanted, event.on, _how(event), _who(event), event.texts.get("reason", ""), False)
        if event.original_due_on is not None and event.due_on != before:
            reason = asked if event.action == Action.GRANT else event.texts.get("reason", "")
            yield DueDate(
                event.due_on, event.on, _how(event, leaders), _who(event), _joined(reason, event.note)
            )
            before = event.due_on


def _how(event: TaskEvent, leaders: dict[int, Person] | None = None) -> str:
    label = str(event.get_action_display())
    leader = (leaders or {}).get(event.data.get("leader") or 0) if event.action == Action.GRANT else None
    return f"{label}(经{leader}同意)" if leader else label


def _who(event: TaskEvent) -> str:
    return str(event.actor or SYSTEM)


def _joined(*texts: str) -> str:
    return ";".join(text for text in texts if text)


def _leaders(events: Iterable[TaskEvent]) -> dict[int, Person]:
    wanted = {
        event.data["leader"] for event in events if event.action == Action.GRANT and event.data.get("leader")
    }
    return Person.objects.in_bulk(wanted) if wanted else {}
