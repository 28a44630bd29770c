"""`manage.py start`, which is `make run`: the real web server, worker and clock."""

import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests.guanhu.test_claims import free_port
from tests.waiting import processes_of, until

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[2]
NO_SERVERS = {"DATABASE_URL": "", "REDIS_URL": "", "SECRET_KEY": ""}
PROCESSES = 6
"""The parent, gunicorn's master and two workers, the Celery worker, the clock."""
START_SECONDS, END_SECONDS = 180, 20
"""Most of it is room for a busy machine: an idle one takes 10 and 3."""
COMMAND = [sys.executable, "manage.py", "start"]
Starter = Callable[..., "Office"]


class Office:
    """A started office: its process, its port, what it said."""

    def __init__(self, data: Path, port: int, command: list[str], **variables: str) -> None:
        self.data, self.port, self.said = data, port, data.parent / f"said-{port}.txt"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GUANHU_")}
        with self.said.open("w") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=inherited
                | NO_SERVERS
                | {"GUANHU_DATA": str(data), "GUANHU_DEMO": "0", "PORT": str(port)}
                | variables,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said.read_text()
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (OSError, HTTPException):  # not there yet, or still starting
            return False

    def is_up(self) -> None:
        until(self.answers, START_SECONDS, "the site answers")
        until(lambda: "Ctrl-C" in self.said.read_text(), START_SECONDS, "it has said where to look")

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.read().decode()

    def ended(self, seconds: float = END_SECONDS) -> int:
        return self.process.wait(seconds)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that was started once in a fresh folder, and ended."""
    office = Office(tmp_path_factory.mktemp("first") / "data", free_port(), COMMAND)
    office.is_up()
    office.process.terminate()
    office.ended()
    return office


@pytest.fixture
def data(first: Office, tmp_path: Path) -> Path:
    """A folder as a first start leaves it."""
    return Path(shutil.copytree(first.data, tmp_path / "data"))


@pytest.fixture
def start(data: Path) -> Iterator[Starter]:
    def started(*before: str, wait: bool = True, **variables: str) -> Office:
        office = Office(data, free_port(), [*before, *COMMAND], **variables)
        if wait:
            office.is_up()
        return office

    yield started
    for process in processes_of(data):
        os.kill(process, signal.SIGKILL)


def query(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "guanhu.sqlite3")) as database, database:
        return database.execute(sql).fetchall()


def nothing_left(data: Path) -> bool:
    return not processes_of(data)


def test_a_fresh_folder_becomes_the_bare_plan_with_one_administrator(first: Office) -> None:
    said, password = first.said.read_text(), (first.data / "password").read_text()
    assert f"http://127.0.0.1:{first.port}/" in said and password in said
    for secret in ("password", "secret_key", "guanhu.sqlite3"):
        assert stat.S_IMODE((first.data / secret).stat().st_mode) == 0o600
    assert query(first.data, "SELECT slug FROM tasks_plan") == [("2020",)]
    assert query(first.data, "SELECT * FROM tasks_officedate") == []
    ((username, kept),) = query(first.data, "SELECT username, password FROM tasks_person")
    assert username == "admin"
    assert Argon2PasswordHasher().verify(password, kept)


def test_its_pages_name_collected_files_that_are_there(start: Starter) -> None:
    office = start()
    page = office.get("/admin/login/")
    base = page.partition('href="/static/admin/css/base.')[2].partition('"')[0]
    assert base not in ("", "css")
    assert "{" in office.get(f"/static/admin/css/base.{base}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_it_within_seconds(start: Starter, data: Path, number: int) -> None:
    office = start()
    assert len(processes_of(data)) == PROCESSES
    office.process.send_signal(number)
    assert office.ended() == 0
    until(lambda: nothing_left(data), 5, "nothing is left")


def test_killing_it_leaves_nothing_running(start: Starter, data: Path) -> None:
    office = start()
    office.process.kill()
    until(lambda: nothing_left(data), END_SECONDS, "nothing is left")


def test_killing_its_own_parent_leaves_nothing_running(start: Starter, data: Path) -> None:
    """`make run` is the parent then, and says so."""
    office = start("sh", "-c", '"$@" --parent $$; exit $?', "make")
    assert len(processes_of(data)) == PROCESSES + 1
    office.process.kill()
    until(lambda: nothing_left(data), END_SECONDS, "nothing is left")


@pytest.mark.parametrize("name", ["gunicorn", "worker", "beat"])
def test_if_one_process_is_lost_all_end_and_it_says_which(start: Starter, data: Path, name: str) -> None:
    office = start()
    lost = next(
        process
        for process in sorted(processes_of(data))
        if name.encode() in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    )
    os.kill(lost, signal.SIGKILL)
    assert office.ended(END_SECONDS) == 1
    assert "all stop" in office.said.read_text()
    until(lambda: nothing_left(data), 5, "nothing is left")


def test_a_second_start_keeps_the_data(first: Office, start: Starter, data: Path) -> None:
    query(data, "UPDATE tasks_plan SET title = '改过的名称'")
    start()
    for name in ("password", "secret_key"):
        assert (data / name).read_text() == (first.data / name).read_text()
    assert query(data, "SELECT title FROM tasks_plan") == [("改过的名称",)]
    assert len(query(data, "SELECT * FROM tasks_person")) == 1


def test_a_second_start_collects_static_files_only_if_they_changed(start: Starter, data: Path) -> None:
    """Collecting anew would write the manifest anew."""
    manifest = data / "static" / "staticfiles.json"
    before = manifest.stat().st_mtime_ns
    start().process.terminate()
    assert manifest.stat().st_mtime_ns == before


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        office = Office(tmp_path / "data", port, COMMAND)
        assert office.ended(START_SECONDS) == 1
    assert office.said.read_text().startswith(f"CommandError: PORT: 端口 {port} 已被占用")
    assert not (tmp_path / "data" / "guanhu.sqlite3").exists()


def test_a_folder_in_use_is_not_started_twice(start: Starter) -> None:
    office = start()
    second = start(wait=False)
    assert second.ended(START_SECONDS) == 1
    assert "GUANHU_DATA" in second.said.read_text() and "in use" in second.said.read_text()
    assert office.answers()
