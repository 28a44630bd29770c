"""The receiver printed in docs/notices.md takes what we send, and nothing else."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests
from django.utils import timezone

from tasks.models import LogReader, Notice
from tasks.notices import push
from tasks.states import Kind, NoticeKind
from tests.cast import Cast, TaskMaker
from tests.tasks.notices.test_push import SECRET
from tests.tasks.notices.told import read_all
from tests.waiting import until

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[3] / "docs" / "notices.md"


def snippet() -> str:
    (found,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), flags=re.S)
    return found


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def receiver(tmp_path: Path, settings) -> Iterator[subprocess.Popen[str]]:
    """The snippet as it stands, run by the standard library alone."""
    file = tmp_path / "receiver.py"
    file.write_text(snippet(), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.GUANHU_NOTICE_WEBHOOK_URL = f"http://127.0.0.1:{port}/notices"
    settings.GUANHU_NOTICE_WEBHOOK_SECRET = SECRET
    process = subprocess.Popen(
        [sys.executable, "-I", str(file), str(port)],
        env=os.environ | {"GUANHU_NOTICE_WEBHOOK_SECRET": SECRET, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    until(lambda: listening(port), 30, "the receiver listens")
    yield process
    process.terminate()
    process.wait(10)


@pytest.fixture
def told(cast: Cast, make_task: TaskMaker) -> datetime:
    make_task(kind=Kind.CONTINUING, title="环境清洁日")
    read_all()
    return timezone.now()


def printed(receiver: subprocess.Popen[str]) -> list[str]:
    """What it has handed on, once it has ended."""
    receiver.terminate()
    return receiver.communicate(timeout=10)[0].splitlines()


def test_it_hands_each_notice_on_once_though_a_batch_comes_twice(receiver, told: datetime) -> None:
    assert push.deliver(told) == 2
    Notice.objects.update(pushed_at=None)
    LogReader.objects.update(retry_at=None)
    assert push.deliver(told) == 2
    lines = printed(receiver)
    assert len(lines) == 2 and all("交办:环境清洁日" in line for line in lines)


def test_it_refuses_another_key_an_old_message_and_a_changed_body(receiver, told: datetime, settings) -> None:
    assert push.deliver(told - timedelta(minutes=6)) == 0
    settings.GUANHU_NOTICE_WEBHOOK_SECRET = "another key that is long enough"
    LogReader.objects.update(retry_at=None)
    assert push.deliver(told) == 0
    bare = requests.post(settings.GUANHU_NOTICE_WEBHOOK_URL, json={"notices": []}, timeout=5)
    assert bare.status_code == 401
    assert printed(receiver) == []


def test_the_page_names_every_kind() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert all(f"`{kind.value}` {kind.label}" in text for kind in NoticeKind)
