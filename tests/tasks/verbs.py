"""Every action of the table with the least that it needs, and what must wait before it can be done."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tasks import workflow
from tasks.models import Person, Plan, Task, TaskEvent
from tasks.states import OPEN, TRANSITIONS, Action, Level, Outcome, PlanState, State, Who
from tasks.workflow.reporting import Quantity
from tests.cast import Cast
from tests.tasks.letters import request_more_time, urge
from tests.tasks.reports import report_amount

DAY = date(2020, 6, 10)
LATER = date(2020, 6, 20)
BY_PEOPLE = tuple(
    action for action, row in TRANSITIONS.items() if row.who != Who.SYSTEM and action != Action.PROPOSE
)
RIGHT_PERSON = {
    Action.AGREE: "head",
    Action.OBJECT: "head",
    Action.ASSIGN: "supervisor",
    Action.ACCEPT: "head",
    Action.DECLINE: "head",
    Action.HAND_OVER: "head",
    Action.REPORT: "reporter",
    Action.WITHDRAW: "reporter",
    Action.VERIFY: "supervisor",
    Action.REJECT: "supervisor",
    Action.REQUEST_EXTENSION: "reporter",
    Action.GRANT: "supervisor",
    Action.REFUSE: "supervisor",
    Action.SUBMIT: "head",
    Action.TAKE_BACK: "head",
    Action.APPROVE: "supervisor2",
    Action.RETURN: "supervisor2",
    Action.URGE: "supervisor",
    Action.INSTRUCT: "leader",
    Action.ANSWER: "reporter",
    Action.REVISE: "supervisor",
    Action.SUSPEND: "supervisor",
    Action.RESUME: "supervisor",
    Action.CANCEL: "supervisor",
    Action.REOPEN: "supervisor",
}
_VERBS: dict[Action, Callable[..., TaskEvent]] = {
    Action.OBJECT: workflow.object_to,
    Action.RETURN: workflow.send_back,
}


def least(action: Action, cast: Cast) -> dict[str, Any]:
    """The keys without which the action is refused."""
    needs: dict[Action, dict[str, Any]] = {
        Action.OBJECT: {"text": "建议由经济服务办牵头"},
        Action.ASSIGN: {"lead_unit": cast.lead, "leader": cast.leader, "due_on": date(2020, 12, 31)},
        Action.HAND_OVER: {"assignee": cast.reporter},
        Action.REPORT: {"period": "2020-06", "note": "完成签约", "quantities": [Quantity(Decimal("1.5"))]},
        Action.REQUEST_EXTENSION: {"due_on": date(2021, 1, 31), "reason": "征地未完成"},
        Action.SUBMIT: {"outcome": Outcome.MOSTLY, "note": "基本办结"},
        Action.URGE: {"level": Level.BLUE, "text": "请抓紧推进", "answer_by": LATER},
        Action.INSTRUCT: {"text": "请说明进展", "answer_by": LATER},
        Action.ANSWER: {"text": "已增派人员"},
        Action.REVISE: {"reason": "口径调整", "detail": "按区口径统计"},
    }
    reasoned = "reason" in TRANSITIONS[action].needs
    return needs.get(action, {"reason": "会议研究决定"} if reasoned else {})


def perform(action: Action, task: Task, cast: Cast, by: str, **given: Any) -> TaskEvent:
    """The action by somebody of the cast who has seen the task as it is given."""
    verb = _VERBS.get(action) or getattr(workflow, action.value)
    person: Person = getattr(cast, by)
    keys = {"by": person, "on": DAY, "version": task.version} | least(action, cast) | given
    return verb(task, **keys)


def fresh(task: Task) -> Task:
    """The task as it stands in the database, with nothing remembered."""
    return Task.objects.get(pk=task.pk)


def let_wait(action: Action, task: Task, cast: Cast) -> None:
    """Give a task what the action waits for."""
    match TRANSITIONS[action].waits_for:
        case "unverified":
            report_amount(task, cast, "2020-05", "1", on=date(2020, 5, 25))
        case "pending_extension":
            request_more_time(task, cast, on=date(2020, 6, 1))
        case "awaiting":
            urge(task, cast, on=date(2020, 6, 1), answer_by=LATER)


def ready(action: Action, state: State, make: Callable[..., Task], cast: Cast) -> Task:
    """A task in the state, in a plan in which the action can be done, with what it waits for where there can be."""
    waits_for = TRANSITIONS[action].waits_for
    task = make(state=State.ACTIVE if waits_for else state)
    if waits_for:
        reported = waits_for == "unverified" or state not in OPEN  # a report needs an active task
        if reported:
            let_wait(action, task, cast)
        for step in _WAYS[state]:
            perform(step, fresh(task), cast, RIGHT_PERSON[step], on=date(2020, 6, 1))
        if not reported:
            let_wait(action, task, cast)
    if PlanState.ACTIVE not in TRANSITIONS[action].plans:
        Plan.objects.filter(pk=task.plan_id).update(state=TRANSITIONS[action].plans[0])
    return fresh(task)


_WAYS: dict[State, tuple[Action, ...]] = {
    State.PROPOSED: (Action.ASSIGN, Action.DECLINE),
    State.ASSIGNED: (Action.ASSIGN,),
    State.ACTIVE: (),
    State.IN_REVIEW: (Action.SUBMIT,),
    State.DONE: (Action.SUBMIT, Action.APPROVE),
    State.SUSPENDED: (Action.SUSPEND,),
    State.CANCELLED: (Action.CANCEL,),
}
"""From an active task to one in the state."""
