"""The rules of supervision: added to, never changed, and their effect shown before they are saved."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from indicators.quantities import plain
from tasks import access
from tasks.admin.audited import Audited
from tasks.admin.kept import Appended, office
from tasks.models import Plan, PlanRules
from tasks.plans import current_plan
from tasks.rule_effects import effect
from tasks.rulebook import rules_row
from tasks.states import Deed

CONFIRMED = "_confirmed"
SHOWN = 50
"""Tasks named in the preview; the sentence counts all."""


class RulesForm(forms.ModelForm):
    """Takes effect today or later: what was judged stays judged. `on` is set by the admin."""

    on: Any = None

    def clean_effective_on(self) -> Any:
        effective = self.cleaned_data["effective_on"]
        if effective < self.on:
            raise ValidationError(f"生效日不能早于今天({self.on}):已经亮过的灯不改。")
        return effective

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for low, high in (("gap_yellow", "gap_red"), ("pace_yellow", "pace_red")):
            if given.get(low) is not None and given.get(high) is not None and given[low] > given[high]:
                self.add_error(high, "红灯的界限不能低于黄灯的界限。")
        return given


@admin.register(PlanRules)
class PlanRulesAdmin(Audited, Appended, admin.ModelAdmin):
    deed = Deed.RULES
    form = RulesForm
    list_display = ("plan", "effective_on", "report_due_day", "gap_yellow", "gap_red", "score_on")
    list_filter = ("plan",)
    fieldsets: ClassVar = (
        (None, {"fields": ("plan", "effective_on")}),
        (
            "亮灯",
            {
                "fields": (
                    ("due_warning_days", "due_warning_workdays", "long_task_days"),
                    ("gap_yellow", "gap_red"),
                    ("pace_from_month", "pace_yellow", "pace_red"),
                    ("stage_red_days", "slip_red_days", "missed_red"),
                )
            },
        ),
        ("报送", {"fields": ("report_due_day", "unreported_yellow", "stalled_yellow")}),
        (
            "延期、督促和提醒",
            {
                "fields": (
                    ("extension_notice_days", "extension_needs_leader"),
                    ("answer_workdays", "notify_workdays"),
                    ("escalate_head_workdays", "escalate_supervisor_workdays", "escalate_leader_workdays"),
                )
            },
        ),
        ("权限", {"fields": ("reporters_may_accept", "reporters_may_submit")}),
        (
            "考核计分",
            {
                "fields": (
                    "score_on",
                    ("score_start", "score_leader_share"),
                    ("score_on_time", "score_praised"),
                    ("score_late", "score_returned", "score_unreported"),
                    ("score_yellow", "score_red"),
                ),
                "description": "默认不启用。本单位正式采用自己的考核办法后再打开。",
            },
        ),
    )

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return type(
            "PlanRulesForm", (super().get_form(request, *args, **kwargs),), {"on": office(request).on}
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """New rules start from those in force, so that only what changes is typed."""
        on, plan = office(request).on, current_plan()
        if plan is None:
            return {"effective_on": on}
        row = rules_row(plan, on)
        names = [field.name for field in PlanRules._meta.fields if field.name != "id"]
        values = {name: getattr(row, name) for name in names}
        return values | {"plan": plan.pk, "effective_on": on}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What is right is shown with its effect first; sent again from there, it is saved."""
        if request.method == "POST" and CONFIRMED not in request.POST and self.has_add_permission(request):
            form = self.get_form(request)(request.POST)
            if form.is_valid():
                return self._preview(request, form.save(commit=False))
        return super().add_view(request, form_url, extra_context)

    def _preview(self, request: HttpRequest, proposed: PlanRules) -> HttpResponse:
        found = effect(proposed, office(request).on)
        visible = set(access.visible_tasks(office(request).user).values_list("pk", flat=True))
        named = [turn for turn in found.turns if turn.task.pk in visible]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": "保存前看影响",
            "effect": found,
            "turns": named[:SHOWN],
            "unnamed": len(found.turns) - len(named[:SHOWN]),
            "changes": _changes(
                proposed, rules_row(Plan.objects.get(pk=proposed.plan_id), office(request).on)
            ),
            "proposed": proposed,
            "typed": [
                (name, value)
                for name, values in request.POST.lists()
                if name != "csrfmiddlewaretoken"
                for value in values
            ],
            "confirmed": CONFIRMED,
        }
        return TemplateResponse(request, "admin/tasks/planrules/preview.html", context)


def _changes(proposed: PlanRules, in_force: PlanRules) -> list[tuple[str, Any, Any]]:
    """Name, value in force, value proposed, of what differs."""
    fields = [f for f in PlanRules._meta.fields if f.name not in ("id", "plan", "effective_on")]
    return [
        (str(field.verbose_name), _said(getattr(in_force, field.name)), _said(getattr(proposed, field.name)))
        for field in fields
        if getattr(in_force, field.name) != getattr(proposed, field.name)
    ]


def _said(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain(value) if isinstance(value, Decimal) else value
