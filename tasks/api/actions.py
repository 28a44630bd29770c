"""From a request's body to the typed keyword arguments of a verb, by the workflow table."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from indicators.kinds import Comparator, IndicatorKind
from tasks import workflow
from tasks.api.inputs import Choice, Day, Figure, Flag, Named, Several, Strict, Text, Whole
from tasks.models import Measure, Person, Plan, Task, TaskEvent, Unit
from tasks.states import (
    PROGRESS_KEYS,
    REPORT_TAKES,
    TRANSITIONS,
    Action,
    Cadence,
    Headway,
    Instruction,
    Kind,
    Level,
    Outcome,
    PlanState,
    TaskRole,
)
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.items import MOST as MOST_ITEMS
from tasks.workflow.items import ItemProgress, ItemSpec
from tasks.workflow.quotas import Quota
from tasks.workflow.reporting import Help, Quantity
from tasks.workflow.targets import TargetSpec

_MEASURE = re.compile(r"([1-9][0-9]{0,2})\.([1-9][0-9]{0,2})")

VERBS: dict[Action, Callable[..., TaskEvent]] = {
    Action.AGREE: workflow.agree,
    Action.OBJECT: workflow.object_to,
    Action.ASSIGN: workflow.assign,
    Action.ACCEPT: workflow.accept,
    Action.DECLINE: workflow.decline,
    Action.HAND_OVER: workflow.hand_over,
    Action.REPORT: workflow.report,
    Action.WITHDRAW: workflow.withdraw,
    Action.VERIFY: workflow.verify,
    Action.REJECT: workflow.reject,
    Action.REQUEST_EXTENSION: workflow.request_extension,
    Action.GRANT: workflow.grant,
    Action.REFUSE: workflow.refuse,
    Action.URGE: workflow.urge,
    Action.INSTRUCT: workflow.instruct,
    Action.ANSWER: workflow.answer,
    Action.SUBMIT: workflow.submit,
    Action.TAKE_BACK: workflow.take_back,
    Action.APPROVE: workflow.approve,
    Action.RETURN: workflow.send_back,
    Action.REVISE: workflow.revise,
    Action.SUSPEND: workflow.suspend,
    Action.RESUME: workflow.resume,
    Action.CANCEL: workflow.cancel,
    Action.REOPEN: workflow.reopen,
}
"""What `POST tasks/{code}/events/` performs: not propose, which makes a task, nor what the system does."""


class QuantityInput(Strict):
    shape = Quantity
    target = Text(required=False, max_length=60, help_text="目标的代码;只有一个量化目标时可省")
    value = Figure()
    unit = Text(required=False, max_length=20, help_text="省略时为目标的单位")
    provisional = Flag(required=False, help_text="暂定数,以统计公布为准")


class HelpInput(Strict):
    shape = Help
    whom = Text(max_length=200, help_text="需要谁")
    what = Text(help_text="协调什么")


class StageGoalInput(Strict):
    shape = StageGoal
    due_on = Day()
    text = Text(required=False, max_length=200)
    value = Figure(required=False, allow_null=True, help_text="以第一个量化目标的单位计")
    percent = Figure(required=False, allow_null=True, low=Decimal(0), high=Decimal(100), places=2)


class TargetInput(Strict):
    shape = TargetSpec
    code = Text(required=False, max_length=60, help_text="已有目标的代码;新目标不填")
    name = Text(max_length=80, allow_blank=False)
    indicator = Text(required=False, max_length=60, help_text="已有指标的代码")
    reading = Choice(IndicatorKind, required=False, help_text="新指标的性质")
    comparator = Choice(Comparator)
    value = Figure(required=False, allow_null=True)
    value_max = Figure(required=False, allow_null=True)
    unit = Text(required=False, max_length=20)
    milestone = Text(required=False, max_length=40)
    baseline = Figure(required=False, allow_null=True)


class ItemInput(Strict):
    shape = ItemSpec
    name = Text(max_length=120, allow_blank=False)
    stage = Text(required=False, max_length=80)
    owner = Text(required=False, max_length=60)


class ItemProgressInput(Strict):
    shape = ItemProgress
    ordinal = Whole(help_text="子项的序号")
    done = Flag(required=False, help_text="本期销号")
    stage = Text(required=False, max_length=80, help_text="进展阶段;省略则不变")


class QuotaInput(Strict):
    shape = Quota
    unit = Named(Unit, "code", help_text="单位代码")
    value = Figure(help_text="以第一个量化目标的单位计;各单位合计须等于目标")


KEYS: dict[str, Callable[..., serializers.Field]] = {
    "title": lambda **o: Text(max_length=200, allow_blank=False, **o),
    "detail": Text,
    "measure": lambda **o: Text(max_length=7, help_text="板块.举措,例如 2.1", **o),
    "kind": lambda **o: Choice(Kind, **o),
    "role": lambda **o: Choice(TaskRole, **o),
    "weight": lambda **o: Figure(low=Decimal(0), high=Decimal("9999.99"), places=2, **o),
    "starts_on": Day,
    "due_on": Day,
    "restricted": lambda **o: Flag(help_text="限定知悉", **o),
    "lead_unit": lambda **o: Named(Unit, "code", help_text="单位代码", **o),
    "supporting_units": lambda **o: Several(child=Named(Unit, "code"), help_text="单位代码", **o),
    "leader": lambda **o: Named(Person, "username", help_text="用户名", **o),
    "assignee": lambda **o: Named(Person, "username", help_text="用户名", **o),
    "checkpoints": lambda **o: Several(child=StageGoalInput(), help_text="阶段目标,整表替换", **o),
    "targets": lambda **o: Several(child=TargetInput(), help_text="目标,整表替换", **o),
    "note": Text,
    "reason": Text,
    "problem": lambda **o: Text(help_text="存在问题", **o),
    "next_step": lambda **o: Text(help_text="下一步", **o),
    "help": lambda **o: HelpInput(allow_null=True, help_text="需领导协调", **o),
    "period": lambda **o: Text(
        max_length=10, help_text="期次,按任务的报送周期:2020-09、2020-Q3、2020-09-H1、2020-W38", **o
    ),
    "quantities": lambda **o: Several(child=QuantityInput(), help_text="本期数", **o),
    "stage": lambda **o: Whole(help_text="已达到第几阶段;0 为未启动", **o),
    "expected_on": lambda **o: Day(help_text="预计完成日期", **o),
    "actions": lambda **o: Several(child=Whole(), help_text="已办的阶段目标的序号", **o),
    "evidence": lambda **o: Several(child=Whole(), help_text="先行上传的佐证的 id", **o),
    "on_behalf_of": lambda **o: Named(Unit, "code", help_text="代填:所代单位的代码", **o),
    "outcome": lambda **o: Choice(Outcome, **o),
    "cadence": lambda **o: Choice(Cadence, help_text="报送周期", **o),
    "items": lambda **o: Several(child=ItemInput(), most=MOST_ITEMS, help_text="子项,整表替换", **o),
    "quotas": lambda **o: Several(child=QuotaInput(), help_text="分解指标,整表替换", **o),
    "headway": lambda **o: Choice(Headway, help_text="本期情况;省略为有新进展", **o),
    "text": Text,
    "answer_by": lambda **o: Day(help_text="回复期限", **o),
    "in_reply_to": lambda **o: Whole(help_text="所针对的办理记录的 id;只有一件时可省", **o),
    "level": lambda **o: Choice(Level, **o),
}
_OF_ACTION: dict[tuple[Action, str], Callable[..., serializers.Field]] = {
    (Action.REPORT, "items"): lambda **o: Several(
        child=ItemProgressInput(), most=MOST_ITEMS, help_text="子项进展和销号", **o
    ),
    (Action.INSTRUCT, "level"): lambda **o: Choice(Instruction, help_text="批示的类别", **o),
    (Action.ACCEPT, "on_behalf_of"): lambda **o: Named(Unit, "code", help_text="代签收:牵头单位的代码", **o),
    (Action.INSTRUCT, "leader"): lambda **o: Named(
        Person, "username", help_text="代录批示:哪位领导的批示", **o
    ),
    (Action.GRANT, "leader"): lambda **o: Named(Person, "username", help_text="同意延期的领导", **o),
}
"""Where a key means something else for one action."""


"""A field for every key of the workflow table; of empty texts the verbs say what they cannot do without."""


class ActionInput(Strict):
    """Base of the inputs made from the table."""

    def unknown(self, key: str) -> str:
        if key in KEYS:
            return f"此动作不收此项;可用:{'、'.join(self.fields)}。"
        return super().unknown(key)


@cache
def input_class(action: Action) -> type[ActionInput]:
    """The input of one action: the keys it needs and takes."""
    row = TRANSITIONS[action]
    extra: dict[str, serializers.Field] = {}
    if action == Action.PROPOSE:
        extra["plan"] = Named(Plan, "slug", required=False, help_text="计划;只有一个在执行时可省")
    else:
        extra["action"] = _name_field(action)
        extra["version"] = Whole(required=False, help_text="您看到的任务版本;也可放在 If-Match")
    needed = {key: _field(action, key)(required=True) for key in row.needs}
    taken = {key: _field(action, key)(required=False) for key in row.takes}
    return type(f"{action.name.title().replace('_', '')}Input", (ActionInput,), {**extra, **needed, **taken})


def _field(action: Action, key: str) -> Callable[..., serializers.Field]:
    return _OF_ACTION.get((action, key), KEYS[key])


def _name_field(action: Action) -> serializers.Field:
    fixed = type("ActionName", (Text,), {})
    return extend_schema_field({"type": "string", "enum": [action.value], "description": action.label})(
        fixed
    )()


def proposal(body: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments of `workflow.propose`. Raises ValidationError."""
    given = _validated(Action.PROPOSE, body)
    plan = given.pop("plan", None) or _only_plan()
    return given | {"measure": _measure(plan, given["measure"])}


