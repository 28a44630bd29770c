"""How the plan stood when each period closed: a row a period, every number with the list it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tasks import access
from tasks.api import documentation as docs
from tasks.api.dashboard import CountSerializer, LightsSerializer, MeasuredSerializer, chosen
from tasks.api.plan_views import OfPlan
from tasks.closed_periods import due_days_of
from tasks.forms.moment import PARAMETERS, read_moment
from tasks.models import Person, Unit
from tasks.states import Colour, State
from tasks.summaries import COUNTED, Count, Measured
from tasks.trend import Charge, PeriodTrend, trend


class PeriodSerializer(serializers.Serializer):
    """`change` of a number is the difference to the period before."""

    period = serializers.CharField()
    as_of = serializers.DateField(help_text="关账次日:各数是这一天结束时的情况")
    open = CountSerializer(help_text="在办")
    lights = LightsSerializer(help_text="在办任务的亮灯")
    done = CountSerializer()
    overdue = CountSerializer(help_text="任务逾期")
    checkpoint_overdue = CountSerializer(help_text="节点逾期")
    unreported = CountSerializer()
    measured = MeasuredSerializer(help_text="可量化任务的平均进度和平均计划")


class TrendSerializer(serializers.Serializer):
    plan = serializers.CharField()
    as_of = serializers.DateField()
    periods = PeriodSerializer(many=True, help_text="已关账的各期,先后为序")


class TrendView(OfPlan):
    serializer_class = TrendSerializer
    parameters = ("leader", "unit", *PARAMETERS)

    @extend_schema(
        summary="各期情况",
        description=docs.TREND,
        parameters=[
            OpenApiParameter("leader", str, description="只看关账时由该领导分管的任务(用户名)"),
            OpenApiParameter("unit", str, description="只看关账时由该单位牵头的任务(单位代码)"),
            *docs.MOMENT,
        ],
    )
    def get(self, request: Request, plan: str) -> Response:
        found = self.plan()
        moment = read_moment(request.query_params, request.on, found)
        charge = Charge(chosen(request, "leader", Person, "username"), chosen(request, "unit", Unit, "code"))
        visible = access.visible_tasks(request.user).filter(plan=found)
        rows = trend(found, due_days_of(found), visible, moment.on, charge)
        base = {"plan": found.slug}
        base |= {"leader": charge.leader.username} if charge.leader else {}
        base |= {"lead_unit": charge.unit.code} if charge.unit else {}
        body = {"plan": found.slug, "as_of": moment.on, "periods": _periods(rows, base)}
        context = {"tasks": request.build_absolute_uri(reverse("api:tasks"))}
        return Response(TrendSerializer(body, context=context).data)


@dataclass(frozen=True, slots=True)
class _Counted:
    """One period's numbers, each with its list and the change since the period before."""

    row: PeriodTrend
    before: PeriodTrend | None
    base: Mapping[str, str]

    def count(self, value: int, before: int | None, **query: str) -> Count:
        change = None if before is None else value - before
        return Count(value, self.row.lights.query(self.base, **query), change)

    def flagged(self, name: str) -> Count:
        before = None if self.before is None else getattr(self.before, name)
        return self.count(getattr(self.row, name), before, **{name: "true", "state": ",".join(COUNTED)})

    def light(self, colour: str) -> Count:
        before = None if self.before is None else self.before.lights.lights[colour]
        return self.count(self.row.lights.lights[colour], before, light=colour, state="open")

    @property
    def body(self) -> dict[str, Any]:
        row, before = self.row, self.before
        lights, then = row.lights, before.lights if before else None
        tasks = self.count(row.measured, before.measured if before else None, measured="true")
        return {
            "period": lights.period,
            "as_of": lights.on,
            "open": self.count(lights.open, then.open if then else None, state="open"),
            "lights": {str(colour): self.light(str(colour)) for colour in Colour},
            "done": self.count(lights.done, then.done if then else None, state=str(State.DONE)),
            "overdue": self.flagged("overdue"),
            "checkpoint_overdue": self.flagged("checkpoint_overdue"),
            "unreported": self.flagged("unreported"),
            "measured": Measured(tasks, row.progress, row.planned),
        }


def _periods(rows: list[PeriodTrend], base: Mapping[str, str]) -> list[dict[str, Any]]:
    return [_Counted(row, before, base).body for before, row in zip([None, *rows], rows, strict=False)]
