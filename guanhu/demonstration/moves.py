"""One thing that somebody does on a day: a verb, who, and what is given with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tasks.models import Person, Task, TaskEvent


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to hand in: its name and what it says."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """`given` are the verb's own keys; papers are stored first and named as its evidence."""

    on: date
    task: Task
    verb: Callable[..., TaskEvent]
    by: Person
    given: dict[str, Any] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
