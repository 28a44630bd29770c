"""督查工作台: what waits for the supervisors."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import access
from tasks.models import Plan
from tasks.plans import current_plan, open_plans
from tasks.queues import head_of, queues
from tasks.views.common import OfficeRequest, not_cached, staff_view

ROWS = 8
"""Rows shown of a queue; its number opens the rest."""


def for_supervisors(request: OfficeRequest) -> None:
    """The desk is theirs alone."""
    if not access.rights(request.user).supervisor:
        raise PermissionDenied("督查工作台只供督查室使用。")


def wanted_plan(request: OfficeRequest) -> Plan | None:
    """The plan that the address names, else the one that is carried out; 404 where there is none of that name."""
    slug = request.GET.get("plan", "")
    return plan_or_404(slug) if slug else current_plan()


def plan_or_404(slug: str) -> Plan:
    """The plan of this name."""
    plan = Plan.objects.filter(slug=slug).first() if slug.isprintable() else None
    if plan is None:
        raise Http404("没有这个年度计划。")
    return plan


@staff_view
@require_safe
def desk(request: OfficeRequest) -> HttpResponse:
    """Queues as counts that open lists; the first rows of those that need the supervisor's own action."""
    for_supervisors(request)
    plan = wanted_plan(request)
    if plan is None:
        return render(request, "tasks/desk.html", {"plan": None})
    found = queues(plan, request.user, request.on)
    context = {
        "plan": plan,
        "plans": open_plans(),
        "queues": found,
        "counts": {standing.key: standing.count for standing in found},
        "in_review": head_of(plan, request.user, request.on, "in_review", ROWS),
        "proposed": head_of(plan, request.user, request.on, "proposed", ROWS),
    }
    return not_cached(render(request, "tasks/desk.html", context))
