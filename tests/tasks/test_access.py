"""Who sees what: everybody everything, but restricted tasks only those concerned."""

import pytest

from tasks import access
from tasks.models import Membership, Task
from tasks.states import MemberRole
from tests.cast import Cast, TaskMaker

CONCERNED = {"reporter", "head", "clerk", "supervisor", "supervisor2", "leader"}
OTHERS = {"other_reporter", "other_head", "other_leader", "administrator", "auditor", "nobody"}


def sees(cast: Cast, name: str, task: Task) -> bool:
    return access.visible_tasks(getattr(cast, name)).filter(pk=task.pk).exists()


def test_a_restricted_task_exists_for_its_units_its_leader_and_supervisors_only(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(restricted=True, supporting=(cast.community,))
    assert {name for name in CONCERNED | OTHERS if sees(cast, name, task)} == CONCERNED


def test_any_other_task_is_seen_by_everybody(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    assert all(sees(cast, name, task) for name in CONCERNED | OTHERS)


def test_rights_come_from_memberships_of_active_units_and_active_people(cast: Cast) -> None:
    assert access.rights(cast.head).head == {"chengjian"}
    for change in ("unit", "person"):
        head = type(cast.head).objects.get(pk=cast.head.pk)
        if change == "unit":
            cast.lead.active = False
            cast.lead.save()
        else:
            cast.lead.active = True
            cast.lead.save()
            head.is_active = False
        assert access.rights(head).head == frozenset()


def test_one_person_may_hold_several_memberships(make_task: TaskMaker, cast: Cast) -> None:
    Membership.objects.create(person=cast.clerk, unit=cast.other, role=MemberRole.HEAD)
    held = access.rights(cast.clerk)
    assert (held.reporter, held.head) == ({"luhu"}, {"jingji"})
    assert access.part_of(held, make_task(lead_unit=cast.other, supporting=(cast.community,))) == "jingji"


@pytest.mark.parametrize(
    ("name", "allowed"), [("supervisor", True), ("head", False), ("administrator", False)]
)
def test_only_supervisors_propose(name: str, allowed: bool, cast: Cast) -> None:
    assert access.may_propose(access.rights(getattr(cast, name))) is allowed


def test_a_unit_code_that_begins_like_another_opens_nothing(make_task: TaskMaker, cast: Cast) -> None:
    """`supporting` is searched as text: luhu must not match luhu-2."""
    task = make_task(restricted=True, supporting=(cast.community,))
    cast.other.code = "luh"
    cast.other.save()
    assert not sees(cast, "other_reporter", task)
    assert sees(cast, "clerk", task)
