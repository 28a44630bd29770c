"""How a task fares: the words in which `stories` tells it, and what everybody without a story does."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from tasks.models import Task
from tasks.states import Outcome

Told = TypeVar("Told")


class Pace(StrEnum):
    """Against its stage goals on 30 September: as planned, about one behind, far behind."""

    STEADY = "steady"
    SLIPPING = "slipping"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of `period` that was first reported too high by `excess`."""

    period: str
    on: date
    excess: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A request to close: granted, sent back with a reason (and perhaps made again), or still undecided."""

    asked_on: date
    note: str
    granted_on: date | None = None
    returned_on: date | None = None
    reason: str = ""
    again_on: date | None = None
    outcome: Outcome = Outcome.COMPLETED

    def waits(self, day: date) -> bool:
        """Whether nothing can be reported on the day, because closing was asked for."""
        if self.again_on and day >= self.again_on:
            return True
        return self.asked_on <= day and not (self.returned_on and day > self.returned_on)


@dataclass(frozen=True, slots=True)
class Decline:
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Assigned to another unit, which has not signed yet."""

    on: date
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Revision:
    on: date
    reason: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """What sets one task apart.

    `finish_on`: when the work is done, where that is before `due_on`. `goals`: whether it has stage goals.
    `amounts`: the figure of each period from March, in the target's unit. `shared`: units
    that each report a quarter of the amount. `silent_from`: the first period for which nothing is reported.
    `filled_in`: the period that the supervisor reports on the unit's behalf. `help`: what a leader is asked for.
    """

    pace: Pace = Pace.STEADY
    due_on: date | None = None
    finish_on: date | None = None
    goals: bool = True
    amounts: tuple[str, ...] = ()
    expected: tuple[tuple[str, date], ...] = ()
    correction: Correction | None = None
    closing: Closing | None = None
    shared: tuple[str, ...] = ()
    silent_from: str = ""
    filled_in: str = ""
    help: str = ""
    problem: str = ""
    declined: Decline | None = None
    unsigned: bool = False
    moved: Moved | None = None
    revisions: tuple[Revision, ...] = ()


ORDINARY = Story()
"""Of a task without a story: chance decides whether it has stage goals, and when it is reported."""
ON_COURSE = replace(ORDINARY)
"""Has stage goals, and reports in time."""


def told_of(tasks: list[Task], stories: dict[str, Told]) -> dict[int, Told]:
    """The story of each task that has one, by primary key. Stories are kept under a part of the title, which
    outlives a renumbering; LookupError where that is not the title of exactly one task."""
    found: dict[int, Told] = {}
    for words, story in stories.items():
        named = [task for task in tasks if words in task.title]
        if len(named) != 1 or named[0].pk in found:
            raise LookupError(f"示例“{words}”对应 {len(named)} 项任务,应恰为一项。")
        found[named[0].pk] = story
    return found
