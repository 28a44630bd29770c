"""征求意见: a lead unit agrees to a draft row, with its own stage goals, or asks for a change."""

from collections.abc import Sequence
from datetime import date

from tasks.errors import Invalid
from tasks.models import Person, Task, TaskEvent
from tasks.states import Action, Consultation
from tasks.workflow import checkpoints as stage_goals
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.engine import Work, performing
from tasks.workflow.units import first_unit


def agree(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    checkpoints: Sequence[StageGoal] | None = None,
    note: str = "",
) -> TaskEvent:
    """The unit takes the row as drafted, and files the stage goals it sets itself."""
    with performing(Action.AGREE, task, by=by, on=on, version=version, note=note) as work:
        if checkpoints is not None:
            agreed = stage_goals.check(work.task, checkpoints, first_unit(work.task))
            stage_goals.replace(work.task, agreed)
            work.note_data(checkpoints=stage_goals.described(agreed))
        agreeing(work)
    return work.event


def agreeing(work: Work) -> None:
    """The change that `agree` makes; for one task or in a batch, where the stage goals stay as drafted."""
    work.task.consultation = Consultation.AGREED


def object_to(task: Task, *, by: Person | None, on: date, version: int | None, text: str) -> TaskEvent:
    """The unit proposes a change; the supervisors revise the row, or leave it."""
    with performing(Action.OBJECT, task, by=by, on=on, version=version) as work:
        if not text:
            raise Invalid({"text": "请写明修改意见。"})
        work.note_texts(text=text)
        work.task.consultation = Consultation.OBJECTED
    return work.event
