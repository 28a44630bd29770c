"""需领导协调: the list of what leaders are asked for, as a page and for the projector."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu import overview
from guanhu.overview import Overview
from guanhu.projector import projected
from tasks.help_requests import HelpRequest, help_requests
from tasks.summaries import Count
from tasks.views.common import OfficeRequest, not_cached, staff_view

ON_SCREEN = 8
"""As many as a projector shows in letters that the last row of a meeting room can read."""


@dataclass(frozen=True, slots=True)
class Coordination:
    """`count` opens the same tasks in the ledger; `beyond` are those that the projector has no room for."""

    count: Count
    requests: list[HelpRequest]
    beyond: int


@staff_view
@require_safe
def coordination(request: OfficeRequest) -> HttpResponse:
    """`?plan=`, `?leader=` and the day as on the overview; `screen=1` for the projector."""
    view = overview.read(request, compares=False)
    if view is None:
        return render(request, "guanhu/no_plan.html")
    on_screen = request.GET.get("screen") == "1"
    context = {
        "page": build(view, ON_SCREEN if on_screen else None),
        "choice": view.shown.choice,
        "moment": view.moment,
        "plan": view.plan,
        "plans": view.plans,
        "leader": view.leader,
    }
    if on_screen:
        return projected(request, "guanhu/coordination_screen.html", context, view.shown.status)
    return not_cached(render(request, "guanhu/coordination.html", context, status=view.shown.status))


def build(view: Overview, most: int | None) -> Coordination:
    """`most` the number of requests there is room for, None for all."""
    found = help_requests(view.tasks, view.moment.on)
    return Coordination(view.board.totals.needs_help, found[:most], max(len(found) - (most or len(found)), 0))
