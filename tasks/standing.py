"""Which reports stand: a report that was withdrawn or sent back has not been made."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tasks.models import Task, TaskEvent
from tasks.states import Action

_UNDO = (Action.WITHDRAW, Action.REJECT)


@dataclass(frozen=True, slots=True)
class StandingReport:
    """A report that counts; `event` is its row in the log, `part` the reporting unit's code, `headway` a value of
    Headway or ""."""

    version: int
    on: date
    period: str
    part: str
    supporting: bool
    headway: str
    event: int
    verified: bool


def standing_reports(
    tasks: Iterable[Task | int],
    void: Mapping[int, int] | None = None,
    on: date | None = None,
    about: Collection[str] | None = None,
) -> dict[int, list[StandingReport]]:
    """The reports that stand, by the task's primary key, oldest first; one query.

    `void` names, by task, the version of a report that is being undone right now. `on`: those that stood at the end of
    that day, whatever became of them later. `about`: reports for these periods alone, whose `verified` is not read.
    """
    rows = TaskEvent.objects.filter(
        action__in=(Action.REPORT, Action.VERIFY, *_UNDO), task__in=list(tasks)
    ).order_by("version")
    if on is not None:
        rows = rows.filter(on__lte=on)
    if about is not None:
        rows = rows.filter(Q(action=Action.REPORT, period__in=about) | Q(action__in=_UNDO))
    reports: dict[int, list[tuple[int, date, str, str, bool, str, int]]] = defaultdict(list)
    undone: set[tuple[int, int]] = set((void or {}).items())
    verified: set[tuple[int, int]] = set()
    columns = ("task_id", "version", "action", "on", "period", "pk", "data")
    for task_id, version, action, day, period, pk, data in rows.values_list(*columns):
        if action == Action.REPORT:
            said = data.get("part") or "", bool(data.get("supporting")), data.get("headway") or ""
            reports[task_id].append((version, day, period, *said, pk))
        elif action == Action.VERIFY:
            verified |= {(task_id, number) for number in data.get("reports") or ()}
        else:
            undone.add((task_id, data.get("report")))
    return {
        task_id: [
            StandingReport(*row, verified=(task_id, row[0]) in verified)
            for row in rows_of
            if (task_id, row[0]) not in undone
        ]
        for task_id, rows_of in reports.items()
    }


def unverified(reports: Iterable[StandingReport]) -> list[int]:
    """Versions that wait for the supervisors: of each unit's reports on a period only the latest."""
    latest = {(report.part, report.period): report for report in reports}
    return sorted(report.version for report in latest.values() if not report.verified)
