"""The plan's year: its states, the frozen baseline, the archive, and what goes on into the next."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks import audit, log
from tasks.errors import Invalid, NotAllowed
from tasks.models import AuditEntry, Measure, Person, Plan, PlanRules, Task, TaskEvent
from tasks.states import Action, Cadence, Deed, Kind, Outcome, PlanState, State
from tasks.workflow.carrying import carried_over, carry_over, carry_over_all, start_next
from tasks.workflow.items import ItemProgress, ItemSpec
from tasks.workflow.year import NEXT, move
from tests.cast import LAND, QUARTERS, Cast, TaskMaker
from tests.tasks.verbs import DAY, fresh, perform

START = date(2020, 3, 20)


def put(plan: Plan, state: PlanState) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(state=state)
    plan.refresh_from_db()
    return plan


def closed(make: TaskMaker, cast: Cast, outcome: Outcome, **given: object) -> Task:
    task = make(state=State.IN_REVIEW, **given)  # type: ignore[arg-type]
    perform(Action.APPROVE, task, cast, "supervisor2", outcome=outcome)
    return fresh(task)


# States ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("before", PlanState)
def test_a_plan_goes_from_each_state_where_it_can_and_nowhere_else(
    before: PlanState, plan: Plan, cast: Cast
) -> None:
    for state in PlanState:
        put(plan, before)
        if state in NEXT[before]:
            assert move(plan, state, by=cast.supervisor, on=START).state == state
        else:
            with pytest.raises(Invalid) as refused:
                move(plan, state, by=cast.supervisor, on=START)
            assert list(refused.value.errors) == ["state"] and Plan.objects.get(pk=plan.pk).state == before


def test_only_supervisors_move_it_and_each_move_is_on_the_trail(plan: Plan, cast: Cast) -> None:
    for person in (cast.head, cast.leader, cast.administrator):
        with pytest.raises(NotAllowed):
            move(plan, PlanState.CLOSING, by=person, on=DAY)
    move(plan, PlanState.CLOSING, by=cast.supervisor, on=DAY)
    (entry,) = AuditEntry.objects.filter(deed=Deed.PLAN)
    assert (entry.actor, entry.subject) == (cast.supervisor, "2020")
    assert entry.data == {"from": "active", "to": "closing"}


# Baseline -------------------------------------------------------------------------------------------------
@pytest.fixture
def draft(plan: Plan) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(activated_on=None)
    return put(plan, PlanState.DRAFT)


def test_going_active_freezes_due_date_and_stage_goals_of_every_task(
    draft: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=State.PROPOSED)
    perform(Action.REVISE, task, cast, "supervisor", checkpoints=QUARTERS, due_on=date(2020, 12, 31))
    dropped = make_task(state=State.PROPOSED)
    perform(Action.CANCEL, dropped, cast, "supervisor", on=START)
    plan = move(draft, PlanState.ACTIVE, by=cast.supervisor, on=START)
    assert plan.activated_on == START
    event = TaskEvent.objects.get(action=Action.BASELINE)
    assert event.task == task and event.actor == cast.supervisor
    assert event.data["due_on"] == "2020-12-31"
    assert [row["value"] for row in event.data["checkpoints"]] == ["7", "14", "21", "28"]
    assert fresh(task).original_due_on == date(2020, 12, 31)
    assert list(log.flaws(Task.objects.all())) == []


def test_a_later_date_than_the_frozen_one_is_an_extension(
    draft: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=State.PROPOSED)
    perform(Action.REVISE, task, cast, "supervisor", due_on=date(2020, 6, 30), on=START)
    perform(Action.REVISE, fresh(task), cast, "supervisor", due_on=date(2020, 9, 30), on=START)
    assert fresh(task).extended_on is None, "in a draft it is only a plan"
    move(draft, PlanState.ACTIVE, by=cast.supervisor, on=START)
    perform(Action.ASSIGN, fresh(task), cast, "supervisor", due_on=date(2020, 11, 30))
    held = fresh(task)
    assert (held.original_due_on, held.extended_on) == (date(2020, 9, 30), DAY)


def test_the_baseline_is_frozen_once_and_costs_the_same_for_many(
    draft: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    def cost(expected: int) -> int:
        put(draft, PlanState.DRAFT)
        with CaptureQueriesContext(connection) as queries:
            move(draft, PlanState.ACTIVE, by=cast.supervisor, on=START)
        assert TaskEvent.objects.filter(action=Action.BASELINE).count() == expected
        return len(queries)

    audit.record(Deed.PLAN, by=None)  # the first entry of a trail makes its head
    make_task(state=State.PROPOSED)
    make_task(state=State.PROPOSED)
    few = cost(2)
    for _ in range(8):
        put(draft, PlanState.DRAFT)
        make_task(state=State.PROPOSED)
    assert cost(12) == few
    move(draft, PlanState.CLOSING, by=cast.supervisor, on=DAY)
    move(draft, PlanState.ACTIVE, by=cast.supervisor, on=DAY)
    assert TaskEvent.objects.filter(action=Action.BASELINE).count() == 12


# Archive --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("left", [State.PROPOSED, State.ACTIVE, State.IN_REVIEW, State.SUSPENDED])
def test_a_plan_is_not_archived_while_a_task_is_not_closed(
    left: State, make_task: TaskMaker, cast: Cast, plan: Plan
) -> None:
    make_task(state=State.DONE)
    make_task(state=State.CANCELLED)
    task = make_task(state=left)
    put(plan, PlanState.CLOSING)
    with pytest.raises(Invalid, match="还有 1 项任务"):
        move(plan, PlanState.ARCHIVED, by=cast.supervisor, on=DAY)
    assert Plan.objects.get(pk=plan.pk).state == PlanState.CLOSING
    perform(Action.CANCEL, task, cast, "supervisor")
    assert move(plan, PlanState.ARCHIVED, by=cast.supervisor, on=DAY).state == PlanState.ARCHIVED


# The next year --------------------------------------------------------------------------------------------
def test_next_years_plan_starts_as_a_draft_of_the_same_shape_and_rules(plan: Plan, cast: Cast) -> None:
    PlanRules.objects.create(plan=plan, effective_on=date(2020, 5, 1), report_due_day=25)
    following = start_next(plan, by=cast.supervisor)
    assert (following.slug, following.year, following.title) == ("2021", 2021, "2021 年重点工作")
    assert (following.state, following.starts_on, following.ends_on) == (
        PlanState.DRAFT, date(2021, 1, 1), date(2021, 12, 31),
    )  # fmt: skip
    shape = [(m.pillar.ordinal, m.ordinal, m.name) for m in Measure.objects.filter(pillar__plan=following)]
    assert shape == [(m.pillar.ordinal, m.ordinal, m.name) for m in Measure.objects.filter(pillar__plan=plan)]
    (rules,) = following.rules.all()
    assert (rules.report_due_day, rules.effective_on) == (25, date(2021, 1, 1))
    assert start_next(plan, by=cast.supervisor) == following and Plan.objects.count() == 2
    with pytest.raises(NotAllowed):
        start_next(plan, by=cast.head)


@pytest.mark.parametrize(("slug", "expected"), [("2020-safety", "2021-safety"), ("shishi", "shishi-2021")])
def test_a_plan_beside_the_years_plan_has_a_following_one_of_its_own(
    slug: str, expected: str, plan: Plan, cast: Cast
) -> None:
    start_next(plan, by=cast.supervisor)
    Plan.objects.filter(pk=plan.pk).update(slug=slug)
    assert start_next(Plan.objects.get(pk=plan.pk), by=cast.supervisor).slug == expected


@pytest.fixture
def following(plan: Plan, cast: Cast) -> Plan:
    return start_next(plan, by=cast.supervisor)


def test_a_task_goes_on_as_a_linked_draft(make_task: TaskMaker, cast: Cast, following: Plan) -> None:
    task = closed(
        make_task, cast, Outcome.CARRIED_OVER, supporting=(cast.community,), cadence=Cadence.QUARTERLY
    )
    new = carry_over(task, following, by=cast.supervisor, on=DAY).task
    assert (new.code, new.plan, new.state, new.carried_from) == ("2021-2-01", following, State.PROPOSED, task)
    assert (new.lead_unit, new.leader, new.supporting_codes) == (cast.lead, cast.leader, ["luhu"])
    assert (new.kind, new.cadence, new.due_on) == (Kind.QUANTITY, Cadence.QUARTERLY, date(2021, 12, 31))
    (link,) = new.task_targets.all()
    assert link.target.indicator == task.task_targets.get().target.indicator
    assert (link.target.year, link.target.value) == (2021, Decimal(28))
    assert new.events.get().data["carried_from"] == task.code
    assert not new.assignment_confirmed and fresh(new).progress is None


def test_what_turns_into_continuing_work_has_no_target(
    make_task: TaskMaker, cast: Cast, following: Plan
) -> None:
    task = closed(make_task, cast, Outcome.CONTINUING)
    new = carry_over(task, following, by=cast.supervisor, on=DAY).task
    assert (new.kind, new.task_targets.count()) == (Kind.CONTINUING, 0)


def test_only_the_pieces_that_are_left_go_on(make_task: TaskMaker, cast: Cast, following: Plan) -> None:
    pieces = (ItemSpec("大和"), ItemSpec("马坜", "施工", "鹭湖社区"))
    task = make_task(targets=(type(LAND)("城中村", ">=", Decimal(2), unit="个"),), items=pieces)
    perform(Action.REPORT, task, cast, "reporter", quantities=(), items=[ItemProgress(1, done=True)])
    perform(Action.SUBMIT, fresh(task), cast, "head")
    perform(Action.APPROVE, fresh(task), cast, "supervisor2", outcome=Outcome.CARRIED_OVER)
    new = carry_over(fresh(task), following, by=cast.supervisor, on=DAY).task
    assert list(new.items.values_list("name", "stage", "owner")) == [("马坜", "施工", "鹭湖社区")]


def test_no_task_goes_on_twice_or_without_such_an_outcome(
    make_task: TaskMaker, cast: Cast, following: Plan, plan: Plan
) -> None:
    task = closed(make_task, cast, Outcome.CARRIED_OVER)
    for wrong, into, key in (
        (closed(make_task, cast, Outcome.COMPLETED), following, "task"),
        (make_task(), following, "task"),
        (task, plan, "plan"),
    ):
        with pytest.raises(Invalid) as refused:
            carry_over(wrong, into, by=cast.supervisor, on=DAY)
        assert list(refused.value.errors) == [key]
    assert list(carried_over(plan)) == [task]
    carry_over(task, following, by=cast.supervisor, on=DAY)
    with pytest.raises(Invalid, match="已经结转为 2021-2-01"):
        carry_over(task, following, by=cast.supervisor, on=DAY)
    assert list(carried_over(plan)) == []


def test_units_that_merged_and_leaders_who_left_do_not_stand_in_the_way(
    make_task: TaskMaker, cast: Cast, following: Plan
) -> None:
    task = closed(make_task, cast, Outcome.CARRIED_OVER, supporting=(cast.other,))
    cast.lead.active, cast.lead.succeeded_by = False, cast.other
    cast.lead.save()
    cast.leader.memberships.all().delete()
    Person.objects.filter(pk=cast.leader.pk).update(is_active=False)
    new = carry_over(fresh(task), following, by=cast.supervisor, on=DAY).task
    assert (new.lead_unit, new.supporting_codes, new.leader) == (cast.other, [], None)


def test_of_many_each_says_where_it_went_on_or_why_not(
    make_task: TaskMaker, cast: Cast, following: Plan, plan: Plan
) -> None:
    tasks = [closed(make_task, cast, Outcome.CARRIED_OVER) for _ in range(2)]
    elsewhere = closed(make_task, cast, Outcome.CARRIED_OVER, pillar=1)
    Measure.objects.filter(pillar__plan=following, pillar__ordinal=1).delete()
    found = carry_over_all(carried_over(plan), following, by=cast.supervisor, on=DAY)
    assert [(task.pk, code) for task, code, _ in found] == [
        (elsewhere.pk, ""), (tasks[0].pk, "2021-2-01"), (tasks[1].pk, "2021-2-02"),
    ]  # fmt: skip
    assert "没有举措 1.1" in found[0][2]
