"""What `start` prepares, without starting anything. See also `test_start`."""

import os
from pathlib import Path

import pytest
from django.db import connection

from guanhu.accounts import PASSWORD_FILE, ensure_administrator
from guanhu.embedded import CannotStart
from guanhu.preparation import fingerprint, refuse_other_mode
from guanhu.private_files import kept
from tasks.models import OfficeDate, Person, Plan
from tasks.passwords import new_password
from tests.cast import ACCEPTED_ON


@pytest.fixture
def sheet(tmp_path: Path, settings) -> Path:
    """The one static file of ours."""
    settings.STATICFILES_DIRS = [tmp_path]
    file = tmp_path / "sheet.css"
    file.write_text("a {}")
    return file


def test_static_files_that_did_not_change_are_known_again(sheet: Path) -> None:
    assert fingerprint() == fingerprint()


def test_a_static_file_that_changed_is_noticed(sheet: Path) -> None:
    before = fingerprint()
    sheet.write_text("b {}")
    os.utime(sheet, ns=(0, 0))
    longer = fingerprint()
    sheet.unlink()
    assert len({before, longer, fingerprint()}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("demonstration", [True, False])
def test_a_fresh_database_becomes_either(demonstration: bool) -> None:
    refuse_other_mode(demonstration)


def test_a_database_without_tables_becomes_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda: [])
    refuse_other_mode(demonstration=True)
    refuse_other_mode(demonstration=False)


def test_the_offices_own_plan_does_not_become_a_demonstration(plan: Plan) -> None:
    refuse_other_mode(demonstration=False)
    with pytest.raises(CannotStart, match=r"^DEMO=1: .*DEMO=0"):
        refuse_other_mode(demonstration=True)


def test_a_demonstration_does_not_become_the_offices_own(plan: Plan) -> None:
    OfficeDate.objects.create(today=ACCEPTED_ON)
    refuse_other_mode(demonstration=True)
    with pytest.raises(CannotStart, match=r"^DEMO=0: .*GUANHU_DATA"):
        refuse_other_mode(demonstration=False)


@pytest.mark.django_db
def test_the_first_administrator_has_the_kept_password() -> None:
    ensure_administrator()
    person = Person.objects.get()
    assert person.is_superuser and person.check_password(PASSWORD_FILE.read_text(encoding="ascii"))


@pytest.mark.django_db
def test_where_somebody_administers_no_account_is_added() -> None:
    Person.objects.create_superuser("chief", name="已有的管理员")
    ensure_administrator()
    assert [person.username for person in Person.objects.all()] == ["chief"]


@pytest.mark.django_db
def test_an_administrator_who_left_does_not_count() -> None:
    Person.objects.create_superuser("chief", name="已调离", is_active=False)
    ensure_administrator()
    assert Person.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_passwords_differ_and_can_be_read_aloud(tmp_path: Path) -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert not set("".join(made)) & set("0oOl1iI")
    assert kept(tmp_path / "one", new_password) != kept(tmp_path / "other", new_password)
