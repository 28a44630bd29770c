"""Plans, their structure, people and units as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tasks.api.outputs import Quantity
from tasks.models import Plan, PlanRules
from tasks.rulebook import rules_row
from tasks.states import PlanState, UnitKind


class PersonSerializer(serializers.Serializer):
    username = serializers.CharField()
    name = serializers.CharField()


class UnitNameSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class UnitSerializer(UnitNameSerializer):
    kind = serializers.ChoiceField(UnitKind.choices)
    parent = serializers.CharField(
        source="parent.code", default=None, allow_null=True, help_text="上级单位的代码"
    )
    assumed = serializers.BooleanField(help_text="报告没有点名、按惯例设立的单位")
    active = serializers.BooleanField()
    succeeded_by = serializers.CharField(
        source="succeeded_by.code", default=None, allow_null=True, help_text="并入单位的代码"
    )


class OrdinalNameSerializer(serializers.Serializer):
    ordinal = serializers.IntegerField()
    name = serializers.CharField()


class PillarSerializer(OrdinalNameSerializer):
    slogan = serializers.CharField()
    measures = OrdinalNameSerializer(many=True)


class RulesSerializer(serializers.ModelSerializer):
    """The rules of supervision in force on the office day."""

    gap_yellow = Quantity()
    gap_red = Quantity()
    pace_yellow = Quantity()
    pace_red = Quantity()

    class Meta:
        model = PlanRules
        exclude = ("id", "plan")


class PlanSerializer(serializers.Serializer):
    slug = serializers.CharField(help_text="代号,用于路径和筛选")
    year = serializers.IntegerField()
    title = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.ChoiceField(PlanState.choices)
    rules = serializers.SerializerMethodField(help_text="办公日当天生效的督办规则")

    @extend_schema_field(RulesSerializer)
    def get_rules(self, plan: Plan) -> dict[str, Any]:
        return RulesSerializer(rules_row(plan, self.context["request"].on)).data
