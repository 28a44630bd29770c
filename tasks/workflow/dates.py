"""What dates of a task can be."""

from datetime import date

from tasks.errors import Invalid
from tasks.models import Task

FARTHEST = 10
"""Years beyond the plan's in which a due date is still believed."""


def check_dates(task: Task) -> None:
    """Raises Invalid where the task's dates do not go together."""
    if task.due_on < task.starts_on:
        raise Invalid({"due_on": "时限不得早于起始日。"})
    if not task.plan.starts_on <= task.starts_on <= task.plan.ends_on:
        raise Invalid({"starts_on": f"起始日应在计划年度内({task.plan.starts_on} 至 {task.plan.ends_on})。"})
    if task.due_on.year > task.plan.year + FARTHEST:
        raise Invalid({"due_on": f"时限离计划年度太远(最多 {FARTHEST} 年),请核对年份。"})


def move_due(task: Task, due_on: date, on: date) -> None:
    """Another due date. The first one stays on record for good; a later one is an extension, whoever grants it, until
    the first one holds again. A request that the new date fulfils waits no longer."""
    first = task.original_due_on
    if first is not None and due_on > task.due_on:
        task.extended_on = on
    if first is not None and due_on <= first:
        task.extended_on = None
    if task.pending_extension is not None and task.pending_extension <= due_on:
        task.pending_extension = None
    task.due_on = due_on
