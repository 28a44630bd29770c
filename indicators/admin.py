"""Indicators, targets and readings in the administration: names may be mended, figures come from reports alone.

The classes are registered by the composition root, which knows which of them belong to restricted tasks.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class NamesOnly(admin.ModelAdmin):
    """Rows that seeds and workflow make: here only what people read may be changed."""

    mendable: tuple[str, ...] = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields if field.name not in self.mendable]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class IndicatorAdmin(NamesOnly):
    list_display = ("code", "name", "unit", "kind", "direction")
    list_filter = ("kind", "direction")
    search_fields = ("code", "name")


class TargetAdmin(NamesOnly):
    list_display = ("code", "name", "year", "comparator", "value", "value_max", "unit", "milestone")
    list_filter = ("year", "comparator")
    search_fields = ("code", "name")
    list_select_related = ("indicator",)


class ReadingAdmin(NamesOnly):
    mendable = ()
    list_display = ("indicator", "period", "value", "unit", "part", "origin", "by", "on")
    list_filter = ("period",)
    search_fields = ("indicator__code", "indicator__name")
    list_select_related = ("indicator", "by")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
