"""Accounts that the site makes by itself."""

from django.conf import settings

from guanhu.private_files import kept
from tasks.models import Membership, Person, Unit
from tasks.passwords import new_password
from tasks.states import MemberRole

ADMINISTRATOR = "admin"
OFFICE = "dangzheng"
"""Unit of the first administrator: the general office, where accounts are customarily looked after."""
PASSWORD_FILE = settings.GUANHU_DATA / "password"


def first_password() -> str:
    """The generated password of this installation, made and kept (mode 600) if there is none yet."""
    return kept(PASSWORD_FILE, new_password)


def ensure_administrator() -> None:
    """Make one administrator with the generated password, unless somebody can already administer the site."""
    if Person.objects.filter(is_superuser=True, is_active=True).exists():
        return
    person = Person.objects.create_superuser(ADMINISTRATOR, name="系统管理员", password=first_password())
    for unit in Unit.objects.filter(code=OFFICE):
        Membership.objects.create(person=person, unit=unit, role=MemberRole.ADMINISTRATOR)
