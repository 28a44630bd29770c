"""What the day tells, not an event: due soon, reports due, overdue, letters without an answer, drafts to be agreed.

Each has a key that names its cause, so that looking again tells nobody twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tasks import owing, periods
from tasks.models import Plan, PlanRules, Task, TaskEvent
from tasks.notices import cursors
from tasks.notices.directory import Directory, To, directory
from tasks.notices.invitations import drafts_to_agree
from tasks.notices.telling import Reminder, tell
from tasks.rulebook import calendar, rules_row
from tasks.states import OPEN, RUNNING, NoticeKind, PlanState, State
from tasks.workdays import WorkCalendar

_AT_WORK = (State.ASSIGNED, State.ACTIVE)
"""In review the clock stands still."""
_UNIT = (To.HEADS, To.DOERS)


@dataclass(frozen=True, slots=True)
class _Day:
    """What every rule below needs to know of the day."""

    on: date
    rules: PlanRules
    calendar: WorkCalendar
    directory: Directory

    def people(self, task: Task, *to: To) -> frozenset[int]:
        return self.directory.people(task, to, self.on)


def scan(on: date) -> int:
    """Look once on each office day; returns how many notices were due. Days on which nobody looked are not made up:
    what still holds is told today."""
    with transaction.atomic():
        cursor = cursors.hold(cursors.DAYS)
        if cursor is None or cursor.position >= on.toordinal():
            return 0
        due = tell(reminders(on), on)
        cursor.position = on.toordinal()
        cursor.save(update_fields=["position"])
    return due


def reminders(on: date) -> Iterator[Reminder]:
    """Everything that this day has to tell; a constant number of queries a plan."""
    known, days = directory(on), calendar(on)
    for plan in Plan.objects.filter(state__in=(*RUNNING, PlanState.CONSULTING)).order_by("pk"):
        day = _Day(on, rules_row(plan, on), days, known)
        if plan.state == PlanState.CONSULTING:
            yield from drafts_to_agree(plan, known, on)
        else:
            yield from _of_running(plan, day)


def _of_running(plan: Plan, day: _Day) -> Iterator[Reminder]:
    tasks = list(Task.objects.filter(plan=plan, state__in=OPEN).select_related("plan", "lead_unit"))
    for task in tasks:
        if task.state in _AT_WORK:
            yield from _by_due_date(task, day)
    yield from _unanswered(tasks, day)
    yield from _reports_due(plan, tasks, day)


def _by_due_date(task: Task, day: _Day) -> Iterator[Reminder]:
    due = task.due_on.isoformat()
    if task.due_on >= day.on:
        if task.due_on <= day.calendar.add_workdays(day.on, day.rules.notify_workdays):
            yield Reminder(
                f"due:{task.pk}:{due}", NoticeKind.DUE_SOON, day.people(task, *_UNIT), task, {"due_on": due}
            )
        return
    late = day.calendar.workdays_between(task.due_on, day.on)
    for level, after, to in (
        ("unit", day.rules.escalate_head_workdays, _UNIT),
        ("supervisor", day.rules.escalate_supervisor_workdays, (To.SUPERVISORS,)),
        ("leader", day.rules.escalate_leader_workdays, (To.LEADER,)),
    ):
        if late >= after:
            data = {"due_on": due, "level": level}
            key = f"overdue:{task.pk}:{due}:{level}"
            yield Reminder(key, NoticeKind.OVERDUE, day.people(task, *to), task, data)


def _unanswered(tasks: Iterable[Task], day: _Day) -> Iterator[Reminder]:
    """Letters past their day: their unit is told, and who wrote them."""
    late = [
        (task, letter)
        for task in tasks
        for letter in task.awaiting
        if date.fromisoformat(letter["answer_by"]) < day.on
    ]
    writers = _writers(late)
    for task, letter in late:
        version = letter["version"]
        people = day.directory.people(task, (*_UNIT, To.WRITER), day.on, writers[task.pk, version])
        data = {"answer_by": letter["answer_by"], "version": version}
        yield Reminder(f"answer:{task.pk}:{version}", NoticeKind.OVERDUE, people, task, data)


def _writers(late: list[tuple[Task, dict[str, Any]]]) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    rows = TaskEvent.objects.filter(
        task__in={task.pk for task, _ in late}, version__in={letter["version"] for _, letter in late}
    )
    for task, version, actor, leader in rows.values_list("task_id", "version", "actor_id", "data__leader"):
        found[task, version] += [person for person in (actor, leader) if person]
    return found


def _reports_due(plan: Plan, tasks: Iterable[Task], day: _Day) -> Iterator[Reminder]:
    """One notice a person a period: how many of the tasks he answers for still miss its report."""
    last_day, due_day = day.calendar.add_workdays(day.on, day.rules.notify_workdays), day.rules.report_due_day
    near = [
        (task, period)
        for task in tasks
        if task.state == State.ACTIVE
        and periods.due_day(period := periods.open_period(day.on, due_day, task.cadence), due_day) <= last_day
    ]
    known = owing.reported([task for task, _ in near])
    counts: Counter[tuple[str, int]] = Counter()
    for task, period in near:
        part = task.lead_unit.code if task.lead_unit else ""
        if period in owing.owed_periods(task, part, known, day.on, due_day):
            people = day.people(task, To.DOERS) or day.people(task, To.HEADS)
            counts.update((period, person) for person in people)
    for (period, person), count in counts.items():
        data = {"period": period, "due_on": periods.due_day(period, due_day).isoformat(), "count": count}
        yield Reminder(f"report:{plan.pk}:{period}", NoticeKind.REPORT_DUE, (person,), data=data)
