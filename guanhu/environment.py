"""Reads the environment strictly: a value that makes no sense stops the start with one sentence naming it.

`settings.py` says what is configured; this file says how a variable becomes a value. Every function raises
`Nonsense`, an `ImproperlyConfigured`, with a sentence in English and Chinese.
"""

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from guanhu.private_files import kept

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off", "")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
REDIS_SCHEMES = ("redis", "rediss")
SECRET_KEY_BYTES = 50
REDIS_TIMEOUT = 1
"""Seconds. A hung Redis must not hold a web request: without this a publish waits for minutes."""


class Nonsense(ImproperlyConfigured):
    """A variable whose value makes no sense."""


def refuse(name: str, english: str, chinese: str) -> NoReturn:
    """Stop the start because of the variable `name`."""
    raise Nonsense(f"{name}: {english} / {chinese}")


class Environment:
    """Typed, strict access to a mapping of variables (`os.environ` unless a test hands in its own)."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def flag(self, name: str, default: bool) -> bool:
        value = self._variables.get(name)
        if value is None:
            return default
        if value.strip().lower() in TRUE:
            return True
        if value.strip().lower() in FALSE:
            return False
        refuse(name, f"{value!r} is neither 1 nor 0.", f"{value!r} 既不是 1 也不是 0。")

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdecimal() and low <= int(value) <= high):
            refuse(
                name,
                f"{value!r} is not a whole number from {low} to {high}.",
                f"{value!r} 不是 {low} 到 {high} 之间的整数。",
            )
        return int(value)

    def words(self, name: str, default: str = "") -> list[str]:
        """Comma-separated words."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def some_of(self, name: str, known: Sequence[str]) -> list[str]:
        """Comma-separated words out of `known`; all of them without the variable."""
        found = self.words(name, ",".join(known))
        if unknown := [word for word in found if word not in known]:
            refuse(
                name,
                f"{', '.join(unknown)!r} is unknown; choose from {', '.join(known)}.",
                f"不认识 {'、'.join(unknown)};可选:{'、'.join(known)}。",
            )
        return found

    def origins(self, name: str) -> list[str]:
        """Comma-separated addresses with a scheme, as Django wants them for CSRF."""
        found = self.words(name)
        for origin in found:
            if not origin.startswith(("http://", "https://")):
                refuse(
                    name,
                    f"{origin!r} must begin with http:// or https://.",
                    f"{origin!r} 应以 http:// 或 https:// 开头。",
                )
        return found

    def folder(self, name: str, default: Path) -> Path:
        """A folder that exists (made, private, if need be) and can be written to; always absolute."""
        path = Path(self.text(name, str(default))).expanduser().absolute()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            refuse(name, f"cannot make the folder {path} ({error.strerror}).", f"无法建立文件夹 {path}。")
        if not os.access(path, os.W_OK | os.X_OK):
            refuse(name, f"cannot write to the folder {path}.", f"文件夹 {path} 不可写。")
        return path

    def database(self, name: str, data: Path) -> dict[str, Any]:
        """Django's `DATABASES["default"]`; without the variable an SQLite file in the data folder."""
        url = self.text(name, f"sqlite:///{data}/guanhu.sqlite3")
        scheme = url.partition(":")[0]
        if scheme not in DATABASE_SCHEMES:
            refuse(
                name,
                f"unknown scheme {scheme!r}; use sqlite:///path or postgresql://user:password@host/name.",
                f"不认识 {scheme!r};请用 sqlite:///路径 或 postgresql://用户:密码@主机/库名。",
            )
        try:
            parsed = dict(environ.Env.db_url_config(url))
        except (ValueError, ImproperlyConfigured):
            refuse(name, "this is not a database address.", "数据库地址写法有误。")
        if parsed.get("NAME") in (None, "", ":memory:"):
            refuse(name, "names no database that is kept.", "没有写明数据库名(不能用内存数据库)。")
        return _sqlite(parsed, data) if scheme == "sqlite" else _postgresql(parsed)

    def redis(self, name: str) -> str:
        """The address of a Redis, or "" for none."""
        url = self.text(name)
        if url and urlsplit(url).scheme not in REDIS_SCHEMES:
            refuse(
                name,
                f"{url.partition(':')[0]!r} is no Redis; use redis://host:6379/0 or leave it empty.",
                "不是 Redis 地址;请写成 redis://主机:6379/0,或留空。",
            )
        return url

    def secret_key(self, name: str, file: Path) -> str:
        """The variable, else the content of `file`, which the first start makes for its owner alone."""
        given = self.text(name)
        if given:
            return given
        try:
            return kept(file, lambda: secrets.token_urlsafe(SECRET_KEY_BYTES))
        except OSError as error:
            refuse(
                name, f"cannot keep a secret key in {file} ({error.strerror}).", f"无法在 {file} 保存密钥。"
            )


def _sqlite(parsed: dict[str, Any], data: Path) -> dict[str, Any]:
    """SQLite that takes concurrent writers: with Django's defaults most fail with "database is locked"."""
    return parsed | {
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
        # A file, not memory: threads that share a memory database do not wait for each other's locks.
        "TEST": {"NAME": str(data / "test.sqlite3")},
    }


def _postgresql(parsed: dict[str, Any]) -> dict[str, Any]:
    return parsed | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5} | parsed.get("OPTIONS", {}),
    }


def broker(redis: str, data: Path) -> tuple[str, dict[str, Any]]:
    """Celery's broker and its options: Redis where there is one, else folders beside the database."""
    if redis:
        return redis, {
            "visibility_timeout": 900,
            "socket_timeout": REDIS_TIMEOUT,
            "socket_connect_timeout": REDIS_TIMEOUT,
            "socket_keepalive": True,
            "health_check_interval": 30,
            "retry_on_timeout": False,
        }
    queue = str(subfolder(data, "broker/queue"))
    return "filesystem://localhost//", {
        "data_folder_in": queue,
        "data_folder_out": queue,
        "control_folder": str(subfolder(data, "broker/control")),
    }


def subfolder(data: Path, name: str) -> Path:
    """A folder inside the data folder, made if need be."""
    path = data / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
