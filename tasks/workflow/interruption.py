"""暂缓, 恢复办理, 不再实施, 重新督办: what the supervisors decide about a task's going on."""

from datetime import date

from tasks.errors import Invalid, WrongState
from tasks.models import Person, Task, TaskEvent
from tasks.states import Action
from tasks.workflow.cadence import start_reporting
from tasks.workflow.engine import Work, performing
from tasks.workflow.waiting import wait_for_nothing


def _reasoned(
    action: Action, task: Task, by: Person | None, on: date, version: int | None, reason: str, note: str
) -> TaskEvent:
    with performing(action, task, by=by, on=on, version=version, note=note) as work:
        CHANGES[action](work, reason=reason)
    return work.event


def suspend(
    task: Task, *, by: Person | None, on: date, version: int | None, reason: str, note: str = ""
) -> TaskEvent:
    """Put the task aside: no light, no report owed, until it is resumed."""
    return _reasoned(Action.SUSPEND, task, by, on, version, reason, note)


def resume(
    task: Task, *, by: Person | None, on: date, version: int | None, reason: str, note: str = ""
) -> TaskEvent:
    """Take it up again; reports are owed from the open period on, the due date is as it was."""
    return _reasoned(Action.RESUME, task, by, on, version, reason, note)


def cancel(
    task: Task, *, by: Person | None, on: date, version: int | None, reason: str, note: str = ""
) -> TaskEvent:
    """Take it off the plan. It stays in the log and in the ledger."""
    return _reasoned(Action.CANCEL, task, by, on, version, reason, note)


def reopen(
    task: Task, *, by: Person | None, on: date, version: int | None, reason: str, note: str = ""
) -> TaskEvent:
    """A closed task is supervised again."""
    return _reasoned(Action.REOPEN, task, by, on, version, reason, note)


def giving_reason(work: Work, *, reason: str) -> None:
    """The change that every one of them makes; for one task or in a batch."""
    if not reason:
        raise Invalid({"reason": f"请说明“{Action(work.entry.action).label}”的理由。"})
    work.note_texts(reason=reason)


def going_on(work: Work, *, reason: str) -> None:
    """The change of `resume`: nothing is owed for the time between."""
    giving_reason(work, reason=reason)
    work.task.outcome, work.task.submitted_on, work.task.submitted_by = "", None, None
    start_reporting(work)


def reopening(work: Work, *, reason: str) -> None:
    """The change of `reopen`: what goes on in another year's plan does not go on here too."""
    if following := getattr(work.task, "carried_to", None):
        raise WrongState(f"任务已结转为 {following.code},不能重新督办。", work.task)
    going_on(work, reason=reason)


def stopping(work: Work, *, reason: str) -> None:
    """The change of `suspend` and `cancel`: whoever waited for something waits no longer, not even for a review."""
    giving_reason(work, reason=reason)
    task = work.task
    task.outcome, task.submitted_on, task.submitted_by = "", None, None
    wait_for_nothing(task)


CHANGES = {
    Action.SUSPEND: stopping,
    Action.RESUME: going_on,
    Action.CANCEL: stopping,
    Action.REOPEN: reopening,
}
