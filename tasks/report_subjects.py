"""A task as the one who reports on it needs it: periods to choose from, facts, what was asked for before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasks import access, facts, periods
from tasks.access import Rights
from tasks.help_requests import help_requests
from tasks.light_facts import Facts
from tasks.models import Task, TaskItem, Unit
from tasks.owing import Reported, RulesOf, owed_periods, reportable, reported
from tasks.previous_reports import PreviousReport, previous_reports
from tasks.states import Colour
from tasks.workflow.reporting import Help

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
        return f"{name}(补报,{due}已截止)" if self.closed else f"{name}({due}截止)"


@dataclass(frozen=True, slots=True)
class Subject:
    """A task as the one who reports on it needs it.

    `part` is the unit he reports for, empty for a supervisor, who fills it in for one of `units`. `owed`: the
    periods not reported yet, the oldest first; at most the last closed one and the open one. `asked`: the last
    report's request for help, if that still stands. `previous`: what his unit reported last. `items`: the named pieces
    behind the number, struck off or not.
    """

    task: Task
    facts: Facts
    part: str
    units: tuple[Unit, ...]
    choices: tuple[PeriodChoice, ...]
    owed: tuple[str, ...]
    asked: Help | None = None
    previous: PreviousReport | None = None
    items: tuple[TaskItem, ...] = ()

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
        return not self.supporting and any(
            choice.closed for choice in self.choices if choice.period in self.owed
        )


def reporting_subjects(who: Rights, on: date) -> list[Subject]:
    """Everything that this person's units may report on, late ones and the worst lights first."""
    if not who.units:
        return []
    found = subjects(Task.objects.filter(reportable(who)).with_names().order_by("code"), who, on)
    return sorted(
        found, key=lambda s: (not s.late, _LIGHTS.index(s.task.light or ""), s.task.due_on, s.task.code)
    )


def subjects(tasks: Iterable[Task], who: Rights, on: date) -> list[Subject]:
    """The tasks with what a report needs; the same few queries for one and for forty."""
    tasks = list(tasks)
    known, loaded, rules = reported(tasks), facts.load(tasks), RulesOf(on)
    units = _units(tasks) if who.supervisor else {}
    asked, items = help_asked(tasks, on), _items(tasks)
    previous = previous_reports(tasks, {task.pk: access.part_of(who, task) for task in tasks})
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
                previous=previous.get(task.pk),
                items=tuple(items[task.pk]),
            )
        )
    return found


def help_asked(tasks: Iterable[Task], on: date) -> dict[int, Help]:
    """What help the tasks ask for on the day, by task; one query or two, or none."""
    return {request.task.pk: Help(request.whom, request.what) for request in help_requests(tasks, on)}


def _codes(task: Task) -> list[str]:
    lead = [task.lead_unit.code] if task.lead_unit else []
    return [*lead, *task.supporting_codes]


def _units(tasks: list[Task]) -> dict[str, Unit]:
    codes = {code for task in tasks for code in _codes(task)}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}


def _items(tasks: list[Task]) -> dict[int, list[TaskItem]]:
    found: dict[int, list[TaskItem]] = {task.pk: [] for task in tasks}
    for item in TaskItem.objects.filter(task__in=tasks).order_by("task_id", "ordinal"):
        found[item.task_id].append(item)
    return found


def _choices(task: Task, part: str, known: Reported, on: date, due_day: int) -> tuple[PeriodChoice, ...]:
    """From the open period back to that of acceptance; then what was reported in another cadence, to be corrected."""
    current = periods.open_period(on, due_day, task.cadence)
    first = min(task.owed_from or current, current, key=periods.order)
    done = known.get((task.pk, part), set())
    offered = periods.between(first, current)
    earlier = sorted(done - set(offered), key=periods.order)
    wanted = [*reversed(offered), *(p for p in reversed(earlier) if periods.cadence_of(p) != task.cadence)]
    dues = [(period, periods.due_day(period, due_day)) for period in wanted]
    return tuple(PeriodChoice(period, due, due < on, period in done) for period, due in dues)
