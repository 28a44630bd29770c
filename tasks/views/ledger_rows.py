"""Rows of the ledger: each task as it stood, with that day's targets, beside how it stood on the day compared with."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects

from indicators.models import Target
from tasks.faces import as_tasks, dressed, faces
from tasks.models import Task, TaskEvent, TaskTarget
from tasks.moment import Moment
from tasks.past_targets import targets_of


@dataclass(frozen=True, slots=True)
class Row:
    """`before`: the same task on the day compared with, None without one; `is_new`: it was not there then."""

    task: Task
    targets: list[Target]
    before: Task | None = None
    is_new: bool = False

    @property
    def change(self) -> Decimal | None:
        """Of progress, in percentage points; None where one of the days has none."""
        if self.before is None or self.task.progress is None or self.before.progress is None:
            return None
        return (self.task.progress - self.before.progress).quantize(Decimal("0.1"))


def rows(found: Iterable[Task | TaskEvent], moment: Moment) -> list[Row]:
    """The rows of `faces`, in their order. Two queries, for a day past three, with a comparison one more."""
    tasks = dressed(found)
    links = TaskTarget.objects.select_related("target").order_by("ordinal", "pk")
    prefetch_related_objects(tasks, Prefetch("task_targets", links))
    targets, before = targets_of(tasks, moment), _before(tasks, moment.compared)
    return [
        Row(
            task,
            targets[task.pk],
            before.get(task.pk),
            moment.compare_to is not None and task.pk not in before,
        )
        for task in tasks
    ]


def _before(tasks: Iterable[Task], compared: Moment | None) -> dict[int, Task]:
    """The same tasks as they stood on the day compared with, by primary key."""
    if compared is None:
        return {}
    same = Task.objects.filter(pk__in=[task.pk for task in tasks])
    return {task.pk: task for task in as_tasks(faces(same, compared))}
