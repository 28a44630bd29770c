"""What a notice says is made when it is shown, by the rights of that moment."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks import workflow
from tasks.models import Notice, Person, Plan, Task
from tasks.notices import inbox
from tasks.notices.reminders import scan
from tasks.notices.words import lines
from tasks.states import Instruction, Kind, Level, NoticeKind, Outcome, PlanState, State
from tests.cast import Cast, TaskMaker
from tests.tasks.notices.told import DAY, read_all, urge

pytestmark = pytest.mark.django_db


def said_to(person: Person, *, outside: bool = False) -> list[str]:
    """The sentences that the person reads, newest first. Asked of a fresh instance, as a request has it."""
    fresh = Person.objects.get(pk=person.pk)
    rows = inbox.inbox(fresh).order_by("-pk")
    return [f"{line.text}|{line.more}|{line.url}" for line in lines(rows, fresh, outside=outside)]


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTINUING, title="环境清洁日", due_on=date(2020, 6, 12))


def newest(person: Person) -> str:
    read_all()
    return said_to(person)[0]


def test_an_assignment_names_the_task_and_its_date_and_opens_it(task: Task, cast: Cast) -> None:
    assert newest(cast.head) == f"交办:环境清洁日,时限 6 月 12 日||/tasks/{task.code}/"


def test_a_slip_is_named_by_its_number_with_what_was_written(task: Task, cast: Cast) -> None:
    urge(task, cast, Level.ORANGE)
    assert newest(cast.head).startswith(
        "观湖督〔2020〕催办单第 1 号:环境清洁日,请于 4 月 27 日前回复|请抓紧办理|"
    )


def test_letters_answers_and_decisions_say_what_they_are(task: Task, cast: Cast) -> None:
    def by(person: Person, verb, **given: object) -> None:
        verb(task, by=person, on=DAY, version=None, **given)

    by(cast.leader, workflow.instruct, text="加快", answer_by=date(2020, 4, 27), level=Instruction.URGENT)
    assert newest(cast.head).startswith("紧急批示:环境清洁日,请于 4 月 27 日前回复|加快|")
    by(cast.leader, workflow.instruct, text="办得好", level=Instruction.PRAISE)
    assert newest(cast.head).startswith("表扬:环境清洁日|办得好|")
    by(cast.head, workflow.request_extension, reason="雨季", due_on=date(2021, 1, 31))
    assert newest(cast.supervisor).startswith("申请延期至 2021 年 1 月 31 日:环境清洁日|雨季|")
    by(cast.supervisor, workflow.grant, due_on=date(2020, 7, 31))
    assert newest(cast.head).startswith("同意延期至 7 月 31 日:环境清洁日|")
    by(cast.head, workflow.submit, outcome=Outcome.CONTINUING, note="请审核")
    assert newest(cast.supervisor).startswith("申请办结,待审核:环境清洁日|请审核|")
    by(cast.supervisor2, workflow.send_back, reason="缺总结")
    assert newest(cast.head).startswith("退回补办:环境清洁日|缺总结|")


def test_what_the_day_tells_names_the_date(task: Task, cast: Cast) -> None:
    urge(task, cast)
    scan(date(2020, 6, 15))
    assert {line.split("|")[0] for line in said_to(cast.head)} == {
        "逾期未办结:环境清洁日,时限为 6 月 12 日",
        "逾期未回复:环境清洁日,应于 4 月 27 日前回复",
    }


def test_reports_due_are_counted_and_open_the_page_where_they_are_filed(task: Task, cast: Cast) -> None:
    scan(date(2020, 5, 27))
    assert said_to(cast.reporter) == ["五月期还有 1 项任务待报送,5 月 28 日截止||/tasks/report/"]


def test_drafts_to_agree_are_counted(cast: Cast, make_task: TaskMaker) -> None:
    make_task(state=State.PROPOSED)
    Plan.objects.update(state=PlanState.CONSULTING)
    scan(DAY)
    assert said_to(cast.head)[0].startswith("年度计划草案征求意见:本单位牵头的 1 项任务,请逐项答复|")


def test_a_long_text_is_cut(task: Task, cast: Cast) -> None:
    urge(task, cast, text="请" * 500)
    assert len(newest(cast.head).split("|")[1]) == 120


def test_a_notice_holds_no_text_of_its_task(task: Task, cast: Cast) -> None:
    urge(task, cast, text="涉及拆迁户名单")
    scan(date(2020, 6, 15))
    read_all()
    for row in Notice.objects.values():
        assert "环境清洁日" not in str(row) and "拆迁" not in str(row)


def test_a_title_that_changed_is_shown_as_it_is_now(task: Task, cast: Cast) -> None:
    read_all()
    workflow.revise(task, by=cast.supervisor, on=DAY, version=None, reason="统一名称", title="全域清洁")
    assert newest(cast.head).startswith("交办:全域清洁,")


def restrict(task: Task, cast: Cast) -> None:
    workflow.revise(task, by=cast.supervisor, on=DAY, version=None, reason="信访", restricted=True)


def test_of_a_task_that_became_restricted_others_have_no_notice_any_more(task: Task, cast: Cast) -> None:
    urge(task, cast, Level.RED)
    read_all()
    cast.lead.memberships.filter(person=cast.head).update(unit=cast.other)
    assert len(said_to(cast.head)) == 2 and inbox.unread_count(cast.head) == 2
    restrict(task, cast)
    moved = Person.objects.get(pk=cast.head.pk)
    assert said_to(moved) == [] and inbox.unread_count(moved) == 0
    assert len(said_to(cast.leader)) == 1 and len(said_to(cast.reporter)) == 2


def test_outside_the_house_a_restricted_task_has_no_words_even_for_its_own_people(
    task: Task, cast: Cast
) -> None:
    urge(task, cast, text="涉及信访人")
    restrict(task, cast)
    read_all()
    inside, outside = said_to(cast.head)[0], said_to(cast.head, outside=True)[0]
    assert "环境清洁日" in inside and "信访人" in inside
    assert outside == "一项限定知悉的任务有新情况(督促),请登录系统查看||/notices/"


def test_what_somebody_does_not_want_is_neither_listed_nor_counted(task: Task, cast: Cast) -> None:
    urge(task, cast)
    read_all()
    wanted = {kind: (kind != NoticeKind.URGED, True) for kind in NoticeKind}
    inbox.choose(cast.head, wanted)
    assert [line.split(":")[0] for line in said_to(cast.head)] == ["交办"]
    assert inbox.unread_count(cast.head) == 1 and inbox.unread_count(cast.reporter) == 2


def queries_of_lines(person: Person) -> int:
    fresh = Person.objects.get(pk=person.pk)
    with CaptureQueriesContext(connection) as captured:
        assert lines(inbox.inbox(fresh), fresh)
    return len(captured)


def test_forty_lines_cost_as_many_queries_as_two(cast: Cast, make_task: TaskMaker) -> None:
    make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    read_all()
    few = queries_of_lines(cast.head)
    for _ in range(38):
        make_task(kind=Kind.CONTINUING)
    read_all()
    assert queries_of_lines(cast.head) == few <= 4
