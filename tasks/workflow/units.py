"""Small questions that several verbs ask of a task's units and targets."""

from tasks.models import Task


def first_unit(task: Task) -> str:
    """The unit of measure of the task's first quantified target; empty without one."""
    link = (
        task.task_targets.filter(target__value__isnull=False)
        .select_related("target")
        .order_by("ordinal", "pk")
        .first()
    )
    return link.target.unit if link else ""
