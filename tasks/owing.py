"""For which periods the office still waits, and whose report that is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from tasks import access, periods
from tasks.access import Rights
from tasks.models import PlanRules, Task
from tasks.rulebook import rules_row
from tasks.standing import standing_reports
from tasks.states import State

Reported = dict[tuple[int, str], set[str]]
"""Periods reported for, by task and reporting unit's code."""


class RulesOf:
    """The rules of several plans on one day, each read once."""

    def __init__(self, on: date) -> None:
        self.on, self._rows = on, dict[int, PlanRules]()

    def __call__(self, task: Task) -> PlanRules:
        if task.plan_id not in self._rows:
            self._rows[task.plan_id] = rules_row(task.plan, self.on)
        return self._rows[task.plan_id]


def reported(tasks: Iterable[Task]) -> Reported:
    """Which unit has reported on which task, and for which periods."""
    found: Reported = defaultdict(set)
    for task_id, reports in standing_reports(tasks).items():
        for report in reports:
            found[task_id, report.part].add(report.period)
    return found


def owed_periods(task: Task, part: str, known: Reported, on: date, due_day: int) -> tuple[str, ...]:
    """The last closed and the open period, as far as this unit's report on them is missing; oldest first."""
    if task.state != State.ACTIVE or not task.first_period:
        return ()
    current = periods.open_period(on, due_day)
    wanted = (periods.previous(current), current)
    return tuple(p for p in wanted if p >= task.first_period and p not in known.get((task.pk, part), ()))


def is_late(owed: tuple[str, ...], on: date, due_day: int) -> bool:
    """Whether one of the periods is closed already: 补报."""
    return any(period < periods.open_period(on, due_day) for period in owed)


def reportable(who: Rights) -> Q:
    """Active tasks that this person's units lead or support."""
    return Q(state=State.ACTIVE) & access.of_units_q(who)


def count_owed(who: Rights, on: date) -> int:
    """How many led tasks still miss a report."""
    tasks = list(Task.objects.filter(reportable(who)).with_names()) if who.units else []
    known, rules = reported(tasks), RulesOf(on)
    return sum(
        1
        for task in tasks
        if task.lead_unit
        and access.part_of(who, task) == task.lead_unit.code
        and owed_periods(task, task.lead_unit.code, known, on, rules(task).report_due_day)
    )
