"""分解指标: shares of the first target, which add up."""

from datetime import date
from decimal import Decimal

import pytest

from tasks.errors import Invalid
from tasks.models import Task
from tasks.states import Action, Kind
from tasks.workflow.quotas import Quota
from tests.cast import LAND, Cast, TaskMaker
from tests.tasks.verbs import fresh, perform


@pytest.fixture
def task(make_task: TaskMaker, cast: Cast) -> Task:
    return make_task(supporting=(cast.community, cast.other))


def shares(cast: Cast, lead: str = "20", community: str = "8") -> list[Quota]:
    return [Quota(cast.lead, Decimal(lead)), Quota(cast.community, Decimal(community))]


def share_out(task: Task, cast: Cast, quotas: list[Quota], **more: object):
    return perform(Action.REVISE, fresh(task), cast, "supervisor", detail="", quotas=quotas, **more)


def test_shares_that_add_up_are_written_and_logged(task: Task, cast: Cast) -> None:
    event = share_out(task, cast, shares(cast))
    assert event.data["changes"]["quotas"] == [
        [],
        [{"unit": "chengjian", "value": "20"}, {"unit": "luhu", "value": "8"}],
    ]
    assert dict(task.quotas.values_list("unit__code", "value")) == {"chengjian": 20, "luhu": 8}
    share_out(task, cast, [])
    assert not task.quotas.exists()


def test_the_same_shares_in_another_order_are_no_change(task: Task, cast: Cast) -> None:
    share_out(task, cast, shares(cast))
    with pytest.raises(Invalid, match="没有任何改动"):
        share_out(task, cast, [*reversed(shares(cast))])


def test_shares_that_cannot_be_are_refused_and_leave_what_was(task: Task, cast: Cast) -> None:
    share_out(task, cast, shares(cast))
    stranger = Quota(cast.supervisor.memberships.get().unit, Decimal(8))
    for quotas, word in (
        (shares(cast, community="7"), "合计 27 公顷,应等于目标 28 公顷"),
        ([shares(cast)[0], stranger], "不是本任务的牵头或配合单位"),
        ([*shares(cast, "20", "4"), Quota(cast.community, Decimal(4))], "分解了两次"),
        (shares(cast, "30", "-2"), "不能为负"),
    ):
        with pytest.raises(Invalid, match=word) as refused:
            share_out(task, cast, quotas)
        assert list(refused.value.errors) == ["quotas"]
    assert task.quotas.count() == 2


def test_a_task_without_a_figure_has_nothing_to_share(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, supporting=(cast.community,))
    with pytest.raises(Invalid, match="没有量化目标"):
        share_out(task, cast, shares(cast))


def test_they_are_proposed_with_the_task(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(quotas=[Quota(cast.lead, Decimal(28))])
    assert task.quotas.get().value == 28
    with pytest.raises(Invalid, match="合计"):
        make_task(quotas=[Quota(cast.lead, Decimal(27))])


def test_a_changed_target_asks_for_changed_shares(task: Task, cast: Cast) -> None:
    share_out(task, cast, shares(cast))
    code = task.task_targets.get().target.code
    bigger = [type(LAND)(LAND.name, LAND.comparator, Decimal(30), unit=LAND.unit, code=code)]
    with pytest.raises(Invalid) as refused:
        perform(Action.REVISE, fresh(task), cast, "supervisor", targets=bigger)
    assert list(refused.value.errors) == ["quotas"]
    share_out(task, cast, shares(cast, community="10"), targets=bigger)
    assert task.quotas.get(unit=cast.community).value == 10


def test_a_unit_with_a_share_is_not_left_out(task: Task, cast: Cast) -> None:
    share_out(task, cast, shares(cast))
    for given in (
        {"supporting_units": [cast.other]},
        {"lead_unit": cast.other, "supporting_units": [cast.community]},
    ):
        with pytest.raises(Invalid, match="请先调整分解指标") as refused:
            perform(Action.ASSIGN, fresh(task), cast, "supervisor", due_on=date(2020, 12, 31), **given)
        assert list(refused.value.errors) == ["supporting_units"]
    with pytest.raises(Invalid):
        perform(Action.REVISE, fresh(task), cast, "supervisor", supporting_units=[cast.other])
    perform(Action.ASSIGN, fresh(task), cast, "supervisor", supporting_units=[cast.community])
    assert fresh(task).supporting_codes == ["luhu"]
