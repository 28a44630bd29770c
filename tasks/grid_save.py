"""Saving rows of the editable table: each through its verb, all of a row or nothing."""

from datetime import date

from tasks import workflow
from tasks.errors import Invalid, Refused
from tasks.grid_rows import Row, take_errors
from tasks.models import Person, TaskEvent
from tasks.states import Action


def save(row: Row, *, by: Person, on: date, reason: str) -> None:
    """One row through its verb: all of it or nothing. What became of it stands in `event` or `errors`."""
    try:
        row.event = _verb(row, by, on, reason)
    except Invalid as invalid:
        take_errors(row, invalid)
    except Refused as refused:
        row.errors[""] = refused.message


def _verb(row: Row, by: Person, on: date, reason: str) -> TaskEvent:
    task = row.task
    if row.action == Action.REVISE:
        return workflow.revise(task, by=by, on=on, version=row.version, reason=reason, **row.given)
    same = row.given["lead_unit"] == task.lead_unit
    assignee = task.assignee if same else None
    return workflow.assign(
        task, by=by, on=on, version=row.version, assignee=assignee, note=reason, **row.given
    )
