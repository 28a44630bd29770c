"""Rows of the editable table: what was typed in a task's cells, what it would change, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tasks.errors import Invalid
from tasks.models import Task, TaskEvent
from tasks.states import RUNNING, Action, State

COLUMNS = {
    "lead_unit": "牵头单位",
    "supporting_units": "配合单位",
    "leader": "分管领导",
    "due_on": "时限",
    "checkpoints": "阶段目标",
}
"""The cells of a row by the verbs' keys, with their headings."""
NONE = ("无", "-", "—")
"""What somebody writes to empty a cell."""
Cells = Mapping[str, str]
"""A row's texts by column."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A row as it was sent. `version` None where the writer saw none (a pasted table); `assign`: 交办 at once."""

    code: str
    version: int | None
    cells: Cells
    assign: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    column: str
    was: str
    now: str

    @property
    def label(self) -> str:
        return COLUMNS[self.column]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell for a page: what is in it, what stands in the task, and what is wrong with it."""

    column: str
    text: str
    stands: str
    error: str

    @property
    def label(self) -> str:
        return COLUMNS[self.column]


@dataclass(slots=True)
class Row:
    """A task with what stands in its cells, what was typed there, and what follows. `errors` by column, "" for the
    row as a whole; `given` are the keys of the verb."""

    task: Task
    shown: Cells
    typed: Typed
    changes: list[Change] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    event: TaskEvent | None = None

    @property
    def action(self) -> Action:
        """交办 for a proposed row that is to be assigned, 调整 for everything else."""
        return Action.ASSIGN if self.typed.assign and can_assign(self.task) else Action.REVISE

    @property
    def can_assign(self) -> bool:
        return can_assign(self.task)

    @property
    def cells(self) -> list[Cell]:
        """All cells, with what was typed where something was."""
        typed = self.typed.cells
        return [
            Cell(column, typed.get(column, stands), stands, self.errors.get(column, ""))
            for column, stands in self.shown.items()
        ]

    @property
    def problem(self) -> str:
        """What is wrong with the row as a whole."""
        return self.errors.get("", "")

    @property
    def is_touched(self) -> bool:
        return bool(self.changes or self.errors or self.action == Action.ASSIGN)

    @property
    def version(self) -> int:
        """What the writer saw; for a pasted table what stood there when he looked at the preview."""
        return self.task.version if self.typed.version is None else self.typed.version


def can_assign(task: Task) -> bool:
    return task.state == State.PROPOSED and task.plan.state in RUNNING


def take_errors(row: Row, invalid: Invalid) -> None:
    """The verb's messages at the row's cells."""
    for key, messages in invalid.errors.items():
        row.errors[key if key in COLUMNS else ""] = "".join(messages)
