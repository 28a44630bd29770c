"""What a unit reported last on a task, for whoever writes the next report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks.models import Task, TaskEvent
from tasks.standing import standing_reports


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
        if own := [report.event for report in reports if report.part == part]:
            latest[pk] = own[-1]
    words = said(latest.values())
    return {pk: words[event] for pk, event in latest.items()}


def said(events: Iterable[int]) -> dict[int, PreviousReport]:
    """What these reports say, by their primary keys in the log; one query."""
    rows = TaskEvent.objects.filter(pk__in=list(events)).values_list("pk", "period", "note", "texts")
    return {
        pk: PreviousReport(period, note, texts.get("problem", ""), texts.get("next_step", ""))
        for pk, period, note, texts in rows
    }


def _lead(task: Task) -> str:
    return task.lead_unit.code if task.lead_unit else ""
