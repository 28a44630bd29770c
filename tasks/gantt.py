"""The Gantt chart of a year: where bars, marks and today's line stand. Pure: no model, no query.

Everything is a share of the drawing's width in percent, so that one chart fits a projector, a phone and a printed page.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tasks.commitments import Commitment, Dated, Stage
from tasks.states import OPEN

_DAY = timedelta(days=1)
_LONGEST = 24
"""Months that a chart may have; dates beyond stand at its edge, their words tell the day."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first day of a month to the last day of another, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def start(self, day: date) -> float:
        """The left edge of the day, in percent."""
        return self._share((day - self.first).days)

    def middle(self, day: date) -> float:
        return self._share((day - self.first).days + 0.5)

    def end(self, day: date) -> float:
        """The right edge of the day."""
        return self._share((day - self.first).days + 1)

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def _share(self, days: float) -> float:
        return round(min(max(days / self.days, 0.0), 1.0) * 100, 2)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the head. `year` is set on each January after the first month."""

    number: int
    year: int | None
    x: float
    middle: float


@dataclass(frozen=True, slots=True)
class Mark:
    """`shape` is a standing of a stage goal, or "expected" for the day on which a milestone is expected."""

    x: float
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """From the first day to the due date; `done` of its width is reached; the part after `due` was added later."""

    x: float
    width: float
    done: float
    due: float
    added: float
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    task: Dated
    bar: Bar
    marks: tuple[Mark, ...]
    stages: tuple[Stage, ...]
    words: str


def axis(starts_on: date, ends_on: date, days: Iterable[date | None]) -> Axis:
    """The plan's months, and those after it into which one of these days was moved."""
    last = max([ends_on, *(day for day in days if day)])
    first = starts_on.replace(day=1)
    months = min((last.year - first.year) * 12 + last.month - first.month, _LONGEST - 1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return Axis(first, date(year, month + 1, calendar.monthrange(year, month + 1)[1]))


def months(scale: Axis) -> list[Month]:
    found, day = [], scale.first
    while day <= scale.last:
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        x, end = scale.start(day), scale.end(last)
        year = day.year if day > scale.first and day.month == 1 else None
        found.append(Month(day.month, year, x, round((x + end) / 2, 2)))
        day = last + _DAY
    return found


def rows(scale: Axis, commitments: Iterable[Commitment[Any]]) -> list[Row]:
    """A row a task; those that are due first stand first."""
    ordered = sorted(commitments, key=lambda c: (c.task.due_on, c.task.starts_on, c.task.code))
    return [_row(scale, one) for one in ordered]


def _row(scale: Axis, one: Commitment[Any]) -> Row:
    bar = _bar(scale, one.task)
    marks = [Mark(scale.middle(s.due_on), str(s.standing), s.words) for s in one.stages]
    if one.task.expected_on and one.task.state in OPEN:
        words = f"预计完成 {one.task.expected_on}{_slip(one.task.due_on, one.task.expected_on)}"
        marks.append(Mark(scale.middle(one.task.expected_on), "expected", words))
    words = ";".join([bar.words, *(mark.words for mark in marks)])
    return Row(one.task, bar, tuple(marks), one.stages, words)


def _bar(scale: Axis, task: Dated) -> Bar:
    first = task.original_due_on
    promised = min(first, task.due_on) if first and first >= task.starts_on else task.due_on
    x, due, end = scale.start(task.starts_on), scale.end(promised), scale.end(task.due_on)
    share = float(task.progress or 0) / 100
    return Bar(
        x=x,
        width=round(due - x, 2),
        done=round((end - x) * share, 2),
        due=due,
        added=round(end - due, 2),
        words=_said(task),
    )


def _said(task: Dated) -> str:
    moved = task.original_due_on and task.original_due_on != task.due_on
    was = f"(原定 {task.original_due_on})" if moved else ""
    reached = f";进度 {task.progress:.0f}%" if task.progress is not None else ""
    planned = f",计划 {task.planned:.0f}%" if reached and task.planned is not None else ""
    return f"{task.starts_on} 至 {task.due_on}{was}{reached}{planned}"


def _slip(due_on: date, expected_on: date) -> str:
    late = (expected_on - due_on).days
    return f",比时限晚 {late} 天" if late > 0 else ""


def shapes(rows: Sequence[Row]) -> list[str]:
    """Which marks a chart has, for its legend."""
    return list(dict.fromkeys(mark.shape for row in rows for mark in row.marks))
