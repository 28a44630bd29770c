"""Plans with their structure, rules and calendar."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from tasks.admin.kept import Appended, Kept, office
from tasks.models import CalendarDay, Measure, Pillar, Plan, PlanRules
from tasks.rulebook import rules_row
from tasks.states import PlanState


class PillarInline(Kept, admin.TabularInline):
    model = Pillar
    extra = 0
    show_change_link = True


@admin.register(Plan)
class PlanAdmin(Kept, admin.ModelAdmin):
    list_display = ("title", "year", "slug", "state", "starts_on", "ends_on", "swept_to")
    inlines = (PillarInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """The slug is part of every address and task code."""
        return ("slug", "activated_on", "swept_to") if obj else ("activated_on", "swept_to")

    def save_model(self, request: HttpRequest, obj: Plan, form: ModelForm, change: bool) -> None:
        """Lights start on the day the plan becomes active."""
        if obj.state == PlanState.ACTIVE and obj.activated_on is None:
            obj.activated_on = office(request).on
        super().save_model(request, obj, form, change)


class MeasureInline(Kept, admin.TabularInline):
    model = Measure
    extra = 0


@admin.register(Pillar)
class PillarAdmin(Kept, admin.ModelAdmin):
    list_display = ("plan", "ordinal", "name", "slogan")
    list_display_links = ("name",)
    list_filter = ("plan",)
    inlines = (MeasureInline,)


class FutureForm(forms.ModelForm):
    """Takes effect today or later: what was judged stays judged. `on` is set by the admin."""

    on: Any = None

    def clean_effective_on(self) -> Any:
        effective = self.cleaned_data["effective_on"]
        if effective < self.on:
            raise ValidationError(f"生效日不能早于今天({self.on}):已经亮过的灯不改。")
        return effective


@admin.register(PlanRules)
class PlanRulesAdmin(Appended, admin.ModelAdmin):
    form = FutureForm
    list_display = ("plan", "effective_on", "report_due_day", "gap_yellow", "gap_red", "reporters_may_accept")
    list_filter = ("plan",)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return type(
            "PlanRulesForm", (super().get_form(request, *args, **kwargs),), {"on": office(request).on}
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """New rules start from those in force, so that only what changes is typed."""
        on = office(request).on
        plan = Plan.objects.filter(state=PlanState.ACTIVE).first()
        if plan is None:
            return {"effective_on": on}
        row = rules_row(plan, on)
        names = [field.name for field in PlanRules._meta.fields if field.name != "id"]
        values = {name: getattr(row, name) for name in names}
        return values | {"plan": plan.pk, "effective_on": on}


@admin.register(CalendarDay)
class CalendarDayAdmin(Appended, admin.ModelAdmin):
    list_display = ("day", "working", "note", "effective_on")
    fields = ("day", "working", "note")

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: ModelForm, change: bool) -> None:
        """Known from today on: earlier lights were right by what was known then."""
        obj.effective_on = office(request).on
        super().save_model(request, obj, form, change)
