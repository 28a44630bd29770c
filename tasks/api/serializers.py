"""Tasks as JSON; `representation` feeds them in a constant number of queries."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.quantities import plain
from tasks.api.outputs import Percent, Quantity, Text, Word
from tasks.api.part_serializers import (
    CheckpointSerializer,
    ItemSerializer,
    LetterSerializer,
    LightSerializer,
    PlaceSerializer,
    SourceSerializer,
    SupportingUnitSerializer,
    TargetSerializer,
)
from tasks.api.plan_serializers import OrdinalNameSerializer, PersonSerializer, UnitNameSerializer
from tasks.models import Face, Task
from tasks.states import (
    Action,
    Cadence,
    Consultation,
    Kind,
    Outcome,
    State,
    TaskRole,
)


class FaceSerializer(serializers.Serializer):
    """What a task looks like at one moment: now, or after an event."""

    pillar = OrdinalNameSerializer(source="measure.pillar")
    measure = OrdinalNameSerializer()
    title = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    role = serializers.ChoiceField(TaskRole.choices)
    state = serializers.ChoiceField(State.choices)
    light = serializers.SerializerMethodField(help_text="不在办时为 null")
    progress = Percent(allow_null=True, help_text="完成百分比;不可量化时为 null")
    planned = Percent(allow_null=True, help_text="按计划应完成的百分比")
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    original_due_on = serializers.DateField(allow_null=True)
    overdue = serializers.BooleanField()
    overdue_days = serializers.SerializerMethodField(help_text="任务逾期天数(自然日)")
    checkpoint_overdue = serializers.BooleanField(help_text="节点逾期,与任务逾期分计")
    unreported = serializers.BooleanField(help_text="最近应报的一期未报送")
    last_period = Text(allow_null=True)
    lead_unit = UnitNameSerializer(allow_null=True)
    supporting_units = serializers.SerializerMethodField()
    leader = PersonSerializer(allow_null=True)
    assignee = PersonSerializer(allow_null=True)
    assignment_confirmed = serializers.BooleanField(help_text="false:责任单位为建议,待确认")
    weight = Quantity()
    restricted = serializers.BooleanField()
    needs_help = serializers.BooleanField()
    pending_extension = serializers.DateField(
        allow_null=True, help_text="申请延期至;没有待答复的申请时为 null"
    )
    extended_on = serializers.DateField(
        allow_null=True, help_text="最近延期日;此后至多亮黄灯,直至达成下一阶段目标"
    )
    cadence = serializers.ChoiceField(Cadence.choices, help_text="报送周期")
    consultation = Word(Consultation.choices, allow_null=True, help_text="征求意见时牵头单位的答复")
    unverified = serializers.ListField(
        child=serializers.IntegerField(), help_text="待核定的报送,在办理记录中的 version,旧的在前"
    )
    awaiting = LetterSerializer(many=True, help_text="待回复的督查单和批示")
    answer_by = serializers.DateField(allow_null=True, help_text="其中最早的回复期限")
    outcome = Word(Outcome.choices, allow_null=True)

    @extend_schema_field(LightSerializer(allow_null=True))
    def get_light(self, face: Face) -> dict[str, Any] | None:
        return LightSerializer(face).data if face.light else None

    def get_overdue_days(self, face: Face) -> int:
        """The clock stops when closing is asked for."""
        stopped = face.submitted_on if face.state == State.IN_REVIEW else None
        return max(((stopped or self.day(face)) - face.due_on).days, 0) if face.overdue else 0

    def day(self, face: Face) -> date:
        """The office day on which the face is looked at."""
        return self.context["on"]

    @extend_schema_field(SupportingUnitSerializer(many=True))
    def get_supporting_units(self, face: Face) -> list[dict[str, Any]]:
        names, quotas = self.context["unit_names"], self.quotas(face)
        return [
            {"code": code, "name": names.get(code, code), "quota": quotas.get(code)}
            for code in face.supporting_codes
        ]

    def quotas(self, face: Face) -> dict[str, str]:
        """Shares of the first target by unit code, where they are known."""
        return {}


class EventFaceSerializer(FaceSerializer):
    def day(self, face: Face) -> date:
        return face.on  # type: ignore[attr-defined]  # the face of an event


class TaskRowSerializer(FaceSerializer):
    """A task in a list."""

    code = serializers.CharField()
    plan = serializers.CharField(source="plan.slug")
    targets = serializers.SerializerMethodField()
    carried_from = serializers.SerializerMethodField(help_text="结转自上年的哪项任务")
    source = PlaceSerializer(source="*")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, serializers.Field]:
        """What identifies the task first."""
        fields = super().get_fields()
        return {"code": fields.pop("code"), "plan": fields.pop("plan"), **fields}

    @extend_schema_field(TargetSerializer(many=True))
    def get_targets(self, task: Task) -> list[dict[str, Any]]:
        targets = self.context["targets"][task.pk]
        return TargetSerializer(targets, many=True, context={"task": task}).data

    def quotas(self, face: Face) -> dict[str, str]:
        return {row.unit.code: plain(row.value) for row in face.quotas.all()}  # type: ignore[attr-defined]  # a task

    def get_carried_from(self, task: Task) -> str | None:
        """Only for whom that task is there."""
        carried: str | None = self.context["carried"].get(task.carried_from_id)
        return carried


class TaskSerializer(TaskRowSerializer):
    """One task, whole."""

    detail = serializers.CharField()
    checkpoints = CheckpointSerializer(many=True)
    items = ItemSerializer(many=True, help_text="子项")
    source = SourceSerializer(source="*")
    allowed_actions = serializers.SerializerMethodField(help_text="您此刻能对它做的动作")

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Action.choices)))
    def get_allowed_actions(self, task: Task) -> list[str]:
        return self.context["allowed_actions"]
