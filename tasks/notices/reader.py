"""Reads the log and tells people, each once, whoever reads and however often."""

from collections.abc import Sequence

from django.db import transaction

from tasks.clock import now
from tasks.models import LogPosition, Notice, TaskEvent
from tasks.notices import cursors
from tasks.notices.audience import TELLING_ACTIONS, earlier_people, told
from tasks.notices.directory import directory
from tasks.notices.telling import store

BATCH = 500
"""Events read in one transaction."""


def read(most: int = BATCH) -> int:
    """Read the next events in the order of the feed; returns how many, 0 where there are none or somebody else is
    at it.

    One transaction holds the cursor, the notices and the cursor's move: a reader that dies in the middle has done
    nothing. Positions are given out as the last lock of a writer's transaction, so that whatever stands below the
    last one has been committed: nothing appears later behind the cursor.
    """
    with transaction.atomic():
        cursor = cursors.hold(cursors.EVENTS)
        if cursor is None:
            return 0
        last = LogPosition.objects.values_list("last", flat=True).first() or 0
        until = min(last, cursor.position + most)
        count = until - cursor.position
        if count > 0:
            store(_notices(_events(cursor.position, until)))
            cursor.position = until
            cursor.save(update_fields=["position"])
    return max(count, 0)


def _events(after: int, until: int) -> list[TaskEvent]:
    rows = TaskEvent.objects.filter(position__gt=after, position__lte=until, action__in=TELLING_ACTIONS)
    return list(rows.select_related("task__plan").order_by("position"))


def _notices(events: Sequence[TaskEvent]) -> list[Notice]:
    if not events:
        return []
    known, earlier, at = directory(min(event.on for event in events)), earlier_people(events), now()
    return [
        Notice(
            person_id=person,
            key=f"event:{event.position}",
            kind=kind,
            task_id=event.task_id,
            event=event,
            on=event.on,
            made_at=at,
        )
        for event in events
        for person, kind in sorted(told(event, known, earlier).items())
    ]
