"""立项, 交办, 改派, 签收, 申请改派, 调整."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.kinds import Comparator
from tasks import workflow
from tasks.errors import Invalid, NotAllowed
from tasks.models import Measure, Plan, Task
from tasks.states import Kind, State
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.targets import TargetSpec
from tests.cast import LAND, QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount

DAY = date(2020, 4, 2)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_codes_are_serial_within_a_pillar_and_never_given_twice(plan: Plan, make_task: TaskMaker) -> None:
    codes = [make_task(state=State.PROPOSED, pillar=pillar).code for pillar in (2, 2, 1, 2)]
    assert codes == ["2020-2-01", "2020-2-02", "2020-1-01", "2020-2-03"]


def test_only_a_supervisor_proposes(plan: Plan, cast: Cast) -> None:
    measure = Measure.objects.first()
    with pytest.raises(NotAllowed):
        workflow.propose(by=cast.leader, on=DAY, title="新任务", measure=measure, kind=Kind.CONTINUING)
    event = workflow.propose(
        by=cast.supervisor, on=DAY, title="新任务", measure=measure, kind=Kind.CONTINUING
    )
    assert event.task.state == State.PROPOSED and event.version == 1


def test_a_refused_proposal_leaves_nothing_behind(plan: Plan, cast: Cast) -> None:
    wrong = TargetSpec("无数值", Comparator.AT_LEAST)
    with pytest.raises(Invalid) as refused:
        workflow.propose(
            by=cast.supervisor,
            on=DAY,
            title="x",
            measure=Measure.objects.first(),
            kind=Kind.QUANTITY,
            targets=[wrong],
        )
    assert "targets" in refused.value.errors
    assert not Task.objects.exists()


def test_assigning_confirms_the_unit_and_keeps_the_first_due_date_for_good(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=State.PROPOSED, lead_unit=cast.other)
    assert not task.assignment_confirmed and task.original_due_on is None
    common = {"by": cast.supervisor, "on": DAY, "leader": cast.leader}
    workflow.assign(task, version=task.version, lead_unit=cast.lead, due_on=date(2020, 9, 30), **common)
    task = fresh(task)
    assert task.assignment_confirmed and task.original_due_on == date(2020, 9, 30)
    workflow.assign(task, version=task.version, lead_unit=cast.other, due_on=date(2020, 11, 30), **common)
    task = fresh(task)
    assert (task.lead_unit, task.due_on, task.original_due_on) == (
        cast.other,
        date(2020, 11, 30),
        date(2020, 9, 30),
    )


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"leader": "head"}, "leader"),
        ({"assignee": "other_reporter"}, "assignee"),
        ({"due_on": date(2019, 12, 31)}, "due_on"),
    ],
)
def test_assigning_to_the_wrong_people_or_day_is_refused(
    wrong: dict[str, object], key: str, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=State.PROPOSED)
    given = {"lead_unit": cast.lead, "leader": cast.leader, "due_on": date(2020, 12, 31)}
    given |= {k: getattr(cast, v) if isinstance(v, str) else v for k, v in wrong.items()}
    with pytest.raises(Invalid) as refused:
        workflow.assign(task, by=cast.supervisor, on=DAY, version=task.version, **given)
    assert list(refused.value.errors) == [key]


def test_accepting_agrees_stage_goals_and_starts_the_reports(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.ASSIGNED)
    workflow.accept(task, by=cast.head, on=date(2020, 3, 30), version=task.version, checkpoints=QUARTERS)
    task = fresh(task)
    assert task.first_period == "2020-04"  # March closed on the 28th
    assert task.checkpoints.get(ordinal=1).text == "累计 7 公顷"
    assert task.checkpoint_count == 4


@pytest.mark.parametrize(
    ("goals", "sentence"),
    [
        ([StageGoal(date(2021, 1, 31), "太晚")], "时间应在"),
        ([StageGoal(date(2020, 5, 31))], "请写明"),
        ([StageGoal(date(2020, 5, 31), "负数", Decimal(-1))], "不能为负"),
        ([StageGoal(date(2020, 5, 31), "甲", None, Decimal(101))], "0 至 100"),
        (
            [
                StageGoal(date(2020, 5, 31), "甲", None, Decimal(50)),
                StageGoal(date(2020, 6, 30), "乙", None, Decimal(20)),
            ],
            "递增",
        ),
    ],
)
def test_stage_goals_that_make_no_sense_are_refused(
    goals: list[StageGoal], sentence: str, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=State.ASSIGNED)
    with pytest.raises(Invalid, match=sentence):
        workflow.accept(task, by=cast.head, on=DAY, version=task.version, checkpoints=goals)
    assert fresh(task).state == State.ASSIGNED and not task.checkpoints.exists()


def test_declining_gives_the_task_back_with_its_reason(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.ASSIGNED)
    with pytest.raises(Invalid):
        workflow.decline(task, by=cast.head, on=DAY, version=task.version, reason="")
    event = workflow.decline(task, by=cast.head, on=DAY, version=task.version, reason="应由土地整备办牵头")
    assert event.texts["reason"] == "应由土地整备办牵头"
    assert fresh(task).state == State.PROPOSED and not fresh(task).assignment_confirmed


def test_revising_keeps_the_old_value_and_needs_a_reason_and_a_change(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    common = {"by": cast.supervisor, "on": DAY}
    with pytest.raises(Invalid):
        workflow.revise(task, version=task.version, reason="", due_on=date(2020, 11, 30), **common)
    with pytest.raises(Invalid, match="没有任何改动"):
        workflow.revise(task, version=task.version, reason="复核", title=task.title, **common)
    event = workflow.revise(
        task, version=task.version, reason="区里调整", due_on=date(2020, 11, 30), title="新名称", **common
    )
    assert event.data["changes"]["due_on"] == ["2020-12-31", "2020-11-30"]
    assert event.texts["old_title"] == task.title and fresh(task).title == "新名称"
    assert fresh(task).original_due_on == date(2020, 12, 31)


def test_a_target_can_be_changed_but_not_dropped_once_it_has_readings(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    code = task.task_targets.get().target.code
    common = {"by": cast.supervisor, "on": DAY, "reason": "区里下达新指标"}
    higher = TargetSpec(LAND.name, LAND.comparator, Decimal(30), unit="公顷", code=code)
    workflow.revise(task, version=task.version, targets=[higher], **common)
    assert task.task_targets.get().target.value == 30
    report_amount(fresh(task), cast, "2020-04", "1.5")
    with pytest.raises(Invalid, match="已有报送数据"):
        workflow.revise(fresh(task), version=None, targets=[], **common)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"due_on": date(2020, 6, 1)}, "checkpoints"),
        ({"kind": Kind.CONTINUING}, "checkpoints"),
        ({"due_on": date(2100, 1, 1)}, "due_on"),
        ({"weight": Decimal(10000)}, "weight"),
        ({"weight": Decimal(-1)}, "weight"),
    ],
)
def test_a_revision_that_contradicts_what_stands_is_refused(
    wrong: dict[str, object], key: str, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(checkpoints=QUARTERS)
    with pytest.raises(Invalid) as refused:
        workflow.revise(task, by=cast.supervisor, on=DAY, version=None, reason="调整", **wrong)
    assert list(refused.value.errors) == [key]
    assert fresh(task).version == task.version


def test_a_proposal_names_people_and_units_that_fit(plan: Plan, cast: Cast) -> None:
    common = {"by": cast.supervisor, "on": DAY, "title": "新任务", "measure": Measure.objects.first()}
    for wrong, key in (
        ({"supporting_units": [cast.lead]}, "supporting_units"),
        ({"leader": cast.head}, "leader"),
        ({"assignee": cast.other_reporter}, "assignee"),
    ):
        with pytest.raises(Invalid) as refused:
            workflow.propose(kind=Kind.CONTINUING, lead_unit=cast.lead, **common, **wrong)
        assert list(refused.value.errors) == [key]
    workflow.propose(kind=Kind.CONTINUING, lead_unit=cast.lead, leader=cast.leader, **common)
