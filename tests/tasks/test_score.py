"""The score of units: every point has its event, a big unit is not punished for its size, restricted tasks are out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tasks import workflow
from tasks.models import LeaderMark, Plan, PlanRules, Task
from tasks.score import Cause, UnitScore, scores
from tasks.states import Instruction, Kind, Outcome, State
from tasks.sweep import sweep
from tests.cast import Cast, TaskMaker


@pytest.fixture
def rules(plan: Plan) -> PlanRules:
    return PlanRules(plan=plan, effective_on=plan.starts_on, score_on=True)


def causes(rows: list[UnitScore], code: str) -> list[Cause]:
    return [point.cause for row in rows if row.unit.code == code for point in row.points]


def test_a_task_closed_in_time_gains_a_point_and_one_closed_as_unfinished_none(
    make_task: TaskMaker, cast: Cast, plan: Plan, rules: PlanRules
) -> None:
    for outcome in (Outcome.COMPLETED, Outcome.UNFINISHED):
        task = make_task(kind=Kind.CONTINUING)
        given = {"outcome": outcome, "note": "年度总结"}
        workflow.submit(task, by=cast.head, on=date(2020, 6, 1), version=None, **given)
        workflow.approve(task, by=cast.supervisor, on=date(2020, 6, 2), version=None)
    assert causes(scores(plan, rules), "chengjian").count(Cause.ON_TIME) == 1


def test_a_task_closed_after_its_first_due_date_gains_nothing_even_if_extended(
    make_task: TaskMaker, cast: Cast, plan: Plan, rules: PlanRules
) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=date(2020, 5, 20))
    asked = {"reason": "施工受阻", "due_on": date(2020, 7, 1)}
    workflow.request_extension(task, by=cast.head, on=date(2020, 5, 6), version=None, **asked)
    workflow.grant(task, by=cast.supervisor, on=date(2020, 5, 7), version=None)
    workflow.submit(
        task, by=cast.head, on=date(2020, 6, 1), version=None, outcome=Outcome.COMPLETED, note="办结"
    )
    workflow.approve(task, by=cast.supervisor, on=date(2020, 6, 2), version=None)
    assert Cause.ON_TIME not in causes(scores(plan, rules), "chengjian")


def test_being_late_red_and_silent_costs_points_each_with_the_event_that_shows_it(
    make_task: TaskMaker, plan: Plan, rules: PlanRules
) -> None:
    make_task(due_on=date(2020, 4, 10))
    sweep(plan, date(2020, 4, 30))
    (row,) = scores(plan, rules)
    found = {point.cause: point for point in row.points}
    assert {Cause.LATE, Cause.RED, Cause.UNREPORTED} <= found.keys()
    assert found[Cause.LATE].event.on == date(2020, 4, 11)
    assert found[Cause.LATE].event.overdue and found[Cause.UNREPORTED].event.unreported


def test_who_is_neither_late_nor_praised_keeps_the_start(
    make_task: TaskMaker, plan: Plan, rules: PlanRules
) -> None:
    make_task(state=State.ASSIGNED)
    (row,) = scores(plan, rules)
    assert (row.points, row.own, row.total) == ((), Decimal("100.00"), Decimal("100.00"))


def test_a_returned_request_and_a_rejected_report_cost_and_praise_gains(
    make_task: TaskMaker, cast: Cast, plan: Plan, rules: PlanRules
) -> None:
    task, on = make_task(kind=Kind.CONTINUING), date(2020, 3, 20)
    workflow.report(task, by=cast.reporter, on=on, version=None, period="2020-03", note="已开展")
    workflow.reject(task, by=cast.supervisor, on=on, version=None, reason="缺佐证")
    praise = {"text": "做得好", "level": Instruction.PRAISE}
    workflow.instruct(task, by=cast.leader, on=on, version=None, **praise)
    workflow.instruct(
        task, by=cast.leader, on=on, version=None, text="抓紧", answer_by=on + timedelta(days=9)
    )
    (row,) = scores(plan, rules)
    assert causes([row], "chengjian") == [Cause.RETURNED, Cause.PRAISED]
    assert (row.gained, row.lost, row.own) == (Decimal(1), Decimal(2), Decimal("99.00"))


def test_two_units_that_do_equally_well_score_equally_whatever_they_lead(
    make_task: TaskMaker, cast: Cast, plan: Plan, rules: PlanRules
) -> None:
    for unit, count in ((cast.lead, 1), (cast.other, 4)):
        for _ in range(count):
            make_task(lead_unit=unit, due_on=date(2020, 4, 10))
    sweep(plan, date(2020, 4, 30))
    one, other = scores(plan, rules)
    assert one.own == other.own < 100 and len(other.points) == 4 * len(one.points)


def test_leaders_marks_weigh_their_share_and_the_latest_of_each_counts(
    make_task: TaskMaker, cast: Cast, plan: Plan, rules: PlanRules
) -> None:
    make_task(state=State.ASSIGNED)
    for leader, mark in ((cast.leader, 10), (cast.leader, 60), (cast.other_leader, 80)):
        LeaderMark.objects.create(plan=plan, unit=cast.lead, leader=leader, mark=mark, on=date(2020, 6, 1))
    (row,) = scores(plan, rules)
    assert (row.mark, row.total) == (Decimal("70.00"), Decimal("94.00"))


def test_restricted_and_cancelled_tasks_do_not_count(
    make_task: TaskMaker, cast: Cast, plan: Plan, rules: PlanRules
) -> None:
    make_task(restricted=True, due_on=date(2020, 4, 10))
    gone = make_task()
    workflow.cancel(gone, by=cast.supervisor, on=date(2020, 4, 1), version=None, reason="政策调整")
    sweep(plan, date(2020, 4, 30))
    assert scores(plan, rules) == []
    make_task(state=State.ASSIGNED)
    assert [row.tasks for row in scores(plan, rules)] == [1]


def test_the_number_of_queries_does_not_grow_with_the_plan(
    make_task: TaskMaker, plan: Plan, rules: PlanRules, django_assert_num_queries: object
) -> None:
    make_task()
    for more in (0, 6):
        for _ in range(more):
            make_task(due_on=date(2020, 4, 10))
        with django_assert_num_queries(4):  # type: ignore[operator]  # a fixture
            scores(plan, rules)
    assert Task.objects.count() == 7
