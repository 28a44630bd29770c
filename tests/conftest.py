"""The world in which the suite runs: its own environment, and what happens where the machine lacks something.

The environment is set before the settings are read: nothing that a developer has in `.env` or `data/` takes
part, but the DATABASE_URL and REDIS_URL that `tests.servers` hands over.
"""

import importlib.util
import os
import shutil
import tempfile

import pytest

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
OWN_DATA = "GUANHU_TEST_DATA" not in os.environ
"""Whether this process made the data folder; workers of xdist share their controller's."""

if "DJANGO_SETTINGS_MODULE" in os.environ:
    # pytest-django has read the settings by now, with the environment of whoever started this.
    raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the suite chooses its settings itself")
if OWN_DATA:
    os.environ["GUANHU_TEST_DATA"] = tempfile.mkdtemp(prefix="guanhu-tests-")
if WORKER and os.environ.get("REDIS_URL"):
    # Each worker its own database of the one Redis.
    server = os.environ["REDIS_URL"].rpartition("/")[0]
    os.environ["REDIS_URL"] = f"{server}/{int(WORKER.removeprefix('gw')) + 1}"
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "guanhu.settings",
    "GUANHU_DATA": os.path.join(os.environ["GUANHU_TEST_DATA"], WORKER or "main"),
    "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
    "REDIS_URL": os.environ.get("REDIS_URL", ""),
    "SECRET_KEY": "a key for tests alone",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    **dict.fromkeys(("DEBUG", "GUANHU_COLLECTED", "GUANHU_DEMO", "GUANHU_HTTPS"), "0"),
    **dict.fromkeys(("CSRF_TRUSTED_ORIGINS", "GUANHU_TOKEN_DAYS", "PORT"), ""),
    **dict.fromkeys(("GUANHU_PROXIES", "GUANHU_EVIDENCE_MB", "GUANHU_EVIDENCE_FILES"), ""),
    **dict.fromkeys(("GUANHU_EVIDENCE_TYPES", "GUANHU_PICTURE_SIDE"), ""),
    **dict.fromkeys(("GUANHU_ADDRESS", "EMAIL_URL", "MAIL_FROM", "GUANHU_DIGEST_HOUR"), ""),
    **dict.fromkeys(("GUANHU_NOTICE_WEBHOOK_URL", "GUANHU_NOTICE_WEBHOOK_SECRET"), ""),
}

import django
from django.conf import settings

from tests.machine import NEEDS, REPORT_MISSING, has, report_file

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.WHITENOISE_AUTOREFRESH = True  # or every new client reads all static files first: 35 ms each
settings.GUANHU_DOORBELL = False  # a bell that rings after its test is heard by the next one
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # or workers of xdist, which inherit it, would fail the check above

pytest_plugins = ["tests.fixtures"]

NOTHING_SKIPPED = os.environ.get("CI", "").lower() in ("1", "true")
HAS_SOCKET_GUARD = importlib.util.find_spec("pytest_socket") is not None


def pytest_report_header() -> list[str]:
    database = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    lines = [f"guanhu: {database}, {'Redis' if settings.REDIS_URL else 'no Redis'}"]
    return lines if report_file() else [*lines, f"guanhu: {REPORT_MISSING}"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the office's report; skip what needs a missing server or browser, and say why."""
    if not report_file():
        left_out = [item for item in items if item.get_closest_marker("report")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pure = [item for item in items if not _asks_something(item)]
        items[:] = [item for item in items if item not in pure]
        config.hook.pytest_deselected(items=pure)
    for need, reason in NEEDS.items():
        if not has(need):
            for item in items:
                if item.get_closest_marker(need):
                    item.add_marker(pytest.mark.skip(reason=reason))


def _asks_something(item: pytest.Item) -> bool:
    """Whether a test can turn out otherwise on another engine: the pure ones have run on SQLite's turn."""
    fixtures = getattr(item, "fixturenames", ())
    marked = any(item.get_closest_marker(name) for name in ("django_db", *NEEDS))
    return marked or any(name in fixtures for name in ("db", "transactional_db", "live_server", "told"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    return _no_skip((yield))


def _no_skip(report):
    """With CI=true a skip is a failure: whatever was to be tested was not."""
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true forbids: {report.longrepr[2]}"
    return report


def pytest_runtest_setup() -> None:
    """Tests reach this machine and nothing else, where pytest-socket is installed."""
    if HAS_SOCKET_GUARD:
        from pytest_socket import socket_allow_hosts  # not installed with the runtime

        socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def pytest_unconfigure() -> None:
    if OWN_DATA:
        shutil.rmtree(os.environ.pop("GUANHU_TEST_DATA", ""), ignore_errors=True)
