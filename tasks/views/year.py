"""年度流程: the supervisors' page about the plan's year, and the steps that move it on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks import year_lists, year_steps
from tasks.errors import Invalid
from tasks.models import Plan
from tasks.queue_details import details
from tasks.queues import BY_KEY, rows
from tasks.selection import full
from tasks.states import RUNNING, PlanState
from tasks.views.common import CONFLICT, OfficeRequest, not_cached, staff_view
from tasks.views.desk import for_supervisors, plan_or_404
from tasks.workflow.carrying import carried_over, carry_over_all, start_next
from tasks.workflow.year import move
from tasks.year_steps import Move


@staff_view
@require_safe
def plan_year(request: OfficeRequest, slug: str) -> HttpResponse:
    """The five states, what each asks, and what is left to do in the one where the plan stands."""
    for_supervisors(request)
    plan = plan_or_404(slug)
    consulting = plan.state in (PlanState.DRAFT, PlanState.CONSULTING)
    running = plan.state in RUNNING
    closing = plan.state in (PlanState.CLOSING, PlanState.ARCHIVED)
    objections = _objections(request, plan) if consulting else []
    context = {
        "plan": plan,
        "steps": year_steps.steps(plan),
        "moves": year_steps.moves(plan),
        "answers": year_lists.answers(plan) if consulting else [],
        "without_unit": year_lists.without_unit(plan) if consulting else 0,
        "objections": objections,
        "changed": [] if consulting else year_lists.changed(plan),
        "unclosed": year_lists.unclosed(plan) if running else [],
        "to_submit": year_lists.to_submit(plan) if running else [],
        "carried": [] if consulting else year_lists.carried(plan),
        "to_carry": len(list(carried_over(plan))) if closing else 0,
        "consulting": consulting,
        "closing": closing,
    }
    return not_cached(render(request, "tasks/year.html", context))


def _objections(request: OfficeRequest, plan: Plan) -> list[tuple[object, object]]:
    tasks = list(full(rows(BY_KEY["objections"], plan, request.user, request.on)))
    known = details("objections", tasks, request.on)
    return [(task, known.get(task.pk, ())) for task in tasks]


def _move(plan: Plan, wanted: str) -> Move:
    found = next((move for move in year_steps.moves(plan) if move.state == wanted), None)
    if found is None:
        raise Http404("计划不能这样变更。")
    return found


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def plan_move(request: OfficeRequest, slug: str, state: str) -> HttpResponse:
    """What a move would do; done once it is confirmed. 409 where the plan has moved on or does not allow it."""
    for_supervisors(request)
    plan = plan_or_404(slug)
    if state not in PlanState.values:
        raise Http404("没有这个状态。")
    if request.method != "POST":
        return _confirm(request, plan, _move(plan, state))
    try:
        move(plan, PlanState(state), by=request.user, on=request.on)
    except Invalid as invalid:
        context = {"plan": plan, "refused": invalid.message, "move": None}
        return not_cached(render(request, "tasks/year_move.html", context, status=CONFLICT))
    messages.success(request, f"计划已转为“{plan.get_state_display()}”。")
    return redirect(reverse("plan-year", args=[plan.slug]))


def _confirm(request: OfficeRequest, plan: Plan, found: Move) -> HttpResponse:
    context = {"plan": plan, "move": found, "refused": found.refused}
    status = CONFLICT if found.refused else 200
    return not_cached(render(request, "tasks/year_move.html", context, status=status))


@staff_view
@require_POST
def plan_carry(request: OfficeRequest, slug: str) -> HttpResponse:
    """结转: next year's draft, and a proposed row in it for every task that goes on."""
    for_supervisors(request)
    plan = plan_or_404(slug)
    if plan.state not in (PlanState.CLOSING, PlanState.ARCHIVED):
        raise Http404("收官时才能结转。")
    following = start_next(plan, by=request.user)
    results = carry_over_all(list(carried_over(plan)), following, by=request.user, on=request.on)
    done = [code for _, code, _ in results if code]
    messages.success(request, f"{following.title}已建立,结转 {len(done)} 项。")
    for task, _, refused in results:
        if refused:
            messages.warning(request, f"{task.code} {task.title} 没有结转:{refused}")
    return redirect(reverse("plan-year", args=[plan.slug]))
