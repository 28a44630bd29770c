"""Writes the problems that the report admits; each with what answers it, as one row."""

from collections.abc import Mapping

from guanhu.models import SownKind
from guanhu.seeds.plan_loader import measures_of
from guanhu.seeds.rows import ProblemRow, Seeds, SourceRow
from guanhu.seeds.sowing import Sowing, still_there
from tasks.models import Measure, Plan, Problem, ProblemAnswer, ProblemGroup, Task


def sow_problems(sowing: Sowing, seeds: Seeds) -> None:
    """Groups and problems by plan and ordinal, "2020-2.1". Needs measures and tasks to be there."""
    _sow_groups(sowing, seeds)
    slug = seeds.plan.slug
    groups = {row.ordinal: row for row in ProblemGroup.objects.filter(plan__slug=slug)}
    held = Problem.objects.filter(group__plan__slug=slug).values_list("group__ordinal", "ordinal")
    taken = {f"{slug}-{group}.{ordinal}" for group, ordinal in held}
    rows = {f"{slug}-{g.ordinal}.{p.ordinal}": (g, p) for g in seeds.groups for p in g.problems}
    answers = _Answers(slug)
    for group, row in sowing.new(SownKind.PROBLEM, rows, taken).values():
        problem = Problem.objects.create(
            group=still_there(groups.get(group.ordinal), row.at, f"问题方面 {group.ordinal} "),
            ordinal=row.ordinal,
            text=row.text,
            **_place(row.source),
        )
        answers.sow(problem, row)


def _sow_groups(sowing: Sowing, seeds: Seeds) -> None:
    slug = seeds.plan.slug
    plan = Plan.objects.filter(slug=slug).first()
    taken = {f"{slug}-{row.ordinal}" for row in ProblemGroup.objects.filter(plan=plan)}
    rows = {f"{slug}-{row.ordinal}": row for row in seeds.groups}
    for row in sowing.new(SownKind.PROBLEM_GROUP, rows, taken).values():
        ProblemGroup.objects.create(
            plan=still_there(plan, row.at, f"年度计划 {slug} "),
            ordinal=row.ordinal,
            name=row.name,
            **_place(row.source),
        )


class _Answers:
    """What problem rows refer to, looked up once for all of them."""

    def __init__(self, slug: str) -> None:
        self._measures: Mapping[str, Measure] = measures_of(slug)
        self._tasks = {row.code: row for row in Task.objects.filter(plan__slug=slug)}

    def sow(self, problem: Problem, row: ProblemRow) -> None:
        by_measure = (still_there(self._measures.get(key), row.at, f"举措 {key} ") for key in row.measures)
        by_task = (still_there(self._tasks.get(code), row.at, f"任务 {code} ") for code in row.tasks)
        ProblemAnswer.objects.bulk_create(
            [
                *(ProblemAnswer(problem=problem, measure=measure) for measure in by_measure),
                *(ProblemAnswer(problem=problem, task=task) for task in by_task),
            ]
        )


def _place(source: SourceRow | None) -> dict[str, object]:
    """The columns that say where in the report."""
    if source is None:
        return {}
    return {"source_part": source.part, "source_paragraph": source.paragraph or None}
