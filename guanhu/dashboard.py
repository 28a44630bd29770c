"""总览: the plan at a glance. Numbers come from summaries, every one with the list it counts."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu import changes_page, heat_map, key_indicators, overview, period_columns
from guanhu.heat_map import HeatMap
from guanhu.key_indicators import KeyIndicator
from guanhu.overview import Overview
from guanhu.period_columns import Column, PeriodRow
from guanhu.task_rows import TaskRow, rows, target_links
from tasks import admitted_problems
from tasks.admitted_problems import GroupTotals
from tasks.continuing import Continuing, continuing
from tasks.help_requests import HelpRequest, help_requests
from tasks.past_targets import linked
from tasks.states import Colour
from tasks.summaries import Dashboard, UnitTotals
from tasks.views.common import OfficeRequest, staff_view

UNITS_SHOWN = 8
ATTENTION_SHOWN = 8
"""More where more are red."""
HELP_SHOWN = 4


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """`help` are the requests that the page shows, of all that the number counts; `periods` is the table behind the two
    drawings."""

    board: Dashboard
    continuing: Continuing
    attention: list[TaskRow]
    help: list[HelpRequest]
    units: list[UnitTotals]
    indicators: list[KeyIndicator]
    columns: list[Column]
    heat: HeatMap | None
    periods: list[PeriodRow]
    problems: list[GroupTotals]


@staff_view
@require_safe
def dashboard(request: OfficeRequest) -> HttpResponse:
    view = overview.read(request, opens=True)
    if view is None:
        return render(request, "guanhu/no_plan.html")
    context = {
        "page": build(view),
        "card": changes_page.card(view, request.user, view.looked),
        "board": view.board,
        "choice": view.shown.choice,
        "plan": view.plan,
        "plans": view.plans,
        "leader": view.leader,
    }
    return render(request, "guanhu/dashboard.html", context, status=view.shown.status)


def build(view: Overview) -> DashboardPage:
    """Everything the page prints; the number of queries does not depend on the number of tasks."""
    board, pillars = view.board, [row.pillar for row in view.board.pillars]
    links = linked(
        key_indicators.with_last_year(target_links(board.tasks), view.plan), board.tasks, view.moment
    )
    urgent = max(ATTENTION_SHOWN, board.totals.lights[Colour.RED].value)
    return DashboardPage(
        board=board,
        continuing=continuing(board.tasks, view.base, view.before),
        attention=rows(board.attention[:urgent], links),
        help=help_requests(board.tasks, view.moment.on)[:HELP_SHOWN],
        units=sorted(board.units, key=_trouble)[:UNITS_SHOWN],
        indicators=key_indicators.load(links, view.plan, view.moment),
        columns=period_columns.columns(view.periods, view.everywhere),
        heat=heat_map.heat_map(pillars, view.periods, view.everywhere),
        periods=period_columns.table(view.periods, view.everywhere),
        problems=admitted_problems.by_group(view.plan, board.tasks, view.base, view.before),
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
