"""Problems that a report admits, made quickly."""

from collections.abc import Iterable

from tasks.models import Measure, Plan, Problem, ProblemAnswer, ProblemGroup, Task


def admit(
    plan: Plan, code: str, text: str = "", *, measures: Iterable[str] = (), tasks: Iterable[Task] = ()
) -> Problem:
    """A problem by its code, "2.1", in its group; measures by theirs, "1.2"."""
    group, ordinal = code.split(".")
    made, _ = ProblemGroup.objects.get_or_create(plan=plan, ordinal=group, defaults={"name": f"方面{group}"})
    problem = Problem.objects.create(
        group=made, ordinal=ordinal, text=text or f"问题{code}", source_part="一", source_paragraph=10
    )
    for key in measures:
        pillar, measure = key.split(".")
        found = Measure.objects.get(pillar__plan=plan, pillar__ordinal=pillar, ordinal=measure)
        ProblemAnswer.objects.create(problem=problem, measure=found)
    for task in tasks:
        ProblemAnswer.objects.create(problem=problem, task=task)
    return Problem.objects.select_related("group").get(pk=problem.pk)
