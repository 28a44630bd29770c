"""An office day in September, figures of a task, and an indicator that no task reports."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Indicator, Reading
from tasks import clock, workflow
from tasks.models import OfficeDate, Plan, Task
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount

TODAY = date(2020, 9, 30)


@pytest.fixture
def plan(plan: Plan) -> Plan:
    OfficeDate.objects.create(today=TODAY)
    Plan.objects.filter(pk=plan.pk).update(swept_to=TODAY)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def sales(db: None) -> Indicator:
    """零售总额: last year's total from the report, no target, no task."""
    made = Indicator.objects.create(
        code="retail-sales",
        name="社会消费品零售总额",
        unit="亿元",
        kind="cumulative",
        source_part="一",
        source_paragraph=1,
    )
    Reading.objects.create(
        indicator=made,
        period="2019",
        value=Decimal("27.92"),
        unit="亿元",
        on=date(2020, 3, 13),
        at=clock.now(),
    )
    return made


@pytest.fixture
def land(plan: Plan, cast: Cast, make_task: TaskMaker) -> Task:
    """28 公顷: 2 for March, 22.5 亩 for April (corrected from 3 公顷), 1.9 万平方米 for May, sent back."""
    task = make_task(title="土地整备入库", checkpoints=QUARTERS)
    report_amount(task, cast, "2020-03", "2")
    report_amount(task, cast, "2020-04", "3")
    correction = {"reason": "重复计算", "on": date(2020, 4, 26)}
    report_amount(task, cast, "2020-04", "22.5", "亩", **correction)
    report_amount(task, cast, "2020-05", "1.9", "万平方米")
    given = {"by": cast.supervisor, "version": None, "on": date(2020, 6, 3)}
    workflow.reject(Task.objects.get(pk=task.pk), reason="缺签约材料", **given)
    return Task.objects.get(pk=task.pk)


def indicator_of(task: Task) -> Indicator:
    found = task.task_targets.get().target.indicator
    assert found is not None
    return found
