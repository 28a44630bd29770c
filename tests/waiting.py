"""Waiting for something to become true, and looking at the processes of this machine."""

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

LOOK_EVERY = 0.05
"""Seconds between two looks."""


def until(condition: Callable[[], T], seconds: float, what: str) -> T:
    """The first true answer of `condition`; fails the test, naming `what`, if none comes within `seconds`."""
    end, pause = monotonic() + seconds, threading.Event()
    while not (answer := condition()):
        assert monotonic() < end, f"not within {seconds} s: {what}"
        pause.wait(LOOK_EVERY)
    return answer


def processes_of(folder: Path) -> list[int]:
    """Ids of the running processes that work in `folder` or name it in their environment."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and _is_of(entry, folder)
    ]


def _is_of(entry: Path, folder: Path) -> bool:
    try:
        in_environment = str(folder).encode() in (entry / "environ").read_bytes()
        return in_environment or (entry / "cwd").readlink().is_relative_to(folder)
    except OSError:
        return False  # it ended while we looked, or is not ours
