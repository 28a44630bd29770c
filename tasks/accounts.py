"""One-time passwords: shown once to the administrator, good until the person has chosen his own."""

from axes.utils import reset as lift_locks
from django.db import transaction

from tasks import access, audit
from tasks.errors import Invalid, NotAllowed
from tasks.models import Person
from tasks.passwords import digest_of_random, new_password
from tasks.states import Deed


def check_administers(by: Person) -> None:
    """Accounts are the administrators'; nobody looks after them in another's place. Raises NotAllowed."""
    if not (access.rights(by).own.administrator or by.is_superuser):
        raise NotAllowed("账号由系统管理员管理。")


def reset_password(person: Person, *, by: Person) -> str:
    """A new one-time password, which is returned and kept nowhere. It ends the person's sessions, lifts a lock after
    wrong attempts, and has to be changed at the next login. Raises NotAllowed, Invalid."""
    check_administers(by)
    if person.pk == by.pk:
        raise Invalid({"person": "自己的密码请在“修改密码”中更改。"})
    if not person.is_active:
        raise Invalid({"person": f"{person} 的账号已停用,请先启用。"})
    password = new_password()
    with transaction.atomic():
        person.password, person.must_change_password = digest_of_random(password), True
        person.save(update_fields=["password", "must_change_password"])
        audit.record(Deed.PASSWORD, by=by, subject=person.username, data={"reset": True})
    lift_locks(username=person.username)
    return password
