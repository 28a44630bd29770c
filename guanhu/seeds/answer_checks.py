"""What answers an admitted problem, held against the plan: measures and tasks there are, none twice. Knows no ORM."""

from collections.abc import Iterator

from guanhu.seeds.rows import ProblemRow, Seeds, TaskRow
from guanhu.seeds.yaml_reader import Problem


def answers_of(seeds: Seeds) -> Iterator[Problem]:
    """What is wrong with the answers of all problems. A problem without any is no fault: the page says it aloud."""
    tasks = {row.code: row for row in seeds.tasks}
    for problem in (problem for group in seeds.groups for problem in group.problems):
        for measure in problem.measures:
            if measure not in seeds.measures:
                yield Problem(problem.at, f"计划中没有举措“{measure}”。")
        for code in problem.tasks:
            yield from _task(problem, code, tasks.get(code))


def _task(problem: ProblemRow, code: str, task: TaskRow | None) -> Iterator[Problem]:
    if task is None:
        yield Problem(problem.at, f"没有任务“{code}”。")
    elif task.measure in problem.measures:
        yield Problem(problem.at, f"任务“{code}”已随举措“{task.measure}”在内,不必再列。")
