"""签收 and 申请改派."""

from collections.abc import Sequence
from datetime import date

from tasks import access
from tasks.errors import Invalid
from tasks.models import Person, Task, TaskEvent
from tasks.periods import open_period
from tasks.states import Action
from tasks.workflow import checkpoints as stage_goals
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.engine import performing
from tasks.workflow.units import first_unit


def accept(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    checkpoints: Sequence[StageGoal] | None = None,
    assignee: Person | None = None,
    note: str = "",
) -> TaskEvent:
    """The lead unit takes the task on, with the stage goals as proposed or as given here. Reports are owed from
    the period of acceptance."""
    with performing(Action.ACCEPT, task, by=by, on=on, version=version, note=note) as work:
        held = work.task
        if checkpoints is not None:
            agreed = stage_goals.check(held, checkpoints, first_unit(held))
            stage_goals.replace(held, agreed)
            work.note_data(checkpoints=stage_goals.described(agreed))
        if assignee is not None:
            if held.lead_unit and not access.staff_of(held.lead_unit).filter(pk=assignee.pk).exists():
                raise Invalid({"assignee": f"{assignee} 不是{held.lead_unit}的工作人员。"})
            held.assignee = assignee
        held.first_period = open_period(work.on, work.rules.report_due_day)
    return work.event


def decline(
    task: Task, *, by: Person | None, on: date, version: int | None, reason: str, note: str = ""
) -> TaskEvent:
    """The head asks for another unit; the task goes back to the supervisor, the unit stays as a suggestion."""
    with performing(Action.DECLINE, task, by=by, on=on, version=version, note=note) as work:
        if not reason:
            raise Invalid({"reason": "请说明申请改派的理由。"})
        work.note_texts(reason=reason)
        work.task.assignment_confirmed = False
    return work.event
