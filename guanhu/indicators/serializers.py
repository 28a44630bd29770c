"""Indicators and their readings as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from guanhu.indicators.followed import Followed
from guanhu.indicators.history import Entry, Fate
from guanhu.indicators.rows import Row, rows
from indicators.kinds import Comparator, Direction, IndicatorKind, Method, Verdict
from tasks.api.inputs import Figure, Flag, Strict, Text
from tasks.api.outputs import Percent, Quantity, Word
from tasks.api.outputs import Text as TextOut
from tasks.api.plan_serializers import PersonSerializer, UnitNameSerializer
from tasks.states import State


class AskedSerializer(serializers.Serializer):
    """What is asked of an indicator in the plan's year."""

    code = serializers.CharField()
    comparator = serializers.ChoiceField(Comparator.choices)
    value = Quantity(allow_null=True)
    value_max = Quantity(allow_null=True, help_text="区间的上限")
    unit = serializers.CharField()


class ForecastSerializer(serializers.Serializer):
    low = Quantity()
    high = Quantity()
    method = serializers.ChoiceField(Method.choices, help_text="推算依据")


class IndicatorSerializer(serializers.Serializer):
    """An indicator in a plan's year, as known at the end of the day asked for."""

    code = serializers.CharField(source="indicator.code")
    name = serializers.CharField(source="indicator.name")
    unit = serializers.CharField(source="indicator.unit")
    kind = serializers.ChoiceField(IndicatorKind.choices, source="indicator.kind", help_text="计法")
    direction = serializers.ChoiceField(Direction.choices, source="indicator.direction")
    plan = serializers.SerializerMethodField()
    as_of = serializers.SerializerMethodField()
    target = AskedSerializer(allow_null=True, help_text="本年目标;未设时为 null")
    tasks = serializers.SerializerMethodField(help_text="承担本年目标的任务")
    reported_through = serializers.SerializerMethodField(
        help_text="数据只经此任务报送;null 时可由督查室直接录入"
    )
    figures_unit = serializers.CharField(source="goal.unit", help_text="以下各数的单位,与目标相同")
    current = Quantity(allow_null=True, help_text="现值:累计、年内均值或最近一期;尚无数据时为 null")
    percent = Percent(allow_null=True, help_text="完成百分比;不可量化时为 null")
    provisional = serializers.BooleanField(help_text="现值含暂定数,以统计公布为准")
    last_year = Quantity(allow_null=True, help_text="上年结果")
    verdict = Word(
        Verdict.choices, source="outlook.verdict", default=None, allow_null=True, help_text="null:数据不足"
    )
    forecast = ForecastSerializer(
        source="outlook.ahead", default=None, allow_null=True, help_text="推算的年底区间;数据不足时为 null"
    )
    required = Quantity(
        source="outlook.required",
        default=None,
        allow_null=True,
        help_text="余下时间须达到的数:均值须有的平均、累计量每期须有的数量等;文字见 said",
    )
    said = serializers.SerializerMethodField(help_text="研判的文字")

    def get_plan(self, one: Followed) -> str:
        slug: str = self.context["plan"].slug
        return slug

    @extend_schema_field({"type": "string", "format": "date"})
    def get_as_of(self, one: Followed) -> str:
        day: str = self.context["moment"].on.isoformat()
        return day

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_tasks(self, one: Followed) -> list[str]:
        return [task.code for task in one.tasks]

    def get_reported_through(self, one: Followed) -> str | None:
        return next((task.code for task in one.tasks if task.state != State.CANCELLED), None)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_said(self, one: Followed) -> list[str]:
        return one.said


class IndicatorSourceSerializer(serializers.Serializer):
    part = TextOut(source="source_part", allow_null=True, help_text="报告部分")
    paragraph = serializers.IntegerField(source="source_paragraph", allow_null=True)


class PointSerializer(serializers.Serializer):
    """One period of the year, its figures in `figures_unit`."""

    period = serializers.CharField()
    value = Quantity()
    so_far = Quantity(allow_null=True, help_text="截至该期末的累计或年内均值;时点值和比率为 null")
    last_year = Quantity(source="last_value", allow_null=True, help_text="上年同期")
    last_year_so_far = Quantity(source="last_so_far", allow_null=True, help_text="上年同期的累计或均值")
    provisional = serializers.BooleanField(help_text="暂定数,以统计公布为准")
    verified = serializers.BooleanField(help_text="已核定")
    counted = serializers.SerializerMethodField(help_text="false:已含于较长的期间,不再相加")

    def get_counted(self, row: Row) -> bool:
        return not row.covered


class IndicatorDetailSerializer(IndicatorSerializer):
    source = IndicatorSourceSerializer(source="indicator")
    points = serializers.SerializerMethodField(help_text="本年各期,先后为序")

    @extend_schema_field(PointSerializer(many=True))
    def get_points(self, one: Followed) -> list[dict[str, Any]]:
        return PointSerializer(rows(one.goal, {}), many=True).data


class ReadingSerializer(serializers.Serializer):
    """One recorded figure, as it was reported, and what has become of it."""

    id = serializers.IntegerField(source="reading.pk")
    period = serializers.CharField(source="reading.period")
    value = Quantity(source="reading.value")
    unit = serializers.CharField(source="reading.unit")
    note = serializers.CharField(source="reading.note")
    provisional = serializers.BooleanField(source="reading.provisional", help_text="暂定数,以统计公布为准")
    standing = serializers.ChoiceField(
        Fate.choices,
        source="fate",
        help_text="counts 计入,corrected 已被更正,rejected 已退回,withdrawn 已撤回",
    )
    verified = serializers.BooleanField(help_text="已核定")
    by = PersonSerializer(source="reading.by", allow_null=True, help_text="录入人;年度报告中的数为 null")
    part = serializers.SerializerMethodField(help_text="报送单位;直接录入时为 null")
    on = serializers.DateField(source="reading.on", help_text="办公日")
    at = serializers.DateTimeField(source="reading.at")
    task = TextOut(allow_null=True, help_text="随哪项任务报送;直接录入时为 null")
    event_version = serializers.SerializerMethodField(help_text="该任务办理记录中的 version")

    @extend_schema_field(UnitNameSerializer(allow_null=True))
    def get_part(self, entry: Entry) -> dict[str, str] | None:
        code = entry.reading.part
        return {"code": code, "name": entry.unit or code} if code else None

    def get_event_version(self, entry: Entry) -> int | None:
        return entry.version or None


class ReadingInput(Strict):
    period = Text(
        max_length=10,
        allow_blank=False,
        help_text="2020(全年)、2020-Q3(季度)、2020-09(月)或 2020-09-30(日);到其最后一个月才有数",
    )
    value = Figure(help_text="累计量为该期自身的数,不是累计数")
    unit = Text(required=False, max_length=20, help_text="可换算的单位;省略时为指标的单位")
    note = Text(required=False, max_length=200)
    provisional = Flag(required=False, help_text="暂定数,以统计公布为准")
