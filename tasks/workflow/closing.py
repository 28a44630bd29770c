"""申请办结, 撤回申请, 同意办结, 退回补办."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from indicators.attainment import current, meets
from indicators.quantities import plain
from tasks import facts
from tasks.errors import Invalid
from tasks.models import ClosingDraft, Person, Task, TaskEvent
from tasks.states import Action, Kind, Outcome
from tasks.workflow.engine import Work, attach_evidence, bind_evidence, performing
from tasks.workflow.waiting import wait_for_nothing


def shortfall(task: Task) -> str:
    """What still lacks before the task can be closed as 完成; empty if nothing does."""
    known = facts.load([task])[task.pk]
    lacking = []
    if task.kind == Kind.QUANTITY:
        for goal in known.goals:
            now = current(goal)
            if goal.value is not None and (now is None or not meets(goal, now)):
                lacking.append(
                    f"{goal.name}现为 {plain(now or Decimal(0))},目标 {plain(goal.value)} {goal.unit}"
                )
    if task.kind == Kind.PROJECT:
        lacking += [f"“{step.text}”未完成" for step in known.steps if step.met_on is None]
    return ";".join(lacking)


def submit(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    outcome: Outcome,
    note: str,
    evidence: Sequence[int] = (),
    prepared: ClosingDraft | None = None,
) -> TaskEvent:
    """Ask for the task to be closed. The clock stops here: lights stay as on this day until it is decided.

    `prepared` is what somebody else has written and uploaded for it; the log names him beside who asks.
    """
    with performing(Action.SUBMIT, task, by=by, on=on, version=version, note=note) as work:
        if outcome == Outcome.COMPLETED and (lacking := shortfall(work.task)):
            raise Invalid({"outcome": f"不能按“完成”办结:{lacking}。可选“基本完成”“未完成”等结果并说明。"})
        _ask(work, outcome)
        attach_evidence(work, list(evidence))
        if prepared is not None:
            attach_evidence(work, prepared.evidence, own=False)
            work.note_data(prepared_by=prepared.prepared_by_id)
        drop_drafts([work])
    bind_evidence(work.event)
    return work.event


def drop_drafts(works: Sequence[Work]) -> None:
    """What was prepared for these tasks is asked for now, as it was or otherwise."""
    ClosingDraft.objects.filter(task__in=[work.task.pk for work in works]).delete()


def _ask(work: Work, outcome: Outcome) -> None:
    if not work.entry.note:
        raise Invalid({"note": "请写明办结情况。"})
    work.task.outcome = outcome
    work.task.submitted_on, work.task.submitted_by = work.on, work.by
    work.note_data(outcome=str(outcome))


def submitting(work: Work, *, outcome: Outcome) -> None:
    """The change that `submit` makes, in a batch: for continuing work, which has no figure or stage of its own to
    be checked one by one."""
    if work.task.kind != Kind.CONTINUING:
        raise Invalid({"outcome": "只有常态化任务可以成批申请办结,请单独申请。"})
    _ask(work, outcome)


def _reopen(work: Work) -> None:
    work.task.outcome = ""
    work.task.submitted_on = work.task.submitted_by = None


def take_back(task: Task, *, by: Person | None, on: date, version: int | None, note: str = "") -> TaskEvent:
    """The unit withdraws its request before it is decided."""
    with performing(Action.TAKE_BACK, task, by=by, on=on, version=version, note=note) as work:
        _reopen(work)
    return work.event


def approve(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    outcome: Outcome | None = None,
    note: str = "",
) -> TaskEvent:
    """Close the task, with the outcome asked for or the one the reviewer finds."""
    with performing(Action.APPROVE, task, by=by, on=on, version=version, note=note) as work:
        approving(work, outcome=outcome)
    return work.event


def approving(work: Work, *, outcome: Outcome | None = None) -> None:
    """The change that `approve` makes; for one task or in a batch."""
    held = work.task
    held.outcome = outcome or held.outcome
    wait_for_nothing(held)
    work.note_data(outcome=str(held.outcome))


def send_back(
    task: Task, *, by: Person | None, on: date, version: int | None, reason: str, note: str = ""
) -> TaskEvent:
    """Return the request: the task is open again and the clock runs on."""
    with performing(Action.RETURN, task, by=by, on=on, version=version, note=note) as work:
        returning(work, reason=reason)
    return work.event


def returning(work: Work, *, reason: str) -> None:
    """The change that `send_back` makes; for one task or in a batch."""
    if not reason:
        raise Invalid({"reason": "请说明退回的理由和补办要求。"})
    work.note_texts(reason=reason)
    _reopen(work)
