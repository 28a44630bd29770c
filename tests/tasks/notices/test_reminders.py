"""What the day tells: due soon, reports due, overdue, letters without an answer; each cause once."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks import workflow
from tasks.models import LogReader, Notice, Plan, PlanRules, Task
from tasks.notices import cursors
from tasks.notices.reminders import scan
from tasks.states import Cadence, Kind, Level, NoticeKind, PlanState, State
from tests.cast import Cast, TaskMaker
from tests.tasks.notices.told import notices_of, told_today, urge

pytestmark = pytest.mark.django_db

FRIDAY = date(2020, 6, 12)
STAFF = {"head", "reporter"}


@pytest.fixture
def due_friday(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTINUING, due_on=FRIDAY)


def test_due_soon_counts_working_days_before_the_date(due_friday: Task) -> None:
    scan(date(2020, 6, 8))
    assert told_today("due:") == set()
    scan(date(2020, 6, 9))
    assert told_today("due:") == STAFF


def test_a_weekend_does_not_count(make_task: TaskMaker) -> None:
    make_task(kind=Kind.CONTINUING, due_on=date(2020, 6, 15))
    scan(date(2020, 6, 9))
    assert told_today("due:") == set()
    scan(date(2020, 6, 10))
    assert told_today("due:") == STAFF


def test_the_plans_setting_decides_how_early(due_friday: Task) -> None:
    PlanRules.objects.update(notify_workdays=5)
    scan(date(2020, 6, 5))
    assert told_today("due:") == STAFF


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.DONE, State.PROPOSED])
def test_what_is_not_at_work_is_not_due(state: State, make_task: TaskMaker) -> None:
    make_task(kind=Kind.CONTINUING, due_on=FRIDAY, state=state)
    scan(date(2020, 6, 11))
    scan(date(2020, 6, 30))
    assert told_today("due:") == told_today("overdue:") == set()


def test_a_day_is_looked_at_once_and_told_once(due_friday: Task, cast: Cast) -> None:
    assert scan(date(2020, 6, 11)) == 2
    assert scan(date(2020, 6, 11)) == 0
    LogReader.objects.filter(name=cursors.DAYS).delete()
    scan(date(2020, 6, 11))
    scan(FRIDAY)
    assert [notice.kind for notice in notices_of(cast.head)] == [NoticeKind.DUE_SOON]


def test_overdue_goes_up_from_unit_to_supervisor_to_leader(due_friday: Task) -> None:
    told = []
    for day in (12, 13, 15, 18, 19):
        scan(date(2020, 6, day))
        told.append(told_today("overdue:"))
    supervisors = STAFF | {"supervisor", "supervisor2"}
    assert told == [set(), STAFF, supervisors, supervisors, supervisors | {"leader"}]


def test_each_level_is_told_once_and_days_off_are_made_up(due_friday: Task, cast: Cast) -> None:
    for day in (22, 23, 24):
        scan(date(2020, 6, day))
    assert Notice.objects.filter(key__startswith="overdue:", person=cast.leader).count() == 1
    assert Notice.objects.filter(key__startswith="overdue:", person=cast.head).count() == 1


def test_the_plans_settings_decide_when_it_goes_up(due_friday: Task) -> None:
    PlanRules.objects.update(
        escalate_head_workdays=2, escalate_supervisor_workdays=9, escalate_leader_workdays=1
    )
    scan(date(2020, 6, 15))
    assert told_today("overdue:") == {"leader"}


def test_overdue_again_after_more_time_is_told_again(due_friday: Task, cast: Cast) -> None:
    scan(date(2020, 6, 15))
    ask = partial(workflow.request_extension, due_friday, by=cast.head, version=None)
    ask(on=date(2020, 6, 15), reason="拆迁未完", due_on=date(2020, 6, 19))
    workflow.grant(due_friday, by=cast.supervisor, on=date(2020, 6, 15), version=None)
    scan(date(2020, 6, 22))
    assert [
        notice.data["due_on"] for notice in notices_of(cast.head) if notice.kind == NoticeKind.OVERDUE
    ] == [
        "2020-06-12",
        "2020-06-19",
    ]


def test_a_letter_without_an_answer_is_told_to_its_unit_and_its_writer(
    cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(kind=Kind.CONTINUING)
    urge(task, cast, Level.ORANGE)
    scan(date(2020, 4, 27))
    assert told_today("answer:") == set()
    scan(date(2020, 4, 28))
    assert told_today("answer:") == STAFF | {"supervisor"}


def test_an_answered_letter_is_not_told(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING)
    urge(task, cast)
    workflow.answer(task, by=cast.head, on=date(2020, 4, 21), version=None, text="已安排")
    scan(date(2020, 4, 28))
    assert told_today("answer:") == set()


def test_reports_due_are_one_notice_a_person_and_period_with_their_number(
    cast: Cast, make_task: TaskMaker
) -> None:
    for _ in range(3):
        make_task(kind=Kind.CONTINUING)
    done = make_task(kind=Kind.CONTINUING)
    workflow.report(done, by=cast.reporter, on=date(2020, 5, 20), version=None, period="2020-05", note="两场")
    scan(date(2020, 5, 24))
    assert told_today("report:") == set()
    scan(date(2020, 5, 25))
    scan(date(2020, 5, 28))
    (notice,) = Notice.objects.filter(kind=NoticeKind.REPORT_DUE)
    assert notice.person == cast.reporter
    assert notice.data == {"period": "2020-05", "due_on": "2020-05-28", "count": 3}
    scan(date(2020, 6, 24))
    assert Notice.objects.filter(kind=NoticeKind.REPORT_DUE).count() == 2


def test_where_all_is_reported_nobody_is_asked(cast: Cast, make_task: TaskMaker) -> None:
    done = make_task(kind=Kind.CONTINUING)
    workflow.report(done, by=cast.reporter, on=date(2020, 5, 20), version=None, period="2020-05", note="两场")
    scan(date(2020, 5, 27))
    assert told_today("report:") == set()


def test_a_weekly_task_is_asked_for_by_its_own_week(cast: Cast, make_task: TaskMaker) -> None:
    make_task(kind=Kind.CONTINUING, cadence=Cadence.WEEKLY)
    scan(date(2020, 5, 13))
    (notice,) = Notice.objects.filter(kind=NoticeKind.REPORT_DUE)
    assert notice.data["period"] == "2020-W20" and notice.data["count"] == 1


def test_a_unit_without_reporters_has_its_head_asked(cast: Cast, make_task: TaskMaker) -> None:
    make_task(kind=Kind.CONTINUING)
    cast.reporter.memberships.all().delete()
    scan(date(2020, 5, 27))
    assert told_today("report:") == {"head"}


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.ARCHIVED])
def test_a_plan_that_is_not_carried_out_reminds_nobody(state: PlanState, due_friday: Task) -> None:
    Plan.objects.update(state=state)
    assert scan(date(2020, 6, 30)) == 0


def test_in_consultation_a_head_who_has_no_word_yet_is_reminded(cast: Cast, make_task: TaskMaker) -> None:
    agreed, _ = make_task(state=State.PROPOSED), make_task(state=State.PROPOSED)
    Plan.objects.update(state=PlanState.CONSULTING)
    workflow.agree(agreed, by=cast.head, on=date(2020, 3, 14), version=None)
    scan(date(2020, 3, 15))
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.kind, notice.data["count"]) == (cast.head, NoticeKind.CONSULTED, 1)


def questions_on(day: date) -> int:
    """Queries of a scan, but for the inserts, which SQLite takes a hundred rows at a time."""
    with CaptureQueriesContext(connection) as captured:
        assert scan(day) > 0
    return sum(not query["sql"].startswith("INSERT") for query in captured)


def test_forty_tasks_cost_as_many_queries_as_two(cast: Cast, make_task: TaskMaker) -> None:
    def one() -> None:
        urge(make_task(kind=Kind.CONTINUING, due_on=FRIDAY), cast)

    one(), one()
    scan(date(2020, 5, 1))
    few = questions_on(date(2020, 5, 27))
    for _ in range(38):
        one()
    assert questions_on(date(2020, 6, 26)) == few <= 15
