"""Who asks whom for what, and since when."""

from datetime import date

import pytest

from tasks import workflow
from tasks.faces import as_tasks, logged
from tasks.help_requests import HelpRequest, help_requests
from tasks.models import Task, TaskEvent
from tasks.moment import Moment
from tasks.queue_details import details
from tasks.report_subjects import help_asked
from tasks.states import Kind
from tasks.workflow.reporting import Help
from tests.cast import Cast, TaskMaker

LAND = Help("分管领导", "协调用地")


@pytest.fixture
def task(make_task: TaskMaker, cast: Cast) -> Task:
    return make_task(kind=Kind.CONTINUING, supporting=(cast.community,))


def report(task: Task, cast: Cast, month: int, help: Help | None = None, **more: object) -> TaskEvent:
    given = {"by": cast.reporter, "on": date(2020, month, 25), "version": None, "note": "按计划推进"}
    return workflow.report(task, period=f"2020-{month:02}", help=help, **given | more)


def on(*day: int) -> list[HelpRequest]:
    """As the log knew it at the end of that day."""
    shown = date(2020, *day)
    return help_requests(as_tasks(logged(Task.objects.all(), Moment(date(2021, 1, 1), shown))), shown)


def test_a_request_says_who_asks_whom_for_what_and_since_when(task: Task, cast: Cast) -> None:
    report(task, cast, 4, LAND)
    report(task, cast, 5, Help("分管领导", "协调用地和资金"))
    (found,) = on(6, 1)
    assert (found.whom, found.what) == ("分管领导", "协调用地和资金")
    assert (found.unit, found.by) == ("城市建设办公室", "经办甲")
    assert (found.since, found.days) == (date(2020, 4, 25), 37)
    (earlier,) = on(5, 1)
    assert earlier.what == "协调用地"
    assert on(4, 24) == []


def test_a_report_without_it_ends_the_request_and_a_new_one_begins_anew(task: Task, cast: Cast) -> None:
    report(task, cast, 4, LAND)
    report(task, cast, 5)
    assert on(6, 1) == []
    report(task, cast, 6, LAND)
    (found,) = on(7, 1)
    assert found.since == date(2020, 6, 25)


def test_a_supporting_unit_asks_in_its_own_name_and_its_report_ends_nobody_elses(
    task: Task, cast: Cast
) -> None:
    report(task, cast, 4, Help("街道", "落实场地"), by=cast.clerk)
    (found,) = on(5, 1)
    assert (found.unit, found.by) == ("鹭湖社区", "社区经办")
    report(task, cast, 5, LAND)
    report(task, cast, 5, by=cast.clerk, on=date(2020, 5, 26))
    (found,) = on(6, 1)
    assert (found.unit, found.what) == ("城市建设办公室", "协调用地")


def test_desk_and_my_tasks_say_the_same_after_a_supporting_units_report(task: Task, cast: Cast) -> None:
    report(task, cast, 4, LAND)
    report(task, cast, 4, by=cast.clerk)
    tasks, day = list(Task.objects.all()), date(2020, 5, 1)
    assert help_asked(tasks, day) == {task.pk: LAND}
    ((detail,),) = details("needs_help", tasks, day).values()
    assert LAND.what in str(detail)
    report(task, cast, 5)
    assert help_asked(Task.objects.all(), day) == {}


def test_a_report_that_was_sent_back_has_asked_for_nothing(task: Task, cast: Cast) -> None:
    first = report(task, cast, 4, LAND)
    second = report(task, cast, 5, Help("分管领导", "写错了"))
    rejected = {"by": cast.supervisor, "version": None, "reason": "重报"}
    workflow.reject(task, in_reply_to=second.pk, on=date(2020, 5, 26), **rejected)
    (found,) = on(6, 1)
    assert (found.what, found.since) == ("协调用地", date(2020, 4, 25))
    workflow.reject(task, in_reply_to=first.pk, on=date(2020, 6, 2), **rejected)
    assert on(6, 3) == []
    assert len(on(6, 1)) == 1


def test_who_has_waited_longest_comes_first(make_task: TaskMaker, cast: Cast) -> None:
    late, early = make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    report(late, cast, 5, LAND)
    report(early, cast, 4, LAND)
    assert [request.task.code for request in on(6, 1)] == [early.code, late.code]


def test_many_cost_no_more_than_one(
    task: Task, cast: Cast, make_task: TaskMaker, django_assert_num_queries
) -> None:
    report(task, cast, 4, LAND)
    for tasks in (1, 3):
        while Task.objects.filter(needs_help=True).count() < tasks:
            report(make_task(kind=Kind.CONTINUING), cast, 4, LAND)
        asking = as_tasks(Task.objects.all())
        with django_assert_num_queries(1):
            assert len(help_requests(asking, date(2020, 5, 1))) == tasks
    with django_assert_num_queries(0):
        assert help_requests([], date(2020, 5, 1)) == []
