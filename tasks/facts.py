"""Facts behind the lights, loaded in sets: the same few queries for one task and for two hundred."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from indicators.attainment import Goal
from indicators.goals import goals_for
from tasks.lights import Facts, Step
from tasks.models import Checkpoint, Task, TaskEvent, TaskTarget
from tasks.states import Action


def load(tasks: Iterable[Task]) -> dict[int, Facts]:
    """Facts of each task, by its primary key."""
    tasks = list(tasks)
    ids = [task.pk for task in tasks]
    steps, goals, reported = _steps(ids), _goals(ids), _reported(ids)
    return {
        task.pk: Facts(
            steps=tuple(steps[task.pk]),
            goals=tuple(goals[task.pk]),
            reported=frozenset(reported[task.pk]),
            first_period=task.first_period or None,
            submitted_on=task.submitted_on,
        )
        for task in tasks
    }


def _steps(ids: list[int]) -> Mapping[int, list[Step]]:
    found = defaultdict(list)
    columns = ("ordinal", "due_on", "text", "value", "percent", "met_on")  # those of Step, in its order
    rows = (
        Checkpoint.objects.filter(task__in=ids)
        .order_by("task_id", "ordinal")
        .values_list("task_id", *columns)
    )
    for task_id, *step in rows:
        found[task_id].append(Step(*step))
    return found


def _goals(ids: list[int]) -> Mapping[int, list[Goal]]:
    links = list(
        TaskTarget.objects.filter(task__in=ids)
        .select_related("target__indicator")
        .order_by("task_id", "ordinal", "pk")
    )
    by_target = goals_for([link.target for link in links])
    found = defaultdict(list)
    for link in links:
        found[link.task_id].append(by_target[link.target_id])
    return found


def _reported(ids: list[int]) -> Mapping[int, set[str]]:
    """Periods for which the lead unit has reported; a supporting unit's part does not stand for the whole."""
    found = defaultdict(set)
    rows = TaskEvent.objects.filter(action=Action.REPORT, task__in=ids).values_list(
        "task_id", "period", "data__supporting"
    )
    for task_id, period, supporting in rows:
        if not supporting:
            found[task_id].add(period)
    return found
