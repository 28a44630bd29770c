"""What was decided when the plan went into execution, beside what holds now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.quantities import plain
from tasks.light_facts import Step
from tasks.models import Task, TaskEvent
from tasks.states import Action
from tasks.timeline_words import goals


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is no longer as it was decided; both in words."""

    label: str
    then: str
    now: str


def differences(task: Task, events: Sequence[TaskEvent], steps: Sequence[Step]) -> list[Difference]:
    """Empty where nothing has changed, and for a task that the baseline does not know."""
    frozen = next((event for event in events if event.action == Action.BASELINE), None)
    if frozen is None:
        return []
    now = [_row(step) for step in steps]
    then: list[dict[str, Any]] = frozen.data.get("checkpoints", [])
    found = (
        Difference("名称", frozen.title, task.title),
        Difference("牵头单位", str(frozen.lead_unit or "待定"), str(task.lead_unit or "待定")),
        Difference("时限", frozen.due_on.isoformat(), task.due_on.isoformat()),
        Difference("阶段目标", _only(then, now) or "无", _only(now, then) or "无"),
    )
    return [row for row in found if row.then != row.now]


def _row(step: Step) -> dict[str, Any]:
    """As the log writes a stage goal."""
    return {
        "due_on": step.due_on.isoformat(),
        "text": step.text,
        "value": None if step.value is None else plain(step.value),
        "percent": None if step.percent is None else plain(step.percent),
    }


def _only(rows: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> str:
    """The stage goals of one list that the other lacks."""
    return goals(row for row in rows if row not in others)
