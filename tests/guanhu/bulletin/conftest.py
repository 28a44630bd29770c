"""A plan whose eighth and ninth periods are closed: red, overdue, urged, asking for help, and one task kept close."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from guanhu.bulletin import drafting, issuing
from guanhu.bulletin.models import Bulletin, BulletinIssue
from tasks import workflow
from tasks.models import OfficeDate, Plan, Task
from tasks.states import Kind, Level, State
from tasks.workflow.reporting import Help
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker
from tests.guanhu.many import light_up
from tests.tasks import letters
from tests.tasks.reports import report_amount

TODAY = date(2020, 9, 30)
AUGUST, SEPTEMBER = date(2020, 8, 29), date(2020, 9, 29)
"""The days whose end the two periods show."""


@dataclass(slots=True)
class Office:
    plan: Plan
    cast: Cast

    def draft(self, period: str = "2020-09", today: date = TODAY) -> Bulletin:
        return drafting.begin(self.plan, period, by=self.cast.supervisor, today=today)

    def issue(self, period: str = "2020-09", today: date = TODAY) -> BulletinIssue:
        bulletin = self.draft(period, today)
        return issuing.issue(bulletin, seen=bulletin.version, by=self.cast.supervisor, today=today)


def fill(plan: Plan, cast: Cast, make_task: TaskMaker) -> Office:
    """Until 28 August little is wrong; by 28 September a stage is late, a road has not begun and nobody answers."""
    land = make_task(title="土地整备入库", checkpoints=QUARTERS)
    park = make_task(title="社区公园", kind=Kind.PROJECT, checkpoints=STAGES, lead_unit=cast.other)
    road = make_task(title="观盛二路开工", kind=Kind.MILESTONE, due_on=date(2020, 9, 10))
    clean = make_task(title="环境清洁日", kind=Kind.CONTINUING, pillar=1, lead_unit=cast.other)
    make_task(title="信访积案化解", kind=Kind.CONTINUING, restricted=True)
    make_task(title="普法阵地", state=State.DONE, kind=Kind.PROJECT, checkpoints=STAGES)
    make_task(title="旧改项目", state=State.CANCELLED, kind=Kind.CONTINUING)
    report_amount(land, cast, "2020-07", "12")
    light_up(plan, AUGUST)
    letters.urge(road, cast, on=date(2020, 9, 14), answer_by=date(2020, 9, 21))
    late = letters.urge(park, cast, level=Level.ORANGE, on=date(2020, 9, 14), answer_by=date(2020, 9, 21))
    workflow.answer(
        park, by=cast.other_head, on=date(2020, 9, 16), version=None, text="已组织招标", in_reply_to=late.pk
    )
    workflow.report(
        clean,
        by=cast.other_reporter,
        on=date(2020, 9, 25),
        version=None,
        period="2020-09",
        note="已开展",
        help=Help("分管领导", "请协调清运车辆"),
    )
    light_up(plan, SEPTEMBER)
    light_up(plan, TODAY)
    plan.refresh_from_db()
    return Office(plan, cast)


@pytest.fixture
def office(plan: Plan, cast: Cast, make_task: TaskMaker) -> Office:
    OfficeDate.objects.create(today=TODAY)
    return fill(plan, cast, make_task)


@pytest.fixture
def land(office: Office) -> Task:
    return Task.objects.get(title="土地整备入库")


def more_land(task: Task, cast: Cast, on: date) -> None:
    """Something happens to the task after the period was closed."""
    period = f"{on.year}-{on.month:02}"
    report_amount(task, cast, period, "9", on=on)
    assert Decimal(Task.objects.get(pk=task.pk).currents.popitem()[1]) > 12
