"""Hands notices on to another system, signed and in batches: a gateway to 政务微信, 粤政易 or SMS."""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tasks.models import LogReader, Notice, Person
from tasks.notices import cursors
from tasks.notices.addresses import absolute
from tasks.notices.inbox import inbox
from tasks.notices.signatures import key_of, signature
from tasks.notices.words import Line, lines

logger = logging.getLogger(__name__)

BATCH = 100
"""Notices of one request."""
MOST_BATCHES = 4
"""Requests of one run, so that it ends within its lease; the next run goes on."""
TIMEOUT = (3.05, 10.0)
"""Seconds to connect and to wait for the answer."""
LEASE = timedelta(seconds=60)
"""So long a deliverer has the webhook to himself; if he dies, another takes over."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=7)
"""Older notices are not handed on any more: they stand in the application."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request carries. `notices` are all that it settles, also those that have no line any more."""

    notices: Sequence[Notice]
    lines: Sequence[tuple[Person, Line]]

    @property
    def message_id(self) -> str:
        """The same when the batch is sent again, so that a receiver can tell."""
        return f"notices-{self.notices[0].pk}-{self.notices[-1].pk}"


def deliver(at: datetime) -> int:
    """Send a few batches, until nothing waits or one fails; returns how many notices were handed on.

    After a failure the pause doubles from a minute to an hour; it is kept in the database and ends with the first
    success. Whoever gets a batch twice knows it by the header webhook-id, and each notice by its id.
    """
    total = 0
    for _ in range(MOST_BATCHES if settings.GUANHU_NOTICE_WEBHOOK_URL else 0):
        if not _take_turn(at):
            break
        batch = _next_batch(at)
        if batch is None:
            _settle(retry_at=None)
            break
        if batch.lines and (problem := _post(batch, at)):
            _fail(problem, at)
            break
        _done(batch.notices, at)
        total += len(batch.lines)
        _settle(failures=0, retry_at=None)
    return total


def _take_turn(at: datetime) -> bool:
    """One deliverer at a time, and none before the pause is over: a conditional update decides."""
    LogReader.objects.get_or_create(name=cursors.WEBHOOK)
    free = Q(retry_at=None) | Q(retry_at__lte=at)
    return bool(LogReader.objects.filter(free, name=cursors.WEBHOOK).update(retry_at=at + LEASE))


def _settle(**state: Any) -> None:
    LogReader.objects.filter(name=cursors.WEBHOOK).update(**state)


def _fail(problem: str, at: datetime) -> None:
    failures = LogReader.objects.values_list("failures", flat=True).get(name=cursors.WEBHOOK) + 1
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
    logger.warning("the notice webhook failed %s times, next try in %s: %s", failures, pause, problem)
    _settle(failures=min(failures, 1000), retry_at=at + pause)


def _next_batch(at: datetime) -> Batch | None:
    """The batch that failed before, as it was; else the next one."""
    waiting = Notice.objects.filter(pushed_at=None, made_at__gt=at - GIVEN_UP_AFTER).order_by("pk")
    begun = LogReader.objects.values_list("position", flat=True).get(name=cursors.WEBHOOK)
    notices = list(waiting.filter(pk__lte=begun)[:BATCH]) or list(waiting[:BATCH])
    if not notices:
        return None
    _settle(position=notices[-1].pk)
    return Batch(notices, _lines(notices))


def _lines(notices: Sequence[Notice]) -> list[tuple[Person, Line]]:
    """In the notices' order: what each person may see, wants to see and has not read."""
    people = Person.objects.filter(is_active=True).in_bulk({notice.person_id for notice in notices})
    found: list[tuple[Person, Line]] = []
    for person in people.values():
        mine = {notice.pk for notice in notices if notice.person_id == person.pk}
        wanted = inbox(person).filter(pk__in=mine, read_at=None)
        found += [(person, line) for line in lines(wanted, person, outside=True)]
    return sorted(found, key=lambda pair: pair[1].notice.pk)


def _done(notices: Iterable[Notice], at: datetime) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(pushed_at=at)


def _post(batch: Batch, at: datetime) -> str:
    """Send one batch; empty if it was taken, else what went wrong. The address and the secret are never logged."""
    body = json.dumps(payload(batch, at), ensure_ascii=False).encode()
    timestamp = int(at.timestamp())
    key = key_of(settings.GUANHU_NOTICE_WEBHOOK_SECRET)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": batch.message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(key, batch.message_id, timestamp, body),
    }
    try:
        answer = requests.post(
            settings.GUANHU_NOTICE_WEBHOOK_URL,
            data=body,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,  # nobody reads the answer's body, however long it is
        )
    except requests.RequestException as failed:
        return type(failed).__name__
    with answer:
        return "" if 200 <= answer.status_code < 300 else f"HTTP {answer.status_code}"


def payload(batch: Batch, at: datetime) -> dict[str, Any]:
    """What the receiver reads; docs/notices.md explains it."""
    return {
        "type": "notices",
        "timestamp": timezone.localtime(at).isoformat(timespec="seconds"),
        "notices": [_described(person, line) for person, line in batch.lines],
    }


def _described(person: Person, line: Line) -> dict[str, Any]:
    return {
        "id": line.notice.pk,
        "kind": line.notice.kind,
        "label": line.label,
        "on": line.notice.on.isoformat(),
        "person": {"username": person.username, "name": person.name, "mobile": person.mobile},
        "text": line.text,
        "more": line.more,
        "url": absolute(line.url),
    }
