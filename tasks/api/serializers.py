"""Tasks and their events as JSON; `representation` feeds them in a constant number of queries."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.kinds import Comparator
from indicators.models import Target
from tasks.api.outputs import Percent, Quantity, Text, Word
from tasks.api.plan_serializers import OrdinalNameSerializer, PersonSerializer, UnitNameSerializer
from tasks.models import Face, Task, TaskEvent
from tasks.states import Action, Colour, Kind, Outcome, State, TaskRole


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
    current = serializers.SerializerMethodField(help_text="现值,与目标同单位;尚无数据时为 null")

    def get_current(self, target: Target) -> str | None:
        current: str | None = self.context["currents"].get(target.code)
        return current


class CheckpointSerializer(serializers.Serializer):
    ordinal = serializers.IntegerField()
    due_on = serializers.DateField()
    text = serializers.CharField()
    value = Quantity(allow_null=True)
    percent = Percent(allow_null=True)
    met_on = serializers.DateField(allow_null=True)


class PlaceSerializer(serializers.Serializer):
    document = Text(source="plan.source_title", allow_null=True)
    part = Text(source="source_part", allow_null=True)
    pillar = serializers.IntegerField(source="source_pillar", allow_null=True)
    paragraph = serializers.IntegerField(source="source_paragraph", allow_null=True)
    start = serializers.IntegerField(source="source_start", allow_null=True)
    end = serializers.IntegerField(source="source_end", allow_null=True)


class SourceSerializer(PlaceSerializer):
    quote = Text(source="source_quote", allow_null=True)


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
    pending_extension = serializers.DateField(allow_null=True)
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
        names = self.context["unit_names"]
        return [
            {"code": code, "name": names.get(code, code), "quota": None} for code in face.supporting_codes
        ]


class EventFaceSerializer(FaceSerializer):
    def day(self, face: Face) -> date:
        return face.on  # type: ignore[attr-defined]  # the face of an event


class TaskRowSerializer(FaceSerializer):
    """A task in a list."""

    code = serializers.CharField()
    plan = serializers.CharField(source="plan.slug")
    targets = serializers.SerializerMethodField()
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
        targets = [link.target for link in task.task_targets.all()]
        return TargetSerializer(targets, many=True, context={"currents": task.currents}).data


class TaskSerializer(TaskRowSerializer):
    """One task, whole."""

    detail = serializers.CharField()
    checkpoints = CheckpointSerializer(many=True)
    source = SourceSerializer(source="*")
    allowed_actions = serializers.SerializerMethodField(help_text="您此刻能对它做的动作")

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Action.choices)))
    def get_allowed_actions(self, task: Task) -> list[str]:
        return self.context["allowed_actions"]


class EvidenceNameSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="字节")
    sha256 = serializers.CharField()


class EventSerializer(serializers.Serializer):
    """One thing that happened, with the task's face after it."""

    id = serializers.IntegerField()
    position = serializers.IntegerField(help_text="在全部记录中的次序")
    task = serializers.CharField(source="task.code")
    version = serializers.IntegerField()
    action = serializers.ChoiceField(Action.choices)
    actor = PersonSerializer(allow_null=True, help_text="系统动作为 null")
    on_behalf_of = UnitNameSerializer(allow_null=True, help_text="代填时所代的单位")
    at = serializers.DateTimeField()
    on = serializers.DateField(help_text="办公日")
    period = Text(allow_null=True)
    note = serializers.CharField()
    data = serializers.SerializerMethodField(help_text="该动作的其他内容,键与提交时相同")
    evidence = serializers.SerializerMethodField()
    face = EventFaceSerializer(source="*", help_text="此动作之后的任务")
    digest = serializers.CharField()

    def get_data(self, event: TaskEvent) -> dict[str, Any]:
        people = self.context["people"]
        data = {key: value for key, value in event.data.items() if key != "evidence"}
        texts = dict(event.texts)
        if "help_what" in texts:
            data["help"] = {"whom": texts.pop("help_whom", ""), "what": texts.pop("help_what")}
        if "changes" in data:
            data["changes"] = _with_names(data["changes"], people)
        return _with_names(data, people) | texts

    @extend_schema_field(EvidenceNameSerializer(many=True))
    def get_evidence(self, event: TaskEvent) -> list[dict[str, Any]]:
        return event.data.get("evidence", [])


PEOPLE = {"leader", "assignee"}
"""Keys of an event's data that hold ids of people, or pairs of them."""


def _with_names(data: dict[str, Any], people: dict[int, Any]) -> dict[str, Any]:
    return {key: _named(value, people) if key in PEOPLE else value for key, value in data.items()}


def _named(value: Any, people: dict[int, Any]) -> Any:
    if isinstance(value, list):
        return [_named(item, people) for item in value]
    person = people.get(int(value)) if value is not None else None
    return PersonSerializer(person).data if person else None


class PerformedSerializer(serializers.Serializer):
    """What an action wrote, and the task as it now stands."""

    event = EventSerializer()
    task = TaskSerializer()
