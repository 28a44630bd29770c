"""Every number opens a list of exactly that many rows."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tasks import access, summaries, workflow
from tasks.faces import faces
from tasks.filters import TaskFilter, filter_of
from tasks.models import Person, Plan, Task
from tasks.moment import Moment
from tasks.states import Kind, Outcome, State
from tasks.summaries import Count, Totals
from tasks.sweep import sweep
from tasks.workflow.reporting import Help, Quantity
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker
from tests.tasks.reports import report_amount

DAY = date(2020, 7, 1)
NOW = Moment.now(DAY)


@pytest.fixture
def busy(plan: Plan, make_task: TaskMaker, cast: Cast) -> Plan:
    """A plan in which every number is more than zero."""
    for state in (State.PROPOSED, State.ASSIGNED, State.IN_REVIEW, State.DONE):
        make_task(state=state)
    make_task(kind=Kind.CONTINUING, due_on=date(2020, 6, 15))
    make_task(kind=Kind.PROJECT, checkpoints=STAGES, leader=cast.other_leader)
    make_task(kind=Kind.CONTROL, lead_unit=cast.other, pillar=1)
    make_task(restricted=True, lead_unit=cast.other, kind=Kind.CONTINUING)
    behind = make_task(checkpoints=QUARTERS)
    good = make_task(checkpoints=QUARTERS, pillar=1)
    for period in ("2020-04", "2020-05", "2020-06"):
        report_amount(good, cast, period, "7", on=date(2020, int(period[-2:]), 25))
    workflow.report(
        behind, by=cast.reporter, on=date(2020, 6, 25), version=None, period="2020-06", note="受阻",
        quantities=[Quantity(Decimal(1))], help=Help("分管领导", "协调用地"),
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(
        swept_to=date(2020, 6, 28)
    )  # the earlier days have no part in this
    plan.refresh_from_db()
    sweep(plan, DAY)
    return plan


def counts(totals: Totals) -> Iterator[tuple[str, Count]]:
    for field in fields(totals):
        value = getattr(totals, field.name)
        if isinstance(value, Count):
            yield field.name, value
    yield from totals.lights.items()
    yield "measured", totals.measured.tasks


def rows(count: Count, person: Person) -> int:
    found = TaskFilter(QueryDict(count.query), queryset=access.visible_tasks(person))
    assert found.is_valid(), found.errors
    return found.qs.count()


@pytest.mark.parametrize("name", ["leader", "supervisor", "other_reporter", "nobody"])
def test_every_number_of_the_dashboard_counts_the_rows_it_opens(name: str, busy: Plan, cast: Cast) -> None:
    person = getattr(cast, name)
    board = summaries.dashboard(busy, person, NOW)
    groups = [board.totals, *(p.totals for p in board.pillars), *(u.totals for u in board.units)]
    for group in groups:
        for what, count in counts(group):
            assert rows(count, person) == count.value, (what, count)
    zero = {what for what, count in counts(board.totals) if not count.value}
    assert zero <= {"suspended", "closable_done", "grey", "none"}


def test_lights_add_up_to_the_open_tasks(busy: Plan, cast: Cast) -> None:
    totals = summaries.dashboard(busy, cast.supervisor, NOW).totals
    open_ = totals.assigned.value + totals.active.value + totals.in_review.value
    assert sum(count.value for count in totals.lights.values()) == open_
    assert sum(p.totals.tasks.value for p in summaries.dashboard(busy, cast.supervisor, NOW).pillars) == (
        totals.tasks.value
    )


def test_a_restricted_task_counts_for_those_alone_who_may_see_it(busy: Plan, cast: Cast) -> None:
    all_tasks = summaries.dashboard(busy, cast.supervisor, NOW).totals.tasks.value
    assert summaries.dashboard(busy, cast.nobody, NOW).totals.tasks.value == all_tasks - 1
    assert summaries.dashboard(busy, cast.other_reporter, NOW).totals.tasks.value == all_tasks


def test_cancelled_tasks_are_left_out_everywhere(busy: Plan, cast: Cast) -> None:
    before = summaries.dashboard(busy, cast.supervisor, NOW).totals.tasks.value
    Task.objects.filter(state=State.PROPOSED).update(state=State.CANCELLED)
    after = summaries.dashboard(busy, cast.supervisor, NOW).totals
    assert after.tasks.value == before - 1 and rows(after.tasks, cast.supervisor) == before - 1


def test_the_mean_covers_measured_tasks_only(busy: Plan, cast: Cast) -> None:
    measured = summaries.dashboard(busy, cast.supervisor, NOW).totals.measured
    known = [t for t in Task.objects.all() if t.progress is not None and t.planned is not None]
    assert {t.kind for t in known} == {Kind.QUANTITY, Kind.PROJECT}
    assert measured.tasks.value == len(known) == 3
    assert measured.progress == (sum(t.progress for t in known) / 3).quantize(Decimal("0.1"))


def test_attention_is_red_first_and_green_never(busy: Plan, cast: Cast) -> None:
    lights = [task.light for task in summaries.dashboard(busy, cast.supervisor, NOW).attention]
    assert set(lights) == {"red", "yellow"} and lights == sorted(lights)


def test_reported_on_time_counts_reports_by_the_due_day(busy: Plan, cast: Cast) -> None:
    board = summaries.dashboard(busy, cast.supervisor, NOW)
    lead = next(u for u in board.units if u.unit == cast.lead)
    assert board.period == "2020-06"
    assert lead.reported_on_time.n == 2 and lead.reported_on_time.of == 4
    assert (lead.closed_on_time.n, lead.closed_on_time.of) == (0, 1)


def test_both_parts_of_closed_on_time_open_their_lists(plan: Plan, make_task: TaskMaker, cast: Cast) -> None:
    for due, asked in ((date(2020, 6, 15), date(2020, 6, 15)), (date(2020, 6, 10), date(2020, 6, 11))):
        task = make_task(kind=Kind.CONTINUING, due_on=due)
        given = {"version": None, "outcome": Outcome.COMPLETED, "note": "办完"}
        workflow.submit(task, by=cast.head, on=asked, **given)
        workflow.approve(task, by=cast.supervisor, on=date(2020, 6, 16), version=None)
    make_task(due_on=date(2020, 6, 20))
    make_task(due_on=DAY)
    make_task(lead_unit=cast.other, due_on=date(2020, 6, 1))
    for moment, closed in ((NOW, (1, 3)), (Moment(DAY, date(2020, 6, 15)), (0, 1))):
        board = summaries.dashboard(plan, cast.supervisor, moment)
        found = next(row for row in board.units if row.unit == cast.lead).closed_on_time
        assert (found.n, found.of) == closed
        visible = faces(access.visible_tasks(cast.supervisor), moment)
        lists = [filter_of(QueryDict(query), visible).qs for query in (found.n_query, found.of_query)]
        assert tuple(rows.count() for rows in lists) == closed


def test_both_parts_of_reported_on_time_open_their_lists(busy: Plan, cast: Cast) -> None:
    for moment in (NOW, Moment(DAY, date(2020, 5, 29)), Moment(DAY, date(2020, 1, 15))):
        visible = faces(access.visible_tasks(cast.supervisor), moment)
        for row in summaries.dashboard(busy, cast.supervisor, moment).units:
            found = row.reported_on_time
            lists = [filter_of(QueryDict(query), visible).qs for query in (found.n_query, found.of_query)]
            assert tuple(rows.count() for rows in lists) == (found.n, found.of)


def test_who_reported_in_time_is_asked_by_a_day_that_the_calendar_has(busy: Plan, cast: Cast) -> None:
    for day in ("0001-01-01", "2020-02-30", "9999-12-31"):
        for name in ("owed_report", "reported_in_time"):
            found = filter_of(QueryDict(f"{name}={day}"), access.visible_tasks(cast.supervisor))
            assert list(found.errors) == [name]


def test_a_leader_can_look_at_his_own_only(busy: Plan, cast: Cast) -> None:
    mine = summaries.dashboard(busy, cast.other_leader, NOW, leader=cast.other_leader)
    assert mine.totals.tasks.value == 1 and rows(mine.totals.tasks, cast.other_leader) == 1


def test_the_dashboard_costs_the_same_queries_for_few_and_for_many(
    plan: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    def cost() -> int:
        person = Person.objects.get(pk=cast.leader.pk)
        with CaptureQueriesContext(connection) as captured:
            board = summaries.dashboard(plan, person, NOW)
            [t.measure.pillar.plan.slug for t in board.attention]
        return len(captured)

    for _ in range(3):
        make_task()
    few = cost()
    for _ in range(15):
        make_task()
    assert cost() == few <= 8
