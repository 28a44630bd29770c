"""单位工作台: what waits for the head of a unit, most of it done with one tap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tasks import access, agenda, closing_drafts
from tasks.access import Rights
from tasks.agenda import Item
from tasks.models import Checkpoint, ClosingDraft, Evidence, Plan, Task
from tasks.plans import current_plan
from tasks.selection import full
from tasks.states import Action, State
from tasks.views import bulk
from tasks.views.bulk import Place
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.mine import section

LISTED = ("rejected", "returned", "letters", "late", "report")
"""Groups of the agenda that stand on the desk as lists; those to sign and to release have their own."""


@dataclass(frozen=True, slots=True)
class ToSign:
    task: Task
    goals: Sequence[Checkpoint]


@dataclass(frozen=True, slots=True)
class ToRelease:
    draft: ClosingDraft
    files: Sequence[Evidence]


def _head(request: OfficeRequest) -> Rights:
    """What this person may as a head alone."""
    who = access.rights(request.user)
    if not who.head:
        raise PermissionDenied("单位工作台只供单位负责人使用。")
    return replace(who, reporter=frozenset(), leader=False)


@staff_view
@require_safe
def unit_desk(request: OfficeRequest) -> HttpResponse:
    """The same few queries for five tasks and for fifty."""
    who = _head(request)
    found = agenda.agenda(who, request.on)
    groups = {group.key: group for group in (*found.mine, *found.supporting)}
    plan = current_plan()
    drafts = closing_drafts.waiting_for(who)
    files = closing_drafts.files_of(drafts)
    context = {
        "plan": plan,
        "place": _signing(request, who, plan) if plan else None,
        "to_sign": _to_sign(groups["sign"].items) if "sign" in groups else [],
        "to_release": [ToRelease(draft, files[draft.pk]) for draft in drafts],
        "consulted": _consulted(groups["consult"].items) if "consult" in groups else [],
        "sections": [section(groups[key], request.on) for key in (*LISTED, "helping") if key in groups],
        "counts": _counts(groups, len(drafts)),
    }
    return not_cached(render(request, "tasks/unit_desk.html", context))


def _to_sign(items: Sequence[Item]) -> list[ToSign]:
    """With the stage goals as proposed, which is what is signed for; one query."""
    known: dict[int, list[Checkpoint]] = {}
    for goal in Checkpoint.objects.filter(task__in=[item.task for item in items]).order_by("ordinal"):
        known.setdefault(goal.task_id, []).append(goal)
    return [ToSign(item.task, known.get(item.task.pk, ())) for item in items]


def _consulted(items: Sequence[Item]) -> list[tuple[Plan, int]]:
    """Plans about which the unit is asked, with the number of rows that it has not answered."""
    plans = [item.task.plan for item in items]
    return [(plan, plans.count(plan)) for plan in dict.fromkeys(plans)]


def _counts(groups: dict[str, agenda.Group], drafts: int) -> list[tuple[str, str, int]]:
    """Name, place on the page, and number of what waits."""

    def size(*keys: str) -> int:
        return sum(len(groups[key].items) for key in keys if key in groups)

    return [
        ("待签收", "sign", size("sign")),
        ("办结申请待放行", "release", drafts),
        ("征求意见待答复", "consult", size("consult")),
        ("督查单、批示待回复", "letters", size("letters")),
        ("被退回", "rejected" if "rejected" in groups else "returned", size("rejected", "returned")),
        ("待报送", "late" if "late" in groups else "report", size("late", "report")),
    ]


def _signing(request: OfficeRequest, who: Rights, plan: Plan) -> Place:
    """The rows that wait to be signed for, as a list on which many are done at once."""
    mine = access.visible_tasks(request.user).filter(state=State.ASSIGNED, lead_unit__code__in=who.head)
    return Place(
        key="unit-desk",
        title="单位工作台",
        plan=plan,
        back=reverse("unit-desk"),
        act=reverse("unit-desk-act"),
        result=reverse("unit-desk-result"),
        actions=(Action.ACCEPT,),
        rows=full(mine).order_by("due_on", "code"),
    )


def _place(request: OfficeRequest) -> Place:
    who, plan = _head(request), current_plan()
    if plan is None:
        raise Http404("还没有年度计划。")
    return _signing(request, who, plan)


@staff_view
@require_POST
def unit_desk_act(request: OfficeRequest) -> HttpResponse:
    """Sign for one row or for many."""
    return bulk.act(request, _place(request))


@staff_view
@require_safe
def unit_desk_result(request: OfficeRequest) -> HttpResponse:
    """What became of each."""
    return bulk.show_result(request, _place(request))
