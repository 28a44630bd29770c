"""考核: each unit's score, and every point with the event that shows it."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tasks import access
from tasks.access import Rights
from tasks.forms.fields import DecimalField
from tasks.models import LeaderMark, Plan, PlanRules, Unit
from tasks.plans import current_plan
from tasks.rulebook import rules_row
from tasks.score import Point, UnitScore, scores
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view


class MarkForm(forms.Form):
    mark = DecimalField(label="领导评分(0–100)", min_value=Decimal(0), max_value=Decimal(100))


@staff_view
@require_safe
def score(request: OfficeRequest) -> HttpResponse:
    """All units for supervisors and leaders, one's own units for everybody else."""
    plan = current_plan()
    rules = rules_row(plan, request.on) if plan else None
    context: dict[str, object] = {"plan": plan, "rules": rules}
    if plan and rules and rules.score_on:
        context["rows"] = _seen(plan, rules, access.rights(request.user))
    return not_cached(render(request, "tasks/score.html", context))


def _seen(plan: Plan, rules: PlanRules, who: Rights) -> list[UnitScore]:
    if who.supervisor or who.leader:
        return scores(plan, rules)
    return scores(plan, rules, Unit.objects.filter(code__in=who.units))


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def unit_score(request: OfficeRequest, code: str) -> HttpResponse:
    """One unit's points; a leader gives his mark here."""
    plan, who = current_plan(), access.rights(request.user)
    unit = Unit.objects.filter(code=code).first()
    rules = rules_row(plan, request.on) if plan else None
    if plan is None or unit is None or rules is None or not rules.score_on:
        raise Http404("没有启用考核计分,或没有这个单位。")
    if not (who.supervisor or who.leader or code in who.units):
        raise PermissionDenied("其他单位的得分只供领导和督查室查看。")
    found = scores(plan, rules, [unit])
    if not found:
        raise Http404("这个单位没有牵头任务,不计分。")
    form = MarkForm(request.POST or None, label_suffix="")
    if request.method == "POST":
        if not who.leader:
            raise PermissionDenied("只有街道领导可以评分。")
        if form.is_valid():
            mark = form.cleaned_data["mark"]
            LeaderMark.objects.create(plan=plan, unit=unit, leader=request.user, mark=mark, on=request.on)
            messages.success(request, f"已记录对{unit}的评分。")
            return redirect("unit-score", code=code)
    context = {"plan": plan, "rules": rules, "row": found[0], "points": _newest_first(found[0].points), "form": form,
               "may_mark": who.leader}  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return not_cached(render(request, "tasks/unit_score.html", context, status=status))


def _newest_first(points: Iterable[Point]) -> list[Point]:
    return sorted(points, key=lambda point: (point.event.on, point.event.task_id), reverse=True)