def performable(body: Mapping[str, Any]) -> Action:
    """The action that a body names. Raises ValidationError."""
    name = body.get("action")
    if not isinstance(name, str) or name not in VERBS:
        raise ValidationError({"action": f"应是其中之一:{'、'.join(VERBS)}。"})
    return Action(name)


def arguments(action: Action, task: Task, body: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments of the action's verb, without `version`. Raises ValidationError."""
    given = _validated(action, body)
    if action == Action.REPORT:
        _check_report(Kind(task.kind), given)
    if "measure" in given:
        given["measure"] = _measure(task.plan, given["measure"])
    return {key: value for key, value in given.items() if key not in ("action", "version")}


def _validated(action: Action, body: Mapping[str, Any]) -> dict[str, Any]:
    serializer = input_class(action)(data=body)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _check_report(kind: Kind, given: Mapping[str, Any]) -> None:
    refused = [key for key in PROGRESS_KEYS if key in given and key not in REPORT_TAKES[kind]]
    if refused:
        raise ValidationError({key: f"{kind.label}任务不报送此项。" for key in refused})


def _only_plan() -> Plan:
    plans = list(Plan.objects.filter(state=PlanState.ACTIVE)[:2])
    if len(plans) != 1:
        raise ValidationError({"plan": "请写明计划。"})
    return plans[0]


def _measure(plan: Plan, number: str) -> Measure:
    found = _MEASURE.fullmatch(number)
    if not found:
        raise ValidationError({"measure": "应形如 2.1(板块.举措)。"})
    measure = (
        Measure.objects.filter(pillar__plan=plan, pillar__ordinal=int(found[1]), ordinal=int(found[2]))
        .select_related("pillar__plan")
        .first()
    )
    if measure is None:
        raise ValidationError({"measure": f"计划 {plan.slug} 中没有举措 {number}。"})
    return measure
