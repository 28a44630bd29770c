"""子项: the named pieces behind a number are struck off by reports, and their number is the amount."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tasks import workflow
from tasks.errors import Invalid
from tasks.models import Task, TaskEvent
from tasks.states import Action, Cadence, Kind
from tasks.workflow.items import MOST, ItemProgress, ItemSpec
from tasks.workflow.reporting import Quantity
from tasks.workflow.targets import TargetSpec
from tests.cast import Cast, TaskMaker
from tests.tasks.verbs import DAY, fresh, perform

VILLAGES = tuple(ItemSpec(name, "未动工", "鹭湖社区") for name in ("樟坑径", "大和", "马坜", "松元厦"))
COUNT = TargetSpec("城中村综合治理", ">=", Decimal(4), unit="个")


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(targets=(COUNT,), items=VILLAGES)


def send(task: Task, cast: Cast, *items: ItemProgress, period: str = "2020-06", **given: Any) -> TaskEvent:
    common = {"by": cast.reporter, "on": DAY, "version": None, "note": "已推进"}
    return workflow.report(task, period=period, items=items, **common | given)


def total(task: Task) -> str:
    return next(iter(fresh(task).currents.values()), "")


def test_pieces_are_proposed_with_the_task_and_kept_in_the_log(task: Task) -> None:
    assert task.items.values_list("ordinal", "name", "owner")[0] == (1, "樟坑径", "鹭湖社区")
    proposed = task.events.get(action=Action.PROPOSE)
    assert [row["name"] for row in proposed.data["items"]] == ["樟坑径", "大和", "马坜", "松元厦"]


def test_striking_pieces_off_is_the_amount_of_the_period(task: Task, cast: Cast) -> None:
    event = send(task, cast, ItemProgress(1, done=True), ItemProgress(3, done=True, stage="已验收"))
    assert total(task) == "2" and fresh(task).progress == Decimal("50.00")
    assert dict(task.items.values_list("name", "done_on"))["马坜"] == DAY
    assert [(move["name"], move["done"]) for move in event.data["items"]] == [
        ("樟坑径", True),
        ("马坜", True),
    ]
    assert event.data["quantities"][0]["value"] == "2"


def test_a_second_report_of_the_period_adds_to_the_first(task: Task, cast: Cast) -> None:
    send(task, cast, ItemProgress(1, done=True))
    send(task, cast, ItemProgress(2, done=True))
    send(task, cast, ItemProgress(4, done=True), period="2020-05")
    assert total(task) == "3"


def test_a_quarter_after_its_first_month_holds_the_piece_of_that_month_too(task: Task, cast: Cast) -> None:
    send(task, cast, ItemProgress(1, done=True), period="2020-04")
    workflow.revise(
        task, by=cast.supervisor, on=DAY, version=None, reason="改为按季", cadence=Cadence.QUARTERLY
    )
    event = send(task, cast, ItemProgress(2, done=True), period="2020-Q2")
    assert (event.data["quantities"][0]["value"], total(task)) == ("2", "2")


def test_a_period_without_a_piece_struck_off_is_reported_too(task: Task, cast: Cast) -> None:
    event = send(task, cast, ItemProgress(1, stage="施工"))
    assert (total(task), task.items.get(ordinal=1).stage) == ("0", "施工")
    assert event.data["items"] == [
        {"ordinal": 1, "name": "樟坑径", "stage": "未动工", "now": "施工", "done": False}
    ]
    assert "items" not in send(task, cast, ItemProgress(1, stage="施工")).data, "what stays says nothing"


def test_units_strike_off_side_by_side(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(targets=(COUNT,), items=VILLAGES, supporting=(cast.community,))
    send(task, cast, ItemProgress(1, done=True), by=cast.clerk)
    send(task, cast, ItemProgress(2, done=True))
    assert total(task) == "2"


@pytest.mark.parametrize(
    ("items", "word"),
    [
        ((ItemProgress(9, done=True),), "没有第 9 个"),
        ((ItemProgress(2), ItemProgress(2, done=True)), "填了两次"),
        ((ItemProgress(1, done=True),), "已于 2020-05-20 销号"),
    ],
)
def test_a_piece_that_is_not_there_or_already_done_is_refused(
    items: tuple[ItemProgress, ...], word: str, task: Task, cast: Cast
) -> None:
    send(task, cast, ItemProgress(1, done=True), period="2020-05", on=date(2020, 5, 20))
    with pytest.raises(Invalid, match=word) as refused:
        send(task, cast, *items)
    assert list(refused.value.errors) == ["items"] and total(task) == "1"


def test_a_number_beside_the_pieces_is_refused(task: Task, cast: Cast) -> None:
    with pytest.raises(Invalid, match="不必填数") as refused:
        send(task, cast, quantities=[Quantity(Decimal(2))])
    assert list(refused.value.errors) == ["quantities"]


def test_pieces_of_a_task_without_a_sum_are_ticked_and_count_nothing(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind=Kind.CONTINUING, items=VILLAGES)
    send(task, cast, ItemProgress(1, done=True))
    assert (fresh(task).currents, task.items.get(ordinal=1).done_on) == ({}, DAY)


# The list -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("items", "word"),
    [
        ((ItemSpec(" "),), "须有名称"),
        ((ItemSpec("大和"), ItemSpec(" 大和 ")), "重复:大和"),
        (tuple(ItemSpec(f"第 {n} 村") for n in range(MOST + 1)), f"至多 {MOST}"),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    items: tuple[ItemSpec, ...], word: str, task: Task, make_task: TaskMaker, cast: Cast
) -> None:
    with pytest.raises(Invalid, match=word):
        make_task(kind=Kind.CONTINUING, items=items)
    with pytest.raises(Invalid, match=word):
        perform(Action.REVISE, task, cast, "supervisor", items=items)
    assert task.items.count() == 4


def test_a_revised_list_keeps_what_was_struck_off_and_cannot_drop_it(task: Task, cast: Cast) -> None:
    send(task, cast, ItemProgress(2, done=True))
    with pytest.raises(Invalid, match="已销号的子项不能删除:大和"):
        perform(Action.REVISE, fresh(task), cast, "supervisor", items=VILLAGES[:1])
    event = perform(Action.REVISE, fresh(task), cast, "supervisor", items=(ItemSpec("新村"), *VILLAGES[1:3]))
    assert list(task.items.values_list("ordinal", "name", "done_on")) == [
        (1, "新村", None), (2, "大和", DAY), (3, "马坜", None),
    ]  # fmt: skip
    before, after = event.data["changes"]["items"]
    assert (before[0]["name"], after[0]["name"]) == ("樟坑径", "新村")


def test_the_same_list_is_no_change(task: Task, cast: Cast) -> None:
    with pytest.raises(Invalid, match="没有任何改动"):
        perform(Action.REVISE, task, cast, "supervisor", detail="", items=VILLAGES)
