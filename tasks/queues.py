"""The supervisor's queues: each is a query of the task list, so that its number opens exactly those rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count as Counted
from django.db.models import F, Min, Q

from tasks import access
from tasks.filter_fields import Flag, Words
from tasks.filters import TaskFilter
from tasks.models import Person, Plan
from tasks.querysets import TaskQuerySet
from tasks.states import Action, State
from tasks.summaries import Count
from tasks.waiting import since_condition, since_version

YESTERDAY = "yesterday"
"""Stands for the day before the one on which somebody looks: what was due then is late now."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for the supervisors. `parameters` are those of the list, `bulk` the actions on many rows, `single`
    those on one row's own page. `waits_from` names the version of the event since which a row waits, where the
    condition alone does not tell."""

    key: str
    name: str
    parameters: dict[str, str]
    bulk: tuple[Action, ...] = ()
    single: tuple[Action, ...] = ()
    heading: str = ""
    waits_from: str = ""
    hint: str = ""


_URGE = (Action.URGE,)
QUEUES: tuple[Queue, ...] = (
    Queue(
        "proposed", "待交办", {"state": State.PROPOSED}, (Action.CANCEL,), (Action.ASSIGN, Action.REVISE), "类别",
        hint="逐项交办,或在编辑表里一次填好责任单位和时限、成批交办。",
    ),
    Queue("assigned", "待签收", {"state": State.ASSIGNED}, (*_URGE, Action.CANCEL), (Action.ACCEPT,), "责任人"),
    Queue(
        "no_checkpoints", "无阶段目标", {"no_checkpoints": "true"}, _URGE, (Action.REVISE,), "类别",
        hint="没有阶段目标就没有计划可比,亮不了计划灯;可在编辑表里成批填写。",
    ),
    Queue(
        "unverified", "待核定报送", {"unverified": "true", "state": "open"}, (Action.VERIFY,), (Action.REJECT,),
        "报送内容", waits_from="unverified__0",
    ),
    Queue(
        "in_review", "待审核", {"state": State.IN_REVIEW}, (Action.APPROVE, Action.RETURN), (Action.APPROVE,),
        "办结申请",
    ),
    Queue(
        "extension", "延期申请", {"pending_extension": "true"}, (Action.GRANT, Action.REFUSE), (Action.GRANT,), "申请",
    ),
    Queue("checkpoint_overdue", "节点逾期", {"checkpoint_overdue": "true"}, _URGE, (), "逾期节点"),
    Queue("overdue", "任务逾期", {"overdue": "true"}, (*_URGE, Action.SUSPEND, Action.CANCEL), (), "原因"),
    Queue("unreported", "未报送", {"unreported": "true"}, _URGE, (Action.REPORT,), "欠报"),
    Queue(
        "unanswered", "督促批示未回复", {"unanswered": "true"}, _URGE, (), "待回复", waits_from="awaiting__0__version",
    ),
    Queue(
        "answer_overdue", "回复逾期", {"answer_before": YESTERDAY}, _URGE, (), "待回复",
        waits_from="awaiting__0__version",
    ),
    Queue("needs_help", "需领导协调", {"needs_help": "true"}, (), (Action.INSTRUCT,), "协调事项"),
    Queue(
        "objections", "征求意见有异议", {"consultation": "objected", "state": State.PROPOSED}, (Action.CANCEL,),
        (Action.REVISE,), "修改意见", hint="调整后责任单位会重新答复;不采纳的,请与单位沟通后再答复同意。",
    ),
    Queue("suspended", "暂缓", {"state": State.SUSPENDED}, (Action.RESUME, Action.CANCEL), (), "理由"),
)  # fmt: skip
BY_KEY = {queue.key: queue for queue in QUEUES}


@dataclass(frozen=True, slots=True)
class Standing:
    """A queue as it stands on a day: how many rows, and since when the oldest waits."""

    queue: Queue
    on: date
    count: Count
    oldest: date | None = field(default=None)

    @property
    def key(self) -> str:
        return self.queue.key

    @property
    def name(self) -> str:
        return self.queue.name

    @property
    def days(self) -> int | None:
        """Calendar days since the oldest row came in; None for an empty queue."""
        return max((self.on - self.oldest).days, 0) if self.oldest else None


def query_of(queue: Queue, plan: Plan, on: date) -> dict[str, str]:
    """The parameters of the task list that has exactly the queue's rows."""
    yesterday = (on - timedelta(days=1)).isoformat()
    own = {name: yesterday if value == YESTERDAY else value for name, value in queue.parameters.items()}
    return {"plan": plan.slug, **own}


def rows(
    queue: Queue, plan: Plan, person: Person, on: date, narrowed: dict[str, str] | None = None
) -> TaskQuerySet:
    """The queue's tasks with `since`, the longest waiting first. `narrowed` adds parameters of the list; what does
    not hold there empties the list."""
    query = {**(narrowed or {}), **query_of(queue, plan, on)}
    found = TaskFilter(query, access.visible_tasks(person))
    tasks: TaskQuerySet = found.qs if found.is_valid() else access.visible_tasks(person).none()
    return _dated(queue, tasks).order_by(F("since").asc(), "due_on", "code")


def _dated(queue: Queue, tasks: TaskQuerySet) -> TaskQuerySet:
    if queue.waits_from:
        return since_version(tasks, queue.waits_from)
    return since_condition(tasks, _condition(queue))


def _condition(queue: Queue) -> Q:
    """The queue's parameters as a condition on any face."""
    condition = Q()
    for name, value in queue.parameters.items():
        declared: Any = TaskFilter.base_filters[name]
        if isinstance(declared, Flag):
            condition &= declared.condition()
        elif isinstance(declared, Words):
            condition &= declared.condition(value.split(","))
    return condition


def queues(plan: Plan, person: Person, on: date) -> list[Standing]:
    """Every queue, counted and dated by the database; one query each."""
    return [_standing(queue, plan, person, on) for queue in QUEUES]


def _standing(queue: Queue, plan: Plan, person: Person, on: date) -> Standing:
    found = rows(queue, plan, person, on).order_by().aggregate(value=Counted("pk"), oldest=Min("since"))
    query = urlencode(query_of(queue, plan, on), safe=",")
    return Standing(queue, on, Count(found["value"], query), found["oldest"])


def head_of(plan: Plan, person: Person, on: date, key: str, most: int) -> Sequence[Any]:
    """The first tasks of a queue, the longest waiting first."""
    return list(rows(BY_KEY[key], plan, person, on).with_names()[:most])
