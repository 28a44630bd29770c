"""Tasks in every colour, for the pages that count them."""

from datetime import date

import pytest

from tasks import clock
from tasks.models import OfficeDate, Plan, Task
from tasks.states import Kind, State
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker
from tests.guanhu.many import light_up


@pytest.fixture
def office_day(db: None) -> date:
    """A demonstration's office date, so that pages show a day of the plan's year."""
    OfficeDate.objects.create(today=date(2020, 9, 30))
    return clock.today()


@pytest.fixture
def plan(plan: Plan) -> Plan:
    """Swept to the day before: making up half a year of days takes longer than a page is worth."""
    plan.swept_to = date(2020, 9, 29)
    plan.save(update_fields=["swept_to"])
    return plan


@pytest.fixture
def busy_plan(plan: Plan, cast: Cast, make_task: TaskMaker, office_day: date) -> Plan:
    """Every state, several kinds, two units, two leaders, one restricted task; lit up to the office day."""
    make_task(title="土地整备入库", checkpoints=QUARTERS)
    make_task(title="社区公园", kind=Kind.PROJECT, checkpoints=STAGES, supporting=(cast.community,))
    make_task(title="环境清洁日", kind=Kind.CONTINUING, pillar=1)
    make_task(title="空气质量", kind=Kind.CONTROL, pillar=1, measure=2, leader=cast.other_leader)
    make_task(title="观盛二路开工", kind=Kind.MILESTONE, due_on=date(2020, 6, 30), lead_unit=cast.other)
    make_task(title="信访积案", kind=Kind.CONTINUING, restricted=True)
    for state in (State.PROPOSED, State.ASSIGNED, State.IN_REVIEW, State.DONE):
        make_task(title=f"{state.label}任务", state=state, kind=Kind.CONTINUING)
    Task.objects.filter(title="环境清洁日").update(needs_help=True)
    light_up(plan, office_day)
    return plan
