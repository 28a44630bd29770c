"""The administration site as a whole, and what in it needs more than one app."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from guanhu.models import ApiToken
from indicators.admin import IndicatorAdmin, ReadingAdmin, TargetAdmin
from indicators.models import Indicator, Reading, Target
from tasks import readings
from tasks.admin.kept import office
from tasks.models import TaskTarget
from tasks.states import Deed
from tasks.trail import note

admin.site.site_header = "观湖督办 后台"
admin.site.site_title = "观湖督办 后台"
admin.site.index_title = "计划、单位与人员"
admin.site.unregister(Group)  # roles come from memberships alone

apps.get_app_config("axes").verbose_name = "登录安全"
for _model, _words in (
    (AccessAttempt, "登录失败与锁定"),
    (AccessFailureLog, "失败明细"),
    (AccessLog, "登录记录"),
):
    _model._meta.verbose_name = _model._meta.verbose_name_plural = _words


def _hidden(request: HttpRequest) -> QuerySet[TaskTarget]:
    return readings.hidden_ties(office(request).user)


@admin.register(Indicator)
class VisibleIndicatorAdmin(IndicatorAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(targets__in=_hidden(request).values("target"))


@admin.register(Target)
class VisibleTargetAdmin(TargetAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(pk__in=_hidden(request).values("target"))


@admin.register(Reading)
class VisibleReadingAdmin(ReadingAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(indicator__targets__in=_hidden(request).values("target"))


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """To see who has one, and to revoke it; `create_token` makes them."""

    list_display = ("token_key", "user", "scope", "created", "expiry")
    list_filter = ("scope",)
    search_fields = ("user__username", "user__name")
    list_select_related = ("user",)
    exclude = ("digest",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Called for one token (in a list) and for many, before they go."""
        for token in queryset:
            told = {"revoked": True, "scope": token.scope, "id": token.token_key}
            note(request, Deed.TOKEN, subject=token.user.get_username(), data=told)
        return super().log_deletions(request, queryset)
