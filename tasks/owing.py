"""What a person may report on, and for which periods the office still waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tasks import access, facts, periods
from tasks.access import Rights
from tasks.light_facts import Facts
from tasks.models import PlanRules, Task, TaskEvent, Unit
from tasks.rulebook import rules_row
from tasks.states import Action, Colour, State

Reported = dict[tuple[int, str], set[str]]
"""Periods reported for, by task and reporting unit's code."""

_LIGHTS = (Colour.RED, Colour.YELLOW, Colour.GREY, Colour.NONE, Colour.GREEN, "")


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
class Help:
    """Whom a report asks for help, and what for."""

    whom: str
    what: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A task as the one who reports on it needs it.

    `part` is the unit he reports for, empty for a supervisor, who fills it in for one of `units`. `owed`: the
    periods not reported yet, the oldest first; at most the last closed one and the open one. `asked`: the last
    report's request for help, if that still stands.
    """

    task: Task
    facts: Facts
    part: str
    units: tuple[Unit, ...]
    choices: tuple[PeriodChoice, ...]
    owed: tuple[str, ...]
    asked: Help | None = None

    @property
    def supporting(self) -> bool:
        return bool(self.part) and (self.task.lead_unit is None or self.part != self.task.lead_unit.code)

    @property
    def proposed_period(self) -> str:
        """What the form starts with: the oldest that the lead unit owes, else the open one."""
        return self.owed[0] if self.owed and not self.supporting else self.choices[0].period

    @property
    def late(self) -> bool:
        """The lead unit still owes a closed period: 补报."""
        return not self.supporting and any(choice.closed for choice in self.choices if choice.period in self.owed)


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


def is_late(owed: tuple[str, ...], on: date, due_day: int) -> bool:
    """Whether one of the periods is closed already: 补报."""
    return any(period < periods.open_period(on, due_day) for period in owed)


def reportable(who: Rights) -> Q:
    """Active tasks that this person's units lead or support."""
    return Q(state=State.ACTIVE) & access.of_units_q(who)


def reporting_subjects(who: Rights, on: date) -> list[Subject]:
    """Everything that this person's units may report on, late ones and the worst lights first."""
    if not who.units:
        return []
    found = subjects(Task.objects.filter(reportable(who)).with_names().order_by("code"), who, on)
    return sorted(
        found, key=lambda s: (not s.late, _LIGHTS.index(s.task.light or ""), s.task.due_on, s.task.code)
    )


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


def subjects(tasks: Iterable[Task], who: Rights, on: date) -> list[Subject]:
    """The tasks with what a report needs; the same few queries for one and for forty."""
    tasks = list(tasks)
    known, loaded, rules = reported(tasks), facts.load(tasks), RulesOf(on)
    units = _units(tasks) if who.supervisor else {}
    asked = _asked([task for task in tasks if task.needs_help])
    found = []
    for task in tasks:
        part, due_day = access.part_of(who, task), rules(task).report_due_day
        found.append(
            Subject(
                task=task,
                facts=loaded[task.pk],
                part=part,
                units=tuple(units[code] for code in _codes(task) if code in units),
                choices=_choices(task, part, known, on, due_day),
                owed=owed_periods(task, part, known, on, due_day),
                asked=asked.get(task.pk),
            )
        )
    return found


def _asked(tasks: list[Task]) -> dict[int, Help]:
    """What help the latest report on each of these tasks asks for."""
    if not tasks:
        return {}
    events = TaskEvent.objects.filter(action=Action.REPORT, task__in=tasks, needs_help=True).order_by("position")
    return {
        event.task_id: Help(event.texts.get("help_whom", ""), event.texts.get("help_what", ""))
        for event in events
    }


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
