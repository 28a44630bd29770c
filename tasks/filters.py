"""The filters of a task list, for the page and for REST alike; parameters as in the REST contract.

They hold for today's rows and, as `LoggedTaskFilter`, for the log's: what lists filter by is on the face.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet

from tasks import querysets
from tasks.faces import column
from tasks.models import ProblemAnswer, Task, TaskEvent
from tasks.querysets import ProblemAnswerQuerySet
from tasks.states import OPEN, Cadence, Colour, Consultation, Kind, State, TaskRole

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""A moment at the end of the calendar overflows when the database converts its zone."""
YES_NO = (("true", "是"), ("false", "否"))


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
        super().__init__(*args, choices=YES_NO, empty_label="", **kwargs)

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


def _ordinals(value: str) -> tuple[int, int] | None:
    """ "2.1": a measure within its pillar, a problem within its group. None for anything else."""
    outer, _, inner = value.partition(".")
    if not (outer.isdecimal() and inner.isdecimal() and len(value) < 8):
        return None
    return int(outer), int(inner)


class TaskFilter(filters.FilterSet):
    """Every parameter that narrows a list of tasks. Bad values are errors of `form`, never ignored."""

    plan = filters.CharFilter("plan__slug", label="计划")
    pillar = Whole("measure__pillar__ordinal", label="板块", min_value=0, max_value=999)
    measure = filters.CharFilter(method="by_measure", label="举措")
    problem = filters.CharFilter(method="by_problem", label="回应的问题")
    problem_group = Whole(method="by_problem_group", label="回应哪方面的问题", min_value=0, max_value=999)
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
    first_due_before = filters.DateFilter("original_due_on", lookup_expr="lte", label="原定时限不晚于")
    closed_in_time = Flag(querysets.closed_in_time, label="按原定时限办结")
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
        if (ordinals := _ordinals(value)) is None:
            return queryset.none()
        pillar, measure = ordinals
        return queryset.filter(measure__pillar__ordinal=pillar, measure__ordinal=measure)

    def by_problem(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if (ordinals := _ordinals(value)) is None:
            return queryset.none()
        return self._answering(queryset, ProblemAnswer.objects.to(*ordinals))

    def by_problem_group(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        return self._answering(queryset, ProblemAnswer.objects.to(int(value)))

    def _answering(self, queryset: QuerySet[Any], answers: ProblemAnswerQuerySet) -> QuerySet[Any]:
        return queryset.filter(answers.answering(column(queryset, "pk")))

    def by_unit(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(querysets.of_unit(value))

    def by_search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split():
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(code__icontains=word) | Q(detail__icontains=word)
            )
        return queryset


class LoggedTaskFilter(TaskFilter):
    """The same over the log's faces of a day past. A search reads what the log tells: that day's title, the code."""

    plan = filters.CharFilter("task__plan__slug", label="计划")
    updated_since = filters.IsoDateTimeFilter(
        "at",
        lookup_expr="gte",
        label="更新于",
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )

    class Meta:
        model = TaskEvent
        fields = ()

    def by_search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split():
            queryset = queryset.filter(Q(title__icontains=word) | Q(task__code__icontains=word))
        return queryset


def filter_of(query: Mapping[str, Any], rows: QuerySet[Any]) -> TaskFilter:
    """The filter that fits the rows (of `faces`), filled from an address."""
    return (LoggedTaskFilter if rows.model is TaskEvent else TaskFilter)(query, rows)
