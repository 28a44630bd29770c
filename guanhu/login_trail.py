"""Logging in and out, as the audit trail keeps it. By signal: there are two doors (the office's own and the
administration's), and locks stand in front of both."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from tasks.models import Person
from tasks.states import Deed
from tasks.trail import note


def listen() -> None:
    user_logged_in.connect(_entered, dispatch_uid="guanhu.login_trail.entered")
    user_login_failed.connect(_failed, dispatch_uid="guanhu.login_trail.failed")
    user_logged_out.connect(_left, dispatch_uid="guanhu.login_trail.left")


def _entered(sender: object, request: HttpRequest, user: Person, **_: Any) -> None:
    note(request, Deed.LOGIN, subject=user.username, by=user)


def _failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """An unknown name is not kept: people type passwords into that field."""
    name = str(credentials.get("username", ""))
    known = "\0" not in name and Person.objects.filter(username=name).exists()
    note(
        request or HttpRequest(),
        Deed.LOGIN_FAILED,
        subject=name if known else "",
        data={"known": known},
    )


def _left(sender: object, request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        note(request, Deed.LOGOUT, subject=user.username, by=user)
