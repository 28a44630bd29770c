"""核定, 退回重报, 撤回报送: what becomes of a report once it is made. 自报 counts at once, 核定 stands beside it."""

from collections.abc import Iterable, Sequence
from datetime import date

from indicators.kinds import Standing
from indicators.models import Reading, ReadingMark
from tasks.clock import now
from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.models import Person, Task, TaskEvent
from tasks.periods import latest
from tasks.standing import standing_reports, unverified
from tasks.states import Action
from tasks.workflow.checkpoints import mark_unmet, restore_met
from tasks.workflow.engine import Work, performing
from tasks.workflow.items import undo_strokes


def verify(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    in_reply_to: int | None = None,
    note: str = "",
) -> TaskEvent:
    """Confirm one report (an event's id), or all that wait; their figures count as 核定 from now on."""
    with performing(Action.VERIFY, task, by=by, on=on, version=version, note=note) as work:
        chosen = None if in_reply_to is None else [_waiting(work.task, in_reply_to).version]
        verifying(work, versions=chosen)
        mark_verified([work])
    return work.event


def verifying(work: Work, *, versions: Sequence[int] | None = None) -> None:
    """The change that `verify` makes; for one task or in a batch, where `mark_verified` then writes the figures'."""
    held = work.task
    chosen = list(held.unverified if versions is None else versions)
    work.note_data(reports=chosen)
    wait_for_verification(held, [number for number in held.unverified if number not in chosen])


def wait_for_verification(task: Task, versions: Iterable[int]) -> None:
    """The reports that the supervisors have not looked at."""
    task.unverified = list(versions)
    task.unverified_count = len(task.unverified)


def mark_verified(works: Sequence[Work]) -> None:
    """Confirm the figures of the reports that these events name; a constant number of queries."""
    if works:
        origins = {
            _origin(work.task, number) for work in works for number in work.entry.data.get("reports", ())
        }
        _mark(origins, Standing.VERIFIED, works[0].by, works[0].on)


def _origin(task: Task, version: int) -> str:
    return f"{task.code}#{version}"


def _mark(origins: Iterable[str], standing: Standing, by: Person | None, on: date) -> None:
    at = now()
    ReadingMark.objects.bulk_create(
        ReadingMark(reading=reading, standing=standing, by=by, on=on, at=at)
        for reading in Reading.objects.filter(origin__in=list(origins), mark=None)
    )


def _waiting(task: Task, event_id: int | None, by: Person | None = None) -> TaskEvent:
    """A report that waits to be verified: the one named, else the latest. `by` narrows to one's own."""
    rows = TaskEvent.objects.filter(task=task, action=Action.REPORT, version__in=task.unverified)
    if event_id is not None:
        rows = rows.filter(pk=event_id)
    found = rows.order_by("-version").first() if by is None else _own(rows.order_by("-version"), by)
    if found is None:
        raise WrongState("这条报送不存在,或者已经核定、退回、撤回。", task)
    return found


def _own(rows: Iterable[TaskEvent], by: Person) -> TaskEvent | None:
    found = list(rows)
    mine = next((event for event in found if event.actor_id == by.pk), None)
    if found and mine is None:
        raise NotAllowed("只能撤回自己的报送。")
    return mine


def withdraw(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    in_reply_to: int | None = None,
    note: str = "",
) -> TaskEvent:
    """Undo one's own report that nobody has verified yet: the latest, or the event named. The log keeps both."""
    with performing(Action.WITHDRAW, task, by=by, on=on, version=version, note=note) as work:
        _undo(work, _waiting(work.task, in_reply_to, by), Standing.WITHDRAWN)
    return work.event


def reject(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    reason: str,
    in_reply_to: int | None = None,
    note: str = "",
) -> TaskEvent:
    """Send a report back: the latest that waits, or the event named. Its figures stop counting and the period is
    owed again."""
    with performing(Action.REJECT, task, by=by, on=on, version=version, note=note) as work:
        if not reason:
            raise Invalid({"reason": "请说明退回重报的理由。"})
        work.note_texts(reason=reason)
        _undo(work, _waiting(work.task, in_reply_to), Standing.REJECTED)
    return work.event


def _undo(work: Work, event: TaskEvent, standing: Standing) -> None:
    """As if the report had not been made: its figures, stages, strokes, dates and requests."""
    held = work.task
    work.void = event.version
    work.entry.period = event.period
    work.note_data(report=event.version, part=event.data.get("part", ""))
    _mark([_origin(held, event.version)], standing, work.by, work.on)
    left = standing_reports([held], {held.pk: event.version}).get(held.pk, [])
    kept = list(
        TaskEvent.objects.filter(task=held, version__in=[report.version for report in left]).order_by(
            "version"
        )
    )
    _undo_steps(held, event, kept)
    undo_strokes(held, event)
    wait_for_verification(held, unverified(left))
    own = [row for row in kept if not row.data.get("supporting")]
    held.last_period = latest(row.period for row in own)
    held.expected_on = next(
        (date.fromisoformat(row.data["expected_on"]) for row in reversed(kept) if "expected_on" in row.data),
        None,
    )
    since = own[-1].version if own else 0
    held.needs_help = any(row.texts.get("help_what") for row in kept if row.version >= since)


def _undo_steps(task: Task, event: TaskEvent, kept: Sequence[TaskEvent]) -> None:
    still = {number for row in kept for number in row.data.get("met", ()) if row.version > event.version}
    mark_unmet(task, set(event.data.get("met", ())) - still)
    restore_met(task, event.data.get("unmet", {}))
