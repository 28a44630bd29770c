"""What the machine offers to tests, and how to get what it lacks."""

import importlib.util
import os
import shutil

NEEDS = {
    "postgres": "needs PostgreSQL: python -m tests.servers --postgres -- pytest …",
    "redis": "needs Redis: python -m tests.servers --redis -- pytest …",
    "browser": "needs Chromium and playwright: apt-get install chromium fonts-noto-cjk; "
    "pip install -r requirements-dev.txt (GUANHU_CHROMIUM names a browser elsewhere)",
}
REPORT_MISSING = "GUANHU_REPORT is not set: tests that read the office's own report are left out"


def chromium() -> str:
    """Path of the browser to drive, "" if there is none."""
    names = (os.environ.get("GUANHU_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), "")


def has(need: str) -> bool:
    """Whether this run can serve tests with the marker `need`, a key of `NEEDS`."""
    if need == "browser":
        return bool(chromium()) and importlib.util.find_spec("playwright") is not None
    if need == "postgres":
        return os.environ.get("DATABASE_URL", "").startswith("postgres")
    return bool(os.environ.get("REDIS_URL"))


def report_file() -> str:
    """Path of the office's own report, "" if this machine has none: it is not part of the project."""
    return os.environ.get("GUANHU_REPORT", "")
