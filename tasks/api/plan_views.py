"""Plans, pillars, units."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from tasks.api.plan_serializers import PillarSerializer, PlanSerializer, UnitSerializer
from tasks.models import Measure, Pillar, Plan, Unit


class PlanList(GenericAPIView):
    queryset = Plan.objects.all()
    serializer_class = PlanSerializer
    orderings = ("year",)
    default_ordering = "-year"

    @extend_schema(
        summary="年度计划列表", description="所有年度计划,新的在前。", responses=PlanSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(Plan.objects.all())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class OfPlan(GenericAPIView):
    """Base of what belongs to one plan."""

    def plan(self) -> Plan:
        return get_object_or_404(Plan, slug=self.kwargs["plan"])


class PlanDetail(OfPlan):
    queryset = Plan.objects.all()
    serializer_class = PlanSerializer

    @extend_schema(summary="一个年度计划", description="计划的起止、状态,和办公日当天生效的督办规则。")
    def get(self, request: Request, plan: str) -> Response:
        return Response(self.get_serializer(self.plan()).data)


class PillarList(OfPlan):
    queryset = Pillar.objects.all()
    serializer_class = PillarSerializer
    orderings = ("ordinal",)
    default_ordering = "ordinal"

    @extend_schema(
        summary="板块和举措",
        description="一个计划的板块,各带其举措,按报告中的次序。",
        responses=PillarSerializer(many=True),
    )
    def get(self, request: Request, plan: str) -> Response:
        measures = Prefetch("measures", Measure.objects.order_by("ordinal"))
        page = self.paginate_queryset(Pillar.objects.filter(plan=self.plan()).prefetch_related(measures))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class UnitList(GenericAPIView):
    queryset = Unit.objects.all()
    serializer_class = UnitSerializer
    orderings = ("ordinal",)
    default_ordering = "ordinal"

    @extend_schema(
        summary="责任单位",
        description="科室、社区和领导班子;`assumed` 为按惯例假定、待确认的单位。",
        responses=UnitSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(Unit.objects.select_related("parent", "succeeded_by"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
