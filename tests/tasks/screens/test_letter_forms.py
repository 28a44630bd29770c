"""督促, 批示, 回复: what the forms propose, what they ask for, and that one letter is never taken for another."""

from datetime import date, timedelta

import pytest

from tasks.models import Plan, PlanRules
from tasks.states import Level, State
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import answer, instruct, urge
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, act, do, filled, text_of

pytestmark = pytest.mark.django_db


def test_each_slip_is_proposed_one_step_above_the_last(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.supervisor)
    for level in (Level.BLUE, Level.ORANGE, Level.RED, Level.RED):
        assert filled(browser, task, "urge")["level"] == level
        assert do(browser, task, "urge").status_code == 302
        task.refresh_from_db()
    numbers = [(e.data["level"], e.data["number"]) for e in task.events.filter(action="urge")]
    assert numbers == [("blue", 1), ("orange", 1), ("red", 1), ("red", 2)]


def test_the_text_names_why_it_is_lit_and_the_date_follows_the_working_days(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(title="土地整备入库", due_on=date(2020, 4, 10)), login(cast.supervisor)
    Plan.objects.update(swept_to=TODAY - timedelta(days=1))
    sent = filled(browser, task, "urge")
    assert "土地整备入库" in sent["text"] and "现亮红灯:已逾期" in sent["text"]
    assert sent["answer_by"] == date(2020, 4, 22)
    PlanRules.objects.update(answer_workdays=2)
    assert filled(browser, task, "urge")["answer_by"] == date(2020, 4, 17)
    assert "尚未签收" in filled(browser, make_task(state=State.ASSIGNED), "urge")["text"]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"level": "purple"}, "level"),
        ({"level": ""}, "level"),
        ({"text": " "}, "text"),
        ({"answer_by": "2020-04-14"}, "answer_by"),
        ({"answer_by": ""}, "answer_by"),
    ],
)
def test_a_wrong_slip_is_a_message_at_its_field_and_takes_no_number(
    wrong: dict, where: str, cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    page = do(login(cast.supervisor), task, "urge", **wrong)
    assert page.status_code == 422 and page.context["form"].errors[where]
    assert not task.events.filter(action="urge").exists()


def test_several_letters_are_told_apart_and_each_is_answered_by_itself(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task, browser = make_task(), login(cast.reporter)
    first, second = urge(task, cast, text="第一件"), instruct(task, cast, text="第二件")
    page = browser.get(f"/tasks/{task.code}/answer/")
    assert "第一件" in text_of(page) and "第二件" in text_of(page) and "回复哪一件" in text_of(page)
    assert 'type="radio"' in page.content.decode()
    task.refresh_from_db()
    sent = act(browser, task, "answer", text="已办", in_reply_to=second.pk, files=[upload()])
    assert sent.status_code == 302
    task.refresh_from_db()
    assert [row["version"] for row in task.awaiting] == [first.version]
    assert task.events.last().data["answered"] == second.version
    assert task.events.last().evidence.count() == 1
    alone = browser.get(f"/tasks/{task.code}/answer/")
    assert "回复哪一件" not in text_of(alone) and "第二件" not in text_of(alone)


def test_a_letter_that_was_answered_meanwhile_is_not_replaced_by_another(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    first, second = urge(task, cast, text="第一件"), urge(task, cast, text="第二件")
    task.refresh_from_db()
    answer(task, cast, first)
    page = act(login(cast.reporter), task, "answer", text="写了很久", in_reply_to=first.pk)
    assert page.status_code == 422 and "这件已经回复,请核对。" in text_of(page)
    assert "写了很久" in page.content.decode() and "第二件" in text_of(page)
    task.refresh_from_db()
    assert [row["version"] for row in task.awaiting] == [second.version]


def test_a_link_chooses_the_letter(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    urge(task, cast)
    second = urge(task, cast)
    browser = login(cast.reporter)
    page = browser.get(f"/tasks/{task.code}/answer/?in_reply_to={second.pk}")
    assert page.context["form"]["in_reply_to"].value() == str(second.pk)
    assert browser.get(f"/tasks/{task.code}/answer/?in_reply_to=x").status_code == 200


def test_a_leader_writes_himself_and_a_supervisor_records_with_the_paper(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task = make_task(leader=cast.other_leader)
    own = login(cast.leader).get(f"/tasks/{task.code}/instruct/")
    assert "leader" not in own.context["form"].fields and "代录" not in text_of(own)
    browser = login(cast.supervisor)
    page = browser.get(f"/tasks/{task.code}/instruct/")
    assert (
        "代录批示须附批示原件" in text_of(page) and page.context["form"]["leader"].value() == "other_leader"
    )
    sent = {"text": "请加快", "level": "hard", "leader": "leader", "answer_by": "2020-04-30"}
    missing = act(browser, task, "instruct", **sent)
    assert missing.status_code == 422 and "代录批示须附批示原件。" in missing.context["uploads"].problems
    assert act(browser, task, "instruct", **sent, files=[upload("批示.pdf")]).status_code == 302
    event = task.events.last()
    assert event.data["leader"] == cast.leader.pk and event.data["recorded"]
    assert "分管领导甲(督查甲 代录)" in text_of(login(cast.head).get(f"/tasks/{task.code}/"))


def test_praise_asks_for_no_answer_and_anything_else_does(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.leader)
    refused = act(browser, task, "instruct", text="请说明", level="urgent", answer_by="")
    assert refused.status_code == 422 and refused.context["form"].errors["answer_by"]
    assert act(browser, task, "instruct", text="干得好", level="praise", answer_by="").status_code == 302
    task.refresh_from_db()
    assert task.awaiting == []
