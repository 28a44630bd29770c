"""Jobs through a real Redis and a real worker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from guanhu.celery import app
from tasks.models import OfficeDate, Plan
from tests.waiting import until

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
WORKER = ("worker", "-P", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat")


def database_url() -> str:
    """The test database, as another process finds it."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    host = found["OPTIONS"].get("host") or found["HOST"]
    return f"postgresql://{found['USER']}:@/{found['NAME']}?host={quote(host, safe='')}"


@pytest.fixture
def worker() -> Iterator[None]:
    environment = os.environ | {"DATABASE_URL": database_url()}
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "--quiet", "-A", "guanhu", *WORKER], cwd=ROOT, env=environment
    )
    yield
    process.terminate()
    assert process.wait(60) == 0


def test_a_job_rung_through_redis_is_done_by_a_worker(plan: Plan, worker: None) -> None:
    assert app.conf.broker_url == settings.REDIS_URL
    office_day = plan.swept_to + timedelta(days=3)
    OfficeDate.objects.create(today=office_day)
    app.send_task("tasks.sweep")
    until(lambda: Plan.objects.get().swept_to == office_day, 60, "the worker has swept the plan")


def test_a_job_that_nobody_fetches_waits_in_redis(plan: Plan) -> None:
    before = Plan.objects.get().swept_to
    app.send_task("tasks.sweep")
    with app.connection_for_read() as broker:
        queue = broker.SimpleQueue(app.conf.task_default_queue)
        message = queue.get(timeout=5)
        message.ack()
        queue.close()
    assert message.headers["task"] == "tasks.sweep"
    assert Plan.objects.get().swept_to == before
