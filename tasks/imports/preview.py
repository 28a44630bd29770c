"""What an import would do, line by line, before it does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tasks.imports.sheets import Row


class Status(StrEnum):
    ERROR = "error"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


LABELS = {Status.ERROR: "有误", Status.NEW: "新增", Status.CHANGED: "变更", Status.SAME: "无变化"}


@dataclass(slots=True)
class Line:
    """One row of the table and what becomes of it; `said` are errors, or changes in words."""

    row: Row
    status: Status = Status.SAME
    said: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return LABELS[self.status]

    def wrong(self, message: str) -> None:
        if self.status != Status.ERROR:
            self.said.clear()
        self.status = Status.ERROR
        self.said.append(message)

    def changes(self, message: str) -> None:
        if self.status == Status.SAME:
            self.status = Status.CHANGED
        self.said.append(message)


@dataclass(frozen=True, slots=True)
class Preview:
    """All lines; `problems` are about the table as a whole."""

    lines: Sequence[Line]
    problems: Sequence[str] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many lines of each label."""
        return {label: sum(line.status == status for line in self.lines) for status, label in LABELS.items()}

    @property
    def is_good(self) -> bool:
        return not self.problems and all(line.status != Status.ERROR for line in self.lines)

    @property
    def changes_something(self) -> bool:
        return any(line.status in (Status.NEW, Status.CHANGED) for line in self.lines)

    @property
    def sorted_lines(self) -> list[Line]:
        """Errors first, then what changes; each in the order of the file."""
        order = list(Status)
        return sorted(self.lines, key=lambda line: (order.index(line.status), line.row.number))


@dataclass(frozen=True, slots=True)
class Credential:
    """An account made by an import, with its one-time password, which is shown once and kept nowhere."""

    name: str
    username: str
    unit: str
    password: str
