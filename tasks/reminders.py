"""Reminders for the office's chat group: a text for each unit, who owes what by when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tasks.models import Plan, Task, Unit
from tasks.queue_details import Details
from tasks.queues import Queue

_ASKED: Mapping[str, str] = {
    "assigned": "请尽快签收",
    "no_checkpoints": "请商定阶段目标",
    "checkpoint_overdue": "节点已过期,请抓紧办理并报送进展",
    "overdue": "任务已逾期,请抓紧办理并说明情况",
    "unreported": "请尽快报送进展",
    "unanswered": "请按期回复",
    "answer_overdue": "已过回复期限,请立即回复",
}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Reminder:
    """The text for one unit and how many tasks it names."""

    unit: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class Reminders:
    """`withheld`: restricted tasks, which no chat group may read of."""

    texts: list[Reminder]
    withheld: int

    @property
    def whole(self) -> str:
        return "\n\n".join(reminder.text for reminder in self.texts)


def can_remind(queue: Queue) -> bool:
    """Whether the queue's rows wait for the units."""
    return queue.key in _ASKED


def reminders(queue: Queue, plan: Plan, tasks: Sequence[Task], known: Details, on: date) -> Reminders:
    """The texts for a queue's rows, in the units' order; restricted tasks are left out."""
    named = [task for task in tasks if not task.restricted]
    groups: dict[Unit | None, list[Task]] = defaultdict(list)
    for task in named:
        groups[task.lead_unit].append(task)
    ordered = sorted(groups.items(), key=lambda item: (item[0] is None, item[0].ordinal if item[0] else 0))
    texts = [_reminder(queue, plan, unit, mine, known, on) for unit, mine in ordered]
    return Reminders(texts, len(tasks) - len(named))


def _reminder(
    queue: Queue, plan: Plan, unit: Unit | None, tasks: Sequence[Task], known: Details, on: date
) -> Reminder:
    name = unit.name if unit else "待定单位"
    head = (
        f"【{name}】{plan.title} {queue.name} {len(tasks)} 项({on.month} 月 {on.day} 日),{_ASKED[queue.key]}:"
    )
    lines = [f"{number}. {_line(queue, task, known)}" for number, task in enumerate(tasks, start=1)]
    return Reminder(name, len(tasks), "\n".join([head, *lines]))


def _line(queue: Queue, task: Task, known: Details) -> str:
    said = [f"{task.title}({task.code})", *_what(queue, task, known)]
    if task.assignee:
        said.append(f"责任人 {task.assignee}")
    return ",".join(said)


def _what(queue: Queue, task: Task, known: Details) -> Iterable[str]:
    if queue.key in ("no_checkpoints", "assigned"):
        return [f"时限 {task.due_on.month} 月 {task.due_on.day} 日"]
    found = [row.what or row.text for row in known.get(task.pk, ()) if row.what or row.text]
    return [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in found]
