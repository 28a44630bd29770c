"""申请延期, 同意, 不同意. More time never washes a light green: see `lights`."""

from collections.abc import Sequence
from datetime import date, timedelta

from tasks import access
from tasks.errors import Invalid
from tasks.models import Person, Task, TaskEvent
from tasks.states import Action
from tasks.workflow.dates import check_dates, move_due
from tasks.workflow.engine import Work, attach_evidence, bind_evidence, performing


def request_extension(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    reason: str,
    due_on: date,
    note: str = "",
    evidence: Sequence[int] = (),
) -> TaskEvent:
    """Ask for a later due date. After the due date it is an explanation with a new date: the overdue stays on
    record. Asked later than the plan's rules want, it says so to the one who decides. A second request replaces
    the first."""
    with performing(Action.REQUEST_EXTENSION, task, by=by, on=on, version=version, note=note) as work:
        held = work.task
        if not reason:
            raise Invalid(
                {"reason": "已逾期,请说明情况。" if _is_overdue(work) else "请说明申请延期的理由。"}
            )
        if due_on <= max(held.due_on, work.on):
            raise Invalid({"due_on": f"申请的时限应晚于现时限 {held.due_on} 和今天。"})
        notice = timedelta(days=work.rules.extension_notice_days)
        work.note_data(
            due_on=due_on.isoformat(),
            overdue=_is_overdue(work),
            short_notice=held.due_on - notice < work.on <= held.due_on,
        )
        work.note_texts(reason=reason)
        _check_new_date(held, due_on)
        attach_evidence(work, evidence)
        held.pending_extension, held.extension_by = due_on, by
    bind_evidence(work.event)
    return work.event


def _is_overdue(work: Work) -> bool:
    """The clock has stopped where closing has been asked for."""
    return (work.task.submitted_on or work.on) > work.task.due_on


def _check_new_date(task: Task, due_on: date) -> None:
    """As if it were granted."""
    before, task.due_on = task.due_on, due_on
    try:
        check_dates(task)
    finally:
        task.due_on = before


def grant(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    due_on: date | None = None,
    leader: Person | None = None,
    note: str = "",
    evidence: Sequence[int] = (),
) -> TaskEvent:
    """Grant what was asked, or another date. By setting, with the leader's word: who agreed."""
    with performing(Action.GRANT, task, by=by, on=on, version=version, note=note) as work:
        granting(work, due_on=due_on, leader=leader)
        attach_evidence(work, evidence)
    bind_evidence(work.event)
    return work.event


def granting(work: Work, *, due_on: date | None = None, leader: Person | None = None) -> None:
    """The change that `grant` makes; for one task or in a batch."""
    held = work.task
    if work.rules.extension_needs_leader and leader is None:
        raise Invalid({"leader": "按设置,延期须经领导同意,请写明哪位领导。"})
    if leader is not None and not access.is_leader(leader):
        raise Invalid({"leader": f"{leader} 不是街道领导。"})
    before, new = held.due_on, due_on or held.pending_extension
    assert new is not None  # the table waits for a request
    if new <= before:
        raise Invalid({"due_on": f"新时限应晚于现时限 {before}。"})
    move_due(held, new, work.on)
    check_dates(held)
    held.pending_extension = None
    work.note_data(due_on=new.isoformat(), was=before.isoformat(), leader=leader.pk if leader else None)


def refuse(
    task: Task, *, by: Person | None, on: date, version: int | None, reason: str, note: str = ""
) -> TaskEvent:
    """The due date stays as it is."""
    with performing(Action.REFUSE, task, by=by, on=on, version=version, note=note) as work:
        refusing(work, reason=reason)
    return work.event


def refusing(work: Work, *, reason: str) -> None:
    """The change that `refuse` makes; for one task or in a batch."""
    if not reason:
        raise Invalid({"reason": "请说明不同意延期的理由。"})
    assert work.task.pending_extension is not None  # the table waits for a request
    work.note_data(due_on=work.task.pending_extension.isoformat())
    work.note_texts(reason=reason)
    work.task.pending_extension = None
