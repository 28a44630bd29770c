"""Who owed a report in a month, and who has made it: in time, late or not yet. Before the due day and after it.

A month stands for every period that falls due with it: its own, the half months', the weeks' since the month before,
and in a quarter's last month the quarter's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tasks import access, periods
from tasks.models import Person, Plan, Task, TaskEvent, Unit
from tasks.rulebook import rules_row
from tasks.standing import StandingReport, standing_reports
from tasks.states import Action, Cadence, State

OWING, IN_TIME, LATE, MISSING = "owing", "in_time", "late", "missing"
STATUSES = {OWING: "应报", IN_TIME: "按期报送", LATE: "补报", MISSING: "未报"}


@dataclass(frozen=True, slots=True)
class Row:
    """One report that a unit owed: `unit` led the task on the due day, `assignee` is responsible for it now.
    `reported_on` is the day of the first report that stands, None where there is none."""

    unit: Unit
    task: Task
    period: str
    due: date
    assignee: Person | None
    reported_on: date | None
    closed: bool

    @property
    def status(self) -> str:
        """IN_TIME, LATE or MISSING."""
        if self.reported_on is None:
            return MISSING
        return IN_TIME if self.reported_on <= self.due else LATE

    @property
    def word(self) -> str:
        return "未到截止日" if self.status == MISSING and not self.closed else STATUSES[self.status]


@dataclass(frozen=True, slots=True)
class UnitCompleteness:
    """How many of a unit's reports are where; `unit` None for all of them."""

    unit: Unit | None
    owing: int
    in_time: int
    late: int
    missing: int


@dataclass(frozen=True, slots=True)
class _Duty:
    """What one task's face on a due day says about its reports."""

    unit_id: int | None
    cadence: str
    owed_from: str
    active: bool


def rows(plan: Plan, month: str, on: date, person: Person) -> list[Row]:
    """Every report owed with the month's due day, of tasks that this person may see; by unit, then by code. Six queries
    at most, however many tasks there are."""
    due_day = rules_row(plan, min(on, periods.ends_on(month))).report_due_day
    tasks = {task.pk: task for task in access.visible_tasks(person).filter(plan=plan).with_names()}
    units = {unit.pk: unit for unit in Unit.objects.all()}
    standing = standing_reports(tasks)
    due = {
        (cadence, day): period
        for cadence in Cadence.values
        for period, day in falling_due(month, cadence, due_day)
    }
    found = []
    for day, pk, duty in _duties(tasks, {min(day, on) for _, day in due}):
        for (cadence, due_on), period in due.items():
            if min(due_on, on) == day and cadence == duty.cadence and _owes(duty, period):
                task, unit = tasks[pk], units[duty.unit_id or 0]
                reported_on = _first(standing.get(pk, ()), period)
                found.append(Row(unit, task, period, due_on, task.assignee, reported_on, due_on < on))
    return sorted(found, key=lambda row: (row.unit.ordinal, row.unit.code, row.task.code, row.due))


def missing(plan: Plan, month: str, on: date, person: Person) -> list[Row]:
    """Who has not reported, of tasks that can still be reported on: for reminders and exports."""
    return [
        row
        for row in rows(plan, month, on, person)
        if row.status == MISSING and row.task.state == State.ACTIVE
    ]


def by_unit(found: Iterable[Row]) -> list[UnitCompleteness]:
    """The numbers of each unit, in the rows' order."""
    groups: dict[Unit, list[Row]] = defaultdict(list)
    for row in found:
        groups[row.unit].append(row)
    return [_counted(unit, mine) for unit, mine in groups.items()]


def in_all(found: Iterable[Row]) -> UnitCompleteness:
    return _counted(None, list(found))


def chosen(found: Iterable[Row], unit: str = "", status: str = OWING) -> list[Row]:
    """The rows that a number counts."""
    return [row for row in found if unit in ("", row.unit.code) and status in (OWING, row.status)]


def current_month(on: date, due_day: int) -> str:
    """The month that people ask about: the open one, but until that has begun the one that was just closed."""
    month = periods.open_period(on, due_day)
    return month if periods.starts_on(month) <= on else periods.previous(month)


def falling_due(month: str, cadence: str, due_day: int) -> list[tuple[str, date]]:
    """Periods of a cadence that fall due after the month before does, up to the month's own due day."""
    before, last = periods.due_day(periods.previous(month), due_day), periods.due_day(month, due_day)
    first = periods.period_of(periods.starts_on(periods.previous(month)), cadence)
    offered = periods.between(first, periods.period_of(periods.ends_on(month), cadence))
    dues = [(period, periods.due_day(period, due_day)) for period in offered]
    return [(period, day) for period, day in dues if before < day <= last]


def _counted(unit: Unit | None, found: list[Row]) -> UnitCompleteness:
    number = {status: sum(1 for row in found if row.status == status) for status in STATUSES}
    return UnitCompleteness(unit, len(found), number[IN_TIME], number[LATE], number[MISSING])


def _owes(duty: _Duty, period: str) -> bool:
    return (
        duty.active
        and duty.unit_id is not None
        and bool(duty.owed_from)
        and periods.order(duty.owed_from) <= periods.order(period)
    )


def _first(reports: Iterable[StandingReport], period: str) -> date | None:
    own = [report.on for report in reports if report.period == period and not report.supporting]
    return min(own, default=None)


def _duties(tasks: Mapping[int, Task], days: set[date]) -> Iterator[tuple[date, int, _Duty]]:
    """Each task's face at the end of each of the days, from the log; one query."""
    ordered = sorted(days)
    if not ordered:
        return
    names = ("lead_unit_id", "cadence", "first_period", "cadence_from", "state")
    events = iter(
        TaskEvent.objects.filter(task__in=tasks, on__lte=ordered[-1])
        .exclude(action__in=(Action.LIGHT, Action.FLAG_OVERDUE))
        .order_by("on", "position")
        .values_list("on", "task_id", *names)
    )
    held: dict[int, _Duty] = {}
    event = next(events, None)
    for day in ordered:
        while event is not None and event[0] <= day:
            _, pk, unit_id, cadence, first, changed, state = event
            held[pk] = _Duty(unit_id, cadence, changed or first, state == State.ACTIVE)
            event = next(events, None)
        yield from ((day, pk, duty) for pk, duty in held.items())
