"""What changed between two moments, as JSON: every change with both faces and the event that did it."""

from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tasks import changes as news
from tasks.api import documentation as docs
from tasks.api import examples
from tasks.api.dashboard import chosen
from tasks.api.plan_serializers import PersonSerializer, UnitNameSerializer
from tasks.api.plan_views import OfPlan
from tasks.api.serializers import FaceSerializer
from tasks.changes import Change, What
from tasks.closed_periods import due_days_of
from tasks.forms.moment import SPAN, read_span
from tasks.models import Person, Unit
from tasks.states import Action


class DoneBySerializer(serializers.Serializer):
    """The event of a change; the whole of it is in the task's `events/`."""

    id = serializers.IntegerField()
    position = serializers.IntegerField(help_text="在全部记录中的次序")
    version = serializers.IntegerField()
    action = serializers.ChoiceField(Action.choices)
    actor = PersonSerializer(allow_null=True, help_text="系统动作为 null")
    on_behalf_of = UnitNameSerializer(allow_null=True)
    at = serializers.DateTimeField()
    on = serializers.DateField(help_text="办公日")


class ChangeSerializer(serializers.Serializer):
    task = serializers.CharField(source="task.code")
    before = FaceSerializer(allow_null=True, help_text="起始日结束时的任务;那时还没有时为 null")
    after = FaceSerializer(source="task", help_text="截至日结束时的任务")
    event = DoneBySerializer(help_text="最后一次使它变化的办理记录")
    reason = serializers.CharField(help_text="经办人写的理由或说明;没有时为空")

    def to_representation(self, change: Change) -> dict[str, Any]:
        """Each face is looked at on its own day."""
        earlier, later = self.context["days"]
        then = FaceSerializer(change.before, context=self.context | {"on": earlier}).data
        return {
            "task": change.task.code,
            "before": then if change.before else None,
            "after": FaceSerializer(change.task, context=self.context | {"on": later}).data,
            "event": DoneBySerializer(change.event).data,
            "reason": change.reason,
        }


ListsSerializer = type(
    "ListsSerializer", (serializers.Serializer,), {str(what): ChangeSerializer(many=True) for what in What}
)


class ChangesSerializer(ListsSerializer):  # type: ignore[misc,valid-type]  # made of the lists that there are
    """The lists of `changes.What` beside what they are about."""

    plan = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field]:
        """`from` is a word of Python and cannot be declared."""
        fields = super().get_fields()
        ends = {"from": serializers.DateField(), "to": serializers.DateField()}
        return {"plan": fields.pop("plan"), **ends, **fields}


class ChangesView(OfPlan):
    serializer_class = ChangesSerializer
    parameters = ("leader", *SPAN)

    @extend_schema(
        summary="两日之间的变化",
        description=docs.CHANGES,
        parameters=[
            OpenApiParameter("from", str, description="从哪天或哪一期(当天结束时);省略时为上一次关账次日"),
            OpenApiParameter("to", str, description="到哪天或哪一期(当天结束时);省略时为今天"),
            OpenApiParameter("leader", str, description="只看截至日由该领导分管的任务(用户名)"),
        ],
        examples=[
            OpenApiExample("一周的变化", value=examples.CHANGES, response_only=True, status_codes=["200"])
        ],
    )
    def get(self, request: Request, plan: str) -> Response:
        found_plan = self.plan()
        due_days = due_days_of(found_plan)

        def since(until: date) -> date:
            return news.since(found_plan, due_days, until, None)

        earlier, later = read_span(request.query_params, request.on, found_plan, since)
        leader = chosen(request, "leader", Person, "username")
        found = news.changes(found_plan, request.user, earlier, later, leader)
        context = {
            "request": request,
            "days": (earlier.on, later.on),
            "unit_names": dict(Unit.objects.values_list("code", "name")),
        }
        lists = {
            str(what): ChangeSerializer(rows, many=True, context=context).data
            for what, rows in found.lists.items()
        }
        return Response({"plan": found_plan.slug, "from": earlier.on, "to": later.on, **lists})
