"""From the folder of seeds to rows: which files there are, what each holds. Knows no ORM.

plan.yaml, units.yaml, indicators.yaml, terms.yaml, problems.yaml, and tasks/1.yaml for pillar 1.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from guanhu.seeds.checks import problems_of
from guanhu.seeds.readers import (
    indicator_row,
    pillar_row,
    plan_row,
    problem_group_row,
    task_row,
    term_row,
    unit_row,
)
from guanhu.seeds.rows import PillarRow, PlanRow, Seeds
from guanhu.seeds.section import Row, Section, read
from guanhu.seeds.yaml_reader import Place, Problem, SeedsRefused


def read_seeds(folder: Path) -> Seeds:
    """Everything in the folder, checked. Raises SeedsRefused with all that is wrong.

    Where a whole list cannot be read, the rows of the others are not held against it.
    """
    files = _Files(folder)
    plan, pillars = files.read("plan.yaml", _plan_file) or (None, ())
    units = files.rows("units.yaml", "units", unit_row)
    indicators = files.rows("indicators.yaml", "indicators", indicator_row)
    terms = files.rows("terms.yaml", "terms", term_row)
    tasks = [files.rows(f"tasks/{p.ordinal}.yaml", "tasks", partial(task_row, p.ordinal)) for p in pillars]
    groups = files.rows("problems.yaml", "groups", problem_group_row)
    files.problems.extend(files.strangers())
    if plan is None or not (pillars and units and indicators and terms and groups and all(tasks)):
        raise SeedsRefused(files.problems)
    every_task = tuple(row for rows in tasks for row in rows)
    seeds = Seeds(plan, pillars, units, indicators, terms, every_task, groups)
    files.problems.extend(problems_of(seeds))
    if files.problems:
        raise SeedsRefused(files.problems)
    return seeds


def _plan_file(section: Section) -> tuple[PlanRow | None, tuple[PillarRow, ...]]:
    return section.part("plan", plan_row), section.rows("pillars", pillar_row)


class _Files:
    """The files of a folder; problems name them with the folder: seeds/tasks/2.yaml."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._read: set[str] = set()
        self.problems: list[Problem] = []

    def read(self, file: str, reader: Callable[[Section], Row]) -> Row | None:
        self._read.add(file)
        return read(self._folder / file, f"{self._folder.name}/{file}", self.problems, reader)

    def rows(self, file: str, key: str, reader: Callable[[Section], Row]) -> tuple[Row, ...]:
        """The list under the file's only key; empty, with a problem noted, if there is none to read."""
        return self.read(file, lambda section: section.rows(key, reader)) or ()

    def strangers(self) -> Iterator[Problem]:
        """Files that nobody would read: the tasks of a pillar that is not on the plan, a slip of the name."""
        for path in self._folder.rglob("*.y*ml"):
            file = path.relative_to(self._folder).as_posix()
            if file not in self._read:
                yield Problem(Place(f"{self._folder.name}/{file}", 1), "不认识的文件。")
