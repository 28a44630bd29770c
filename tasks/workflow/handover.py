"""转办: another person in the lead unit."""

from datetime import date

from tasks import access
from tasks.errors import Invalid
from tasks.models import Person, Task, TaskEvent
from tasks.states import Action
from tasks.workflow.engine import Work, performing


def hand_over(
    task: Task, *, by: Person | None, on: date, version: int | None, assignee: Person, note: str = ""
) -> TaskEvent:
    """The head gives the task to another person of his unit."""
    with performing(Action.HAND_OVER, task, by=by, on=on, version=version, note=note) as work:
        handing_over(work, assignee=assignee)
    return work.event


def handing_over(work: Work, *, assignee: Person) -> None:
    """The change that `hand_over` makes; for one task or in a batch."""
    held = work.task
    if held.assignee_id == assignee.pk:
        raise Invalid({"assignee": f"责任人已是 {assignee}。"})
    if held.lead_unit is None or not access.is_staff_of(assignee, held.lead_unit):
        raise Invalid({"assignee": f"{assignee} 不是{held.lead_unit}的工作人员。"})
    work.note_data(assignee=assignee.pk, was=held.assignee_id)
    held.assignee = assignee
