"""请假代理: the absent person's rights on the days of his absence, and who acted for whom."""

from datetime import date, timedelta

import pytest

from tasks import access, audit, delegations, timeline, workflow
from tasks.errors import Invalid, NotAllowed
from tasks.models import AuditEntry, Delegation, Membership, OfficeDate, Person, TaskEvent
from tasks.states import Action, Deed, Kind, MemberRole, State
from tasks.workflow.bulk import perform_all
from tests.cast import Cast, TaskMaker

TODAY = date(2020, 4, 15)
WEEK = timedelta(days=6)


@pytest.fixture(autouse=True)
def office_day(db: None) -> OfficeDate:
    return OfficeDate.objects.create(today=TODAY)


def away(person: Person, delegate: Person, by: Person | None = None, **days: date) -> Delegation:
    given = {"starts_on": TODAY, "ends_on": TODAY + WEEK} | days
    return delegations.name_delegate(person, delegate, by=by or person, on=TODAY, **given)


def fresh(person: Person) -> Person:
    """As the next request reads him."""
    return Person.objects.get(pk=person.pk)


def move_to(day: date) -> None:
    OfficeDate.objects.update(today=day)


def test_a_delegate_holds_the_absent_persons_rights_on_those_days_and_on_no_others(cast: Cast) -> None:
    away(cast.head, cast.reporter, starts_on=TODAY + timedelta(days=1))
    seen = {}
    for days in (0, 1, 6, 7):
        move_to(TODAY + timedelta(days=days))
        seen[days] = access.rights(fresh(cast.reporter)).head == {"chengjian"}
    assert seen == {0: False, 1: True, 6: True, 7: False}
    assert access.rights(fresh(cast.reporter)).reporter == {"chengjian"}


def test_without_a_simulated_day_the_clock_of_shanghai_decides(cast: Cast) -> None:
    OfficeDate.objects.all().delete()
    Delegation.objects.create(
        person=cast.head, delegate=cast.reporter, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1),
        made_by=cast.head, made_at="2020-01-01T00:00:00Z",
    )  # fmt: skip
    assert access.rights(fresh(cast.reporter)).head == {"chengjian"}
    Delegation.objects.update(ends_on=date(2020, 1, 2))
    assert access.rights(fresh(cast.reporter)).head == frozenset()


def test_rights_cost_one_query_with_and_without_a_delegation(cast: Cast, django_assert_num_queries) -> None:
    person = fresh(cast.reporter)
    with django_assert_num_queries(1):
        access.rights(person)
    away(cast.head, cast.reporter)
    person = fresh(cast.reporter)
    with django_assert_num_queries(1):
        assert access.rights(person).head


def test_a_supervisors_rights_travel_those_of_administrators_and_auditors_never(cast: Cast) -> None:
    Membership.objects.create(person=cast.supervisor, unit=Membership.objects.get(person=cast.auditor).unit,
                              role=MemberRole.ADMINISTRATOR)  # fmt: skip
    Membership.objects.create(person=cast.supervisor, unit=cast.lead, role=MemberRole.AUDITOR)
    Membership.objects.create(person=cast.supervisor, unit=cast.lead, role=MemberRole.REPORTER)
    away(fresh(cast.supervisor), cast.reporter)
    held = access.rights(fresh(cast.reporter))
    assert held.supervisor and not held.administrator and not held.auditor
    assert not held.own.supervisor


def test_ending_early_takes_the_rights_back_at_once_and_keeps_the_row(cast: Cast) -> None:
    made = away(cast.head, cast.reporter)
    delegations.end(made, by=cast.head, on=TODAY)
    assert access.rights(fresh(cast.reporter)).head == frozenset()
    made.refresh_from_db()
    assert (made.ended_by, made.ends_on) == (cast.head, TODAY + WEEK) and made.ended_at
    with pytest.raises(Invalid, match="已经结束"):
        delegations.end(made, by=cast.head, on=TODAY)


