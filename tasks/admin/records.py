"""What the workflow writes: to read, never to change; restricted tasks stay hidden from who has no part in them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tasks import access
from tasks.admin.kept import ReadOnly, office
from tasks.models import Evidence, Task, TaskEvent


@admin.register(Task)
class TaskAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("code", "title", "kind", "state", "light", "lead_unit", "leader", "due_on", "version")
    list_filter = ("plan", "state", "kind", "light", "lead_unit")
    list_select_related = ("lead_unit", "leader")
    search_fields = ("code", "title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .filter(pk__in=access.visible_tasks(office(request).user).values("pk"))
        )


class OfVisibleTasks(ReadOnly, admin.ModelAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .filter(task__in=access.visible_tasks(office(request).user).values("pk"))
        )


@admin.register(TaskEvent)
class TaskEventAdmin(OfVisibleTasks):
    list_display = ("position", "task", "version", "action", "actor", "on", "at", "period")
    list_filter = ("action", "on")
    list_select_related = ("task", "actor")
    search_fields = ("task__code",)


@admin.register(Evidence)
class EvidenceAdmin(OfVisibleTasks):
    list_display = ("name", "task", "event", "uploaded_by", "uploaded_at")
    list_select_related = ("task", "event", "uploaded_by")
    search_fields = ("name", "task__code")
