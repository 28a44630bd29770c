"""The log's only writer, and its checker.

A verb claims the task (`claim`), changes the face in memory, then appends (`append`): the task row and the event
row are written together, the feed's counter last.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F

from tasks import digests
from tasks.clock import now
from tasks.errors import Invalid, Refused, Stale, WrongState
from tasks.models import LogPosition, Person, Task, TaskEvent, Unit
from tasks.notices.doorbell import ring_on_commit
from tasks.states import CONFLICTING, Action

_ATTEMPTS = 100


@dataclass(slots=True)
class Entry:
    """What is to be appended for one task. `data` holds structured values only, `texts` the free text."""

    task: Task
    action: Action
    on: date
    by: Person | None = None
    on_behalf_of: Unit | None = None
    period: str = ""
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def unseen(task: Task, seen: int) -> list[TaskEvent]:
    """Conflicting events after the version a writer saw: if there are any, he is stale."""
    return list(
        TaskEvent.objects.filter(task=task, version__gt=seen, action__in=CONFLICTING)
        .select_related("actor")
        .order_by("version")
    )


def claim(task_id: int, seen: int | None) -> Task:
    """Lock one task for writing and count its version up, by compare-and-swap on both engines.

    `seen` is the version the writer saw, None for the system. Raises `Stale`, or `Invalid` for a version that
    does not exist yet. Must run inside a transaction.
    """
    for _ in range(_ATTEMPTS):
        task = Task.objects.select_related("plan", "lead_unit").get(pk=task_id)
        if seen is not None:
            if seen > task.version:
                raise _no_such_version(seen, task)
            if seen < task.version and (missed := unseen(task, seen)):
                raise Stale(task, missed)
        if Task.objects.filter(pk=task_id, version=task.version).update(version=F("version") + 1):
            task.version += 1
            return task
    raise WrongState("该任务正被多人同时更新,请稍后再试。", task)


def hold(ids: Iterable[int]) -> list[Task]:
    """Lock many tasks by primary key, so that two batches never wait for each other in a circle. Their versions
    are counted up by the caller. Must run inside a transaction; on SQLite that is the lock."""
    return list(
        Task.objects.filter(pk__in=list(ids))
        .order_by("pk")
        .select_related("plan", "lead_unit", "measure__pillar", "carried_to")
        .select_for_update(of=("self",), no_key=True)
    )


def stale(tasks: Iterable[Task], seen: Mapping[int, int | None]) -> dict[int, Refused]:
    """Which of the held tasks have moved on, by primary key, or never had the version seen; one query where any
    version differs."""
    behind = {task.pk: task for task in tasks if (said := seen[task.pk]) is not None and said != task.version}
    events = (
        TaskEvent.objects.filter(task__in=behind, action__in=CONFLICTING).order_by("version")
        if behind
        else ()
    )
    missed: dict[int, list[TaskEvent]] = {}
    for event in events:
        if event.version > (seen[event.task_id] or 0):
            missed.setdefault(event.task_id, []).append(event)
    unknown = {
        pk: _no_such_version(said, task)
        for pk, task in behind.items()
        if (said := seen[pk] or 0) > task.version
    }
    return unknown | {pk: Stale(behind[pk], found) for pk, found in missed.items()}


def _no_such_version(seen: int, task: Task) -> Invalid:
    return Invalid({"version": f"版本号 {seen} 不存在,当前版本是 {task.version}。"})


def _take_positions(count: int) -> int:
    """Reserve `count` positions of the feed; the last lock a transaction takes. Returns the first."""
    with connection.cursor() as cursor:
        sql = "UPDATE tasks_logposition SET last = last + %s WHERE id = 1 RETURNING last"
        cursor.execute(sql, [count])
        row = cursor.fetchone()
        if row is None:
            LogPosition.objects.bulk_create([LogPosition(id=1, last=0)], ignore_conflicts=True)
            cursor.execute(sql, [count])
            row = cursor.fetchone()
    return row[0] - count + 1


def _payload(event: TaskEvent) -> dict[str, Any]:
    """What the digest covers: everything but the free text itself.

    Empty fields of the face are left out, so that a field added later does not break the chains written before."""
    face = {name: value for name, value in event.face().items() if value not in (None, "", False, [], {})}
    covered = face | {
        "task": event.task_id,
        "version": event.version,
        "position": event.position,
        "action": event.action,
        "actor": event.actor_id,
        "on_behalf_of": event.on_behalf_of_id,
        "at": event.at,
        "on": event.on,
        "period": event.period,
        "data": event.data,
        "hashes": event.hashes,
    }
    covered.pop("title", None)
    return covered


def _texts(event: TaskEvent) -> dict[str, str]:
    return {"title": event.title, "note": event.note, **event.texts}


def append(entry: Entry) -> TaskEvent:
    """Write one event and the task's new face."""
    (event,) = append_all([entry])
    return event


