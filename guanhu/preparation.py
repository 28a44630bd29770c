"""Makes a data folder ready for `start`: schema, plan, demonstration or administrator."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction

from guanhu.accounts import ensure_administrator
from guanhu.embedded import CannotStart, die_with_parent
from tasks.models import OfficeDate, Plan

LEFT_OUT = ("rest_framework", "redoc")
"""Static files of packages that no page of ours loads: folders by name."""
STAMP = ".collected"
"""File in the folder of collected files that says of what they were made."""


def refuse_other_mode(demonstration: bool) -> None:
    """Raise `CannotStart` where a demonstration is wanted on the office's own data, or the reverse."""
    tables = connection.introspection.table_names()
    holds_plan = Plan._meta.db_table in tables and Plan.objects.exists()
    is_demonstration = OfficeDate._meta.db_table in tables and OfficeDate.objects.exists()
    if is_demonstration and not demonstration:
        raise CannotStart(
            f"DEMO=0: {settings.GUANHU_DATA} 里是演示数据,正式使用请另设 GUANHU_DATA 文件夹。"
            " / This folder holds demonstration data; choose a fresh GUANHU_DATA folder for real use."
        )
    if holds_plan and demonstration and not is_demonstration:
        raise CannotStart(
            f"DEMO=1: {settings.GUANHU_DATA} 里是正式数据,请用 DEMO=0,或为演示另设 GUANHU_DATA。"
            " / This folder holds real data; use DEMO=0, or another GUANHU_DATA folder for a demonstration."
        )


def fill(demonstration: bool) -> None:
    """Migrate, load the plan, and make a fresh database either a demonstration or one with an administrator.

    What follows the migrations is one transaction: an interrupted first start leaves a fresh database.
    """
    call_command("migrate", interactive=False, verbosity=0)
    if demonstration and not OfficeDate.objects.exists():
        call_command("demonstrate")
        return
    with transaction.atomic():
        call_command("load_seeds", verbosity=0)
        if not demonstration:
            ensure_administrator()


def collect_static(environment: Mapping[str, str]) -> Callable[[], None]:
    """Begin to collect and compress static files, unless they stand collected already.

    A process of its own does it: it takes seconds, and another setting. Call what is returned to wait for its end;
    that raises `CannotStart` if it failed, its own words being on stderr.
    """
    made_of, stamp = fingerprint(), settings.STATIC_ROOT / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == made_of:
        return lambda: None
    parent = os.getpid()
    ignored = [part for pattern in LEFT_OUT for part in ("--ignore", pattern)]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", *ignored],
        cwd=settings.BASE_DIR,
        env=dict(environment),
        preexec_fn=lambda: die_with_parent(parent),  # safe: this process has one thread
    )

    def finish() -> None:
        if process.wait():
            raise CannotStart("静态文件整理失败,原因见上。 / Collecting static files failed, see above.")
        stamp.write_text(made_of, encoding="ascii")

    return finish


def fingerprint() -> str:
    """Changes when any static file of ours or of a package does: names, sizes and times of all of them."""
    files = sorted(storage.path(path) for finder in get_finders() for path, storage in finder.list(LEFT_OUT))
    rows = ((path, os.stat(path)) for path in files)
    listing = "\n".join(f"{path}\0{found.st_size}\0{found.st_mtime_ns}" for path, found in rows)
    return sha256(listing.encode()).hexdigest()
