"""Reading the dates of many tasks at once, for the Gantt chart and the calendar: three queries, however many tasks."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from indicators.quantities import plain
from tasks.commitments import Commitment, Dated, Stage, standing
from tasks.faces import as_tasks
from tasks.models import Checkpoint, Plan, Task, TaskTarget
from tasks.moment import Moment


def commitments(rows: QuerySet[Any], plan: Plan, moment: Moment) -> list[Commitment[Task]]:
    """The tasks of these faces (of one plan) by code. Their stage goals are the present ones, met or not as of that
    day: the log keeps no older wording of them."""
    tasks = as_tasks(rows)
    goals = _goals(plan)
    units = _units(plan)
    return [
        Commitment(
            task, tuple(_stage(task, goal, units.get(task.pk, ""), moment) for goal in goals.get(task.pk, ()))
        )
        for task in tasks
    ]


def _goals(plan: Plan) -> dict[int, list[Checkpoint]]:
    found: dict[int, list[Checkpoint]] = defaultdict(list)
    for row in Checkpoint.objects.filter(task__plan=plan).order_by("due_on", "ordinal"):
        found[row.task_id].append(row)
    return found


def _units(plan: Plan) -> dict[int, str]:
    """The unit of each task's first figure, in which the values of its stage goals are."""
    links = TaskTarget.objects.filter(task__plan=plan, target__value__isnull=False)
    return dict(links.order_by("-ordinal", "-pk").values_list("task_id", "target__unit"))


def _stage(task: Dated, goal: Checkpoint, unit: str, moment: Moment) -> Stage:
    met_on = goal.met_on if goal.met_on and goal.met_on <= moment.on else None
    name = goal.text or _figure(goal.value, unit) or "阶段目标"
    return Stage(goal.due_on, name, met_on, standing(task, goal.due_on, met_on, moment.on))


def _figure(value: Decimal | None, unit: str) -> str:
    return f"{plain(value)} {unit}".strip() if value is not None else ""
