"""Weekly, half-monthly, monthly, quarterly: periods, what is owed for them, and the lights that follow."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from indicators.forecast import forecast
from indicators.spans import months_long, span
from tasks import owing, periods, workflow
from tasks.errors import Invalid
from tasks.lights import Facts
from tasks.models import Task, TaskEvent
from tasks.states import Cadence, Kind
from tasks.sweep import sweep
from tasks.workflow.reporting import Quantity
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.indicators.goals import make_goal
from tests.tasks.light_cast import Face, quarters, shine

EVERY = list(Cadence)


@pytest.mark.parametrize(
    ("period", "first", "last", "due", "name"),
    [
        ("2020-Q3", date(2020, 7, 1), date(2020, 9, 30), date(2020, 9, 28), "三季度"),
        ("2020-Q1", date(2020, 1, 1), date(2020, 3, 31), date(2020, 3, 28), "一季度"),
        ("2020-09-H1", date(2020, 9, 1), date(2020, 9, 15), date(2020, 9, 15), "九月上半月"),
        ("2020-02-H2", date(2020, 2, 16), date(2020, 2, 29), date(2020, 2, 28), "二月下半月"),
        ("2020-W38", date(2020, 9, 14), date(2020, 9, 20), date(2020, 9, 18), "第 38 周"),
        ("2020-W01", date(2019, 12, 30), date(2020, 1, 5), date(2020, 1, 3), "第 1 周"),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3), date(2021, 1, 1), "第 53 周"),
    ],
)
def test_a_period_has_its_days_its_due_day_and_its_name(period, first, last, due, name):
    assert (periods.starts_on(period), periods.ends_on(period)) == (first, last) == span(period)
    assert (periods.due_day(period), periods.label(period)) == (due, name)
    assert periods.period_of(first, periods.cadence_of(period)) == period
    assert periods.period_of(last, periods.cadence_of(period)) == period


@pytest.mark.parametrize(
    "text", ["2020-Q5", "2020-Q0", "2020-H1", "2020-09-H3", "2020-13-H1", "2020-W00", "2020-W54", "2021-W53",
             "2020-W1", "2020-w38", "2020-09-H1 ", "0000-Q1", "9999-W52", "2020-Ｗ38"],
)  # fmt: skip
def test_what_has_no_such_shape_or_does_not_exist_is_no_period(text):
    assert not periods.valid(text)
    with pytest.raises(ValueError, match="期"):
        periods.ends_on(text)


@pytest.mark.parametrize("cadence", EVERY)
@pytest.mark.parametrize("day_of_month", [5, 10, 25, 28, 31])
def test_on_every_day_one_period_is_open_and_the_one_before_is_closed(cadence, day_of_month):
    for offset in range(800):
        on = date(2019, 12, 1) + timedelta(days=offset)
        period = periods.open_period(on, day_of_month, cadence)
        closed = periods.last_closed(on, day_of_month, cadence)
        assert periods.due_day(period, day_of_month) >= on > periods.due_day(closed, day_of_month)
        assert periods.following(closed) == period and periods.previous(period) == closed
        assert periods.order(closed) < periods.order(period)


def test_the_second_half_is_never_due_before_it_has_begun():
    assert periods.due_day("2020-09-H2", 10) == date(2020, 9, 30)
    assert periods.due_day("2020-09-H2", 25) == date(2020, 9, 25)
    assert periods.due_day("2020-09-H1", 10) == date(2020, 9, 15)


def test_periods_of_several_cadences_sort_by_time_and_not_as_texts():
    mixed = ["2020-Q3", "2020-10", "2020-W38", "2020-09-H1", "2020-09", "2020-Q2"]
    assert sorted(mixed, key=periods.order) == [
        "2020-Q2", "2020-09-H1", "2020-W38", "2020-Q3", "2020-09", "2020-10",
    ]  # fmt: skip
    assert periods.latest(["2020-Q2", "", "2020-10"]) == "2020-10" != max("2020-Q2", "2020-10")
    assert periods.latest(["", ""]) == ""


def test_all_periods_between_two_and_what_is_left_of_a_year():
    assert periods.between("2020-11-H2", "2021-01-H1") == [
        "2020-11-H2",
        "2020-12-H1",
        "2020-12-H2",
        "2021-01-H1",
    ]
    assert periods.between("2020-Q3", "2021-Q1") == ["2020-Q3", "2020-Q4", "2021-Q1"]
    assert periods.between("2020-W52", "2021-W02") == ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]
    assert periods.between("2021-Q1", "2020-Q4") == []
    assert periods.left("2020-Q3", date(2020, 12, 31)) == 1
    assert periods.left("2020-09-H1", date(2020, 12, 31)) == 7
    assert periods.left("2020-W38", date(2020, 12, 31)) == 15
    assert periods.left("2020-12", date(2020, 12, 31)) == periods.left("2020-12", date(2020, 6, 1)) == 0


def test_a_forecast_weighs_a_week_as_a_week():
    weekly = {f"2020-W{number:02}": "7" for number in range(20, 39)}
    found = forecast(make_goal(weekly), date(2020, 12, 31), date(2020, 9, 20))
    assert found is not None
    assert found.low == found.high
    assert 230 < found.low < 236  # 133 in 19 weeks, and 102 days to come
    assert months_long("2020-09-H1") * 2 == months_long("2020-09") == 1
    assert months_long("2020-Q3") == 3


@pytest.mark.parametrize(
    ("cadence", "first", "before", "missed", "after"),
    [
        (Cadence.WEEKLY, "2020-W25", date(2020, 6, 26), "第 26 周", date(2020, 6, 27)),
        (Cadence.HALF_MONTHLY, "2020-05-H2", date(2020, 6, 15), "六月上半月", date(2020, 6, 16)),
        (Cadence.QUARTERLY, "2020-Q1", date(2020, 6, 28), "二季度", date(2020, 6, 29)),
    ],
)
def test_a_missed_period_of_any_cadence_is_grey_and_two_running_yellow(cadence, first, before, missed, after):
    face = Face(kind=Kind.CONTINUING)
    facts = Facts(first_period=first, reported=frozenset({first}), cadence=cadence)
    assert not shine(face, facts, before).unreported
    late = shine(face, facts, after)
    assert (late.reporting, late.unreported) == ("grey", True)
    assert f"{missed}未报送" in late.reason
    never = shine(face, replace(facts, reported=frozenset()), after)
    assert never.reporting == "yellow" and "连续 2 期未报送" in never.reason


@pytest.mark.parametrize(
    ("cadence", "points", "on", "words"),
    [
        (
            Cadence.QUARTERLY,
            {"2020-Q1": "5", "2020-Q2": "5", "2020-Q3": "5"},
            date(2020, 9, 29),
            "余下每季度需 85 场,近三期平均 5 场,为 17 倍",
        ),
        (
            Cadence.HALF_MONTHLY,
            {"2020-08-H1": "9", "2020-08-H2": "1", "2020-09-H1": "2"},
            date(2020, 9, 16),
            "余下每半月需 12.6 场,近三期平均 4 场,为 3.1 倍",
        ),
        (
            Cadence.WEEKLY,
            {"2020-W35": "40", "2020-W36": "3", "2020-W37": "3", "2020-W38": "3"},
            date(2020, 9, 19),
            "余下每周需 3.4 场,近三期平均 3 场,为 1.1 倍",
        ),
    ],
)
def test_the_pace_is_that_of_the_last_three_closed_periods_of_the_cadence(cadence, points, on, words):
    facts = Facts(quarters(), (make_goal(points),), frozenset(points), next(iter(points)), cadence=cadence)
    assert words in shine(Face(), facts, on).reason


def test_amounts_of_a_cadence_are_judged_when_its_period_closes():
    facts = Facts(
        quarters(), (make_goal({"2020-Q2": "50", "2020-Q3": "1"}),), frozenset({"2020-Q2"}), "2020-Q2",
        cadence=Cadence.QUARTERLY,
    )  # fmt: skip
    open_quarter = shine(Face(), facts, date(2020, 9, 28))
    assert (open_quarter.plan, open_quarter.planned) == ("green", Decimal(50))
    assert "另报 1 场属未截止的期次" in open_quarter.reason
    assert shine(Face(), facts, date(2020, 9, 29)).plan == "yellow"


def test_a_report_names_a_period_of_the_tasks_own_cadence(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, cadence=Cadence.WEEKLY)
    assert task.first_period == "2020-W12"
    send(task, cast, "2020-W12", date(2020, 3, 19))
    for period in ("2020-03", "2020-Q1", "2020-W14", "2019-W52", "2020-W99"):
        with pytest.raises(Invalid) as refused:
            send(task, cast, period, date(2020, 3, 19))
        assert list(refused.value.errors) == ["period"]
    with pytest.raises(Invalid, match="每周报送一次"):
        send(task, cast, "2020-03", date(2020, 3, 19))
    assert Task.objects.get(pk=task.pk).last_period == "2020-W12"


def test_a_late_report_says_so_whatever_its_cadence(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, cadence=Cadence.QUARTERLY)
    assert "late" not in send(task, cast, "2020-Q1", date(2020, 3, 28)).data
    assert send(task, cast, "2020-Q1", date(2020, 3, 29)).data["late"] is True


def test_what_is_owed_follows_the_cadence(make_task: TaskMaker, cast: Cast) -> None:
    weekly = make_task(kind=Kind.CONTINUING, cadence=Cadence.WEEKLY)
    quarterly = make_task(kind=Kind.CONTINUING, cadence=Cadence.QUARTERLY)
    known, on = owing.reported([weekly, quarterly]), date(2020, 4, 1)
    assert owing.owed_periods(weekly, "chengjian", known, on, 28) == ("2020-W13", "2020-W14")
    assert owing.is_late(("2020-W13",), on, 28) and not owing.is_late(("2020-W14",), on, 28)
    assert owing.owed_periods(quarterly, "chengjian", known, on, 28) == ("2020-Q1", "2020-Q2")


def test_a_cadence_that_changes_owes_from_its_own_open_period_and_keeps_the_light(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(checkpoints=QUARTERS)
    amount(task, cast, "2020-03", date(2020, 3, 25))
    sweep(task.plan, date(2020, 6, 10))
    before = fresh(task)
    assert (before.unreported, before.light_plan) == (True, "red")
    change(task, cast, Cadence.QUARTERLY, date(2020, 6, 10))
    task = fresh(task)
    assert (task.first_period, task.cadence_from) == ("2020-03", "2020-Q2")
    assert not task.unreported and "待首报" not in task.light_reason
    assert owing.owed_periods(task, "chengjian", owing.reported([task]), date(2020, 6, 10), 28) == (
        "2020-Q2",
    )
    sweep(task.plan, date(2020, 6, 29))
    assert fresh(task).unreported
    assert fresh(task).light_plan == "red"


def test_a_cadence_that_gets_closer_owes_nothing_for_the_weeks_before(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.CONTINUING, cadence=Cadence.QUARTERLY)
    send(task, cast, "2020-Q1", date(2020, 3, 25))
    change(task, cast, Cadence.MONTHLY, date(2020, 5, 10))
    sweep(task.plan, date(2020, 5, 20))
    assert not fresh(task).unreported
    sweep(task.plan, date(2020, 5, 29))
    assert fresh(task).unreported


def test_a_period_of_the_cadence_before_can_be_corrected_but_not_reported_anew(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    amount(task, cast, "2020-03", date(2020, 3, 25))
    change(task, cast, Cadence.QUARTERLY, date(2020, 4, 10))
    amount(task, cast, "2020-03", date(2020, 4, 11), "3")
    with pytest.raises(Invalid):
        amount(task, cast, "2020-02", date(2020, 4, 11))
    amount(task, cast, "2020-Q2", date(2020, 4, 12), "4")
    task = fresh(task)
    assert (task.last_period, list(task.currents.values())) == ("2020-Q2", ["7"])


def test_an_interrupted_task_starts_its_reports_anew(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING)
    change(task, cast, Cadence.WEEKLY, date(2020, 4, 1))
    assert fresh(task).cadence_from == "2020-W14"
    why = {"by": cast.supervisor, "version": None, "reason": "等待规划调整"}
    workflow.suspend(task, on=date(2020, 4, 8), **why)
    workflow.resume(task, on=date(2020, 6, 10), **why)
    assert (fresh(task).first_period, fresh(task).cadence_from) == ("2020-W24", "")


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def send(task: Task, cast: Cast, period: str, on: date, **more: object) -> TaskEvent:
    given = {"by": cast.reporter, "version": None, "note": "已开展", **more}
    return workflow.report(task, on=on, period=period, **given)  # type: ignore[arg-type]


def amount(task: Task, cast: Cast, period: str, on: date, value: str = "2") -> TaskEvent:
    return send(task, cast, period, on, quantities=[Quantity(Decimal(value))])


def change(task: Task, cast: Cast, cadence: Cadence, on: date) -> None:
    workflow.revise(task, by=cast.supervisor, on=on, version=None, reason="调整报送周期", cadence=cadence)
