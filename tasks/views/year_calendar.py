"""日历: due dates and stage goals by day, a month at a time, with the whole year beside it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import calendar_month, gantt, periods, rulebook
from tasks.calendar_month import NOTHING, WEEKDAYS, Agenda, Agendas, Goal, Month
from tasks.closed_periods import due_on
from tasks.errors import Invalid
from tasks.forms.calendar_place import Place, default, read_place
from tasks.forms.ledger import address
from tasks.gantt import Axis
from tasks.models import Task
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.scheduled import BAD_REQUEST, BY, Schedule, group_of, grouping, read
from tasks.workdays import WorkCalendar

_OWN = ("month", "day", "page")


@dataclass(frozen=True, slots=True)
class DayPart:
    """What falls on one day in a pillar or a unit."""

    name: str
    due: list[Task]
    goals: list[Goal[Task]]


@staff_view
@require_safe
def year_calendar(request: OfficeRequest) -> HttpResponse:
    """Bad values are messages and 400, beside the month of today."""
    shown = read(request)
    if shown is None:
        return not_cached(render(request, "tasks/calendar.html", {}))
    found = calendar_month.agendas(shown.commitments)
    scale = gantt.axis(shown.plan.starts_on, shown.plan.ends_on, found)
    place, wrong = _place(request, shown, scale)
    workdays = rulebook.calendar(shown.moment.on)
    year = _year(shown, scale, found, workdays)
    month = next(month for month in year if month.first == place.first)
    number = year.index(month)
    agenda, by = found.get(place.day, NOTHING) if place.day else NOTHING, grouping(request)
    context = {
        "shown": shown,
        "month": month,
        "before": year[number - 1].first if number else None,
        "after": year[number + 1].first if number + 1 < len(year) else None,
        "month_due": shown.ledger(due_after=month.first.isoformat(), due_before=month.last.isoformat()),
        "year": year,
        "day": place.day,
        "agenda": agenda,
        "parts": _parts(agenda, by),
        "by": by,
        "groupings": BY.items(),
        "weekdays": WEEKDAYS,
        "query": address(request.GET, drop=_OWN),
        "unknown": not workdays.known(place.first.year),
        "wrong": wrong,
    }
    status = BAD_REQUEST if wrong else shown.status
    return not_cached(render(request, "tasks/calendar.html", context, status=status))


def _parts(agenda: Agenda[Task], by: str) -> list[DayPart]:
    """What falls on a day, by pillar or by unit."""
    due, goals = defaultdict(list), defaultdict(list)
    for task in agenda.due:
        due[group_of(task, by)].append(task)
    for goal in agenda.goals:
        goals[group_of(goal.task, by)].append(goal)
    return [DayPart(group.name, due[group], goals[group]) for group in sorted({*due, *goals})]


def _place(request: OfficeRequest, shown: Schedule, scale: Axis) -> tuple[Place, list[str]]:
    try:
        return read_place(request.GET, scale, shown.moment.on), []
    except Invalid as refused:
        return default(scale, shown.moment.on), [said for words in refused.errors.values() for said in words]


def _year(shown: Schedule, scale: Axis, found: Agendas[Task], workdays: WorkCalendar) -> list[Month]:
    reports = _report_days(shown)
    return [
        calendar_month.month(first, found, workdays, reports, shown.moment.on)
        for first in calendar_month.months_between(scale.first, scale.last)
    ]


def _report_days(shown: Schedule) -> set[date]:
    """The days by which monthly reports are due, since the plan is carried out."""
    plan = shown.plan
    if plan.activated_on is None:
        return set()
    months = periods.between(periods.period_of(plan.activated_on), periods.period_of(plan.ends_on))
    days = {due_on(month, shown.due_days) for month in months}
    return {day for day in days if day >= plan.activated_on}
