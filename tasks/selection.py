"""Many tasks chosen from a list, each with the version that was seen; and what an action would do to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tasks import access, log
from tasks.errors import Invalid, Refused
from tasks.models import Person, Task
from tasks.owing import RulesOf
from tasks.querysets import TaskQuerySet
from tasks.states import Action
from tasks.workflow.bulk import MOST
from tasks.workflow.engine import check

LONGEST = 60
"""Characters of one choice, "2020-2-07:12"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen row. `refused` says why the action would not be done to it; empty if it would."""

    task: Task
    version: int
    refused: str = ""

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.task.code}:{self.version}"


def parse(values: Iterable[str]) -> dict[str, int]:
    """Codes and versions as the rows' boxes send them. Raises Invalid for what is no such pair, and for too many."""
    found = {}
    for value in values:
        code, _, version = value.rpartition(":")
        if not (code and len(value) <= LONGEST and version.isascii() and version.isdecimal()):
            raise Invalid({"task": "页面已失效,请返回列表重新勾选。"})
        found[code] = int(version)
    if len(found) > MOST:
        raise Invalid({"task": f"一次最多办理 {MOST} 项,请分批。"})
    return found


def read(person: Person, seen: Mapping[str, int]) -> list[tuple[Task, int]]:
    """The chosen tasks that exist for this person, with the versions seen, in the order of their codes."""
    tasks = access.visible_tasks(person).filter(code__in=list(seen))
    return [(task, seen[task.code]) for task in full(tasks).order_by("code")]


def full(tasks: TaskQuerySet) -> TaskQuerySet:
    """With everything that a check and a row of a preview ask of them."""
    names = ("plan", "measure__pillar__plan", "lead_unit", "leader", "assignee")
    return tasks.select_related(*names)


def preview(action: Action, chosen: Sequence[tuple[Task, int]], by: Person, on: date) -> list[Choice]:
    """What the action would do to each: the engine's own checks, before anything is typed. Constant queries."""
    rules = RulesOf(on)
    seen: dict[int, int | None] = {task.pk: version for task, version in chosen}
    stale = log.stale([task for task, _ in chosen], seen)
    found = []
    for task, version in chosen:
        try:
            if task.pk in stale:
                raise stale[task.pk]
            check(action, task, by, rules(task))
        except Refused as refused:
            found.append(Choice(task, task.version, refused.message))
        else:
            found.append(Choice(task, version))
    return found
