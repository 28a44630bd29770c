"""Web server, worker and clock as one group of processes: they start together and none outlives the others.

Knows processes, signals, one port and one folder; nothing of Django. That nothing is left after `kill -9` is
true of Linux, where the kernel signals a process whose parent died; elsewhere only the orderly end works.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic
from typing import IO

PR_SET_PDEATHSIG = 1
GRACE = 2.5
"""Seconds between asking the children to end and ending them."""
LOOK_EVERY = 0.2
"""Seconds between two looks at whether the site answers, while it has not answered yet."""
REST = 3600.0
"""Seconds to wait for a signal once it has: there is nothing to look at."""
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class CannotStart(Exception):
    """A reason, in one sentence for the person at the terminal, why nothing was started."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process of the group; `keep` are open file descriptors that it inherits."""

    name: str
    command: tuple[str, ...]
    keep: tuple[int, ...] = ()


@dataclass(slots=True)
class Group:
    """The children that run, in the order in which they were started."""

    environment: Mapping[str, str]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(
        self, children: Sequence[Child], answers: Callable[[], bool], announce: Callable[[], None]
    ) -> str:
        """Run the children until a signal asks to end or one of them ends; afterwards none is left.

        `announce` is called once, as soon as `answers` is true.
        Returns the name of the child that ended by itself, "" after a signal.
        """
        ends = _signals_that_end()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ends | {signal.SIGCHLD})
        try:
            for child in children:
                self._start(child)
            return self._watch(ends, answers, announce)
        finally:
            self._stop()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _start(self, child: Child) -> None:
        parent = os.getpid()

        def before_exec() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            die_with_parent(parent)

        self.running[child.name] = subprocess.Popen(
            child.command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            pass_fds=child.keep,
            preexec_fn=before_exec,  # safe: this process has one thread
        )

    def _watch(self, ends: set[int], answers: Callable[[], bool], announce: Callable[[], None]) -> str:
        announced = False
        while True:
            received = signal.sigtimedwait(ends | {signal.SIGCHLD}, REST if announced else LOOK_EVERY)
            if received and received.si_signo in ends:
                return ""
            for name, process in self.running.items():
                if process.poll() is not None:
                    return name
            if not announced and answers():
                announce()
                announced = True

    def _stop(self) -> None:
        """Ask every child to end, wait `GRACE` seconds together, end the rest."""
        for process in self.running.values():
            process.terminate()
        until = monotonic() + GRACE
        for process in self.running.values():
            try:
                process.wait(max(0.0, until - monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _signals_that_end() -> set[int]:
    """A hang-up only where it is not ignored (nohup): a blocked signal is delivered even if it is."""
    ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return {signal.SIGTERM, signal.SIGINT} | (set() if ignored else {signal.SIGHUP})


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when the process `parent` ends, however that ends.

    Holds across exec, not across fork. If the parent is gone already, this process ends here.
    """
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def claim_folder(data: Path) -> IO[str]:
    """Take the data folder for this process, until it closes what is returned or ends.

    Raises `CannotStart` if another process holds it: two clocks over one SQLite would ring twice.
    """
    handle = (data / "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise CannotStart(
            f"GUANHU_DATA: 文件夹 {data} 已有一个观湖督办在运行。"
            " / This folder is in use by a running Guanhu."
        ) from None
    return handle


def claim_port(host: str, port: int) -> socket.socket:
    """Bind the port now, for the web server to listen on later, so that nobody takes it meanwhile.

    Raises `CannotStart` if it is taken or may not be used.
    """
    claimed = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Connections of an earlier run linger for a minute; a second start need not wait for them.
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((host, port))
    except PermissionError:
        claimed.close()
        raise CannotStart(
            f"PORT: 无权使用端口 {port},请用 1024 以上的端口。"
            f" / Port {port} needs more rights; use one above 1024."
        ) from None
    except OSError:
        claimed.close()
        raise _taken(port) from None
    return claimed


def _taken(port: int) -> CannotStart:
    return CannotStart(
        f"PORT: 端口 {port} 已被占用,请换一个,例如 make run PORT={port + 1 if port < 65535 else 8000}。"
        f" / Port {port} is in use; choose another."
    )


def answers_http(host: str, port: int, path: str) -> bool:
    """Whether anything at all answers there within a second; what it says is its own business."""
    connection = HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def site(listener: socket.socket) -> tuple[Child, ...]:
    """The processes of the office: web server on the claimed port, worker, clock.

    The clock (beat) is a process of its own: inside the worker it would be a fork that outlives kill -9.
    """
    python, celery = sys.executable, ("-m", "celery", "--quiet", "-A", "guanhu")
    return (
        Child(
            "web",
            (python, "-m", "gunicorn", "-c", "guanhu/gunicorn.conf.py",
             "--bind", f"fd://{listener.fileno()}", "--graceful-timeout", "2"),
            keep=(listener.fileno(),),
        ),
        Child(
            "worker",
            (python, *celery, "worker", "-P", "solo", "--loglevel", "WARNING",
             "--without-gossip", "--without-mingle", "--without-heartbeat"),
        ),
        Child("clock", (python, *celery, "beat", "--loglevel", "WARNING")),
    )  # fmt: skip
