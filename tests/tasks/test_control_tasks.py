"""A control task from its reports to its light: readings in, forecast out, the rule written once."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.goals import goals_for
from indicators.kinds import IndicatorKind, Verdict
from indicators.models import Target
from indicators.outlook import outlook
from indicators.outlook_words import required
from tasks import workflow
from tasks.models import Task
from tasks.states import Kind
from tasks.sweep import sweep
from tasks.workflow.reporting import Quantity
from tasks.workflow.targets import TargetSpec
from tests.cast import Cast, TaskMaker
from tests.tasks.verbs import fresh

PM25 = TargetSpec("PM2.5", "<", Decimal("26.5"), unit="微克/立方米", reading=IndicatorKind.MEAN)
END = date(2020, 12, 31)


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTROL, targets=(PM25,))


def read(task: Task, cast: Cast, month: int, value: str) -> None:
    workflow.report(
        task, by=cast.reporter, on=date(2020, month, 25), version=None, period=f"2020-{month:02}", note="已监测",
        quantities=[Quantity(Decimal(value))],
    )  # fmt: skip


def test_the_light_and_the_way_back_are_those_of_the_outlook(task: Task, cast: Cast) -> None:
    for month, value in ((3, "30"), (4, "24")):
        read(task, cast, month, value)
    sweep(task.plan, date(2020, 5, 29))
    assert (fresh(task).light_plan, fresh(task).progress) == ("none", None)
    read(task, cast, 5, "21")
    sweep(task.plan, date(2020, 5, 30))
    lit, target = fresh(task), Target.objects.get()
    seen = outlook(goals_for([target])[target.pk], END, date(2020, 5, 31))
    # 31 × 30 + 30 × 24 + 31 × 21 = 2301 in 92 days, 214 open: at 21 6795/306 = 22.2,
    # at 30 8721/306 = 28.5; (26.5 × 306 − 2301) / 214 = 27.1
    assert (lit.light_plan, seen.verdict) == ("yellow", Verdict.AT_RISK)
    assert "预计 22.2–28.5 微克/立方米,可能超出目标(目标 < 26.5 微克/立方米)" in lit.light_reason
    assert (
        lit.light_recover
        == required(goals_for([target])[target.pk], seen)
        == "余下 7 个月月均须 ≤ 27.1 微克/立方米"
    )
    assert lit.progress is None, "a control task has no percentage"
