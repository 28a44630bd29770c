"""What a person may report on, and for which periods the office still waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tasks import access, facts, periods
from tasks.access import Rights
from tasks.light_facts import Facts
from tasks.models import Plan, PlanRules, Task, TaskEvent, Unit
from tasks.rulebook import rules_row
from tasks.states import Action, State

Reported = dict[tuple[int, str], set[str]]
"""Periods reported for, by task and reporting unit's code."""


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period that a report can be about."""

    period: str
    due_on: date
    closed: bool
    reported: bool

    @property
    def label(self) -> str:
        name = periods.label(self.period)
        if self.reported:
            return f"{name}(已报送,再报即更正)"
        due = f"{self.due_on.month} 月 {self.due_on.day} 日"
        return f"{name}(已于 {due}截止,补报)" if self.closed else f"{name}({due}截止)"


@dataclass(frozen=True, slots=True)
class Subject:
    """A task as the one who reports on it needs it.

    `part` is the unit he reports for, empty for a supervisor, who fills it in for one of `units`. `owed` are the
    periods that the office waits for, the oldest first: at most the last closed one and the open one.
    """

    task: Task
    facts: Facts
    part: str
    units: tuple[Unit, ...]
    choices: tuple[PeriodChoice, ...]
    owed: tuple[str, ...]

    @property
    def supporting(self) -> bool:
        return bool(self.part) and (self.task.lead_unit is None or self.part != self.task.lead_unit.code)

    @property
    def proposed_period(self) -> str:
        """What the form starts with: the oldest that is owed, else the open one."""
        return self.owed[0] if self.owed else self.choices[0].period

    @property
    def late(self) -> bool:
        """A closed period is still missing: 补报."""
        return any(choice.closed for choice in self.choices if choice.period in self.owed)


class RulesOf:
    """The rules of several plans on one day, each read once."""

    def __init__(self, on: date) -> None:
        self.on, self._rows = on, dict[int, PlanRules]()

    def __call__(self, plan: Plan) -> PlanRules:
        if plan.pk not in self._rows:
            self._rows[plan.pk] = rules_row(plan, self.on)
        return self._rows[plan.pk]


def reported(tasks: Iterable[Task]) -> Reported:
    """Which unit has reported on which task, and for which periods."""
    found: Reported = defaultdict(set)
    rows = TaskEvent.objects.filter(action=Action.REPORT, task__in=list(tasks))
    for task_id, part, period in rows.values_list("task_id", "data__part", "period"):
        found[task_id, part or ""].add(period)
    return found


def owed_periods(task: Task, part: str, known: Reported, on: date, due_day: int) -> tuple[str, ...]:
    """The last closed and the open period, as far as this unit's report on them is missing; oldest first."""
    if task.state != State.ACTIVE or not task.first_period:
        return ()
    current = periods.open_period(on, due_day)
    wanted = (periods.previous(current), current)
    return tuple(p for p in wanted if p >= task.first_period and p not in known.get((task.pk, part), ()))


def reportable(who: Rights) -> Q:
    """Active tasks that this person's units lead or support."""
    return Q(state=State.ACTIVE) & access.of_units_q(who)


def subjects(tasks: Iterable[Task], who: Rights, on: date) -> list[Subject]:
    """The tasks with what a report needs; the same few queries for one and for forty."""
    tasks = list(tasks)
    known, loaded, rules = reported(tasks), facts.load(tasks), RulesOf(on)
    units = _units(tasks) if who.supervisor else {}
    found = []
    for task in tasks:
        part, due_day = access.part_of(who, task), rules(task.plan).report_due_day
        found.append(
            Subject(
                task=task,
                facts=loaded[task.pk],
                part=part,
                units=tuple(units[code] for code in _codes(task) if code in units),
                choices=_choices(task, part, known, on, due_day),
                owed=owed_periods(task, part, known, on, due_day),
            )
        )
    return found


def _codes(task: Task) -> list[str]:
    lead = [task.lead_unit.code] if task.lead_unit else []
    return [*lead, *task.supporting_codes]


def _units(tasks: list[Task]) -> dict[str, Unit]:
    codes = {code for task in tasks for code in _codes(task)}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}


def _choices(task: Task, part: str, known: Reported, on: date, due_day: int) -> tuple[PeriodChoice, ...]:
    """From the open period back to that of acceptance."""
    current = periods.open_period(on, due_day)
    first = min(task.first_period or current, current)
    done = known.get((task.pk, part), set())
    return tuple(
        PeriodChoice(period, periods.due_day(period, due_day), period < current, period in done)
        for period in reversed(periods.between(first, current))
    )
