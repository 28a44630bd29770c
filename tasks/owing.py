"""For which periods the office still waits, and whose report that is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from tasks import access, periods
from tasks.access import Rights
from tasks.models import PlanRules, Task, Unit
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
    """Which unit has reported on which task, and for which periods. What a unit reported before it was merged stands
    for the unit it was merged into, in the same part."""
    by_pk = {task.pk: task for task in tasks}
    found: Reported = defaultdict(set)
    of_others = []
    for task_id, reports in standing_reports(by_pk).items():
        own = _parts(by_pk[task_id])
        for report in reports:
            found[task_id, report.part].add(report.period)
            if report.part not in own:
                of_others.append((by_pk[task_id], report))
    heirs = _heirs() if of_others else {}
    for task, report in of_others:
        heir = heirs.get(report.part, "")
        if heir in _parts(task) and (heir == _lead(task)) != report.supporting:
            found[task.pk, heir].add(report.period)
    return found


def _lead(task: Task) -> str:
    return task.lead_unit.code if task.lead_unit else ""


def _parts(task: Task) -> set[str]:
    return {_lead(task), *task.supporting_codes}


def _heirs() -> dict[str, str]:
    """Of every merged unit the one that stands for it today; one query."""
    merged = Unit.objects.filter(succeeded_by__isnull=False).values_list("code", "succeeded_by__code")
    into: dict[str, str] = dict(merged)
    return {code: _last(code, into) for code in into}


def _last(code: str, into: dict[str, str]) -> str:
    seen = {code}
    while (code := into.get(code, code)) in into and code not in seen:
        seen.add(code)
    return code


def owed_periods(task: Task, part: str, known: Reported, on: date, due_day: int) -> tuple[str, ...]:
    """The last closed and the open period, as far as this unit's report on them is missing; oldest first."""
    if task.state != State.ACTIVE or not task.owed_from:
        return ()
    current, first = periods.open_period(on, due_day, task.cadence), periods.order(task.owed_from)
    wanted = (periods.previous(current), current)
    done = known.get((task.pk, part), ())
    return tuple(p for p in wanted if periods.order(p) >= first and p not in done)


def is_late(owed: tuple[str, ...], on: date, due_day: int) -> bool:
    """Whether one of the periods is closed already: 补报."""
    return any(periods.due_day(period, due_day) < on for period in owed)


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
