"""What the supervisors sent back: reports to be made again (退回重报), requests to close (退回补办)."""

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.models import Task, TaskEvent
from tasks.states import Action


@dataclass(frozen=True, slots=True)
class Rejection:
    """Which period is to be reported again, and why. `period` empty: a request to close."""

    period: str
    reason: str


def open_rejections(tasks: Iterable[Task]) -> dict[tuple[int, str], Rejection]:
    """The latest one of each task and reporting unit's code; settled by any later report of that unit on that period.
    Two queries at most."""
    rejected = list(
        TaskEvent.objects.filter(task__in=list(tasks), action=Action.REJECT)
        .order_by("version")
        .only("task_id", "version", "period", "data", "texts")
    )
    if not rejected:
        return {}
    reports = TaskEvent.objects.filter(
        task__in={event.task_id for event in rejected}, action=Action.REPORT
    ).values_list("task_id", "data__part", "period", "version")
    latest = {
        (task_id, part or "", period): version
        for task_id, part, period, version in reports.order_by("version")
    }
    found = {}
    for event in rejected:
        part = event.data.get("part", "")
        if latest.get((event.task_id, part, event.period), 0) < event.version:
            found[event.task_id, part] = Rejection(event.period, event.texts.get("reason", ""))
    return found


def return_reasons(tasks: Iterable[Task]) -> dict[int, Rejection]:
    """Why the latest request to close came back, by the task's primary key; one query, or none."""
    ids = [task.pk for task in tasks]
    if not ids:
        return {}
    rows = TaskEvent.objects.filter(task__in=ids, action=Action.RETURN).order_by("version")
    return {
        task_id: Rejection("", texts.get("reason", ""))
        for task_id, texts in rows.values_list("task_id", "texts")
    }
