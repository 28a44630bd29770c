"""报送进展: what a report of each kind needs, does and refuses."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Reading
from tasks import workflow
from tasks.errors import Invalid, NotAllowed
from tasks.models import Task
from tasks.states import Kind
from tasks.sweep import sweep
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.reporting import Help, Quantity
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker
from tests.tasks.reports import report_amount

DAY = date(2020, 6, 10)
YEARLY_LIST = tuple(StageGoal(date(2020, m, 28), f"{m} 月集中清洁") for m in (4, 6, 9))


def send(task: Task, cast: Cast, **given: object):
    common = {"by": cast.reporter, "on": DAY, "version": None, "period": "2020-06", "note": "已推进"}
    return workflow.report(task, **common | given)  # type: ignore[arg-type]


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_an_amount_adds_to_the_total_and_the_percent_follows(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-04", "5.6")
    report_amount(task, cast, "2020-05", "1.4")
    task = fresh(task)
    assert (task.progress, task.last_period) == (Decimal("25.00"), "2020-05")
    assert list(task.currents.values()) == ["7"]
    assert task.checkpoints.get(ordinal=1).met_on == date(2020, 5, 25)
    assert task.checkpoints.get(ordinal=2).met_on is None


def test_amounts_in_other_units_are_exact(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    report_amount(task, cast, "2020-04", "3.5", "万平方米")
    report_amount(task, cast, "2020-05", "15", "亩")
    assert list(fresh(task).currents.values()) == ["4.5"]
    with pytest.raises(Invalid, match="微克"):
        report_amount(task, cast, "2020-06", "1", "微克/立方米")


def test_a_later_report_for_a_period_replaces_its_figure_and_needs_a_reason_to_lower_it(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    report_amount(task, cast, "2020-04", "2")
    report_amount(task, cast, "2020-04", "3")
    assert list(fresh(task).currents.values()) == ["3"]
    with pytest.raises(Invalid) as refused:
        report_amount(task, cast, "2020-04", "1")
    assert list(refused.value.errors) == ["reason"]
    assert list(fresh(task).currents.values()) == ["3"] and Reading.objects.count() == 2
    report_amount(task, cast, "2020-04", "1", reason="上月重复计入一宗")
    assert list(fresh(task).currents.values()) == ["1"]


def test_parts_of_several_units_add_up_and_a_supporting_part_is_no_report_of_the_task(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(supporting=(cast.community,))
    report_amount(task, cast, "2020-04", "2", by=cast.clerk)
    task = fresh(task)
    assert list(task.currents.values()) == ["2"] and task.last_period == ""
    report_amount(task, cast, "2020-04", "1")
    task = fresh(task)
    assert list(task.currents.values()) == ["3"] and task.last_period == "2020-04"


def test_a_supporting_unit_may_report_in_words_alone_but_the_lead_unit_owes_the_figure(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(supporting=(cast.community,))
    send(task, cast, by=cast.clerk)
    with pytest.raises(Invalid) as refused:
        send(task, cast)
    assert list(refused.value.errors) == ["quantities"]


def test_a_stranger_and_a_leader_do_not_report(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING)
    for person in (cast.other_reporter, cast.leader, cast.administrator):
        with pytest.raises(NotAllowed):
            send(task, cast, by=person)


def test_a_supervisor_reports_for_a_unit_only_with_its_name_and_paper(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.CONTINUING)
    for given, key in (
        ({}, "on_behalf_of"),
        ({"on_behalf_of": cast.other}, "on_behalf_of"),
        ({"on_behalf_of": cast.lead}, "evidence"),
    ):
        with pytest.raises(Invalid) as refused:
            send(task, cast, by=cast.supervisor, **given)
        assert list(refused.value.errors) == [key]
    with pytest.raises(NotAllowed):
        send(task, cast, on_behalf_of=cast.lead)


@pytest.mark.parametrize("amount", ["-1", "1000000000000000"])
def test_an_impossible_amount_is_refused(amount: str, make_task: TaskMaker, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        report_amount(make_task(), cast, "2020-04", amount)
    assert list(refused.value.errors) == ["quantities"] and not Reading.objects.exists()


@pytest.mark.parametrize("period", ["2020-08", "2019-12", "2020-13", "六月", ""])
def test_a_period_outside_the_plan_or_in_the_future_is_refused(
    period: str, make_task: TaskMaker, cast: Cast
) -> None:
    with pytest.raises(Invalid) as refused:
        send(make_task(kind=Kind.CONTINUING), cast, period=period)
    assert list(refused.value.errors) == ["period"]


def test_after_the_due_day_both_the_closed_and_the_next_period_take_reports(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.CONTINUING)
    for period in ("2020-06", "2020-07"):
        assert send(task, cast, on=date(2020, 6, 29), period=period).period == period


def test_a_project_reports_the_stage_reached(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.PROJECT, checkpoints=STAGES)
    with pytest.raises(Invalid) as refused:
        send(task, cast)
    assert list(refused.value.errors) == ["stage"]
    send(task, cast, stage=2)
    assert fresh(task).progress == Decimal("50.00")
    with pytest.raises(Invalid, match="退回"):
        send(task, cast, stage=1)
    send(task, cast, stage=1, reason="开工手续被撤回")
    assert fresh(task).progress == Decimal("20.00")
    with pytest.raises(Invalid, match="阶段应在"):
        send(task, cast, stage=4)


def test_a_milestone_reports_its_expected_date_and_says_why_it_slips(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.MILESTONE, due_on=date(2020, 9, 30))
    with pytest.raises(Invalid) as refused:
        send(task, cast)
    assert list(refused.value.errors) == ["expected_on"]
    send(task, cast, expected_on=date(2020, 9, 20))
    assert fresh(task).expected_on == date(2020, 9, 20) and fresh(task).progress is None
    with pytest.raises(Invalid, match="推后"):
        send(task, cast, expected_on=date(2020, 10, 20))
    send(task, cast, expected_on=date(2020, 10, 20), reason="施工图审查延后")
    assert fresh(task).light == "yellow"


def test_a_control_task_reports_its_reading_and_no_percent(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTROL)
    with pytest.raises(Invalid):
        send(task, cast)
    send(task, cast, quantities=[Quantity(Decimal("24.1"))])
    assert fresh(task).progress is None and list(fresh(task).currents.values()) == ["24.1"]


def test_continuing_work_needs_its_words_only_and_ticks_its_list(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, checkpoints=YEARLY_LIST)
    with pytest.raises(Invalid) as refused:
        send(task, cast, note="")
    assert list(refused.value.errors) == ["note"]
    send(task, cast, actions=[1, 2])
    assert list(task.checkpoints.filter(met_on=DAY).values_list("ordinal", flat=True)) == [1, 2]
    with pytest.raises(Invalid, match="没有第 9 项"):
        send(task, cast, actions=[9])


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Kind.CONTINUING, {"stage": 1}),
        (Kind.CONTINUING, {"expected_on": date(2020, 9, 1)}),
        (Kind.PROJECT, {"expected_on": date(2020, 9, 1)}),
        (Kind.QUANTITY, {"stage": 1, "quantities": [Quantity(Decimal(1))]}),
    ],
)
def test_a_key_that_the_kind_does_not_take_is_refused(
    kind: Kind, given: dict[str, object], make_task: TaskMaker, cast: Cast
) -> None:
    with pytest.raises(Invalid, match="不报送此项"):
        send(make_task(kind=kind), cast, **given)


def test_asking_for_help_shows_until_a_report_no_longer_asks(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING)
    with pytest.raises(Invalid):
        send(task, cast, help=Help("分管领导", ""))
    event = send(task, cast, help=Help("分管领导", "协调补偿标准"))
    assert fresh(task).needs_help and event.texts["help_what"] == "协调补偿标准"
    send(task, cast)
    assert not fresh(task).needs_help


def test_a_supporting_units_part_leaves_the_lead_units_request_for_help(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.CONTINUING, supporting=(cast.community,))
    send(task, cast, help=Help("分管领导", "协调补偿标准"))
    send(task, cast, by=cast.clerk)
    assert fresh(task).needs_help


def test_of_a_mean_the_latest_reading_counts_and_parts_do_not_add_up(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.CONTROL, supporting=(cast.community,))
    send(task, cast, quantities=[Quantity(Decimal("24.1"))])
    send(task, cast, by=cast.clerk, quantities=[Quantity(Decimal("24.3"))])
    assert list(fresh(task).currents.values()) == ["24.3"]


def test_completed_cannot_be_claimed_while_something_lacks(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    report_amount(task, cast, "2020-04", "27.9")
    common = {"by": cast.head, "on": DAY, "version": None, "note": "任务办结"}
    with pytest.raises(Invalid, match=r"27\.9"):
        workflow.submit(fresh(task), outcome="completed", **common)
    report_amount(task, cast, "2020-05", "0.1")
    workflow.submit(fresh(task), outcome="completed", **common)
    assert fresh(task).state == "in_review"


def test_the_clock_stops_at_submission_and_runs_on_after_a_return(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=date(2020, 6, 30))
    workflow.submit(task, by=cast.head, on=date(2020, 6, 30), version=None, outcome="completed", note="总结")
    sweep(task.plan, date(2020, 7, 10))
    assert not fresh(task).overdue
    workflow.send_back(fresh(task), by=cast.supervisor, on=date(2020, 7, 10), version=None, reason="请补材料")
    assert fresh(task).overdue and fresh(task).light == "red" and fresh(task).submitted_on is None


def test_a_late_report_counts_for_its_own_light_at_once(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, checkpoints=YEARLY_LIST)
    sweep(task.plan, date(2020, 3, 29))
    assert (fresh(task).light, fresh(task).unreported) == ("grey", True)
    send(task, cast, on=date(2020, 3, 29), period="2020-03")
    assert (fresh(task).light, fresh(task).unreported) == ("green", False)


def test_a_supporting_units_part_does_not_make_the_task_reported(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, checkpoints=YEARLY_LIST, supporting=(cast.community,))
    sweep(task.plan, date(2020, 3, 29))
    send(task, cast, by=cast.clerk, on=date(2020, 3, 29), period="2020-03")
    assert (fresh(task).light, fresh(task).unreported) == ("grey", True)
