"""The filters of a task list, for the page and for REST alike; parameters as in the REST contract.

They hold for today's rows and, as `LoggedTaskFilter`, for the log's: what lists filter by is on the face.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import django_filters as filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q, QuerySet

from tasks import querysets
from tasks.faces import column
from tasks.filter_fields import ConsultationWords, Flag, StateWords, Whole, Words
from tasks.models import Plan, ProblemAnswer, Task, TaskEvent
from tasks.plans import current_plan
from tasks.punctuality import LastClosed, last_closed_on, owes, reported_in_time
from tasks.querysets import ProblemAnswerQuerySet
from tasks.states import Cadence, Colour, Consultation, Kind, State, TaskRole

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""A moment at the end of the calendar overflows when the database converts its zone."""
_DAYS = (MinValueValidator(EARLIEST.date()), MaxValueValidator(LATEST.date()))


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
    owed_report = filters.DateFilter(method="by_owing", label="应报送(截至某日的上一期)", validators=_DAYS)
    reported_in_time = filters.DateFilter(
        method="by_in_time", label="按时报送(截至某日的上一期)", validators=_DAYS
    )
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

    def by_owing(self, queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Those whose lead unit owed a report for the last period closed on that day."""
        return self._of(queryset, (pk for pk, _ in self._owing(queryset, value)))

    def by_in_time(self, queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Those of them that had reported by the due day."""
        owing = self._owing(queryset, value)
        made = reported_in_time((pk for pk, _ in owing), self._closed(value)) if owing else set()
        return self._of(queryset, (pk for pk, period in owing if (pk, period) in made))

    def _owing(self, queryset: QuerySet[Any], on: date) -> list[tuple[int, str]]:
        closed, key = self._closed(on), column(queryset, "pk")
        rows = queryset.only("pk", "state", "cadence", "cadence_from", "first_period").annotate(key=F(key))
        return [(row.key, closed.periods[row.cadence]) for row in rows if owes(row, closed)]

    def _closed(self, on: date) -> LastClosed:
        slug = self.data.get("plan")
        plan = Plan.objects.filter(slug=slug).first() if slug else current_plan()
        return last_closed_on(plan or Plan(starts_on=on), on)

    def _of(self, queryset: QuerySet[Any], keys: Iterable[int]) -> QuerySet[Any]:
        return queryset.filter(**{f"{column(queryset, 'pk')}__in": list(keys)})

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
