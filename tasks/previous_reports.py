"""What a unit reported last on a task, for whoever writes the next report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks.models import Task, TaskEvent
from tasks.standing import standing_reports
from tasks.states import Action


@dataclass(frozen=True, slots=True)
class PreviousReport:
    """Its words; empty where nothing was said."""

    period: str
    note: str
    problem: str
    next_step: str


def previous_reports(tasks: Iterable[Task], parts: Mapping[int, str]) -> dict[int, PreviousReport]:
    """The latest report that stands, by the task's primary key; two queries. `parts` names the reporting unit's code of
    each task, empty for the lead unit."""
    by_pk = {task.pk: task for task in tasks}
    latest: dict[int, int] = {}
    for pk, reports in standing_reports(by_pk).items():
        part = parts.get(pk) or _lead(by_pk[pk])
        if own := [report.version for report in reports if report.part == part]:
            latest[pk] = own[-1]
    rows = TaskEvent.objects.filter(
        action=Action.REPORT, task__in=latest, version__in=set(latest.values())
    ).values_list("task_id", "version", "period", "note", "texts")
    return {
        pk: PreviousReport(period, note, texts.get("problem", ""), texts.get("next_step", ""))
        for pk, version, period, note, texts in rows
        if latest[pk] == version
    }


def _lead(task: Task) -> str:
    return task.lead_unit.code if task.lead_unit else ""
