"""通报: what was issued, for everybody; for the supervisors also the closed periods, each with its draft or a
way to begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models.fields.json import KT
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from guanhu import plans
from guanhu.bulletin import drafting
from guanhu.bulletin.drafting import Closed
from guanhu.bulletin.models import Bulletin, BulletinIssue
from tasks import access
from tasks.errors import Invalid
from tasks.models import Plan
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view
from tasks.views.desk import plan_or_404


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A closed period with its bulletin, if there is one, and what was issued of it."""

    closed: Closed
    bulletin: Bulletin | None
    issue: BulletinIssue | None


@staff_view
@require_safe
def bulletins(request: OfficeRequest) -> HttpResponse:
    return _page(request, plans.shown(request, plans.plans()))


@staff_view
@require_POST
def begin(request: OfficeRequest) -> HttpResponse:
    """Begin the draft of a closed period; whoever comes second finds the first one's."""
    if not access.rights(request.user).supervisor:
        raise PermissionDenied("通报由督查室起草。")
    plan = plan_or_404(request.POST.get("plan", ""))
    try:
        made = drafting.begin(plan, request.POST.get("period", ""), by=request.user, today=request.on)
    except Invalid as refused:
        return _page(request, plan, refused.message, UNPROCESSABLE)
    return redirect("bulletin-draft", pk=made.pk)


def _page(request: OfficeRequest, plan: Plan | None, refused: str = "", status: int = 200) -> HttpResponse:
    writes = access.rights(request.user).supervisor
    issued = _issued()
    context = {
        "issued": issued,
        "plan": plan,
        "plans": plans.plans() if writes else [],
        "rows": _rows(request, plan, issued) if plan and writes else [],
        "refused": refused,
    }
    return not_cached(render(request, "guanhu/bulletin/list.html", context, status=status))


def _issued() -> Sequence[BulletinIssue]:
    """Every issued bulletin, the latest first, without what only its own page needs."""
    rows = BulletinIssue.objects.select_related("bulletin__plan", "issued_by")
    light = rows.defer("file", "contents", "numbers", "bulletin__texts", "bulletin__numbers")
    return list(light.annotate(title=KT("contents__title")))


def _rows(request: OfficeRequest, plan: Plan, issued: Sequence[BulletinIssue]) -> list[PeriodRow]:
    begun = Bulletin.objects.filter(plan=plan).select_related("saved_by").defer("texts", "numbers")
    drafts = {one.period: one for one in begun}
    done = {one.bulletin.period: one for one in issued if one.bulletin.plan_id == plan.pk}
    return [
        PeriodRow(closed, drafts.get(closed.period), done.get(closed.period))
        for closed in drafting.periods_of(plan, request.on)
    ]
