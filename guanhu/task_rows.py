"""Rows of tasks as the overview pages print them: the task with its targets at hand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.models import Target
from tasks.models import Task, TaskTarget


@dataclass(frozen=True, slots=True)
class TaskRow:
    task: Task
    targets: list[Target]


def target_links(tasks: Iterable[Task]) -> QuerySet[TaskTarget]:
    """Targets of the given tasks, with their indicators at hand."""
    found = TaskTarget.objects.filter(task__in=[task.pk for task in tasks])
    return found.select_related("target__indicator").order_by("task__code", "ordinal", "pk")


def rows(tasks: Iterable[Task], links: Iterable[TaskTarget]) -> list[TaskRow]:
    """`links` as `past_targets.linked` gives them: the targets of the moment that the tasks show."""
    targets = defaultdict(list)
    for link in links:
        targets[link.task.pk].append(link.target)
    return [TaskRow(task, targets[task.pk]) for task in tasks]
