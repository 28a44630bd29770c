"""Stage goals: checking a list of them, and writing it."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.attainment import current
from indicators.quantities import plain
from tasks.errors import Invalid
from tasks.lights import Facts, Step
from tasks.models import Checkpoint, Task
from tasks.states import Kind
from tasks.workflow.replay import Story


@dataclass(frozen=True, slots=True)
class StageGoal:
    """One line of a proposed list. `value` is in the unit of the task's first quantified target."""

    due_on: date
    text: str = ""
    value: Decimal | None = None
    percent: Decimal | None = None


def check(task: Task, goals: Sequence[StageGoal], unit: str = "") -> list[StageGoal]:
    """The list in order of date, each line with a text. Raises Invalid with the line's number."""
    problems = []
    for number, goal in enumerate(goals, start=1):
        if not goal.text and goal.value is None:
            problems.append(f"第 {number} 行:请写明阶段目标。")
        if not task.starts_on <= goal.due_on <= task.due_on:
            problems.append(f"第 {number} 行:时间应在 {task.starts_on} 与时限 {task.due_on} 之间。")
        if goal.percent is not None and not 0 <= goal.percent <= 100:
            problems.append(f"第 {number} 行:完成比例应在 0 至 100 之间。")
        if goal.value is not None and task.kind != Kind.QUANTITY:
            problems.append(f"第 {number} 行:只有指标类任务的阶段目标可带数值。")
        if goal.value is not None and goal.value < 0:
            problems.append(f"第 {number} 行:数值不能为负。")
    ordered = sorted(goals, key=lambda goal: goal.due_on)
    percents = [goal.percent for goal in ordered if goal.percent is not None]
    if percents != sorted(percents):
        problems.append("完成比例应随时间递增。")
    if problems:
        raise Invalid({"checkpoints": problems})
    return [_worded(goal, unit) for goal in ordered]


def _worded(goal: StageGoal, unit: str) -> StageGoal:
    if goal.text or goal.value is None:
        return goal
    return StageGoal(goal.due_on, f"累计 {plain(goal.value)} {unit}".strip(), goal.value, goal.percent)


def replace(task: Task, goals: Sequence[StageGoal]) -> None:
    """Write the list; a line that stays as it was keeps the day on which it was met."""
    kept = {(row.due_on, row.text): row.met_on for row in task.checkpoints.all()}
    task.checkpoints.all().delete()
    Checkpoint.objects.bulk_create(
        Checkpoint(
            task=task,
            ordinal=ordinal,
            due_on=goal.due_on,
            text=goal.text,
            value=goal.value,
            percent=goal.percent,
            met_on=kept.get((goal.due_on, goal.text)),
        )
        for ordinal, goal in enumerate(goals, start=1)
    )


def described(goals: Sequence[StageGoal]) -> list[dict[str, Any]]:
    """The list as the log keeps it."""
    return [
        {
            "due_on": goal.due_on.isoformat(),
            "text": goal.text,
            "value": None if goal.value is None else plain(goal.value),
            "percent": None if goal.percent is None else plain(goal.percent),
        }
        for goal in goals
    ]


def current_goals(task: Task) -> list[StageGoal]:
    """The list as it stands."""
    return [
        StageGoal(row.due_on, row.text, row.value, row.percent)
        for row in task.checkpoints.order_by("ordinal")
    ]


def mark_met(task: Task, ordinals: set[int], on: date) -> None:
    if ordinals:
        task.checkpoints.filter(ordinal__in=ordinals, met_on=None).update(met_on=on)


def mark_unmet(task: Task, ordinals: set[int]) -> None:
    if ordinals:
        task.checkpoints.filter(ordinal__in=ordinals).update(met_on=None)


def put_back(task: Task, story: Story) -> None:
    """Stage goals as the reports that stand have met them. Those with a figure follow from the total: only the day on
    which one was met before comes from the log."""
    rows = list(task.checkpoints.all())
    for row in rows:
        goal = (row.due_on, row.text)
        row.met_on = story.met.get(goal) if row.value is None else row.met_on or story.fallen.get(goal)
    Checkpoint.objects.bulk_update(rows, ["met_on"])


def settle_values(task: Task, facts: Facts, on: date) -> Facts:
    """Stage goals with a value are met when the running total of the first figure reaches them, and no longer when
    it falls. Returns the facts as they then stand."""
    goal = next((goal for goal in facts.goals if goal.value is not None), None)
    if goal is None or task.kind != Kind.QUANTITY:
        return facts
    total = current(goal)
    falls = goal.baseline is not None and goal.value is not None and goal.baseline > goal.value
    steps = tuple(_settled(step, total, falls, on) for step in facts.steps)
    turned = [step for step, before in zip(steps, facts.steps, strict=True) if step != before]
    mark_met(task, {step.ordinal for step in turned if step.met_on}, on)
    mark_unmet(task, {step.ordinal for step in turned if not step.met_on})
    return dataclasses.replace(facts, steps=steps)


def _settled(step: Step, total: Decimal | None, falls: bool, on: date) -> Step:
    if step.value is None:
        return step
    reached = total is not None and (total <= step.value if falls else total >= step.value)
    return dataclasses.replace(step, met_on=(step.met_on or on) if reached else None)
