"""Parts of a task as JSON: its light, targets, stage goals, pieces, letters, place in the report."""

from rest_framework import serializers

from indicators.kinds import Comparator
from indicators.models import Target
from tasks.api.outputs import Percent, Quantity, Text, Word
from tasks.api.plan_serializers import UnitNameSerializer
from tasks.states import Action, Colour, Instruction, Level


class LightSerializer(serializers.Serializer):
    colour = serializers.ChoiceField(Colour.choices, source="light", help_text="none:在办而未亮灯")
    reason = serializers.CharField(source="light_reason", help_text="依据的规则和数字")
    time = Word(Colour.choices, source="light_time", allow_null=True, help_text="时限灯")
    plan = Word(Colour.choices, source="light_plan", allow_null=True, help_text="计划灯")
    reporting = Word(Colour.choices, source="light_reporting", allow_null=True, help_text="报送灯")
    to_recover = serializers.CharField(source="light_recover", help_text="如何转绿")


class SupportingUnitSerializer(UnitNameSerializer):
    quota = Quantity(allow_null=True, help_text="分解到该单位的数量;未分解时为 null")


class TargetSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    indicator = serializers.CharField(
        source="indicator.code", default=None, allow_null=True, help_text="指标代码"
    )
    comparator = serializers.ChoiceField(Comparator.choices)
    value = Quantity(allow_null=True)
    value_max = Quantity(allow_null=True, help_text="区间的上限")
    unit = serializers.CharField()
    milestone = Text(allow_null=True, help_text="节点目标要达到的节点")
    baseline = Quantity(allow_null=True)
    current = serializers.SerializerMethodField(help_text="现值(自报),与目标同单位;尚无数据时为 null")
    verified = serializers.SerializerMethodField(help_text="核定值,与目标同单位;尚无核定时为 null")

    def get_current(self, target: Target) -> str | None:
        current: str | None = self.context["task"].currents.get(target.code)
        return current

    def get_verified(self, target: Target) -> str | None:
        verified: str | None = self.context["task"].verified.get(target.code)
        return verified


class CheckpointSerializer(serializers.Serializer):
    ordinal = serializers.IntegerField()
    due_on = serializers.DateField()
    text = serializers.CharField()
    value = Quantity(allow_null=True)
    percent = Percent(allow_null=True)
    met_on = serializers.DateField(allow_null=True)


class LetterSerializer(serializers.Serializer):
    """A slip or an instruction that waits for its answer."""

    version = serializers.IntegerField(help_text="该督查单或批示在办理记录中的 version")
    action = serializers.ChoiceField([(a.value, a.label) for a in (Action.URGE, Action.INSTRUCT)])
    level = serializers.ChoiceField([*Level.choices, *Instruction.choices])
    answer_by = serializers.DateField(help_text="回复期限")


class ItemSerializer(serializers.Serializer):
    ordinal = serializers.IntegerField()
    name = serializers.CharField()
    stage = serializers.CharField(help_text="进展阶段")
    owner = serializers.CharField(help_text="责任方")
    done_on = serializers.DateField(allow_null=True, help_text="销号日")


class PlaceSerializer(serializers.Serializer):
    document = Text(source="plan.source_title", allow_null=True)
    part = Text(source="source_part", allow_null=True)
    pillar = serializers.IntegerField(source="source_pillar", allow_null=True)
    paragraph = serializers.IntegerField(source="source_paragraph", allow_null=True)
    start = serializers.IntegerField(source="source_start", allow_null=True)
    end = serializers.IntegerField(source="source_end", allow_null=True)


class SourceSerializer(PlaceSerializer):
    quote = Text(source="source_quote", allow_null=True)
