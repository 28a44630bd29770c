"""Targets of tasks as they were: today's, unless a revision since says what stood before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from indicators.models import Target
from tasks.models import Task, TaskEvent, TaskTarget
from tasks.moment import Moment
from tasks.states import Action

Described = Mapping[str, Any]
"""A target as the log keeps it: `workflow.targets.described`."""
_FIGURES = ("value", "value_max", "baseline")
_WORDS = ("name", "comparator", "unit", "milestone")


def linked(links: Iterable[TaskTarget], tasks: Iterable[Task], moment: Moment) -> list[TaskTarget]:
    """These tasks' links as they stood at the moment, task by task, each with its task at hand; for reading only.

    One query for a day past, none for today. A target that was dropped since is a link without primary keys.
    """
    known = {task.pk: task for task in tasks}
    by_task: dict[int, list[TaskTarget]] = defaultdict(list)
    for link in links:
        link.task = known[link.task_id]
        by_task[link.task_id].append(link)
    revised = _before_revisions(known, moment) if moment.is_past else {}
    return [
        link
        for task in known.values()
        for link in (
            _restored(task, by_task[task.pk], revised[task.pk]) if task.pk in revised else by_task[task.pk]
        )
    ]


def targets_of(tasks: Iterable[Task], moment: Moment) -> dict[int, list[Target]]:
    """Targets by the task's primary key, of tasks whose `task_targets` have been prefetched."""
    found = list(tasks)
    then = linked((link for task in found for link in task.task_targets.all()), found, moment)
    targets: dict[int, list[Target]] = defaultdict(list)
    for link in then:
        targets[link.task.pk].append(link.target)
    return targets


def _before_revisions(tasks: Iterable[int], moment: Moment) -> dict[int, Sequence[Described]]:
    """What the first revision of a task's targets after the day found, by the task."""
    rows = (
        TaskEvent.objects.filter(
            action=Action.REVISE, task__in=list(tasks), on__gt=moment.on, data__changes__has_key="targets"
        )
        .order_by("task_id", "-version")
        .values_list("task_id", "data__changes__targets")
    )
    return {task_id: before for task_id, (before, _) in rows}


def _restored(task: Task, links: Iterable[TaskTarget], then: Iterable[Described]) -> list[TaskTarget]:
    known = {link.target.code: link for link in links}
    return [
        _dressed(known.get(said["code"]) or _dropped(task, said), said, ordinal)
        for ordinal, said in enumerate(then, start=1)
    ]


def _dropped(task: Task, said: Described) -> TaskTarget:
    return TaskTarget(task=task, target=Target(code=said["code"], year=task.plan.year))


def _dressed(link: TaskTarget, said: Described, ordinal: int) -> TaskTarget:
    link.ordinal = ordinal
    for name in _WORDS:
        setattr(link.target, name, said[name])
    for name in _FIGURES:
        text = said.get(name)
        setattr(link.target, name, None if text is None else Decimal(text))
    return link
