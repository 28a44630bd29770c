"""核定, 退回重报, 撤回报送: what was reported counts at once, what was confirmed stands beside it, what was undone was
never there."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import ReadingMark
from tasks import log, workflow
from tasks.errors import Invalid, NotAllowed, Stale, WrongState
from tasks.models import Task, TaskEvent
from tasks.owing import owed_periods, reported
from tasks.states import Action, Headway, Kind
from tasks.sweep import sweep
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.items import ItemProgress, ItemSpec
from tasks.workflow.reporting import Help, Quantity
from tasks.workflow.targets import TargetSpec
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.verbs import DAY, fresh, perform

LIST = tuple(StageGoal(date(2020, month, 28), f"{month} 月集中清洁") for month in (4, 6, 9))
VILLAGES = tuple(ItemSpec(f"第 {number} 村", "未动工") for number in range(1, 5))
COUNT = TargetSpec("城中村综合治理", ">=", Decimal(4), unit="个")


def verify(task: Task, cast: Cast, **given: Any) -> TaskEvent:
    return perform(Action.VERIFY, fresh(task), cast, "supervisor", **given)


def reject(task: Task, cast: Cast, event: TaskEvent | None = None, **given: Any) -> TaskEvent:
    chosen = {"in_reply_to": event.pk} if event else {}
    return perform(Action.REJECT, fresh(task), cast, "supervisor", **chosen | given)


def withdraw(task: Task, cast: Cast, event: TaskEvent | None = None, by: str = "reporter") -> TaskEvent:
    chosen = {"in_reply_to": event.pk} if event else {}
    return perform(Action.WITHDRAW, fresh(task), cast, by, **chosen)


def send(task: Task, cast: Cast, period: str = "2020-06", **given: Any) -> TaskEvent:
    common = {"by": cast.reporter, "on": DAY, "version": None, "note": "已推进"}
    return workflow.report(task, period=period, **common | given)


def totals(task: Task) -> tuple[list[str], list[str]]:
    """自报 and 核定."""
    held = fresh(task)
    return list(held.currents.values()), list(held.verified.values())


# 核定 -----------------------------------------------------------------------------------------------------
def test_reported_figures_count_at_once_and_confirmed_ones_stand_beside(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    first = report_amount(task, cast, "2020-04", "2")
    second = report_amount(task, cast, "2020-05", "3")
    assert totals(task) == (["5"], [])
    assert (fresh(task).unverified, fresh(task).unverified_count) == ([first.version, second.version], 2)
    event = verify(task, cast, in_reply_to=first.pk)
    assert event.data == {"reports": [first.version]}
    assert totals(task) == (["5"], ["2"])
    assert fresh(task).unverified == [second.version]
    verify(task, cast)
    assert totals(task) == (["5"], ["5"]) and fresh(task).unverified_count == 0
    with pytest.raises(WrongState, match="没有待核定"):
        verify(task, cast)


def test_a_correction_waits_in_place_of_what_it_corrects_which_stays_confirmed_till_then(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    report_amount(task, cast, "2020-04", "2")
    verify(task, cast)
    correction = report_amount(task, cast, "2020-04", "3")
    assert totals(task) == (["3"], ["2"])
    assert fresh(task).unverified == [correction.version]
    verify(task, cast)
    assert totals(task) == (["3"], ["3"])


def test_of_a_units_reports_on_a_period_only_the_latest_waits(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(supporting=(cast.community,))
    report_amount(task, cast, "2020-04", "2")
    part = report_amount(task, cast, "2020-04", "1", by=cast.clerk)
    latest = report_amount(task, cast, "2020-04", "3")
    assert fresh(task).unverified == [part.version, latest.version]


def test_confirming_a_report_in_words_confirms_the_figure_that_it_left_as_it_was(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(supporting=(cast.community,))
    report_amount(task, cast, "2020-04", "2", by=cast.clerk)
    send(task, cast, "2020-04", by=cast.clerk)
    verify(task, cast)
    assert totals(task) == (["2"], ["2"])
    assert ReadingMark.objects.count() == 1


def test_who_has_not_seen_a_report_does_not_confirm_it(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    report_amount(task, cast, "2020-04", "2")
    seen = fresh(task).version
    report_amount(task, cast, "2020-05", "3")
    with pytest.raises(Stale):
        verify(task, cast, version=seen)
    assert totals(task)[1] == []


def test_confirming_makes_nobodys_open_form_stale(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    report_amount(task, cast, "2020-04", "2")
    seen = fresh(task).version
    verify(task, cast)
    assert report_amount(task, cast, "2020-05", "1", version=seen).version == seen + 2


def test_what_is_no_report_of_the_task_cannot_be_confirmed(make_task: TaskMaker, cast: Cast) -> None:
    task, other = make_task(), make_task()
    report_amount(task, cast, "2020-04", "2")
    stray = report_amount(other, cast, "2020-04", "2")
    with pytest.raises(Invalid) as refused:
        verify(task, cast, in_reply_to=stray.pk)
    assert list(refused.value.errors) == ["in_reply_to"]


# 退回重报 ---------------------------------------------------------------------------------------------------
def test_a_rejected_report_stops_counting_and_its_period_is_owed_again(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(checkpoints=QUARTERS)
    sent = report_amount(task, cast, "2020-03", "7", on=date(2020, 3, 25))
    sweep(task.plan, date(2020, 3, 30))
    assert (fresh(task).unreported, totals(task)[0]) == (False, ["7"])
    event = reject(task, cast, reason="未附入库单", on=date(2020, 3, 30))
    assert (event.period, event.texts) == ("2020-03", {"reason": "未附入库单"})
    assert event.data == {"report": sent.version, "part": "chengjian"}
    held = fresh(task)
    assert (held.unreported, held.currents, held.last_period, held.unverified) == (True, {}, "", [])
    assert held.checkpoints.get(ordinal=1).met_on is None
    owed = owed_periods(held, "chengjian", reported([held]), date(2020, 3, 30), 28)
    assert "2020-03" in owed
    report_amount(task, cast, "2020-03", "6", on=date(2020, 3, 31))
    assert totals(task)[0] == ["6"], "no reason is asked for: the rejected figure does not count"


def test_rejecting_needs_a_reason_and_a_supervisor(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    report_amount(task, cast, "2020-04", "2")
    with pytest.raises(Invalid) as refused:
        reject(task, cast, reason="")
    assert list(refused.value.errors) == ["reason"]
    with pytest.raises(NotAllowed):
        perform(Action.REJECT, fresh(task), cast, "head")


def test_what_was_confirmed_or_undone_is_neither_rejected_nor_withdrawn(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    first = report_amount(task, cast, "2020-04", "2")
    verify(task, cast)
    report_amount(task, cast, "2020-05", "2")
    for undo in (reject, withdraw):
        with pytest.raises(WrongState, match="已经核定"):
            undo(task, cast, first)
    withdraw(task, cast)
    assert totals(task) == (["2"], ["2"])
    with pytest.raises(WrongState, match="没有待核定"):
        withdraw(task, cast)


# 撤回 -----------------------------------------------------------------------------------------------------
def test_one_withdraws_ones_own_report_alone(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(supporting=(cast.community,))
    mine = report_amount(task, cast, "2020-04", "2")
    part = report_amount(task, cast, "2020-04", "1", by=cast.clerk)
    for who, event in (("head", mine), ("clerk", mine), ("reporter", part), ("supervisor", mine)):
        with pytest.raises(NotAllowed):
            withdraw(task, cast, event, by=who)
    assert withdraw(task, cast).data["report"] == mine.version, "the latest of one's own"
    assert totals(task)[0] == ["1"]


def stand(task: Task) -> dict[str, Any]:
    """All that a report can change, but for what counts up."""
    held = fresh(task)
    return {
        "face": held.face(),
        "goals": list(held.checkpoints.order_by("ordinal").values_list("ordinal", "text", "met_on")),
        "items": list(held.items.order_by("ordinal").values_list("name", "stage", "done_on")),
    }


def quantity(make: TaskMaker, cast: Cast) -> Task:
    task = make(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-04", "7.5")
    return task


def quantity_without_reports(make: TaskMaker, cast: Cast) -> Task:
    return make(checkpoints=QUARTERS)


def project(make: TaskMaker, cast: Cast) -> Task:
    task = make(kind=Kind.PROJECT, checkpoints=STAGES)
    send(task, cast, "2020-05", stage=2, on=date(2020, 5, 25))
    return task


def milestone(make: TaskMaker, cast: Cast) -> Task:
    task = make(kind=Kind.MILESTONE)
    send(task, cast, "2020-05", expected_on=date(2020, 9, 1), on=date(2020, 5, 25))
    return task


def continuing(make: TaskMaker, cast: Cast) -> Task:
    task = make(kind=Kind.CONTINUING, checkpoints=LIST)
    send(task, cast, "2020-05", actions=[1], on=date(2020, 5, 25), help=Help("分管领导", "协调经费"))
    return task


def villages(make: TaskMaker, cast: Cast) -> Task:
    task = make(targets=(COUNT,), items=VILLAGES)
    send(task, cast, "2020-05", on=date(2020, 5, 25), items=[ItemProgress(1, done=True, stage="已完工")])
    return task


MADE = [
    (quantity, {"quantities": [Quantity(Decimal(8))], "help": Help("街道", "协调补偿")}),
    (quantity, {"period": "2020-04", "quantities": [Quantity(Decimal(5))], "reason": "重复计入一宗"}),
    (quantity, {"quantities": [Quantity(Decimal(1))], "headway": Headway.NO_NEWS}),
    (quantity_without_reports, {"period": "2020-04", "quantities": [Quantity(Decimal("8.4"))]}),
    (project, {"stage": 3}),
    (project, {"stage": 1, "reason": "手续被撤回"}),
    (milestone, {"expected_on": date(2021, 2, 1), "reason": "审查延后"}),
    (continuing, {"actions": [1, 2]}),
    (continuing, {"period": "2020-05"}),
    (villages, {"items": [ItemProgress(2, done=True), ItemProgress(3, stage="施工")]}),
    (villages, {"period": "2020-05", "items": [ItemProgress(2, done=True, stage="已完工")]}),
]


@pytest.mark.parametrize("undo", [withdraw, reject], ids=["withdraw", "reject"])
@pytest.mark.parametrize(("make", "given"), MADE)
def test_a_report_undone_leaves_exactly_what_was_before_it(
    make: Callable[[TaskMaker, Cast], Task],
    given: dict[str, Any],
    undo: Callable[[Task, Cast], TaskEvent],
    make_task: TaskMaker,
    cast: Cast,
) -> None:
    task = make(make_task, cast)
    perform(Action.REVISE, fresh(task), cast, "supervisor")  # the day's light is that of the day
    before = stand(task)
    send(task, cast, **given)
    assert stand(task) != before
    undo(task, cast)
    assert stand(task) == before
    assert list(log.flaws([fresh(task)])) == []


def test_reports_are_undone_in_any_order(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(targets=(COUNT,), items=VILLAGES)
    before = stand(task)
    one = send(task, cast, "2020-04", on=date(2020, 4, 20), items=[ItemProgress(1, stage="设计")])
    two = send(
        task,
        cast,
        "2020-05",
        on=date(2020, 5, 20),
        items=[ItemProgress(1, stage="施工"), ItemProgress(2, True)],
    )
    withdraw(task, cast, one)
    held = fresh(task)
    assert (held.items.get(ordinal=1).stage, held.last_period, held.currents) == (
        "施工", "2020-05", {"2020-2-01.1": "1"},
    )  # fmt: skip
    withdraw(task, cast, two)
    assert stand(task)["items"] == before["items"]
    assert fresh(task).last_period == ""


def test_an_earlier_stage_report_undone_leaves_what_the_later_one_says(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.PROJECT, checkpoints=STAGES)
    first = send(task, cast, "2020-04", stage=1, on=date(2020, 4, 20))
    send(task, cast, "2020-05", stage=2, on=date(2020, 5, 20))
    reject(task, cast, first)
    assert [row.met_on for row in task.checkpoints.order_by("ordinal")] == [
        date(2020, 5, 20), date(2020, 5, 20), None,
    ]  # fmt: skip


def test_a_list_changed_in_between_keeps_its_new_goals(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, checkpoints=LIST)
    ticked = send(task, cast, "2020-05", actions=[2], on=date(2020, 5, 20))
    longer = (StageGoal(date(2020, 3, 31), "启动部署"), *LIST)
    perform(Action.REVISE, fresh(task), cast, "supervisor", checkpoints=longer)
    send(task, cast, actions=[2])
    withdraw(task, cast, ticked)
    met = dict(task.checkpoints.values_list("text", "met_on"))
    assert met == {"启动部署": None, "4 月集中清洁": DAY, "6 月集中清洁": None, "9 月集中清洁": None}


def test_a_request_for_help_that_an_interruption_ended_does_not_come_back(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.CONTINUING)
    send(task, cast, "2020-05", help=Help("分管领导", "协调经费"))
    perform(Action.SUSPEND, fresh(task), cast, "supervisor")
    perform(Action.RESUME, fresh(task), cast, "supervisor")
    send(task, cast)
    withdraw(task, cast)
    assert not fresh(task).needs_help