def test_what_a_delegate_does_by_lent_rights_names_the_absent_person(
    cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(state=State.ASSIGNED)
    away(cast.head, cast.reporter)
    event = workflow.accept(task, by=fresh(cast.reporter), on=TODAY, version=None)
    assert event.data["delegated_for"] == cast.head.pk
    (first, *_) = timeline.timeline(task)
    assert first.entries[0].who == "城市建设办公室 经办甲(代 主任甲)"


def test_what_he_may_do_himself_is_done_in_his_own_name(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING)
    away(cast.head, cast.reporter)
    event = workflow.report(
        task, by=fresh(cast.reporter), on=TODAY, version=None, period="2020-04", note="正常"
    )
    assert "delegated_for" not in event.data
    assert timeline.timeline(task)[0].entries[0].who == "城市建设办公室 经办甲"


def test_in_a_batch_and_in_a_proposal_the_absent_person_is_named_too(
    cast: Cast, make_task: TaskMaker
) -> None:
    Membership.objects.create(
        person=cast.clerk, unit=Membership.objects.get(person=cast.supervisor).unit, role=MemberRole.REPORTER
    )
    task = make_task()
    away(cast.supervisor, cast.clerk)
    clerk = fresh(cast.clerk)
    perform_all(Action.SUSPEND, {task.pk: None}, by=clerk, on=TODAY, reason="等用地批复")
    workflow.propose(by=clerk, on=TODAY, title="新任务", measure=task.measure, kind=Kind.CONTINUING)
    events = TaskEvent.objects.filter(actor=clerk)
    assert [event.data["delegated_for"] for event in events] == [cast.supervisor.pk] * 2


def test_nobody_approves_what_the_one_he_stands_in_for_submitted(cast: Cast, make_task: TaskMaker) -> None:
    Membership.objects.create(person=cast.supervisor, unit=cast.lead, role=MemberRole.HEAD)
    task = make_task()
    workflow.submit(
        task, by=fresh(cast.supervisor), on=TODAY, version=None, outcome="mostly", note="基本完成"
    )
    away(fresh(cast.supervisor), cast.supervisor2)
    with pytest.raises(NotAllowed):
        workflow.approve(task, by=fresh(cast.supervisor2), on=TODAY, version=None)
    delegations.end(Delegation.objects.get(), by=cast.supervisor, on=TODAY)
    assert workflow.approve(task, by=fresh(cast.supervisor2), on=TODAY, version=None).action == Action.APPROVE


def test_a_leaders_delegate_sees_his_restricted_tasks_while_he_is_away(
    cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(restricted=True)

    def sees() -> bool:
        return access.visible_tasks(fresh(cast.other_leader)).filter(pk=task.pk).exists()

    assert not sees()
    made = away(cast.leader, cast.other_leader)
    assert sees()
    delegations.end(made, by=cast.leader, on=TODAY)
    assert not sees()


def test_rights_that_are_lent_are_not_passed_on(cast: Cast) -> None:
    """A → B and B → C does not make C stand in for A, nor may B name a delegate for A's people."""
    third = Person.objects.create_user("third", name="经办丙")
    Membership.objects.create(person=third, unit=cast.lead, role=MemberRole.REPORTER)
    away(cast.head, cast.reporter)
    assert not access.rights(third).head
    with pytest.raises(NotAllowed):
        away(third, cast.head, by=fresh(cast.reporter))
    Delegation.objects.create(
        person=cast.reporter, delegate=third, starts_on=TODAY, ends_on=TODAY, made_by=cast.reporter,
        made_at="2020-04-15T00:00:00Z",
    )  # fmt: skip
    assert access.rights(fresh(third)).head == frozenset()


@pytest.mark.parametrize(
    ("by", "allowed"),
    [
        ("reporter", True),
        ("head", True),
        ("administrator", True),
        ("other_head", False),
        ("supervisor", False),
    ],
)
def test_a_delegate_is_named_by_oneself_ones_head_or_the_administrator(
    cast: Cast, by: str, allowed: bool
) -> None:
    if allowed:
        assert away(cast.reporter, cast.head, by=getattr(cast, by)).made_by == getattr(cast, by)
    else:
        with pytest.raises(NotAllowed):
            away(cast.reporter, cast.head, by=getattr(cast, by))
    assert Delegation.objects.exists() == allowed


def test_a_head_does_not_lend_what_somebody_holds_in_another_unit(cast: Cast) -> None:
    Membership.objects.create(person=cast.reporter, unit=cast.other, role=MemberRole.HEAD)
    with pytest.raises(NotAllowed):
        away(cast.reporter, cast.head, by=cast.head)
    assert away(cast.reporter, cast.head, by=cast.reporter)


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"starts_on": TODAY - timedelta(days=1)}, "starts_on"),
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": TODAY + timedelta(days=delegations.LONGEST)}, "ends_on"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(cast: Cast, days: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        away(cast.head, cast.reporter, **days)
    assert set(refused.value.errors) == {field} and not Delegation.objects.exists()


def test_only_a_colleague_who_is_there_can_stand_in(cast: Cast) -> None:
    for stranger in (cast.other_reporter, cast.head, cast.nobody):
        with pytest.raises(Invalid) as refused:
            away(cast.head, stranger)
        assert "delegate" in refused.value.errors
    away(cast.reporter, cast.head)
    with pytest.raises(Invalid, match="也请了假"):
        away(cast.head, cast.reporter)
    with pytest.raises(Invalid, match="已由 主任甲 代理"):
        away(cast.reporter, cast.head)


def test_every_delegation_stands_in_the_audit_trail_without_names(cast: Cast) -> None:
    delegations.end(away(cast.head, cast.reporter), by=cast.head, on=TODAY)
    named, ended = AuditEntry.objects.filter(deed=Deed.DELEGATION)
    assert named.data["delegate"] == cast.reporter.pk and named.subject == "head"
    assert ended.data["ended"] and "主任甲" not in str([named.data, ended.data])
    assert list(audit.flaws()) == []
