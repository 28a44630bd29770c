"""Reports that were sent back (退回重报) and not made again."""

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.models import Task, TaskEvent
from tasks.states import Action


@dataclass(frozen=True, slots=True)
class Rejection:
    """Which period is to be reported again, and why."""

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
