"""One-time passwords: shown once, changed at the next login, with an end to all sessions."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tasks import accounts
from tasks.errors import Invalid, NotAllowed
from tasks.models import AuditEntry, Person
from tasks.passwords import digest_of_random, new_password
from tasks.states import Deed
from tests.cast import PASSWORD, Cast
from tests.guanhu.pages import client_of


@pytest.fixture(autouse=True)
def hashers(settings) -> None:
    """The two that the site uses."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


def log_in(username: str, password: str) -> int:
    return Client().post("/login/", {"username": username, "password": password}).status_code


def test_a_reset_ends_the_old_password_and_every_session(cast: Cast) -> None:
    browser = client_of(cast.reporter)
    assert browser.get("/tasks/").status_code == 200
    password = accounts.reset_password(Person.objects.get(pk=cast.reporter.pk), by=cast.administrator)
    assert browser.get("/tasks/")["Location"].startswith("/login/")
    assert log_in("reporter", PASSWORD) == 200
    assert log_in("reporter", password) == 302
    assert Person.objects.get(pk=cast.reporter.pk).must_change_password
    entry = AuditEntry.objects.filter(deed=Deed.PASSWORD).latest("number")
    assert entry.subject == "reporter" and password not in str(entry.data)


def test_a_lock_after_wrong_passwords_is_lifted(cast: Cast) -> None:
    for _ in range(5):
        log_in("reporter", "不对")
    assert log_in("reporter", PASSWORD) == 429
    password = accounts.reset_password(Person.objects.get(pk=cast.reporter.pk), by=cast.administrator)
    assert log_in("reporter", password) == 302
    assert not AccessAttempt.objects.filter(username="reporter").exists()


@pytest.mark.parametrize("who", ["reporter", "head", "supervisor", "leader", "auditor", "nobody"])
def test_only_administrators_reset(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        accounts.reset_password(cast.clerk, by=getattr(cast, who))
    assert log_in("clerk", PASSWORD) == 302


def test_not_ones_own_and_not_of_somebody_switched_off(cast: Cast) -> None:
    Person.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    for person in (cast.administrator, Person.objects.get(pk=cast.nobody.pk)):
        with pytest.raises(Invalid):
            accounts.reset_password(person, by=cast.administrator)
    assert not AuditEntry.objects.filter(deed=Deed.PASSWORD).exists()


def test_the_first_login_replaces_the_quick_digest(cast: Cast) -> None:
    password = new_password()
    Person.objects.filter(pk=cast.clerk.pk).update(password=digest_of_random(password))
    assert Person.objects.get(pk=cast.clerk.pk).password.startswith("pbkdf2")
    assert log_in("clerk", password) == 302
    assert Person.objects.get(pk=cast.clerk.pk).password.startswith("md5")
