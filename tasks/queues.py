"""The supervisor's queues: each is a query of the task list, so that its number opens exactly those rows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from tasks import access
from tasks.filters import TaskFilter
from tasks.models import Person, Plan
from tasks.querysets import TaskQuerySet
from tasks.states import State
from tasks.summaries import Count

QUEUES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("proposed", "待交办", {"state": State.PROPOSED}),
    ("assigned", "待签收", {"state": State.ASSIGNED}),
    ("in_review", "待审核", {"state": State.IN_REVIEW}),
    ("no_checkpoints", "无阶段目标", {"no_checkpoints": "true"}),
    ("overdue", "任务逾期", {"overdue": "true"}),
    ("checkpoint_overdue", "节点逾期", {"checkpoint_overdue": "true"}),
    ("unreported", "未报送", {"unreported": "true"}),
    ("needs_help", "需领导协调", {"needs_help": "true"}),
)
"""Key, name, and the parameters of the list."""


@dataclass(frozen=True, slots=True)
class Queue:
    key: str
    name: str
    count: Count


def queues(plan: Plan, person: Person) -> list[Queue]:
    """Counted by the list's own filter; one query each."""
    visible = access.visible_tasks(person)
    found = []
    for key, name, parameters in QUEUES:
        query = {"plan": plan.slug, **parameters}
        rows = TaskFilter(query, visible).qs
        found.append(Queue(key, name, Count(rows.count(), urlencode(query, safe=","))))
    return found


def head_of(plan: Plan, person: Person, key: str, most: int) -> TaskQuerySet:
    """The first tasks of a queue, the nearest due date first."""
    parameters = next(parameters for known, _, parameters in QUEUES if known == key)
    rows = TaskFilter({"plan": plan.slug, **parameters}, access.visible_tasks(person)).qs
    return rows.with_names().order_by("due_on", "code")[:most]
