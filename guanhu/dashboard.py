"""总览: the plan at a glance. Numbers come from summaries, every one with the list it counts."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu import charts, key_indicators, plans
from guanhu.key_indicators import KeyIndicator
from guanhu.task_rows import TaskRow, linked, rows, target_links
from tasks import access, summaries
from tasks.closed_periods import DueDays
from tasks.models import Person, Plan
from tasks.moment import Moment
from tasks.summaries import Dashboard, UnitTotals
from tasks.trend import lights_by_period
from tasks.views import moments
from tasks.views.common import OfficeRequest, staff_view

UNITS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DashboardPage:
    board: Dashboard
    attention: list[TaskRow]
    units: list[UnitTotals]
    indicators: list[KeyIndicator]
    columns: list[charts.Column]
    longest_overdue: int


@staff_view
@require_safe
def dashboard(request: OfficeRequest) -> HttpResponse:
    """`?plan=` chooses the plan, `?leader=` (a username) narrows everything to the tasks in his charge."""
    among = plans.with_due_days()
    plan = plans.shown(request, among)
    if plan is None:
        return render(request, "guanhu/no_plan.html")
    leader = _leader(request)
    shown = moments.shown(request, plan, among[plan])
    page = build(plan, among[plan], request.user, shown.moment, leader)
    context = {
        "page": page,
        "board": page.board,
        "choice": shown.choice,
        "plan": plan,
        "plans": list(among),
        "leader": leader,
    }
    return render(request, "guanhu/dashboard.html", context, status=shown.status)


def _leader(request: OfficeRequest) -> Person | None:
    username = request.GET.get("leader", "")
    if not username or username == request.user.username:
        return request.user if username else None
    found = access.leaders().filter(username=username).first()
    if found is None:
        raise Http404("没有这位分管领导。")
    return found


def build(
    plan: Plan, due_days: DueDays, person: Person, moment: Moment, leader: Person | None
) -> DashboardPage:
    """Everything the page prints; the number of queries does not depend on the number of tasks."""
    board = summaries.dashboard(plan, person, moment, leader=leader)
    visible = access.visible_tasks(person).filter(plan=plan)
    links = linked(key_indicators.with_last_year(target_links(board.tasks), plan), board.tasks)
    return DashboardPage(
        board=board,
        attention=rows(board.attention, links),
        units=sorted(board.units, key=_trouble)[:UNITS_SHOWN],
        indicators=key_indicators.load(links, plan, board.period),
        columns=charts.columns(lights_by_period(plan, due_days, visible, moment.on, leader=leader)),
        longest_overdue=max(
            ((moment.on - task.due_on).days for task in board.attention if task.overdue), default=0
        ),
    )


def _trouble(row: UnitTotals) -> tuple[int, int, int, int]:
    """Most red lights first, then most that is late."""
    found = row.totals
    return (
        -found.lights["red"].value,
        -found.checkpoint_overdue.value,
        -found.lights["yellow"].value,
        row.unit.ordinal,
    )
