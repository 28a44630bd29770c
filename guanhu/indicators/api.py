"""Indicators over REST. Here and not in an app, because they need `indicators` and `tasks` both."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from guanhu.indicators import followed, history
from guanhu.indicators.listing import matching
from guanhu.indicators.serializers import (
    IndicatorDetailSerializer,
    IndicatorSerializer,
    ReadingInput,
    ReadingSerializer,
)
from indicators.models import Indicator, Reading
from tasks import access, readings
from tasks.api import documentation as docs
from tasks.errors import NotAllowed
from tasks.forms.moment import PARAMETERS, read_moment
from tasks.models import Plan
from tasks.plans import current_plan

PLAN = OpenApiParameter("plan", str, description="哪个年度计划(slug);默认执行中的计划")
_READING: dict[str, Any] = {
    "period": "2020-09",
    "value": "2.15",
    "unit": "亿元",
    "note": "统计快报",
    "provisional": True,
}


class OfIndicators(GenericAPIView):
    """Base: not there for whom the task of its target is not."""

    queryset: ClassVar[QuerySet[Any]] = Indicator.objects.all()

    def visible(self) -> QuerySet[Indicator]:
        return followed.visible(self.request.user)

    def indicator(self) -> Indicator:
        return get_object_or_404(self.visible(), code=self.kwargs["code"])

    def plan(self) -> Plan:
        """The one asked for, else the one being carried out."""
        slug = self.request.query_params.get("plan")
        found = Plan.objects.filter(slug=slug).first() if slug else current_plan()
        if found is None and slug:
            raise ValidationError({"plan": f"没有年度计划“{slug[:40]}”。"})
        if found is None:
            raise Http404
        return found

    def shown(self, indicators: list[Indicator]) -> tuple[list[followed.Followed], dict[str, Any]]:
        """The indicators as they stand, and what their serializer needs besides."""
        plan = self.plan()
        moment = read_moment(self.request.query_params, self.request.on, plan)
        return followed.load(indicators, plan, moment), {"plan": plan, "moment": moment}


class IndicatorList(OfIndicators):
    serializer_class = IndicatorSerializer
    orderings = ("code",)
    default_ordering = "code"
    parameters = ("plan", "search", *PARAMETERS)

    @extend_schema(
        summary="指标列表",
        description=(
            "您能看到的全部指标,各带本年目标、现值、研判和推算的年底区间;本年没有目标的也在其中。"
            "属于限定知悉任务的指标,只对知悉范围内的人存在。"
        ),
        parameters=[PLAN, OpenApiParameter("search", str, description="名称或代码中的字词"), *docs.MOMENT],
        responses=IndicatorSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = matching(self.visible(), request.query_params.get("search", ""))
        found, context = self.shown(self.paginate_queryset(rows.order_by()))
        return self.get_paginated_response(IndicatorSerializer(found, many=True, context=context).data)


class IndicatorDetail(OfIndicators):
    serializer_class = IndicatorDetailSerializer
    parameters = ("plan", *PARAMETERS)

    @extend_schema(
        summary="一项指标",
        description=(
            "目标、现值、完成百分比、研判、推算的年底区间和上年结果,及本年各期。"
            "均值按天数加权,不除以 12;比率只取最近一期。不存在或不对您开放时是 404。"
        ),
        parameters=[PLAN, *docs.MOMENT],
    )
    def get(self, request: Request, code: str) -> Response:
        (one,), context = self.shown([self.indicator()])
        return Response(IndicatorDetailSerializer(one, context=context).data)


class IndicatorReadings(OfIndicators):
    queryset = Reading.objects.all()
    serializer_class = ReadingSerializer
    orderings = ("on",)
    default_ordering = "on"
    parameters = PARAMETERS
    problems: ClassVar = {"POST": (409,)}

    @extend_schema(
        summary="一项指标的全部数据",
        description="每条录入或报送过的数据,旧的在前;被更正、退回、撤回的也在其中,由 `standing` 说明。",
        parameters=docs.MOMENT,
        responses=ReadingSerializer(many=True),
    )
    def get(self, request: Request, code: str) -> Response:
        indicator, moment = self.indicator(), read_moment(request.query_params, request.on)
        page = self.paginate_queryset(history.known(indicator, moment.on).order_by())
        entries = {entry.reading.pk: entry for entry in history.history(indicator, moment.on)}
        rows = [entries[row.pk] for row in page]
        return self.get_paginated_response(ReadingSerializer(rows, many=True).data)

    @extend_schema(
        summary="录入数据",
        description=(
            "录入一期数据,限督查室。同一期再次录入即为更正:新数计入,原数保留。"
            "该年由任务报送的指标是 409:请在任务中报送进展。"
            "期间尚未结束、单位不能换算、负数、与现有数据完全相同,都是 400。"
        ),
        request=ReadingInput,
        responses={201: ReadingSerializer},
        examples=[OpenApiExample("录入暂定数", value=_READING, request_only=True)],
    )
    def post(self, request: Request, code: str) -> Response:
        indicator = self.indicator()
        if not readings.may_record(access.rights(request.user)):
            raise NotAllowed(readings.NOT_YOURS)
        given = ReadingInput(data=request.data)
        given.is_valid(raise_exception=True)
        written = readings.record(indicator, by=request.user, on=request.on, **given.validated_data)
        entries = history.history(indicator, request.on)
        (entry,) = [entry for entry in entries if entry.reading.pk == written.pk]
        return Response(ReadingSerializer(entry).data, status=201)
