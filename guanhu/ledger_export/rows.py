"""The tasks of the table with everything that a line says, as it was known at the end of a day.

Loaded in sets, some hundred tasks at a time: the same few queries for one task and for a chunk of them, and never all
of them in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from guanhu.ledger_export.quarters import StageGoal, quarter_of, quarters
from indicators.attainment import Goal
from indicators.goals import goals_for
from indicators.models import Target
from tasks import periods
from tasks.faces import dressed, with_names
from tasks.models import Checkpoint, Evidence, Task, TaskTarget, Unit
from tasks.moment import Moment
from tasks.past_targets import targets_of
from tasks.previous_reports import PreviousReport, said
from tasks.standing import StandingReport, standing_reports
from tasks.states import Action

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One task. `quarters` are the four cells of 形象进度, `latest` the lead unit's report on the latest period."""

    number: int
    task: Task
    targets: Sequence[Target]
    supporting: Sequence[str]
    quarters: Sequence[str]
    latest: PreviousReport | None
    evidence: Sequence[str]


def lines(ordered: QuerySet[Any], moment: Moment) -> Iterator[Line]:
    """One line a task, in the order of the rows (of `faces`)."""
    units = dict(Unit.objects.values_list("code", "name"))
    keys = list(ordered.values_list("pk", flat=True))
    every = with_names(ordered.model.objects.all())
    for start in range(0, len(keys), CHUNK):
        rows = every.in_bulk(keys[start : start + CHUNK])
        tasks = dressed(rows[key] for key in keys[start : start + CHUNK] if key in rows)
        known = _load(tasks, moment)
        for number, task in enumerate(tasks, start=start + 1):
            yield _line(number, task, known, units, moment)


@dataclass(frozen=True, slots=True)
class _Known:
    """By the task's primary key; goals by the target's, words by the report's in the log."""

    targets: Mapping[int, list[Target]]
    goals: Mapping[int, Goal]
    stages: Mapping[int, list[StageGoal]]
    reports: Mapping[int, list[StandingReport]]
    words: Mapping[int, PreviousReport]
    evidence: Mapping[int, list[str]]


def _load(tasks: Sequence[Task], moment: Moment) -> _Known:
    reports = standing_reports(tasks, on=moment.on)
    own = {pk: sorted(_of_the_task(found), key=_age) for pk, found in reports.items()}
    targets = _targets(tasks, moment)
    shown = {report.event for task in tasks for report in _latest(own.get(task.pk, ()), task).values()}
    return _Known(
        targets=targets,
        goals=_goals(targets, moment),
        stages=_stages(tasks),
        reports=own,
        words=said(shown),
        evidence=_evidence(tasks, reports, moment),
    )


def _of_the_task(reports: Iterable[StandingReport]) -> list[StandingReport]:
    """A supporting unit's part does not stand for the task."""
    return [report for report in reports if not report.supporting]


def _age(report: StandingReport) -> tuple[object, int]:
    """By what a report is about, then by when it was made: one that is made up later does not become the latest."""
    return periods.order(report.period), report.version


def _latest(reports: Iterable[StandingReport], task: Task) -> dict[int, StandingReport]:
    """The last report on each quarter of the plan's year."""
    return {quarter_of(periods.ends_on(report.period), task.plan.year): report for report in reports}


def _targets(tasks: Sequence[Task], moment: Moment) -> dict[int, list[Target]]:
    links = TaskTarget.objects.select_related("target__indicator").order_by("ordinal", "pk")
    prefetch_related_objects(tasks, Prefetch("task_targets", links))
    return targets_of(tasks, moment)


def _goals(targets: Mapping[int, list[Target]], moment: Moment) -> dict[int, Goal]:
    """A target that was dropped since the day has no row, and no readings, any more."""
    kept = (target for found in targets.values() for target in found if target.pk)
    return goals_for(kept, on=moment.on)


def _stages(tasks: Sequence[Task]) -> dict[int, list[StageGoal]]:
    found = defaultdict(list)
    rows = Checkpoint.objects.filter(task__in=tasks).order_by("due_on", "ordinal")
    for task_id, due_on, text, met_on in rows.values_list("task_id", "due_on", "text", "met_on"):
        found[task_id].append(StageGoal(due_on, text, met_on))
    return found


def _evidence(
    tasks: Sequence[Task], reports: Mapping[int, list[StandingReport]], moment: Moment
) -> dict[int, list[str]]:
    """Names of the files that events carry; what came with a report that no longer stood is left out."""
    stood = {report.event for found in reports.values() for report in found}
    rows = Evidence.objects.filter(task__in=tasks, event__on__lte=moment.on).order_by("pk")
    found = defaultdict(list)
    for task_id, name, event, action in rows.values_list("task_id", "name", "event_id", "event__action"):
        if action != Action.REPORT or event in stood:
            found[task_id].append(name)
    return found


def _line(number: int, task: Task, known: _Known, units: Mapping[str, str], moment: Moment) -> Line:
    reports, targets = known.reports.get(task.pk, []), known.targets.get(task.pk, [])
    notes = {quarter: known.words[report.event].note for quarter, report in _latest(reports, task).items()}
    goals = [known.goals[target.pk] for target in targets if target.pk]
    stages = known.stages.get(task.pk, ())
    return Line(
        number=number,
        task=task,
        targets=targets,
        supporting=[units.get(code, code) for code in task.supporting_codes],
        quarters=quarters(task, stages, goals, notes, task.plan.year, moment.on),
        latest=known.words[reports[-1].event] if reports else None,
        evidence=known.evidence.get(task.pk, ()),
    )
