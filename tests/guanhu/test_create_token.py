"""`manage.py create_token`."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from guanhu.models import ApiToken
from tasks.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> Person:
    return Person.objects.create_user("system", name="数据平台")


def bearer(token: str) -> Request:
    return Request(APIRequestFactory().get("/", headers={"Authorization": f"Token {token}"}))


def test_it_prints_the_token_and_nothing_else(system: Person, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_token", "system")
    out, err = capsys.readouterr()
    token = out.removesuffix("\n")
    assert token and token.split() == [token] and not err
    person, _ = TokenAuthentication().authenticate(bearer(token))
    assert person == system


def test_the_token_itself_is_not_kept(system: Person, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_token", "system")
    token = capsys.readouterr().out.strip()
    row = ApiToken.objects.get()
    assert token not in (row.digest, row.token_key, str(row))


def test_it_reads_unless_it_is_to_write(system: Person) -> None:
    call_command("create_token", "system")
    call_command("create_token", "system", scope="write")
    assert sorted(ApiToken.objects.values_list("scope", flat=True)) == ["read", "write"]


def test_a_scope_that_is_neither_is_refused_by_command_and_database(system: Person) -> None:
    with pytest.raises(CommandError):
        call_command("create_token", "system", "--scope", "admin")
    with pytest.raises(IntegrityError):
        ApiToken.objects.create(system, scope="admin")


def test_its_life_is_counted_in_days(system: Person) -> None:
    call_command("create_token", "system", "--days", "3")
    left = ApiToken.objects.get().expiry - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


@pytest.mark.parametrize("days", ["0", "-1", "3651", "a week"])
def test_a_life_that_makes_no_sense_is_refused(system: Person, days: str) -> None:
    with pytest.raises(CommandError):
        call_command("create_token", "system", f"--days={days}")
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("username", ["nobody", "left"])
def test_an_account_that_is_missing_or_closed_gets_none(username: str) -> None:
    Person.objects.create_user("left", name="已调离", is_active=False)
    with pytest.raises(CommandError, match=username):
        call_command("create_token", username)
    assert not ApiToken.objects.exists()
