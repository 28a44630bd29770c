"""Plans with their structure, and the calendar."""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from tasks.admin.audited import Audited
from tasks.admin.kept import Appended, Kept, office
from tasks.models import CalendarDay, Measure, Pillar, Plan
from tasks.states import Deed


class PillarInline(Kept, admin.TabularInline):
    model = Pillar
    extra = 0
    show_change_link = True


@admin.register(Plan)
class PlanAdmin(Audited, Kept, admin.ModelAdmin):
    deed = Deed.PLAN
    list_display = ("title", "year", "slug", "state", "starts_on", "ends_on", "swept_to")
    inlines = (PillarInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """The slug is part of every address and task code; the state moves by `workflow.year` alone."""
        return ("state", "activated_on", "swept_to", *(("slug",) if obj else ()))


class MeasureInline(Kept, admin.TabularInline):
    model = Measure
    extra = 0


@admin.register(Pillar)
class PillarAdmin(Audited, Kept, admin.ModelAdmin):
    deed = Deed.PLAN
    list_display = ("plan", "ordinal", "name", "slogan")
    list_display_links = ("name",)
    list_filter = ("plan",)
    inlines = (MeasureInline,)


@admin.register(CalendarDay)
class CalendarDayAdmin(Audited, Appended, admin.ModelAdmin):
    deed = Deed.RULES
    list_display = ("day", "working", "note", "effective_on")
    fields = ("day", "working", "note")

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: ModelForm, change: bool) -> None:
        """Known from today on: earlier lights were right by what was known then."""
        obj.effective_on = office(request).on
        super().save_model(request, obj, form, change)
