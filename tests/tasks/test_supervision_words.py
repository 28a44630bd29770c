"""Supervision as the timeline tells it: which slip, by when, what was answered, verified, sent back."""

from datetime import date

from tasks import timeline, workflow
from tasks.models import Membership, Person, Task
from tasks.states import Instruction, Kind, Level, MemberRole
from tests.cast import Cast, TaskMaker

ON = date(2020, 4, 15)


def said(task: Task) -> list[timeline.Entry]:
    """Newest first."""
    return [entry for group in timeline.timeline(task) for entry in group.entries]


def by(person: Person) -> dict[str, object]:
    return {"by": person, "on": ON, "version": None}


def test_a_slip_says_its_number_and_until_when_and_the_answer_says_to_what(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    slip = {"level": Level.ORANGE, "text": "请说明原因", "answer_by": date(2020, 4, 20)}
    workflow.urge(task, **by(cast.supervisor), **slip)  # type: ignore[arg-type]
    workflow.answer(task, by=cast.head, on=date(2020, 4, 22), version=None, text="已安排")
    answer, urge = said(task)[:2]
    assert urge.title == "催办单第 1 号,4 月 20 日前回复"
    assert ("要求", "请说明原因") in urge.lines
    assert answer.title == "回复催办单第 1 号(逾期)"
    assert ("回复", "已安排") in answer.lines


def test_an_instruction_in_time_answered_is_not_called_late_and_praise_waits_for_nothing(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    workflow.instruct(task, **by(cast.leader), text="做得好", level=Instruction.PRAISE)  # type: ignore[arg-type]
    word = {"text": "请专题研究", "answer_by": date(2020, 4, 20), "level": Instruction.URGENT}
    workflow.instruct(task, **by(cast.leader), **word)  # type: ignore[arg-type]
    workflow.answer(task, **by(cast.head), text="已研究")  # type: ignore[arg-type]
    assert [entry.title for entry in said(task)[:3]] == ["回复紧急批示", "紧急批示,4 月 20 日前回复", "表扬"]


def test_an_extension_tells_both_dates_and_that_overdue_stays_on_record(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(due_on=date(2020, 4, 10))
    asked = {"due_on": date(2020, 6, 30), "reason": "施工受阻"}
    workflow.request_extension(task, **by(cast.head), **asked)  # type: ignore[arg-type]
    workflow.grant(task, **by(cast.supervisor))  # type: ignore[arg-type]
    grant, request = said(task)[:2]
    assert request.title == "申请延期至 2020-06-30"
    assert ("原因", "施工受阻") in request.lines and ("说明", "已过时限,逾期照记") in request.lines
    assert grant.title == "同意延期至 2020-06-30" and ("时限", "2020-04-10 → 2020-06-30") in grant.lines


def test_verifying_and_sending_back_name_the_periods(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING)
    for period in ("2020-03", "2020-04"):
        workflow.report(task, **by(cast.reporter), period=period, note="已开展")  # type: ignore[arg-type]
    workflow.reject(task, **by(cast.supervisor), reason="缺佐证")  # type: ignore[arg-type]
    workflow.verify(task, **by(cast.supervisor))  # type: ignore[arg-type]
    assert [entry.title for entry in said(task)[:2]] == ["核定三月期报送", "退回重报:四月期"]


def test_a_hand_over_names_both_people(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    second = Person.objects.create_user("second", name="经办丙")
    Membership.objects.create(person=second, unit=cast.lead, role=MemberRole.REPORTER)
    workflow.hand_over(task, **by(cast.head), assignee=cast.reporter)  # type: ignore[arg-type]
    workflow.hand_over(task, **by(cast.head), assignee=second)  # type: ignore[arg-type]
    assert [entry.title for entry in said(task)[:2]] == ["转办:经办甲 → 经办丙", "转办给经办甲"]


def test_a_closed_task_says_what_turned_without_an_empty_reason(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    workflow.cancel(task, **by(cast.supervisor), reason="政策调整")  # type: ignore[arg-type]
    assert not [text for _, text in said(task)[0].lines if text.endswith(":")]
