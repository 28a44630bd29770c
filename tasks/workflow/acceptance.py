"""签收 and 申请改派."""

from collections.abc import Sequence
from datetime import date

from tasks import access
from tasks.errors import Invalid, NotAllowed
from tasks.models import Person, Task, TaskEvent, Unit
from tasks.states import Action
from tasks.workflow import checkpoints as stage_goals
from tasks.workflow.cadence import start_reporting
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.engine import Work, attach_evidence, bind_evidence, performing
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
    evidence: Sequence[int] = (),
    on_behalf_of: Unit | None = None,
) -> TaskEvent:
    """The lead unit takes the task on, with the stage goals as proposed or as given here. Reports are owed from
    the period of acceptance. A supervisor signs for the unit (代签收) with its paper attached."""
    with performing(Action.ACCEPT, task, by=by, on=on, version=version, note=note) as work:
        held = work.task
        _check_for_whom(work, on_behalf_of, evidence)
        attach_evidence(work, evidence)
        if checkpoints is not None:
            agreed = stage_goals.check(held, checkpoints, first_unit(held))
            stage_goals.replace(held, agreed)
            work.note_data(checkpoints=stage_goals.described(agreed))
        if assignee is not None:
            if held.lead_unit and not access.staff_of(held.lead_unit).filter(pk=assignee.pk).exists():
                raise Invalid({"assignee": f"{assignee} 不是{held.lead_unit}的工作人员。"})
            held.assignee = assignee
        start_reporting(work)
    bind_evidence(work.event)
    return work.event


def accepting(work: Work) -> None:
    """The change that `accept` makes in a batch: for one's own unit, with the stage goals as proposed."""
    _check_for_whom(work, None, ())
    start_reporting(work)


def _check_for_whom(work: Work, on_behalf_of: Unit | None, evidence: Sequence[int]) -> None:
    own = work.by is None or access.may_sign(access.rights(work.by), work.task, work.rules)
    if own and on_behalf_of is None:
        return
    if not (work.by and access.rights(work.by).supervisor):
        raise NotAllowed("只有督查室可以代签收。")
    if on_behalf_of is None or on_behalf_of != work.task.lead_unit:
        raise Invalid({"on_behalf_of": "代签收请选择本任务的牵头单位。"})
    if not evidence:
        raise Invalid({"evidence": "代签收须附该单位的书面材料。"})
    work.entry.on_behalf_of = on_behalf_of


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
