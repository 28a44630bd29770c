"""督查工作台: what waits for the supervisors."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import access
from tasks.plans import current_plan
from tasks.queues import head_of, queues
from tasks.views.common import OfficeRequest, not_cached, staff_view

ROWS = 8
"""Rows shown of a queue; its number opens the rest."""


@staff_view
@require_safe
def desk(request: OfficeRequest) -> HttpResponse:
    """Queues as counts that open lists; the first rows of those that need the supervisor's own action."""
    if not access.rights(request.user).supervisor:
        raise PermissionDenied("督查工作台只供督查室使用。")
    plan = current_plan()
    if plan is None:
        return render(request, "tasks/desk.html", {"plan": None})
    found = queues(plan, request.user)
    context = {
        "plan": plan,
        "queues": found,
        "counts": {queue.key: queue.count for queue in found},
        "in_review": head_of(plan, request.user, "in_review", ROWS),
        "proposed": head_of(plan, request.user, "proposed", ROWS),
    }
    return not_cached(render(request, "tasks/desk.html", context))
