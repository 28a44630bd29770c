"""Who owed a report, and who has made it: before the due day, after it, and for every cadence."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks import completeness, workflow
from tasks.completeness import Row, by_unit, chosen, falling_due, in_all, missing, rows
from tasks.models import Plan, Task
from tasks.states import Cadence, Kind, Outcome, State
from tests.cast import Cast, TaskMaker

AFTER = date(2020, 5, 4)
"""April is closed since the 28th."""


def found(plan: Plan, cast: Cast, on: date = AFTER, month: str = "2020-04") -> list[Row]:
    return rows(plan, month, on, cast.supervisor)


def send(task: Task, cast: Cast, period: str, on: date, **more: object) -> None:
    given = {"by": cast.reporter, "version": None, "note": "已开展", **more}
    workflow.report(task, period=period, on=on, **given)  # type: ignore[arg-type]


def statuses(plan: Plan, cast: Cast, on: date = AFTER, month: str = "2020-04") -> list[tuple[str, str]]:
    return [(row.period, row.status) for row in found(plan, cast, on, month)]


def test_reports_are_in_time_late_or_missing(plan: Plan, make_task: TaskMaker, cast: Cast) -> None:
    in_time, late, _ = (make_task(kind=Kind.CONTINUING) for _ in range(3))
    send(in_time, cast, "2020-04", date(2020, 4, 28))
    send(late, cast, "2020-04", date(2020, 4, 29))
    assert [row.status for row in found(plan, cast)] == ["in_time", "late", "missing"]
    assert [row.word for row in found(plan, cast)] == ["按期报送", "补报", "未报"]
    assert all(row.closed and row.due == date(2020, 4, 28) for row in found(plan, cast))


def test_before_the_due_day_what_is_missing_is_not_yet_late(
    plan: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    sent, _ = make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    send(sent, cast, "2020-04", date(2020, 4, 10))
    both = found(plan, cast, date(2020, 4, 28))
    assert [row.word for row in both] == ["按期报送", "未到截止日"]
    assert not any(row.closed for row in both)


def test_only_who_was_under_way_on_the_due_day_owed_a_report(
    plan: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    make_task(state=State.ASSIGNED), make_task(state=State.PROPOSED)
    make_task(kind=Kind.CONTINUING, accepted_on=date(2020, 4, 29))  # its first period is May
    submitted, later = make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    closing = {"by": cast.head, "version": None, "outcome": Outcome.CONTINUING, "note": "全年开展"}
    workflow.submit(submitted, on=date(2020, 4, 20), **closing)
    workflow.submit(later, on=date(2020, 4, 30), **closing)
    assert [row.task for row in found(plan, cast)] == [later]
    assert missing(plan, "2020-04", AFTER, cast.supervisor) == []  # nothing can be reported on it now
    assert [row.task for row in found(plan, cast, date(2020, 4, 10))] == [submitted, later]


def test_a_supporting_units_part_and_a_report_that_was_sent_back_do_not_count(
    plan: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    part = make_task(kind=Kind.CONTINUING, supporting=(cast.community,))
    back = make_task(kind=Kind.CONTINUING)
    send(part, cast, "2020-04", date(2020, 4, 20), by=cast.clerk)
    send(back, cast, "2020-04", date(2020, 4, 20))
    workflow.reject(back, by=cast.supervisor, on=date(2020, 4, 21), version=None, reason="请写实")
    assert [row.status for row in found(plan, cast)] == ["missing", "missing"]
    assert [row.task for row in missing(plan, "2020-04", AFTER, cast.supervisor)] == [part, back]
    assert missing(plan, "2020-04", AFTER, cast.supervisor)[0].unit == cast.lead


@pytest.mark.parametrize(
    ("cadence", "month", "owed"),
    [
        (Cadence.WEEKLY, "2020-04", ["2020-W14", "2020-W15", "2020-W16", "2020-W17"]),
        (Cadence.HALF_MONTHLY, "2020-04", ["2020-04-H1", "2020-04-H2"]),
        (Cadence.QUARTERLY, "2020-04", []),
        (Cadence.QUARTERLY, "2020-06", ["2020-Q2"]),
        (Cadence.MONTHLY, "2020-06", ["2020-06"]),
    ],
)
def test_other_cadences_count_with_the_month_in_which_they_fall_due(
    cadence: Cadence, month: str, owed: list[str], plan: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    make_task(kind=Kind.CONTINUING, cadence=cadence)
    assert [period for period, _ in statuses(plan, cast, date(2020, 7, 1), month)] == owed


@pytest.mark.parametrize("cadence", list(Cadence))
@pytest.mark.parametrize("due_day", [5, 15, 28, 31])
def test_every_period_falls_due_with_exactly_one_month(cadence: Cadence, due_day: int) -> None:
    months = [f"2020-{month:02}" for month in range(1, 13)]
    dues = [due for month in months for due in falling_due(month, cadence, due_day)]
    assert len(dues) == len(set(dues))
    assert [day for _, day in dues] == sorted(day for _, day in dues)
    assert len(dues) == {Cadence.MONTHLY: 12, Cadence.HALF_MONTHLY: 24, Cadence.QUARTERLY: 4}.get(
        cadence, len(dues)
    )


def test_each_number_is_that_of_its_list(plan: Plan, make_task: TaskMaker, cast: Cast) -> None:
    mine = [make_task(kind=Kind.CONTINUING) for _ in range(3)]
    make_task(kind=Kind.CONTINUING, lead_unit=cast.other, leader=cast.other_leader)
    send(mine[0], cast, "2020-04", date(2020, 4, 20))
    send(mine[1], cast, "2020-04", date(2020, 5, 2))
    every = found(plan, cast)
    for counted in (*by_unit(every), in_all(every)):
        code = counted.unit.code if counted.unit else ""
        for status in completeness.STATUSES:
            assert len(chosen(every, code, status)) == getattr(counted, status)
    assert [(one.unit.name, one.owing, one.in_time, one.late, one.missing) for one in by_unit(every)] == [
        ("城市建设办公室", 3, 1, 1, 1),
        ("经济服务办公室", 1, 0, 0, 1),
    ]


def test_a_restricted_task_is_counted_only_for_who_may_see_it(
    plan: Plan, make_task: TaskMaker, cast: Cast
) -> None:
    make_task(kind=Kind.CONTINUING, restricted=True)
    assert len(rows(plan, "2020-04", AFTER, cast.reporter)) == 1
    assert rows(plan, "2020-04", AFTER, cast.other_reporter) == []


def test_the_unit_is_that_of_the_due_day(plan: Plan, make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING)
    workflow.assign(
        task, by=cast.supervisor, on=date(2020, 5, 2), version=None, lead_unit=cast.other, leader=cast.leader,
        due_on=task.due_on,
    )  # fmt: skip
    assert [row.unit for row in found(plan, cast)] == [cast.lead]


@pytest.mark.parametrize(
    ("on", "month"),
    [
        (date(2020, 4, 28), "2020-04"),
        (date(2020, 4, 29), "2020-04"),
        (date(2020, 4, 30), "2020-04"),
        (date(2020, 5, 1), "2020-05"),
    ],
)
def test_people_ask_about_the_closed_month_until_the_next_has_begun(on: date, month: str) -> None:
    assert completeness.current_month(on, 28) == month


def test_it_costs_the_same_for_few_tasks_and_for_many(plan: Plan, make_task: TaskMaker, cast: Cast) -> None:
    costs = []
    for wanted in (3, 12):
        while make_task.made < wanted:
            task = make_task(kind=Kind.CONTINUING, cadence=list(Cadence)[make_task.made % 4])
            workflow.report(
                task, by=None, on=date(2020, 4, 20), version=None, period=task.first_period, note="已开展"
            )
        with CaptureQueriesContext(connection) as queries:
            assert found(plan, cast)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