def append_all(entries: Iterable[Entry]) -> list[TaskEvent]:
    """Write events and faces of claimed tasks, in the order given. Must run inside a transaction."""
    entries = list(entries)
    if not entries:
        return []
    at = now()
    for entry in entries:
        entry.task.last_on = entry.on
        entry.task.updated_at = at
    events = [
        TaskEvent(
            task=entry.task,
            version=entry.task.version,
            action=entry.action,
            actor=entry.by,
            on_behalf_of=entry.on_behalf_of,
            at=at,
            on=entry.on,
            period=entry.period,
            note=entry.note,
            data=entry.data,
            texts=entry.texts,
            **entry.task.face(),
        )
        for entry in entries
    ]
    for position, event in enumerate(events, start=_take_positions(len(events))):
        event.position = position
        event.hashes = {key: digests.text_hash(text) for key, text in _texts(event).items() if text}
        event.digest = digests.chain(event.task.digest, _payload(event))
        event.task.digest = event.digest
    TaskEvent.objects.bulk_create(events)
    _save_faces([entry.task for entry in entries])
    ring_on_commit()
    return events


def _save_faces(tasks: list[Task]) -> None:
    names = [field.name for field in Task._meta.local_concrete_fields if not field.primary_key]
    if len(tasks) == 1:
        tasks[0].save(update_fields=names)
    else:
        # An upsert of rows that exist: one plain statement, where bulk_update spells a CASE for every field and row.
        Task.objects.bulk_create(tasks, update_conflicts=True, unique_fields=["id"], update_fields=names)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A row of the log that does not hold."""

    task: str
    version: int
    what: str


def flaws(tasks: Iterable[Task]) -> Iterator[Flaw]:
    """Walk each task's chain; yields the first bad row of every task that has one."""
    for task in tasks:
        flaw = _first_flaw(task, list(TaskEvent.objects.filter(task=task).order_by("version")))
        if flaw:
            yield flaw


def _first_flaw(task: Task, events: list[TaskEvent]) -> Flaw | None:
    previous, position = "", 0
    for expected, event in enumerate(events, start=1):
        if event.version != expected:
            return Flaw(task.code, expected, "缺少记录")
        if event.position <= position:
            return Flaw(task.code, expected, "位置倒退")
        if event.digest != digests.chain(previous, _payload(event)) or _altered(event):
            return Flaw(task.code, expected, "内容与摘要不符")
        previous, position = event.digest, event.position
    if task.version != len(events) or task.digest != previous:
        return Flaw(task.code, len(events), "链头不符:末尾记录被删或被改")
    if events and task.face() != events[-1].face():
        return Flaw(task.code, len(events), "任务现状与末条记录不符")
    return None


def _altered(event: TaskEvent) -> bool:
    texts: Mapping[str, str] = {key: text for key, text in _texts(event).items() if text}
    return {key: digests.text_hash(text) for key, text in texts.items()} != event.hashes
