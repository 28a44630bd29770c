"""工作移交: everything at once, by who may, with the membership in the same step."""

from datetime import date

import pytest

from tasks import access, departures
from tasks.departures import Move
from tasks.errors import Invalid, NotAllowed
from tasks.models import AuditEntry, Membership, Person, Task, TaskEvent
from tasks.states import Action, Deed, Kind, MemberRole, State
from tests.cast import Cast, TaskMaker

TODAY = date(2020, 4, 15)


@pytest.fixture
def colleague(cast: Cast) -> Person:
    made = Person.objects.create_user("colleague", name="经办丙")
    Membership.objects.create(person=made, unit=cast.lead, role=MemberRole.REPORTER)
    return made


def make(make_task: TaskMaker, person: Person | None, **more) -> Task:
    task = make_task(kind=Kind.CONTINUING, **more)
    Task.objects.filter(pk=task.pk).update(assignee=person)
    return task


def hand_over(cast: Cast, to: Person, by: Person, **more) -> int:
    return departures.hand_over_everything(cast.reporter, cast.lead, to, by=by, on=TODAY, **more)


@pytest.mark.parametrize("who", ["head", "supervisor", "administrator"])
def test_every_open_task_of_his_goes_over_and_nothing_else(
    cast: Cast, make_task: TaskMaker, colleague: Person, who: str
) -> None:
    mine = [make(make_task, cast.reporter, state=s) for s in (State.ASSIGNED, State.ACTIVE, State.IN_REVIEW)]
    done, others = make(make_task, cast.reporter, state=State.DONE), make(make_task, cast.head)
    assert hand_over(cast, colleague, getattr(cast, who), note="调离") == 3
    events = TaskEvent.objects.filter(action=Action.HAND_OVER)
    assert {event.task_id for event in events} == {task.pk for task in mine}
    assert {(event.assignee, event.actor, event.note) for event in events} == {
        (colleague, getattr(cast, who), "调离")
    }
    kept = Task.objects.in_bulk([done.pk, others.pk])
    assert (kept[done.pk].assignee, kept[others.pk].assignee) == (cast.reporter, cast.head)


@pytest.mark.parametrize("who", ["reporter", "other_head", "leader", "auditor", "nobody"])
def test_nobody_else_may(cast: Cast, make_task: TaskMaker, colleague: Person, who: str) -> None:
    task = make(make_task, cast.reporter)
    with pytest.raises(NotAllowed):
        hand_over(cast, colleague, getattr(cast, who))
    assert Task.objects.get(pk=task.pk).assignee == cast.reporter


def test_the_administrator_ends_and_changes_the_membership_in_the_same_step(
    cast: Cast, make_task: TaskMaker, colleague: Person
) -> None:
    make(make_task, cast.reporter)
    hand_over(cast, colleague, cast.administrator, move=Move(True, cast.other, MemberRole.HEAD))
    held = access.rights(Person.objects.get(pk=cast.reporter.pk))
    assert (held.reporter, held.head) == (frozenset(), {"jingji"})
    entry = AuditEntry.objects.get(deed=Deed.RIGHTS)
    assert (entry.data["left"], entry.data["joined"], entry.data["role"]) == (True, "jingji", "head")


def test_a_head_does_not_change_memberships(cast: Cast, make_task: TaskMaker, colleague: Person) -> None:
    task = make(make_task, cast.reporter)
    with pytest.raises(NotAllowed):
        hand_over(cast, colleague, cast.head, move=Move(leaves=True))
    assert Task.objects.get(pk=task.pk).assignee == cast.reporter
    assert Membership.objects.filter(person=cast.reporter).exists()


def test_only_another_person_of_the_unit_takes_over(
    cast: Cast, make_task: TaskMaker, colleague: Person
) -> None:
    make(make_task, cast.reporter)
    colleague.is_active = False
    colleague.save()
    for stranger in (cast.reporter, cast.other_reporter, colleague):
        with pytest.raises(Invalid) as refused:
            hand_over(cast, stranger, cast.head)
        assert set(refused.value.errors) == {"to"}
    assert not TaskEvent.objects.filter(action=Action.HAND_OVER).exists()


def test_a_delegate_takes_no_work_over_for_good(cast: Cast, make_task: TaskMaker) -> None:
    """His rights in the unit are lent: he is no staff of it."""
    make(make_task, cast.reporter)
    with pytest.raises(Invalid):
        hand_over(cast, cast.clerk, cast.head)


def test_where_he_would_join_what_he_is_already_in_nothing_happens(
    cast: Cast, make_task: TaskMaker, colleague: Person
) -> None:
    task = make(make_task, cast.reporter)
    with pytest.raises(Invalid) as refused:
        hand_over(cast, colleague, cast.administrator, move=Move(True, cast.lead, MemberRole.REPORTER))
    assert set(refused.value.errors) == {"joins"}
    assert Task.objects.get(pk=task.pk).assignee == cast.reporter


def test_an_administrator_hands_restricted_tasks_over_without_seeing_them(
    cast: Cast, make_task: TaskMaker, colleague: Person
) -> None:
    hidden, shown = make(make_task, cast.reporter, restricted=True), make(make_task, cast.reporter)
    assert list(departures.seen_tasks(cast.reporter, cast.lead, cast.administrator)) == [shown]
    hand_over(cast, colleague, cast.administrator)
    assert Task.objects.get(pk=hidden.pk).assignee == colleague


def test_12_tasks_cost_as_much_as_4(
    cast: Cast, make_task: TaskMaker, colleague: Person, django_assert_max_num_queries
) -> None:
    for _ in range(4):
        make(make_task, cast.reporter)
    with django_assert_max_num_queries(40) as few:
        hand_over(cast, colleague, cast.supervisor)
    for _ in range(8):
        make(make_task, cast.reporter)
    with django_assert_max_num_queries(len(few)):
        hand_over(cast, colleague, cast.supervisor)
