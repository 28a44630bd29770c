"""Are we solving what we said was wrong: the tasks that answer each problem of the report, counted and judged.

A task that answers several problems counts for each of them, and once for their group.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tasks.models import Plan, Problem, ProblemAnswer, ProblemGroup, Task
from tasks.problem_verdict import Answering, Standing, standing, verdict
from tasks.states import State
from tasks.summaries import Totals, totals


@dataclass(frozen=True, slots=True)
class ProblemTotals:
    problem: Problem
    totals: Totals
    standing: Standing
    verdict: str


@dataclass(frozen=True, slots=True)
class GroupTotals:
    group: ProblemGroup
    totals: Totals
    problems: list[ProblemTotals]

    @property
    def unanswered(self) -> list[ProblemTotals]:
        return [row for row in self.problems if row.standing == Standing.UNANSWERED]


def by_group(
    plan: Plan, tasks: Sequence[Task], base: Mapping[str, str], before: Sequence[Task] | None = None
) -> list[GroupTotals]:
    """The plan's problems over the given tasks, as they stood at some moment: two queries for any number of them.

    `base` is the query that selects exactly these tasks; with those of an earlier day, `before`, the numbers say by how
    much they changed.
    """
    found: dict[ProblemGroup, list[Problem]] = defaultdict(list)
    problems = Problem.objects.filter(group__plan=plan).select_related("group")
    for problem in problems.order_by("group__ordinal", "ordinal"):
        found[problem.group].append(problem)
    cut = _Cut(_Answers(plan), tasks, before, base)
    return [cut.group(group, mine) for group, mine in found.items()]


def answered_by(task: Task) -> QuerySet[Problem]:
    """The problems that this task answers, itself or with its measure."""
    answers = ProblemAnswer.objects.filter(Q(task=task) | Q(measure=task.measure_id)).order_by()
    found = Problem.objects.filter(pk__in=answers.values("problem")).select_related("group")
    return found.order_by("group__ordinal", "ordinal")


class _Answers:
    """Which problems, by primary key, a task answers."""

    def __init__(self, plan: Plan) -> None:
        self._measures: dict[int, set[int]] = defaultdict(set)
        self._tasks: dict[int, set[int]] = defaultdict(set)
        rows = ProblemAnswer.objects.filter(problem__group__plan=plan).order_by()
        for problem, measure, task in rows.values_list("problem_id", "measure_id", "task_id"):
            if measure is not None:
                self._measures[measure].add(problem)
            if task is not None:
                self._tasks[task].add(problem)

    def among(self, tasks: Iterable[Task], problems: set[int]) -> list[Task]:
        """The tasks that answer at least one of the problems; by the measure that each had at the moment shown."""
        return [
            task
            for task in tasks
            if problems & (self._measures.get(task.measure_id, set()) | self._tasks.get(task.pk, set()))
        ]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The tasks that are cut by problems, and what selects them."""

    answers: _Answers
    tasks: Sequence[Task]
    before: Sequence[Task] | None
    base: Mapping[str, str]

    def group(self, group: ProblemGroup, problems: list[Problem]) -> GroupTotals:
        every = {problem.pk for problem in problems}
        counted = self._totals(every, problem_group=str(group.ordinal))
        return GroupTotals(group, counted, [self._problem(problem) for problem in problems])

    def _problem(self, problem: Problem) -> ProblemTotals:
        counted = self._totals({problem.pk}, problem=problem.code)
        mine = self.answers.among(self.tasks, {problem.pk})
        numbers = _numbers(counted, dropped=sum(1 for task in mine if task.state == State.CANCELLED))
        return ProblemTotals(problem, counted, standing(numbers), verdict(numbers))

    def _totals(self, problems: set[int], **query: str) -> Totals:
        then = None if self.before is None else self.answers.among(self.before, problems)
        return totals(self.answers.among(self.tasks, problems), {**self.base, **query}, then)


def _numbers(counted: Totals, dropped: int) -> Answering:
    return Answering(
        lights={colour: number.value for colour, number in counted.lights.items()},
        others={
            State.DONE: counted.done.value,
            State.SUSPENDED: counted.suspended.value,
            State.PROPOSED: counted.proposed.value,
        },
        dropped=dropped,
    )
