"""The bell costs the one who acts nothing, whatever has become of the broker; and no notice depends on it."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from redis import Redis
from rest_framework.test import APIClient

from guanhu.celery import app
from tasks.jobs import notify
from tasks.models import Notice, OfficeDate, Person, Plan, Task, TaskEvent
from tasks.notices import doorbell
from tasks.notices.doorbell import Doorbell
from tasks.states import Kind
from tests.api.doors import perform
from tests.cast import Cast, TaskMaker, make_cast, make_plan
from tests.servers import redis
from tests.tasks.notices.told import read_all, urge
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2020, 4, 20)
SECONDS = 3.0
"""So long an action may take with the broker stopped."""


@pytest.fixture
def plan(transactional_db: None) -> Plan:
    plan = make_plan()
    Plan.objects.update(swept_to=TODAY)
    OfficeDate.objects.create(today=TODAY)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def task(plan: Plan, cast: Cast) -> Task:
    return TaskMaker(plan, cast)(kind=Kind.CONTINUING)


def test_it_rings_when_an_event_is_there_to_be_read_and_not_before(
    task: Task, cast: Cast, settings: Any
) -> None:
    settings.GUANHU_DOORBELL = True
    with patch.object(doorbell._bell, "ring") as ring:
        with transaction.atomic():
            urge(task, cast)
            assert not ring.called
        assert ring.called


def test_what_is_rolled_back_rings_nothing(task: Task, cast: Cast, settings: Any) -> None:
    settings.GUANHU_DOORBELL = True
    with patch.object(doorbell._bell, "ring") as ring, pytest.raises(RuntimeError), transaction.atomic():
        urge(task, cast)
        raise RuntimeError("the power is out")
    assert not ring.called


def test_ringing_returns_at_once_and_many_rings_are_few_messages() -> None:
    begun, go_on, sent = Event(), Event(), []

    def hang() -> bool:
        sent.append(monotonic())
        begun.set()
        return go_on.wait(30)

    with patch.object(doorbell, "publish", hang), patch.object(doorbell, "PAUSE", 0.0):
        bell, start = Doorbell(), monotonic()
        bell.ring()
        assert begun.wait(30)
        for _ in range(100):
            bell.ring()
        assert monotonic() - start < SECONDS
        go_on.set()
        until(lambda: len(sent) == 2, 30, "the rings meanwhile were one")


def test_a_broker_that_is_not_there_is_no_error() -> None:
    with patch.object(app, "connection_for_write", side_effect=ConnectionRefusedError):
        assert not doorbell.publish()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[int]:
    """A Redis of this test's own as the broker; its process id. Nothing rings any more when it is gone."""
    before = app.conf.broker_url, app.conf.broker_write_url
    with redis(tmp_path / "redis") as url:
        app.conf.broker_url = app.conf.broker_write_url = url
        pid = Redis.from_url(url).info("server")["process_id"]
        yield pid
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
        until(lambda: not doorbell._bell._wanted.is_set(), 30, "the last ring is out")
    app.conf.broker_url, app.conf.broker_write_url = before


@pytest.mark.redis
def test_a_ring_arrives_in_the_broker(broker: int) -> None:
    assert doorbell.publish()
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue(app.conf.task_default_queue)
        message = queue.get(timeout=5)
        message.ack()
        queue.close()
    assert message.headers["task"] == notify.name


ROUND: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("supervisor", "urge", {"level": "blue", "text": "请抓紧", "answer_by": "2020-04-27"}),
    ("head", "answer", {"text": "已安排"}),
    ("leader", "instruct", {"text": "请加快", "answer_by": "2020-04-27"}),
    ("head", "answer", {"text": "已加快"}),
    ("head", "request_extension", {"reason": "雨季", "due_on": "2021-01-31"}),
    ("supervisor", "grant", {}),
    ("reporter", "report", {"period": "2020-04", "note": "两场", "help": {"whom": "领导", "what": "用地"}}),
    ("supervisor", "reject", {"reason": "缺数据"}),
    ("head", "submit", {"outcome": "continuing", "note": "请审核"}),
    ("supervisor2", "return", {"reason": "缺总结"}),
)
"""Ten actions, each of which tells somebody."""


def act(cast: Cast, task: Task) -> list[float]:
    """Each action of the round through the door; how many seconds each took."""
    took = []
    for name, action, keys in ROUND:
        client = APIClient()
        client.force_login(
            Person.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
        start = monotonic()
        response = perform(client, task, action, **keys)
        took.append(monotonic() - start)
        assert response.status_code in (200, 201), response.content.decode()
    return took


@pytest.mark.redis
@pytest.mark.parametrize("stop", [signal.SIGSTOP, signal.SIGTERM])
def test_with_the_broker_stopped_twenty_actions_are_answered_and_told_once(
    plan: Plan, cast: Cast, broker: int, settings: Any, stop: signal.Signals
) -> None:
    settings.GUANHU_DOORBELL = True
    make = TaskMaker(plan, cast)
    tasks = [make(kind=Kind.CONTINUING), make(kind=Kind.CONTINUING)]
    act(cast, make(kind=Kind.CONTINUING))  # a process that has just started takes seconds to import itself
    read_all()
    Notice.objects.all().delete()
    before = TaskEvent.objects.count()
    os.kill(broker, stop)
    took = [seconds for task in tasks for seconds in act(cast, task)]
    assert len(took) == 20 and max(took) < SECONDS
    for _ in range(2):
        notify()
    assert TaskEvent.objects.count() == before + 20
    told = Notice.objects.filter(key__startswith="event:")
    assert set(told.values_list("event__position", flat=True)) == set(range(before + 1, before + 21))
    keys = list(told.values_list("person", "event"))
    assert len(keys) == len(set(keys))
