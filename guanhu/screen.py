"""大屏: the plan on one screen that nobody touches; it shows itself anew every five minutes."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu import heat_map, key_indicators, overview
from guanhu.heat_map import HeatMap
from guanhu.key_indicators import KeyIndicator
from guanhu.overview import Overview
from guanhu.projector import projected
from guanhu.task_rows import TaskRow, rows, target_links
from tasks.help_requests import HelpRequest, help_requests
from tasks.past_targets import linked
from tasks.states import Colour
from tasks.summaries import Dashboard
from tasks.views.common import OfficeRequest, staff_view

ATTENTION, HELP, INDICATORS = 7, 3, 6
"""As many as there is room for on 1920 × 1080."""


@dataclass(frozen=True, slots=True)
class Screen:
    """`more` are red and yellow tasks beyond those shown, `more_help` requests."""

    board: Dashboard
    heat: HeatMap | None
    attention: list[TaskRow]
    more: int
    help: list[HelpRequest]
    more_help: int
    indicators: list[KeyIndicator]


@staff_view
@require_safe
def screen(request: OfficeRequest) -> HttpResponse:
    """`?plan=`, `?leader=` and the day as on the overview."""
    view = overview.read(request)
    if view is None:
        return render(request, "guanhu/no_plan.html")
    context = {
        "page": build(view),
        "board": view.board,
        "choice": view.shown.choice,
        "plan": view.plan,
        "leader": view.leader,
    }
    return projected(request, "guanhu/screen.html", context, view.shown.status)


def build(view: Overview) -> Screen:
    board = view.board
    links = linked(
        key_indicators.with_last_year(target_links(board.tasks), view.plan), board.tasks, view.moment
    )
    lit = board.totals.lights[Colour.RED].value + board.totals.lights[Colour.YELLOW].value
    asked = help_requests(board.tasks, view.moment.on)
    shown = board.attention[:ATTENTION]
    return Screen(
        board=board,
        heat=heat_map.heat_map([row.pillar for row in board.pillars], view.periods, view.everywhere),
        attention=rows(shown, links),
        more=lit - len(shown),
        help=asked[:HELP],
        more_help=len(asked) - len(asked[:HELP]),
        indicators=key_indicators.load(links, view.plan, view.moment)[:INDICATORS],
    )
