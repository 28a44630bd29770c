"""The dashboard over REST with its key indicators. Here, because they need `tasks` and `indicators` both."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from guanhu import key_indicators
from guanhu.indicators.serializers import AskedSerializer, ForecastSerializer
from guanhu.task_rows import target_links
from indicators.kinds import Verdict
from tasks.api.dashboard import DashboardSerializer, DashboardView
from tasks.api.outputs import Quantity, Word
from tasks.past_targets import linked
from tasks.summaries import Dashboard


class KeyIndicatorSerializer(serializers.Serializer):
    """In the target's unit, as known at the end of the day asked for; the whole of it is in `indicators/{code}/`."""

    code = serializers.CharField(source="indicator.code")
    name = serializers.CharField(source="indicator.name")
    target = AskedSerializer()
    current = Quantity(allow_null=True, help_text="尚无数据时为 null")
    forecast = ForecastSerializer(source="outlook.ahead", default=None, allow_null=True)
    verdict = Word(
        Verdict.choices, source="outlook.verdict", default=None, allow_null=True, help_text="null:数据不足"
    )


class DashboardWithIndicatorsSerializer(DashboardSerializer):
    indicators = serializers.SerializerMethodField(help_text="关键指标")

    @extend_schema_field(KeyIndicatorSerializer(many=True))
    def get_indicators(self, found: Dashboard) -> list[dict[str, Any]]:
        links = key_indicators.with_last_year(target_links(found.tasks), found.plan)
        rows = key_indicators.load(linked(links, found.tasks, found.moment), found.plan, found.moment)
        return KeyIndicatorSerializer([row.one for row in rows], many=True).data


class DashboardWithIndicators(DashboardView):
    serializer_class = DashboardWithIndicatorsSerializer
