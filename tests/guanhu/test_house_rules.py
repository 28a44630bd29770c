"""What the settings promise about every answer of the site."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django.test import Client

pytestmark = pytest.mark.django_db  # error pages too ask whose day it is

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_forbids_what_comes_from_elsewhere_and_inline_code(client: Client) -> None:
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["object-src"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy and "http" not in policy


@pytest.mark.parametrize("looked_up_each_time", [False, True])
def test_static_files_are_served_without_being_collected(
    client: Client, settings: Any, looked_up_each_time: bool
) -> None:
    """As in production, where they are listed at the start, and as the other tests ask for them."""
    settings.WHITENOISE_AUTOREFRESH = looked_up_each_time
    answer = client.get("/static/admin/css/base.css")
    assert answer.status_code == 200
    assert client.get("/static/admin/css/nowhere.css").status_code == 404


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/admin/login/", headers={"host": "elsewhere.example"}).status_code == 400


def test_postgresql_is_reached_through_psycopg2() -> None:
    """A development package that brings psycopg 3 would silently make Django prefer it."""
    assert not is_psycopg3
    assert psycopg2.__version__.startswith("2.9.")


def read(expression: str, **variables: str) -> str:
    """A setting as a fresh process sees it under these variables."""
    code = f"from guanhu import settings; print({expression})"
    environment = os.environ | variables
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return answer.stdout.strip()


def test_with_https_cookies_are_secure_and_browsers_told_to_insist() -> None:
    assert read("settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0", GUANHU_HTTPS="1") == (
        "True True"
    )
    assert read("settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0", GUANHU_HTTPS="0") == (
        "False False"
    )


def test_collected_files_get_hashed_names_but_not_under_debug() -> None:
    storage = "settings.STORAGES['staticfiles']['BACKEND']"
    assert "Manifest" in read(storage, GUANHU_COLLECTED="1")
    assert "Manifest" not in read(storage, GUANHU_COLLECTED="1", DEBUG="1")


def test_passwords_are_hashed_with_argon2() -> None:
    first = read("settings.PASSWORD_HASHERS[0]")
    assert first.endswith("Argon2PasswordHasher")
    assert first != f"{PBKDF2PasswordHasher.__module__}.{PBKDF2PasswordHasher.__name__}"


def test_nonsense_ends_the_command_line_with_one_sentence_and_no_traceback() -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {"PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("PORT: ") and answer.stderr.count("\n") == 1
