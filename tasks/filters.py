"""The filters of a task list, for the page and for REST alike; parameters as in the REST contract."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet

from tasks import querysets
from tasks.models import Task
from tasks.states import OPEN, Cadence, Colour, Consultation, Kind, State, TaskRole

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""A moment at the end of the calendar overflows when the database converts its zone."""
_YES_NO = (("true", "是"), ("false", "否"))


class Words(filters.CharFilter):
    """A comma list of known words."""

    def __init__(self, words: list[str], *args: Any, **kwargs: Any) -> None:
        self.words = words
        super().__init__(*args, validators=[self._check], **kwargs)

    def _check(self, value: str) -> None:
        if unknown := [word for word in value.split(",") if word not in self.words]:
            raise forms.ValidationError(f"不认识“{'、'.join(unknown)}”;可用:{'、'.join(self.words)}。")

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(self.condition(value.split(","))) if value else qs

    def condition(self, words: list[str]) -> Q:
        return Q(**{f"{self.field_name}__in": words})


class StateWords(Words):
    def condition(self, words: list[str]) -> Q:
        states = [word for word in words if word != "open"] + (list(OPEN) if "open" in words else [])
        return Q(state__in=states)


class Flag(filters.ChoiceFilter):
    """true or false."""

    def __init__(self, condition: Callable[[], Q], *args: Any, **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(*args, choices=_YES_NO, empty_label="", **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "true":
            return qs.filter(self.condition())
        return qs.exclude(self.condition()) if value == "false" else qs


class ConsultationWords(Words):
    """ "none" stands for a unit that has not answered."""

    def condition(self, words: list[str]) -> Q:
        return Q(consultation__in=[Consultation.NONE if word == "none" else word for word in words])


class Whole(filters.NumberFilter):
    field_class = forms.IntegerField


class TaskFilter(filters.FilterSet):
    """Every parameter that narrows a list of tasks. Bad values are errors of `form`, never ignored."""

    plan = filters.CharFilter("plan__slug", label="计划")
    pillar = Whole("measure__pillar__ordinal", label="板块", min_value=0, max_value=999)
    measure = filters.CharFilter(method="by_measure", label="举措")
    kind = Words(Kind.values, "kind", label="类别")
    role = Words(TaskRole.values, "role", label="角色")
    state = StateWords([*State.values, "open"], "state", label="状态")
    light = Words(Colour.values, "light", label="亮灯")
    overdue = Flag(lambda: Q(overdue=True), label="任务逾期")
    checkpoint_overdue = Flag(lambda: Q(checkpoint_overdue=True), label="节点逾期")
    unreported = Flag(lambda: Q(unreported=True), label="本期未报送")
    needs_help = Flag(lambda: Q(needs_help=True), label="需领导协调")
    no_checkpoints = Flag(querysets.without_checkpoints, label="无阶段目标")
    unverified = Flag(lambda: Q(unverified_count__gt=0), label="有待核定报送")
    pending_extension = Flag(lambda: Q(pending_extension__isnull=False), label="申请延期待答复")
    unanswered = Flag(lambda: Q(answer_by__isnull=False), label="督促批示未回复")
    answer_before = filters.DateFilter("answer_by", lookup_expr="lte", label="回复期限不晚于")
    consultation = ConsultationWords(["none", *filter(None, Consultation.values)], label="征求意见")
    cadence = Words(Cadence.values, "cadence", label="报送周期")
    measured = Flag(querysets.measured, label="可量化")
    unit = filters.CharFilter(method="by_unit", label="责任单位")
    lead_unit = filters.CharFilter("lead_unit__code", label="牵头单位")
    leader = filters.CharFilter("leader__username", label="分管领导")
    due_before = filters.DateFilter("due_on", lookup_expr="lte", label="时限不晚于")
    due_after = filters.DateFilter("due_on", lookup_expr="gte", label="时限不早于")
    updated_since = filters.IsoDateTimeFilter(
        "updated_at",
        lookup_expr="gte",
        label="更新于",
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )
    search = filters.CharFilter(method="by_search", label="搜索", max_length=100)

    class Meta:
        model = Task
        fields = ()

    def by_measure(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        pillar, _, measure = value.partition(".")
        if not (pillar.isdecimal() and measure.isdecimal() and len(value) < 8):
            return queryset.none()
        return queryset.filter(measure__pillar__ordinal=int(pillar), measure__ordinal=int(measure))

    def by_unit(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(querysets.of_unit(value))

    def by_search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split():
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(code__icontains=word) | Q(detail__icontains=word)
            )
        return queryset
