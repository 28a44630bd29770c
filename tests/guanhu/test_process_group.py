"""The group of processes, with stand-ins for web server, worker and clock."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guanhu.embedded import GRACE
from tests.waiting import processes_of, until

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[2]
HERE = "import pathlib, signal, os; pathlib.Path({name!r}).touch(); "
SLEEPER = HERE + "signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER
Starter = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Starter]:
    def started(**codes: str) -> subprocess.Popen[str]:
        words = [f"{name}={code.format(name=name)}" for name, code in codes.items()]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.guanhu.group_of_sleepers", str(tmp_path), *words],
            cwd=ROOT,
            env=os.environ | {"MARK": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )

    yield started
    for process in processes_of(tmp_path):
        os.kill(process, signal.SIGKILL)


def line(group: subprocess.Popen[str]) -> str:
    assert group.stdout
    return group.stdout.readline().strip()


def until_told(folder: Path) -> str:
    """Code of a child that runs until `tell`."""
    os.mkfifo(folder / "pipe")
    return HERE + f"os.open({str(folder / 'pipe')!r}, os.O_RDONLY)"


def tell(folder: Path) -> None:
    (folder / "pipe").open("w").close()


def none_left(tmp_path: Path) -> bool:
    return not processes_of(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_group_and_every_child(start: Starter, tmp_path: Path, number: int) -> None:
    before = signal.signal(number, signal.default_int_handler)  # the suite itself may run under nohup
    try:
        group = start(one=SLEEPER, two=SLEEPER)
    finally:
        signal.signal(number, before)
    assert line(group) == "answers"
    group.send_signal(number)
    assert group.wait(GRACE + 10) == 0
    assert line(group) == "ended: asked"
    until(lambda: none_left(tmp_path), 5, "no child is left")


def test_started_with_nohup_a_hang_up_does_not_end_it(start: Starter, tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        group = start(ends=until_told(tmp_path))
    finally:
        signal.signal(signal.SIGHUP, before)
    assert line(group) == "answers"
    group.send_signal(signal.SIGHUP)
    tell(tmp_path)
    assert line(group) == "ended: ends"  # and not: asked
    assert group.wait(GRACE + 10) == 0


def test_a_child_that_does_not_listen_is_ended_after_the_grace(start: Starter, tmp_path: Path) -> None:
    group = start(one=SLEEPER, deaf=DEAF)
    assert line(group) == "answers"
    group.terminate()
    assert group.wait(GRACE + 10) == 0
    until(lambda: none_left(tmp_path), 5, "no child is left")


def test_a_child_that_ends_takes_the_others_along_and_is_named(start: Starter, tmp_path: Path) -> None:
    group = start(one=SLEEPER, ends=until_told(tmp_path))
    assert line(group) == "answers"
    tell(tmp_path)
    assert line(group) == "ended: ends"
    assert group.wait(GRACE + 10) == 0
    until(lambda: none_left(tmp_path), 5, "no child is left")


def test_a_child_that_never_starts_is_named_and_nothing_is_announced(start: Starter) -> None:
    group = start(one=SLEEPER, broken="raise SystemExit(3)")
    assert line(group) == "ended: broken"


def test_killing_the_parent_leaves_no_child(start: Starter, tmp_path: Path) -> None:
    group = start(one=SLEEPER, deaf=DEAF)
    assert line(group) == "answers"
    assert len(processes_of(tmp_path)) == 3
    group.kill()
    group.wait(5)
    until(lambda: none_left(tmp_path), 5, "no child is left")


def test_without_the_parent_death_signal_killing_the_parent_leaves_its_child(tmp_path: Path) -> None:
    """The twin of the test above: it shows that something would be left."""
    orphan = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {'import signal; signal.pause()'!r}])"
    )
    parent = subprocess.Popen([sys.executable, "-c", orphan], env=os.environ | {"MARK": str(tmp_path)})
    until(lambda: len(processes_of(tmp_path)) == 2, 20, "parent and child run")
    parent.kill()
    parent.wait(5)
    (left,) = processes_of(tmp_path)
    os.kill(left, signal.SIGKILL)
