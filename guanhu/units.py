"""Responsible units: all of them with their numbers, and one with its tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu import plans
from guanhu.task_rows import rows, target_links
from tasks import access, summaries, units_change
from tasks.faces import as_tasks, faces
from tasks.models import Person, Plan, Task, Unit
from tasks.moment import Moment
from tasks.past_targets import linked
from tasks.querysets import of_unit
from tasks.states import MemberRole, State, UnitKind
from tasks.summaries import UnitTotals
from tasks.units_change import History
from tasks.views import moments
from tasks.views.common import OfficeRequest, staff_view


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one kind; `numbers` is None where a unit leads no task."""

    name: str
    rows: list[tuple[Unit, UnitTotals | None]]


@staff_view
@require_safe
def units(request: OfficeRequest) -> HttpResponse:
    among = plans.with_due_days()
    plan = plans.shown(request, among)
    if plan is None:
        return render(request, "guanhu/no_plan.html")
    shown = moments.shown(request, plan, among[plan])
    board = summaries.dashboard(plan, request.user, shown.moment)
    context = {
        "board": board,
        "choice": shown.choice,
        "plan": plan,
        "plans": list(among),
        "groups": _groups(board.units),
    }
    return render(request, "guanhu/units.html", context, status=shown.status)


def _groups(found: list[UnitTotals]) -> list[UnitGroup]:
    numbers = {row.unit.pk: row for row in found}
    every = list(Unit.objects.select_related("succeeded_by").order_by("ordinal", "code"))
    return [
        UnitGroup(str(kind.label), [(unit, numbers.get(unit.pk)) for unit in every if unit.kind == kind])
        for kind in UnitKind
        if any(unit.kind == kind for unit in every)
    ]


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit, the units below it, the names of its people by role, heads first, and what it was called before."""

    unit: Unit
    parts: Sequence[Unit]
    staff: list[tuple[str, list[str]]]
    history: History


@staff_view
@require_safe
def unit(request: OfficeRequest, code: str) -> HttpResponse:
    card, among = _card(code), plans.with_due_days()
    plan = plans.shown(request, among)
    if plan is None:
        return render(request, "guanhu/no_plan.html")
    shown = moments.shown(request, plan, among[plan])
    context = {
        "unit": card.unit,
        "card": card,
        "plan": plan,
        "choice": shown.choice,
        "may_change_unit": units_change.may_change(access.rights(request.user)),
        **_content(request.user, card.unit, plan, shown.moment),
    }
    return render(request, "guanhu/unit.html", context, status=shown.status)


def _card(code: str) -> UnitCard:
    """One query: the unit and its parts, each as often as it has members. 404 where there is no such unit."""
    rows = list(
        Unit.objects.filter(Q(code=code) | Q(parent__code=code))
        .select_related("parent", "succeeded_by")
        .annotate(
            role=F("memberships__role"),
            person=F("memberships__person__name"),
            person_active=F("memberships__person__is_active"),
            has_history=Exists(units_change.former_names(OuterRef("pk"))),
        )
        .order_by("ordinal", "code", "memberships__person__name")
    )
    own = [row for row in rows if row.code == code]
    if not own:
        raise Http404("没有这个单位。")
    names = [(row.role, row.person) for row in own if row.person_active]
    parts = list(dict.fromkeys(row for row in rows if row.code != code))
    history = units_change.history(own[0]) if own[0].has_history else units_change.NO_HISTORY
    return UnitCard(own[0], parts, _by_role(names), history)


def _by_role(names: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    return [
        (str(role.label), [name for held, name in names if held == role])
        for role in (MemberRole.LEADER, MemberRole.SUPERVISOR, MemberRole.HEAD, MemberRole.REPORTER)
        if any(held == role for held, _ in names)
    ]


def _content(person: Person, found: Unit, plan: Plan, moment: Moment) -> dict[str, object]:
    board = summaries.dashboard(plan, person, moment, unit=found)
    visible = _involving(person, found, plan, moment)
    before = _involving(person, found, plan, moment.compared) if moment.compared else None
    tasks = rows(visible, linked(target_links(visible), visible, moment))
    base = {"plan": plan.slug, "unit": found.code, **moment.query}
    return {
        "board": board,
        "numbers": board.units[0] if board.units else None,
        "leading": [row for row in tasks if row.task.lead_unit_id == found.pk],
        "supporting": [row for row in tasks if row.task.lead_unit_id != found.pk],
        "involved": summaries.totals(visible, base, before).tasks,
    }


def _involving(person: Person, found: Unit, plan: Plan, moment: Moment) -> list[Task]:
    """Tasks that the unit led or supported then."""
    mine = faces(access.visible_tasks(person).filter(plan=plan), moment)
    return as_tasks(mine.filter(of_unit(found.code)).exclude(state=State.CANCELLED))
