"""Facts behind the lights, loaded in sets: the same few queries for one task and for two hundred."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from indicators.attainment import Goal
from indicators.goals import goals_for
from tasks.lights import Facts, Step
from tasks.models import Checkpoint, Task, TaskTarget
from tasks.standing import standing_reports


def load(tasks: Iterable[Task], void: Mapping[int, int] | None = None) -> dict[int, Facts]:
    """Facts of each task, by its primary key. A supporting unit's part does not stand for the whole report.

    `void` names, by task, the version of a report that is being undone right now.
    """
    tasks = list(tasks)
    ids = [task.pk for task in tasks]
    steps, goals, reports = _steps(ids), _goals(ids), standing_reports(ids, void)
    own = {pk: [report for report in reports.get(pk, ()) if not report.supporting] for pk in ids}
    return {
        task.pk: Facts(
            steps=tuple(steps[task.pk]),
            goals=tuple(goals[task.pk]),
            reported=frozenset(report.period for report in own[task.pk]),
            headway={report.period: report.headway for report in own[task.pk]},
            first_period=task.first_period or None,
            cadence=task.cadence,
            cadence_from=task.cadence_from or None,
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
