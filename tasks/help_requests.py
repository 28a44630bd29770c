"""需领导协调: who asks whom for what, and since when, as the log knew it at the end of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tasks.models import Task, TaskEvent, Unit
from tasks.states import Action, State

_UNDO = (Action.WITHDRAW, Action.REJECT)
_TELLING = (Action.REPORT, *_UNDO, Action.SUSPEND, Action.CANCEL, Action.APPROVE)
"""Actions after which a task may ask for help, or no longer does."""


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """`what` is empty where its text is no longer kept; `unit` is who asks, `by` the person who wrote it down. `since`
    is the day from which on the task has asked without a break, `days` how many that are."""

    task: Task
    whom: str
    what: str
    unit: str
    by: str
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What one event says of it; `undone` is the version of the report that it undoes."""

    version: int
    on: date
    action: str
    asks: bool
    texts: Mapping[str, str]
    undone: int | None
    part: str | None
    actor: str | None

    @property
    def is_request(self) -> bool:
        return self.action == Action.REPORT and bool(self.texts.get("help_what"))


def help_requests(tasks: Iterable[Task], on: date) -> list[HelpRequest]:
    """One of each given task (with the face of that day) that asks for help and is not cancelled, the longest waiting
    first. One query, two where a supporting unit asks, none where nobody does."""
    asking = {task.pk: task for task in tasks if task.needs_help and task.state != State.CANCELLED}
    if not asking:
        return []
    told = _told(asking, on)
    names = _names(asking.values(), told)
    found = [_request(task, told[pk], names, on) for pk, task in asking.items()]
    return sorted(found, key=lambda request: (request.since, request.task.code))


def _told(tasks: Iterable[int], on: date) -> dict[int, list[_Told]]:
    """Oldest first, by task."""
    rows = TaskEvent.objects.filter(task__in=tasks, action__in=_TELLING, on__lte=on).order_by("version")
    found: dict[int, list[_Told]] = defaultdict(list)
    columns = ("version", "on", "action", "needs_help", "texts", "data__report", "data__part", "actor__name")
    for task_id, *row in rows.values_list("task_id", *columns):
        found[task_id].append(_Told(*row))
    return found


def _names(asking: Iterable[Task], told: Mapping[int, Sequence[_Told]]) -> dict[str, str]:
    """Units that lead or asked, by code."""
    names = {task.lead_unit.code: task.lead_unit.name for task in asking if task.lead_unit}
    asked = {event.part for events in told.values() for event in events if event.part and event.is_request}
    if others := asked - names.keys():
        names |= dict(Unit.objects.filter(code__in=others).values_list("code", "name"))
    return names


def _request(task: Task, told: Sequence[_Told], names: Mapping[str, str], on: date) -> HelpRequest:
    asked = _latest(told)
    since = min(day for day in (_since(told), asked.on if asked else None, on) if day)
    lead = task.lead_unit.name if task.lead_unit else ""
    return HelpRequest(
        task=task,
        whom=asked.texts.get("help_whom", "") if asked else "",
        what=asked.texts["help_what"] if asked else "",
        unit=names.get((asked and asked.part) or "", lead),
        by=(asked and asked.actor) or "",
        since=since,
        days=(on - since).days,
    )


def _latest(told: Sequence[_Told]) -> _Told | None:
    """The last report that asks and has not been undone."""
    undone: set[Any] = {event.undone for event in told if event.action in _UNDO}
    return next((e for e in reversed(told) if e.is_request and e.version not in undone), None)


def _since(told: Sequence[_Told]) -> date | None:
    """The day of the first event after the last one that left the task without a request."""
    first = None
    for event in told:
        first = (first or event.on) if event.asks else None
    return first
