"""核定, 退回重报, 撤回报送: what becomes of a report once it is made. 自报 counts at once, 核定 stands beside it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from indicators.kinds import Standing
from indicators.models import Reading, ReadingMark
from tasks import access
from tasks.clock import now
from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.models import Person, Task, TaskEvent
from tasks.standing import StandingReport, standing_reports, unverified
from tasks.states import Action
from tasks.workflow import checkpoints, items
from tasks.workflow.engine import Work, performing
from tasks.workflow.replay import replay


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
    if not works:
        return
    reports = standing_reports([work.task for work in works])
    origins = {
        _origin(work.task, report.version)
        for work in works
        for report in _confirmed(reports.get(work.task.pk, ()), work.entry.data.get("reports", ()))
    }
    rows = Reading.objects.filter(origin__in=origins).select_related("mark").order_by("pk")
    counting = {(row.indicator_id, row.period, row.part): row for row in rows}.values()
    _mark([row for row in counting if not hasattr(row, "mark")], Standing.VERIFIED, works[0].by, works[0].on)


def _confirmed(reports: Iterable[StandingReport], versions: Collection[int]) -> list[StandingReport]:
    """The reports named, and those that each of them takes the place of: it may have left a figure as it was."""
    reports = list(reports)
    upto = {(report.part, report.period): report.version for report in reports if report.version in versions}
    return [report for report in reports if report.version <= upto.get((report.part, report.period), 0)]


def _origin(task: Task, version: int) -> str:
    return f"{task.code}#{version}"


def _mark(readings: Iterable[Reading], standing: Standing, by: Person | None, on: date) -> None:
    at = now()
    ReadingMark.objects.bulk_create(
        ReadingMark(reading=reading, standing=standing, by=by, on=on, at=at) for reading in readings
    )


def _waiting(task: Task, event_id: int | None, by: Person | None = None) -> TaskEvent:
    """A report that waits to be verified: the one named, else the latest. `by` narrows to one's own."""
    reports = TaskEvent.objects.filter(task=task, action=Action.REPORT)
    if event_id is not None:
        reports = reports.filter(pk=event_id)
        if not reports.exists():
            raise Invalid({"in_reply_to": "本任务没有这条报送。"})
    rows = reports.filter(version__in=task.unverified)
    found = rows.order_by("-version").first() if by is None else _own(rows.order_by("-version"), by)
    if found is None:
        raise WrongState("这条报送已经核定、退回、撤回,或者已被更正的报送取代。", task)
    return found


def _own(rows: Iterable[TaskEvent], by: Person) -> TaskEvent | None:
    """The latest that this person made, or somebody for whom he stands in."""
    found, people = list(rows), access.rights(by).people
    mine = next((event for event in found if event.actor_id in people), None)
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
    _mark(Reading.objects.filter(origin=_origin(held, event.version), mark=None), standing, work.by, work.on)
    left = standing_reports([held], {held.pk: event.version}).get(held.pk, [])
    wait_for_verification(held, unverified(left))
    story = replay(held, {report.version for report in left}, event.version)
    checkpoints.put_back(held, story)
    items.put_back(held, story)
    held.last_period, held.expected_on = story.last_period, story.expected_on
    held.needs_help = story.needs_help
