"""A year and a month of due dates and stage goals as a calendar shows them, Monday first. Pure: no model, no query."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic

from tasks.commitments import Commitment, Owner, Stage
from tasks.workdays import WorkCalendar

FEW = 3
"""Entries that a day of the month shows itself; the rest is counted behind a link."""
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_SATURDAY = 5
_MANY, _MOST = 5, 20
"""From how many entries on a day of the year's overview is drawn darker (own)."""


@dataclass(frozen=True, slots=True)
class Goal(Generic[Owner]):
    """A stage goal with the task that owes it."""

    task: Owner
    stage: Stage


@dataclass(frozen=True, slots=True)
class Agenda(Generic[Owner]):
    """What falls on one day."""

    due: tuple[Owner, ...] = ()
    goals: tuple[Goal[Owner], ...] = ()

    @property
    def count(self) -> int:
        return len(self.due) + len(self.goals)


NOTHING: Agenda[Any] = Agenda()
Agendas = Mapping[date, Agenda[Owner]]


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of a month. `inside`: of this month and not of a neighbour; `note`: 休 or 班 where the national
    arrangement makes of a weekday a free day, or of a weekend a working day; `reports`: reports are due."""

    day: date
    inside: bool
    today: bool
    working: bool
    note: str
    reports: bool
    agenda: Agenda[Any]

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]

    @property
    def due(self) -> tuple[Any, ...]:
        return self.agenda.due[:FEW]

    @property
    def goals(self) -> tuple[Goal[Any], ...]:
        return self.agenda.goals[: FEW - len(self.due)]

    @property
    def more_due(self) -> bool:
        return len(self.agenda.due) > len(self.due)

    @property
    def more_goals(self) -> bool:
        return len(self.agenda.goals) > len(self.goals)

    @property
    def blank(self) -> bool:
        """Nothing to read in an agenda."""
        return not (self.inside and (self.agenda.count or self.today or self.reports))

    @property
    def depth(self) -> int:
        """How dark the year's overview draws it: 0 to 3."""
        count = self.agenda.count
        return 3 if count >= _MOST else 2 if count >= _MANY else 1 if count else 0


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def inside(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day.inside]

    @property
    def due(self) -> int:
        return sum(len(day.agenda.due) for day in self.inside)

    @property
    def goals(self) -> int:
        return sum(len(day.agenda.goals) for day in self.inside)

    @property
    def last(self) -> date:
        return self.inside[-1].day

    @property
    def blank(self) -> bool:
        return all(day.blank for day in self.inside)


def agendas(commitments: Iterable[Commitment[Any]]) -> Agendas[Any]:
    """Due dates and stage goals by day, each in the order of the tasks."""
    due: dict[date, list[Any]] = defaultdict(list)
    goals: dict[date, list[Goal[Any]]] = defaultdict(list)
    for one in commitments:
        due[one.task.due_on].append(one.task)
        for stage in one.stages:
            goals[stage.due_on].append(Goal(one.task, stage))
    return {day: Agenda(tuple(due[day]), tuple(goals[day])) for day in {*due, *goals}}


def month(
    first: date, found: Agendas[Any], workdays: WorkCalendar, report_days: set[date], today: date
) -> Month:
    """The month that begins on `first`, filled up to whole weeks."""
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    return Month(
        first,
        tuple(
            tuple(_day(day, day.month == first.month, found, workdays, report_days, today) for day in week)
            for week in weeks
        ),
    )


def _day(
    day: date, inside: bool, found: Agendas[Any], workdays: WorkCalendar, report_days: set[date], today: date
) -> Day:
    working, weekend = workdays.is_workday(day), day.weekday() >= _SATURDAY
    note = "班" if working and weekend else "休" if not working and not weekend else ""
    return Day(
        day,
        inside,
        inside and day == today,
        working,
        note,
        inside and day in report_days,
        found.get(day, NOTHING) if inside else NOTHING,
    )


def following(first: date) -> date:
    """The first day of the next month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1]) + timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from that of `first` to that of `last`."""
    found, start = [], first.replace(day=1)
    while start <= last:
        found.append(start)
        start = following(start)
    return found
