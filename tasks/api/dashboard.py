"""The plan at a glance: numbers that open the lists they count."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from tasks import summaries
from tasks.api import documentation as docs
from tasks.api.outputs import Percent
from tasks.api.plan_views import OfPlan
from tasks.api.representation import rows
from tasks.api.serializers import TaskRowSerializer
from tasks.forms.moment import WITH_COMPARISON, read_moment
from tasks.models import Person, Unit
from tasks.states import Colour
from tasks.summaries import Count


class CountSerializer(serializers.Serializer):
    value = serializers.IntegerField()
    href = serializers.SerializerMethodField(help_text="打开恰好这些任务的列表")
    change = serializers.IntegerField(allow_null=True, help_text="与对比日之差;未对比时为 null")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_href(self, count: Count) -> str:
        return f"{self.context['tasks']}?{count.query}"


class RatioSerializer(serializers.Serializer):
    n = serializers.IntegerField()
    of = serializers.IntegerField()


LightsSerializer = type(
    "LightsSerializer", (serializers.Serializer,), {colour.value: CountSerializer() for colour in Colour}
)


class MeasuredSerializer(serializers.Serializer):
    tasks = CountSerializer()
    progress = Percent(allow_null=True, help_text="平均完成百分比,只计可量化的任务")
    planned = Percent(allow_null=True)


class TotalsSerializer(serializers.Serializer):
    """Counts over tasks that have not been cancelled."""

    tasks = CountSerializer()
    continuing = CountSerializer(help_text="常态化任务")
    closable = CountSerializer(help_text="可办结的任务(非常态化)")
    closable_done = CountSerializer(help_text="其中已办结")
    done = CountSerializer()
    proposed = CountSerializer()
    assigned = CountSerializer()
    active = CountSerializer()
    in_review = CountSerializer()
    suspended = CountSerializer()
    overdue = CountSerializer(help_text="任务逾期")
    checkpoint_overdue = CountSerializer(help_text="节点逾期")
    unreported = CountSerializer()
    needs_help = CountSerializer(help_text="需领导协调")
    lights = LightsSerializer(help_text="在办任务的亮灯")
    measured = MeasuredSerializer()


class _Grouped(serializers.Serializer):
    """Totals beside what they are the totals of, not below a key of their own."""

    def to_representation(self, group: Any) -> dict[str, Any]:
        totals = TotalsSerializer(group.totals, context=self.context).data
        return super().to_representation(group) | totals


class PillarTotalsSerializer(_Grouped):
    ordinal = serializers.IntegerField(source="pillar.ordinal")
    name = serializers.CharField(source="pillar.name")
    slogan = serializers.CharField(source="pillar.slogan")


class UnitTotalsSerializer(_Grouped):
    code = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    reported_on_time = RatioSerializer(help_text="上一期按时报送 ÷ 应报送")
    closed_on_time = RatioSerializer(help_text="按原定时限办结 ÷ 已到时限")


class PillarWithTotals(PillarTotalsSerializer, TotalsSerializer):
    """As `PillarTotalsSerializer` writes it; for the schema."""


class UnitWithTotals(UnitTotalsSerializer, TotalsSerializer):
    """As `UnitTotalsSerializer` writes it; for the schema."""


class DashboardSerializer(serializers.Serializer):
    plan = serializers.CharField(source="plan.slug")
    as_of = serializers.DateField(source="on")
    period = serializers.CharField(help_text="最近关账的期次")
    totals = TotalsSerializer()
    pillars = serializers.SerializerMethodField()
    units = serializers.SerializerMethodField(help_text="按牵头单位")
    attention = serializers.SerializerMethodField(help_text="最需要关注的任务,红灯在前")

    @extend_schema_field(PillarWithTotals(many=True))
    def get_pillars(self, found: summaries.Dashboard) -> list[dict[str, Any]]:
        return PillarTotalsSerializer(found.pillars, many=True, context=self.context).data

    @extend_schema_field(UnitWithTotals(many=True))
    def get_units(self, found: summaries.Dashboard) -> list[dict[str, Any]]:
        return UnitTotalsSerializer(found.units, many=True, context=self.context).data

    @extend_schema_field(TaskRowSerializer(many=True))
    def get_attention(self, found: summaries.Dashboard) -> list[dict[str, Any]]:
        return rows(found.attention, self.context["request"], found.on)


class DashboardView(OfPlan):
    serializer_class = DashboardSerializer
    parameters = ("leader", "unit", *WITH_COMPARISON)

    @extend_schema(
        summary="总览",
        description=docs.DASHBOARD,
        parameters=[
            OpenApiParameter("leader", str, description="只看该领导分管的任务(用户名)"),
            OpenApiParameter("unit", str, description="只看该单位牵头的任务(单位代码)"),
            *docs.MOMENT_AND_COMPARISON,
        ],
    )
    def get(self, request: Request, plan: str) -> Response:
        asked = self.plan()
        found = summaries.dashboard(
            asked,
            request.user,
            read_moment(request.query_params, request.on, asked),
            leader=chosen(request, "leader", Person, "username"),
            unit=chosen(request, "unit", Unit, "code"),
        )
        context = {"request": request, "tasks": request.build_absolute_uri(reverse("api:tasks"))}
        return Response(self.get_serializer_class()(found, context=context).data)


def chosen(request: Request, name: str, model: type[Any], key: str) -> Any:
    """What a parameter names; None without it. Raises ValidationError for what is not there."""
    asked = request.query_params.get(name)
    if not asked:
        return None
    found = model.objects.filter(**{key: asked}).first()
    if found is None:
        raise ValidationError({name: f"没有“{asked[:40]}”。"})
    return found
