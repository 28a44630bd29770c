"""The editable table: a task's cells as text, and what typed cells would change in it; writes nothing."""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tasks import access, log
from tasks.errors import Invalid, Refused
from tasks.grid_names import Names
from tasks.grid_rows import COLUMNS, NONE, Cells, Change, Row, Typed, take_errors
from tasks.grid_text import goals_text, parse_day, parse_goals, tidy
from tasks.models import Person, Plan, Task, TaskTarget
from tasks.owing import RulesOf
from tasks.selection import full
from tasks.states import NOT_CLOSED, Action, State
from tasks.workflow import checkpoints as stage_goals
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.dates import check_dates
from tasks.workflow.engine import check


def editable(plan: Plan, person: Person) -> Any:
    """The plan's tasks that can be changed, with all that a row needs; a constant number of queries."""
    tasks = access.visible_tasks(person).filter(plan=plan, state__in=NOT_CLOSED)
    return full(tasks).prefetch_related("checkpoints", "task_targets__target").order_by("code")


def goals_of(task: Task) -> list[StageGoal]:
    rows = sorted(task.checkpoints.all(), key=lambda row: row.ordinal)
    return [StageGoal(row.due_on, row.text, row.value, row.percent) for row in rows]


def unit_of(task: Task) -> str:
    """The unit of measure of the first quantified target, from what was prefetched."""
    links: list[TaskTarget] = sorted(task.task_targets.all(), key=lambda link: (link.ordinal, link.pk))
    return next((link.target.unit for link in links if link.target.value is not None), "")


def shown(task: Task, names: Names) -> Cells:
    """A task's cells as they stand."""
    supporting = [names.by_code[code].name for code in task.supporting_codes if code in names.by_code]
    return {
        "lead_unit": task.lead_unit.name if task.lead_unit else "",
        "supporting_units": "、".join(supporting),
        "leader": task.leader.name if task.leader else "",
        "due_on": task.due_on.isoformat(),
        "checkpoints": goals_text(goals_of(task), unit_of(task), task.plan.year),
    }


def as_it_stands(task: Task, names: Names) -> Row:
    """The row before anybody has typed."""
    cells = shown(task, names)
    return Row(task, cells, Typed(task.code, task.version, cells))


def compare(
    tasks: Iterable[Task], typed: Mapping[str, Typed], names: Names, by: Person, on: date
) -> list[Row]:
    """What the typed rows would change, each with its errors: nothing is written. Constant queries."""
    found = [_compared(task, typed[task.code], names) for task in tasks if task.code in typed]
    touched = [row for row in found if row.is_touched]
    stale = log.stale([row.task for row in touched], {row.task.pk: row.version for row in touched})
    rules = RulesOf(on)
    for row in touched:
        try:
            if row.task.pk in stale:
                raise stale[row.task.pk]
            check(row.action, row.task, by, rules(row.task))
        except Refused as refused:
            row.errors[""] = refused.message
    return found


def _compared(task: Task, typed: Typed, names: Names) -> Row:
    row = Row(task, shown(task, names), typed)
    for column in COLUMNS:
        text = typed.cells.get(column, row.shown[column]).strip()
        text = "" if text in NONE else text
        if tidy(text) != tidy(row.shown[column]):
            _read_cell(row, column, text, names)
    if row.action == Action.ASSIGN:
        _complete(row, names)
    if row.given and not row.errors:
        _check_together(row)
    return row


def _read_cell(row: Row, column: str, text: str, names: Names) -> None:
    try:
        value = _value(row, column, text, names)
    except ValueError as wrong:
        row.errors[column] = f"{wrong}。"
        return
    if value != _current(row.task, column, names):
        row.given[column] = value
        row.changes.append(Change(column, row.shown[column] or "无", text or "无"))


def _current(task: Task, column: str, names: Names) -> Any:
    if column == "supporting_units":
        return [names.by_code[code] for code in task.supporting_codes if code in names.by_code]
    return goals_of(task) if column == "checkpoints" else getattr(task, column)


def _value(row: Row, column: str, text: str, names: Names) -> Any:
    task = row.task
    if column == "supporting_units":
        return [names.unit(name) for name in re.split(r"[、,;/\s]+", tidy(text)) if name]
    if column == "checkpoints":
        return parse_goals(text, task.kind, unit_of(task), task.plan.year)
    if not text:
        if column == "due_on" or task.state != State.PROPOSED:
            raise ValueError(f"{COLUMNS[column]}不能清空")
        return None
    if column == "due_on":
        return parse_day(text, task.plan.year)
    return names.unit(text) if column == "lead_unit" else names.leader(text)


def _complete(row: Row, names: Names) -> None:
    """Assigning needs unit, leader and date, whether they were typed now or stood there."""
    task = row.task
    for column in ("lead_unit", "leader", "due_on"):
        row.given.setdefault(column, getattr(task, column))
        if row.given[column] is None and column not in row.errors:
            row.errors[column] = f"交办须填{COLUMNS[column]}。"


def _check_together(row: Row) -> None:
    """The rules about dates and stage goals, on a copy that is thrown away."""
    as_if = copy.copy(row.task)
    as_if.due_on = row.given.get("due_on") or row.task.due_on
    goals: Sequence[StageGoal] = row.given.get("checkpoints", goals_of(row.task))
    try:
        check_dates(as_if)
        stage_goals.check(as_if, goals, unit_of(row.task))
    except Invalid as invalid:
        take_errors(row, invalid)
