"""What other rules would do to the lights of today, before anybody saves them. Writes nothing."""

from collections import Counter
from copy import copy
from dataclasses import dataclass
from datetime import date

from tasks import facts
from tasks.light_facts import SEVERITY
from tasks.models import PlanRules, Task
from tasks.refresh import refresh
from tasks.rulebook import calendar, rules_for_lights, rules_row
from tasks.states import Colour


@dataclass(frozen=True, slots=True)
class Turn:
    """One task whose light would be another; `reason` is the one under the new rules."""

    task: Task
    before: Colour
    after: Colour
    reason: str


@dataclass(frozen=True, slots=True)
class Effect:
    """`turns` the worst first; `tasks` is how many were looked at."""

    tasks: int
    turns: tuple[Turn, ...]

    @property
    def sentence(self) -> str:
        """ "3 项将转红灯,1 项将转绿灯"."""
        counts = Counter(turn.after for turn in self.turns)
        said = [f"{counts[colour]} 项将转{colour.label}" for colour in SEVERITY if counts[colour]]
        return ",".join(said) or "没有任务的亮灯会改变"


def effect(proposed: PlanRules, on: date) -> Effect:
    """The open tasks of the rules' plan under the rules in force and under these, both on the day `on`."""
    tasks = list(Task.objects.filter(plan=proposed.plan).open().with_names())
    known, days = facts.load(tasks), calendar(on)
    in_force = rules_for_lights(rules_row(proposed.plan, on))
    wanted = rules_for_lights(proposed)
    turns = []
    for task in tasks:
        before, after = copy(task), copy(task)
        refresh(before, known[task.pk], on, in_force, days)
        refresh(after, known[task.pk], on, wanted, days)
        if before.light != after.light:
            turns.append(Turn(task, Colour(before.light), Colour(after.light), after.light_reason))
    turns.sort(key=lambda turn: (SEVERITY.index(turn.after), turn.task.code))
    return Effect(len(tasks), tuple(turns))
