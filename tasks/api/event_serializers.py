"""Events of a task as JSON, with the face after each; `representation` feeds them in a constant number of queries."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tasks.api.outputs import Text
from tasks.api.plan_serializers import PersonSerializer, UnitNameSerializer
from tasks.api.serializers import EventFaceSerializer, TaskSerializer
from tasks.models import TaskEvent
from tasks.states import Action, Level
from tasks.workflow.letters import slip_number

_PEOPLE = frozenset(("leader", "assignee", "delegated_for", "prepared_by"))
_DATA = (
    "该动作的其他内容,键与提交时相同;此外:督查单有编号 `slip`,回复有所答复的 `answered`(version)和是否超期 `late`,"
    "核定有 `reports`、退回和撤回有 `report`(version),报送有报送单位 `part`"
)


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
    on_behalf_of = UnitNameSerializer(allow_null=True, help_text="代填、代签收时所代的单位")
    at = serializers.DateTimeField()
    on = serializers.DateField(help_text="办公日")
    period = Text(allow_null=True)
    note = serializers.CharField()
    data = serializers.SerializerMethodField(help_text=_DATA)
    evidence = serializers.SerializerMethodField()
    face = EventFaceSerializer(source="*", help_text="此动作之后的任务")
    digest = serializers.CharField()

    def get_data(self, event: TaskEvent) -> dict[str, Any]:
        people, keys = self.context["people"], _keys_of_people(event)
        data = {key: value for key, value in event.data.items() if key != "evidence"}
        texts = dict(event.texts)
        if "help_what" in texts:
            data["help"] = {"whom": texts.pop("help_whom", ""), "what": texts.pop("help_what")}
        if "changes" in data:
            data["changes"] = _with_names(data["changes"], keys, people)
        if event.action == Action.URGE:
            data["slip"] = slip_number(event.task.plan, Level(data["level"]), data["number"])
        return _with_names(data, keys, people) | texts

    @extend_schema_field(EvidenceNameSerializer(many=True))
    def get_evidence(self, event: TaskEvent) -> list[dict[str, Any]]:
        return event.data.get("evidence", [])


class PerformedSerializer(serializers.Serializer):
    """What an action wrote, and the task as it now stands."""

    event = EventSerializer()
    task = TaskSerializer()


def people_of(event: TaskEvent) -> set[int]:
    """Ids of people whom the event's data names."""
    keys, holders = _keys_of_people(event), (event.data, event.data.get("changes", {}))
    values = [holder[key] for holder in holders for key in keys & holder.keys()]
    return {
        int(pk)
        for value in values
        for pk in (value if isinstance(value, list) else [value])
        if pk is not None
    }


def _keys_of_people(event: TaskEvent) -> frozenset[str]:
    """Keys of an event's data that hold ids of people, or pairs of them."""
    return _PEOPLE | {"was"} if event.action == Action.HAND_OVER else _PEOPLE


def _with_names(data: dict[str, Any], keys: frozenset[str], people: dict[int, Any]) -> dict[str, Any]:
    return {key: _named(value, people) if key in keys else value for key, value in data.items()}


def _named(value: Any, people: dict[int, Any]) -> Any:
    if isinstance(value, list):
        return [_named(item, people) for item in value]
    person = people.get(int(value)) if value is not None else None
    return PersonSerializer(person).data if person else None
