"""Units renamed and merged: nothing is lost, nothing half-done, and the log tells it."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Reading
from tasks import access, log, owing, timeline, units_change, workflow
from tasks.errors import Invalid, NotAllowed
from tasks.models import AuditEntry, Membership, Person, SubQuota, Task, TaskEvent, Unit, UnitName
from tasks.states import Action, Deed, Kind, MemberRole, State
from tasks.workflow.quotas import Quota
from tests.cast import Cast, TaskMaker
from tests.tasks.reports import report_amount

TODAY = date(2020, 4, 15)


def merge(gone: Unit, into: Unit, by: Person, **more: object) -> int:
    return units_change.merge(gone, into, by=by, on=TODAY, **more)


def test_a_new_name_leaves_the_old_one_on_record_with_its_last_day(cast: Cast) -> None:
    units_change.rename(cast.lead, "城建和住房办公室", by=cast.supervisor, on=TODAY, since=date(2020, 4, 1))
    assert Unit.objects.get(code="chengjian").name == "城建和住房办公室"
    former = UnitName.objects.get()
    assert (former.name, former.until) == ("城市建设办公室", date(2020, 3, 31))
    assert AuditEntry.objects.get().deed == Deed.UNITS


@pytest.mark.parametrize("name", ["", "  ", "城市建设办公室", "经济服务办公室"])
def test_a_name_that_is_empty_the_same_or_taken_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        units_change.rename(cast.lead, name, by=cast.administrator, on=TODAY)
    assert "name" in refused.value.errors and not UnitName.objects.exists()


@pytest.mark.parametrize("who", ["reporter", "head", "leader", "auditor", "nobody"])
def test_only_administrators_and_supervisors_change_units(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        units_change.rename(cast.lead, "别的名称", by=person, on=TODAY)
    with pytest.raises(NotAllowed):
        merge(cast.other, cast.lead, person)
    assert Unit.objects.get(pk=cast.other.pk).active and not UnitName.objects.exists()


@pytest.mark.parametrize("who", ["administrator", "supervisor"])
def test_every_task_that_is_not_closed_goes_over_as_an_event_with_the_reason(
    cast: Cast, make_task: TaskMaker, who: str
) -> None:
    states = (State.PROPOSED, State.ASSIGNED, State.ACTIVE, State.IN_REVIEW)
    moved = [make_task(state=state, kind=Kind.CONTINUING) for state in states]
    done = make_task(state=State.DONE, kind=Kind.CONTINUING)
    assert merge(cast.lead, cast.other, getattr(cast, who), reason="街机构改革") == 4
    for task in moved:
        task.refresh_from_db()
        event = task.events.latest("version")
        assert (task.lead_unit, event.action, event.actor) == (cast.other, Action.REVISE, getattr(cast, who))
        assert event.texts["reason"] == "街机构改革" and event.data["merged"] == "chengjian"
        assert event.data["changes"]["lead_unit"] == ["chengjian", "jingji"]
    done.refresh_from_db()
    assert done.lead_unit == cast.lead
    assert list(log.flaws(Task.objects.all())) == []
    assert ("调整", "牵头单位 城市建设办公室 → 经济服务办公室") in timeline.timeline(moved[0])[0].entries[
        0
    ].lines


def test_supporting_units_are_replaced_and_never_listed_twice(cast: Cast, make_task: TaskMaker) -> None:
    plain = make_task(supporting=(cast.other,), kind=Kind.CONTINUING)
    both = make_task(supporting=(cast.community, cast.other), kind=Kind.CONTINUING)
    led = make_task(lead_unit=cast.community, supporting=(cast.other,), kind=Kind.CONTINUING)
    merge(cast.other, cast.community, cast.supervisor)
    found = {task.pk: task.supporting_codes for task in Task.objects.all()}
    assert found == {plain.pk: ["luhu"], both.pk: ["luhu"], led.pk: []}


def test_people_go_along_and_the_unit_that_goes_gives_no_rights_any_more(cast: Cast) -> None:
    Membership.objects.create(person=cast.reporter, unit=cast.other, role=MemberRole.REPORTER)
    merge(cast.lead, cast.other, cast.administrator)
    assert access.rights(Person.objects.get(pk=cast.head.pk)).head == {"jingji"}
    assert access.rights(Person.objects.get(pk=cast.reporter.pk)).reporter == {"jingji"}
    assert Membership.objects.filter(unit=cast.lead).count() == 2
    gone = Unit.objects.get(pk=cast.lead.pk)
    assert (gone.active, gone.succeeded_by) == (False, cast.other)
    assert units_change.history(gone).gone_until == date(2020, 4, 14)
    assert [former.name for former in units_change.history(cast.other).absorbed] == ["城市建设办公室"]


def test_units_below_belong_to_the_successor(cast: Cast) -> None:
    Unit.objects.filter(pk__in=(cast.community.pk, cast.other.pk)).update(parent=cast.lead)
    merge(cast.lead, Unit.objects.get(pk=cast.other.pk), cast.supervisor)
    assert Unit.objects.get(pk=cast.community.pk).parent == cast.other
    assert Unit.objects.get(pk=cast.other.pk).parent is None


def test_shares_of_both_become_one_and_still_add_up(cast: Cast, make_task: TaskMaker) -> None:
    task, single = make_task(supporting=(cast.other,)), make_task(supporting=(cast.other,))
    for one, shares in ((task, ((cast.lead, 20), (cast.other, 8))), (single, ((cast.other, 28),))):
        quotas = [Quota(unit, Decimal(value)) for unit, value in shares]
        workflow.revise(one, by=cast.supervisor, on=TODAY, version=None, reason="分解", quotas=quotas)
    merge(cast.other, cast.lead, cast.supervisor)
    for one in (task, single):
        assert [(row.unit, row.value) for row in SubQuota.objects.filter(task=one)] == [(cast.lead, 28)]
        assert one.events.latest("version").data["quotas"] == [{"unit": "chengjian", "value": "28"}]


def test_a_period_reported_before_the_merger_is_not_owed_again(cast: Cast, make_task: TaskMaker) -> None:
    task, unreported = make_task(), make_task()
    report_amount(task, cast, "2020-04", "1.5", on=TODAY)
    merge(cast.lead, cast.other, cast.supervisor)
    tasks = list(Task.objects.select_related("lead_unit"))
    known = owing.reported(tasks)
    owed = {one.pk: owing.owed_periods(one, "jingji", known, TODAY, 28) for one in tasks}
    assert owed == {task.pk: ("2020-03",), unreported.pk: ("2020-03", "2020-04")}
    assert Reading.objects.get().value == Decimal("1.5")


def test_what_a_unit_reported_as_a_helper_does_not_stand_for_the_lead(
    cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(supporting=(cast.other,), kind=Kind.CONTINUING)
    workflow.report(task, by=cast.other_reporter, on=TODAY, version=None, period="2020-04", note="已配合")
    merge(cast.other, cast.lead, cast.supervisor)
    (task,) = Task.objects.select_related("lead_unit")
    assert "2020-04" in owing.owed_periods(task, "chengjian", owing.reported([task]), TODAY, 28)


def test_nothing_is_half_done_where_a_task_cannot_go_over(cast: Cast, make_task: TaskMaker) -> None:
    plain = make_task(kind=Kind.CONTINUING)
    full = make_task(kind=Kind.CONTINUING, lead_unit=cast.community)
    Task.objects.filter(pk=full.pk).update(supporting=f",{'x' * 387},chengjian,")
    before = TaskEvent.objects.count()
    with pytest.raises(Invalid) as refused:
        merge(cast.lead, Unit.objects.create(code="a-very-long-code-indeed", name="新单位"), cast.supervisor)
    assert "没有作任何改动" in refused.value.message and full.code in refused.value.errors["into"][1]
    plain.refresh_from_db()
    assert plain.lead_unit == cast.lead and TaskEvent.objects.count() == before
    assert Unit.objects.get(pk=cast.lead.pk).active and not AuditEntry.objects.exists()


@pytest.mark.parametrize("which", ["itself", "gone", "into"])
def test_a_merger_that_makes_no_sense_is_refused(cast: Cast, which: str) -> None:
    into = cast.lead if which == "itself" else cast.other
    Unit.objects.filter(pk={"gone": cast.lead.pk, "into": cast.other.pk}.get(which, 0)).update(active=False)
    with pytest.raises(Invalid) as refused:
        merge(cast.lead, into, cast.supervisor)
    assert set(refused.value.errors) == {"into"}


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        merge(cast.lead, cast.other, cast.supervisor, since=date(2020, 4, 16))
    assert set(refused.value.errors) == {"since"}


def test_a_merger_costs_as_many_queries_for_2_tasks_as_for_12(
    cast: Cast, make_task: TaskMaker, django_assert_max_num_queries
) -> None:
    for _ in range(2):
        make_task(supporting=(cast.other,))
    with django_assert_max_num_queries(60) as few:
        merge(cast.other, cast.community, cast.supervisor)
    for _ in range(10):
        make_task(supporting=(cast.community,))
    with django_assert_max_num_queries(len(few)):
        merge(cast.community, Unit.objects.get(code="ducha"), cast.supervisor)


def test_an_administrator_counts_no_restricted_task_but_leaves_none_behind(
    cast: Cast, make_task: TaskMaker
) -> None:
    hidden, shown = make_task(restricted=True), make_task()
    assert units_change.preview(cast.lead, cast.administrator).leading == [shown]
    assert set(units_change.preview(cast.lead, cast.supervisor).leading) == {shown, hidden}
    merge(cast.lead, cast.other, cast.administrator)
    assert Task.objects.get(pk=hidden.pk).lead_unit == cast.other
