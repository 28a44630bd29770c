"""What a chart of dates is drawn from: a task's dates and its stage goals, each with how it stands. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from tasks.states import OPEN, State


class Dated(Protocol):
    """The part of a task's face that dates are drawn from."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def due_on(self) -> date: ...
    @property
    def original_due_on(self) -> date | None: ...
    @property
    def expected_on(self) -> date | None: ...
    @property
    def submitted_on(self) -> date | None: ...
    @property
    def progress(self) -> Decimal | None: ...
    @property
    def planned(self) -> Decimal | None: ...


class Standing(StrEnum):
    """How a stage goal stands; DROPPED: its day is over, unmet, and nobody works on the task any more."""

    MET = "met"
    OPEN = "open"
    MISSED = "missed"
    DROPPED = "dropped"


WORDS: Mapping[Standing, str] = {
    Standing.MET: "已达成",
    Standing.OPEN: "未到期",
    Standing.MISSED: "逾期未达成",
    Standing.DROPPED: "未达成",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage goal. `name` are its words or, without any, its figure."""

    due_on: date
    name: str
    met_on: date | None
    standing: Standing

    @property
    def word(self) -> str:
        """已达成(2020-05-20)"""
        met = f"({self.met_on})" if self.met_on and self.standing == Standing.MET else ""
        return f"{WORDS[self.standing]}{met}"

    @property
    def words(self) -> str:
        """设计 2020-05-31 逾期未达成"""
        return f"{self.name} {self.due_on} {self.word}"


Owner = TypeVar("Owner")
"""What is `Dated`: not said as a bound, for mypy checks bounds before it knows the types of a model's fields."""


@dataclass(frozen=True, slots=True)
class Commitment(Generic[Owner]):
    """A task with its stage goals, by date."""

    task: Owner
    stages: tuple[Stage, ...]


def standing(task: Dated, due_on: date, met_on: date | None, on: date) -> Standing:
    """Late from the day after its date; the clock of a task in review stopped when closing was asked for."""
    if met_on is not None and met_on <= on:
        return Standing.MET
    stopped = task.submitted_on if task.state == State.IN_REVIEW else None
    if due_on >= min(on, stopped or on):
        return Standing.OPEN
    return Standing.MISSED if task.state in OPEN else Standing.DROPPED
