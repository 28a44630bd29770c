"""The problems that the report admits, and what answers each: put right here, never deleted.

A tie between a problem and its answers may be cut. Ties to tasks that the administrator may not see stay out of sight.
"""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from tasks import access
from tasks.admin.audited import Audited, note_change
from tasks.admin.kept import Kept, office
from tasks.models import Measure, Problem, ProblemAnswer, ProblemGroup
from tasks.states import Deed


class ProblemInline(Kept, admin.TabularInline):
    model = Problem
    extra = 0
    show_change_link = True


@admin.register(ProblemGroup)
class ProblemGroupAdmin(Audited, Kept, admin.ModelAdmin):
    deed = Deed.PLAN
    list_display = ("plan", "ordinal", "name")
    list_display_links = ("name",)
    list_filter = ("plan",)
    list_select_related = ("plan",)
    inlines = (ProblemInline,)


class AnswerInline(admin.TabularInline):
    model = ProblemAnswer
    extra = 0
    autocomplete_fields = ("task",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible = access.visible_tasks(office(request).user).order_by()
        return super().get_queryset(request).filter(Q(task=None) | Q(task__in=visible.values("pk")))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """Measures of the problem's own plan; tasks that the administrator may see."""
        problem = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        if db_field.name == "measure":
            own = Measure.objects.filter(pillar__plan__problem_groups__problems=problem)
            kwargs["queryset"] = own.order_by("pillar__ordinal", "ordinal")
        if db_field.name == "task":
            kwargs["queryset"] = access.visible_tasks(office(request).user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Problem)
class ProblemAdmin(Kept, admin.ModelAdmin):
    """A problem is added on the page of its group."""

    list_display = ("number", "text", "group")
    list_display_links = ("text",)
    list_filter = ("group__plan", "group")
    list_select_related = ("group",)
    readonly_fields = ("group",)
    inlines = (AnswerInline,)

    @admin.display(description="编号", ordering="ordinal")
    def number(self, problem: Problem) -> str:
        return problem.code

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What was tied and cut stands in the audit trail, by the keys of measures ("m12") and tasks ("t34")."""
        before = _answers(form.instance)
        super().save_related(request, form, formsets, change)
        after = _answers(form.instance)
        tied = {"added": sorted(after - before), "removed": sorted(before - after)}
        note_change(request, Deed.PLAN, form, change, **tied)


def _answers(problem: Problem) -> set[str]:
    rows = ProblemAnswer.objects.filter(problem=problem).values_list("measure_id", "task_id")
    return {f"m{measure}" if measure else f"t{task}" for measure, task in rows}
