"""Lists on which a unit's people answer for many tasks at once: 征求意见, and the year's end of continuing work."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tasks import access
from tasks.grid import goals_of
from tasks.plans import current_plan
from tasks.queue_details import details
from tasks.selection import full
from tasks.states import RUNNING, Action, Consultation, Kind, PlanState, State
from tasks.views import bulk
from tasks.views.bulk import Place
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.desk import plan_or_404
from tasks.workflow.bulk import MOST

PAGE = 100


def _consult(request: OfficeRequest, slug: str) -> Place:
    """The rows of the plan that this head's units lead, the unanswered ones first."""
    heads = access.rights(request.user).head
    if not heads:
        raise PermissionDenied("征求意见由牵头单位负责人答复。")
    plan = plan_or_404(slug)
    mine = Q(plan=plan, state=State.PROPOSED, lead_unit__code__in=heads)
    tasks = full(access.visible_tasks(request.user).filter(mine))
    return Place(
        key=f"consult-{plan.slug}",
        title="征求意见",
        plan=plan,
        back=reverse("plan-consult", args=[plan.slug]),
        act=reverse("plan-consult-act", args=[plan.slug]),
        result=reverse("plan-consult-result", args=[plan.slug]),
        actions=(Action.AGREE,),
        rows=tasks.order_by("consultation", "code"),
    )


@staff_view
@require_safe
def consult(request: OfficeRequest, slug: str) -> HttpResponse:
    """The unit's draft rows: agree to many with one tap, or answer one by one with stage goals or a change."""
    place = _consult(request, slug)
    page = Paginator(place.rows.prefetch_related("checkpoints"), PAGE).get_page(request.GET.get("page"))
    tasks = list(page.object_list)
    known = details("objections", [t for t in tasks if t.consultation == Consultation.OBJECTED], request.on)
    context = {
        "place": place,
        "page": page,
        "rows": [(task, goals_of(task), known.get(task.pk, ())) for task in tasks],
        "open": place.plan.state == PlanState.CONSULTING,
        "unanswered": place.rows.filter(consultation=Consultation.NONE).count(),
    }
    return not_cached(render(request, "tasks/consult.html", context))


@staff_view
@require_POST
def consult_act(request: OfficeRequest, slug: str) -> HttpResponse:
    """Agree to the chosen rows."""
    return bulk.act(request, _consult(request, slug))


@staff_view
@require_safe
def consult_result(request: OfficeRequest, slug: str) -> HttpResponse:
    """What became of them."""
    return bulk.show_result(request, _consult(request, slug))


def _closing(request: OfficeRequest) -> Place:
    """Continuing work in progress that this person's units lead."""
    who = access.rights(request.user)
    if not who.units:
        raise PermissionDenied("年终办结由牵头单位申请。")
    plan = current_plan()
    if plan is None:
        raise Http404("还没有年度计划。")
    mine = Q(state=State.ACTIVE, kind=Kind.CONTINUING, lead_unit__code__in=who.units, plan__state__in=RUNNING)
    return Place(
        key="closing",
        title="常态化任务成批办结",
        plan=plan,
        back=reverse("closing"),
        act=reverse("closing-act"),
        result=reverse("closing-result"),
        actions=(Action.SUBMIT,),
        rows=full(access.visible_tasks(request.user).filter(mine)).order_by("code"),
    )


@staff_view
@require_safe
def closing(request: OfficeRequest) -> HttpResponse:
    """Continuing work, to be closed with one outcome and one summary for many."""
    place = _closing(request)
    page = Paginator(place.rows, PAGE).get_page(request.GET.get("page"))
    context = {"place": place, "page": page, "rows": list(page.object_list), "most": MOST}
    return not_cached(render(request, "tasks/closing.html", context))


@staff_view
@require_POST
def closing_act(request: OfficeRequest) -> HttpResponse:
    """Preview and deed."""
    return bulk.act(request, _closing(request))


@staff_view
@require_safe
def closing_result(request: OfficeRequest) -> HttpResponse:
    """What became of them."""
    return bulk.show_result(request, _closing(request))
