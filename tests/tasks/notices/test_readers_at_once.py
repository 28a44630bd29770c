"""Readers that meet, and readers that are killed: nobody is told twice, nothing is lost."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from os import environ
from pathlib import Path
from threading import Barrier
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connections

from tasks.models import LogReader, Notice, Plan, TaskEvent
from tasks.notices import cursors, reader
from tasks.states import Kind
from tests.cast import Cast, TaskMaker, make_cast, make_plan
from tests.guanhu.test_jobs_on_redis import database_url
from tests.tasks.notices.told import read_all, urge

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
READERS = 4


@pytest.fixture
def plan(transactional_db: None) -> Plan:
    return make_plan()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def events(plan: Plan, cast: Cast) -> list[TaskEvent]:
    make = TaskMaker(plan, cast)
    return [urge(make(kind=Kind.CONTINUING), cast) for _ in range(5)]


def together(act: Callable[[], object]) -> list[str]:
    """Several readers that start at the same moment; the names of what went wrong."""
    barrier = Barrier(READERS)

    def run(_: int) -> str:
        try:
            barrier.wait(timeout=30)
            act()
        except IntegrityError as failed:
            return type(failed).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(READERS) as pool:
        return list(filter(None, pool.map(run, range(READERS))))


def told_of(events: Iterable[TaskEvent]) -> list[int]:
    """How many notices each event made."""
    return [Notice.objects.filter(event=event).count() for event in events]


def test_readers_at_once_tell_each_person_once(events: list[TaskEvent]) -> None:
    assert together(read_all) == []
    read_all()
    assert told_of(events) == [2] * 5
    assert LogReader.objects.get(name=cursors.EVENTS).position == TaskEvent.objects.count()


@pytest.fixture
def unlocked(transactional_db: None) -> Callable[[str], LogReader]:
    """The cursor as anybody can read it, with time for all of them to do so."""
    LogReader.objects.create(name=cursors.EVENTS)
    meeting = Barrier(READERS)

    def read(name: str) -> LogReader:
        found = LogReader.objects.get(name=name)
        meeting.wait(timeout=30)
        return found

    return read


def plainly(notices: Iterable[Notice]) -> None:
    Notice.objects.bulk_create(notices)


@pytest.mark.postgres
def test_without_the_lock_the_key_alone_keeps_them_from_telling_twice(
    events: list[TaskEvent], unlocked: Callable[[str], LogReader]
) -> None:
    """On SQLite the transaction itself is the lock, so these twins are PostgreSQL's."""
    with patch("tasks.notices.cursors.hold", unlocked):
        assert together(lambda: reader.read(1000)) == []
    assert told_of(events) == [2] * 5


@pytest.mark.postgres
def test_without_either_they_collide(events: list[TaskEvent], unlocked: Callable[[str], LogReader]) -> None:
    with patch("tasks.notices.cursors.hold", unlocked), patch("tasks.notices.reader.store", plainly):
        assert "IntegrityError" in together(lambda: reader.read(1000))


KILLED = """
import os, signal, django
django.setup()
from tasks.models import LogReader
from tasks.notices import reader
LogReader.save = lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL)
reader.read()
"""
"""A worker that is killed when it has written the notices and not yet moved its cursor."""


def test_after_a_killed_worker_every_notice_arrives_once(events: list[TaskEvent]) -> None:
    environment = environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "guanhu.settings"}
    died = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=environment, check=False, timeout=120)
    assert died.returncode == -signal.SIGKILL
    assert told_of(events) == [0] * 5
    read_all()
    assert told_of(events) == [2] * 5
