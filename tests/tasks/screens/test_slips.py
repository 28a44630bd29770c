"""Slips to print: what the paper says, as it was on the day of issue, and who may see it."""

from datetime import date

import pytest

from tasks import workflow
from tasks.states import Level
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import answer, instruct, urge
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of

pytestmark = pytest.mark.django_db


def test_a_slip_says_everything_that_the_paper_needs(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(title="土地整备入库", due_on=date(2020, 4, 10))
    event = urge(task, cast, level=Level.ORANGE, text="请于本周内入库")
    page = text_of(login(cast.supervisor).get(f"/tasks/{task.code}/slips/{event.pk}/"))
    for words in (
        "观湖督〔2020〕催办单第 1 号",
        "城市建设办公室:",
        "土地整备入库",
        "2020 年 4 月 10 日",
        "亮红灯",
        "请于本周内入库",
        "请于 2020 年 4 月 22 日 前书面回复",
        "督查室 2020 年 4 月 15 日",
    ):
        assert words in page, words
    assert "抄送" not in page and "回复情况" not in page


def test_the_red_slip_copies_the_leader_in_charge(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    event = urge(task, cast, level=Level.RED)
    page = login(cast.head).get(f"/tasks/{task.code}/slips/{event.pk}/")
    assert "抄送:分管领导甲" in text_of(page) and "slip--red" in page.content.decode()


def test_the_answer_stands_below_once_there_is_one(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    first, second = urge(task, cast), urge(task, cast)
    answer(task, cast, first, text="已签约 3 户", on=date(2020, 4, 23))
    page = text_of(login(cast.reporter).get(f"/tasks/{task.code}/slips/{first.pk}/"))
    assert "回复情况 已签约 3 户" in page and "主任甲 2020 年 4 月 23 日(超期回复)" in page
    assert "回复情况" not in text_of(login(cast.reporter).get(f"/tasks/{task.code}/slips/{second.pk}/"))


def test_a_slip_stays_as_it_was_issued(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(title="旧名称")
    event = urge(task, cast)
    workflow.revise(task, by=cast.supervisor, on=TODAY, version=None, reason="更名", title="新名称")
    page = text_of(login(cast.supervisor).get(f"/tasks/{task.code}/slips/{event.pk}/"))
    assert "督办任务 旧名称" in page and "新名称" not in page


def test_several_slips_are_one_page_each_in_the_order_asked_for(
    cast: Cast, make_task: TaskMaker, login: Login
):
    events = [urge(make_task(), cast) for _ in range(3)]
    asked = [events[2], events[0]]
    page = login(cast.supervisor).get("/slips/", {"event": [event.pk for event in asked]})
    assert [slip.letter.event for slip in page.context["slips"]] == asked
    assert page.content.decode().count("<article") == 2


def test_what_is_no_slip_or_not_there_is_not_found(cast: Cast, make_task: TaskMaker, login: Login):
    task, other = make_task(), make_task()
    event, written = urge(task, cast), instruct(task, cast)
    browser = login(cast.supervisor)
    for address in (
        f"/tasks/{task.code}/slips/{written.pk}/",
        f"/tasks/{other.code}/slips/{event.pk}/",
        f"/tasks/{task.code}/slips/999999/",
        "/slips/",
        "/slips/?event=x",
        f"/slips/?event={event.pk}&event=999999",
        "/slips/?event=" + "9" * 40,
    ):
        assert browser.get(address).status_code == 404, address


def test_a_restricted_tasks_slip_exists_for_its_own_people_alone(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(restricted=True)
    event = urge(task, cast)
    for address in (f"/tasks/{task.code}/slips/{event.pk}/", f"/slips/?event={event.pk}"):
        for person in (cast.head, cast.leader, cast.supervisor):
            assert login(person).get(address).status_code == 200
        for person in (cast.other_head, cast.auditor, cast.administrator):
            assert login(person).get(address).status_code == 404


def test_the_timeline_and_the_waiting_letter_lead_to_the_slip(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    instruct(task, cast)
    assert "/slips/" not in login(cast.head).get(f"/tasks/{task.code}/").content.decode()
    event = urge(task, cast)
    page = login(cast.head).get(f"/tasks/{task.code}/").content.decode()
    assert page.count(f"/tasks/{task.code}/slips/{event.pk}/") == 2


def test_slips_cost_the_same_for_two_and_for_twenty(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.supervisor)
    events = [urge(make_task(), cast) for _ in range(2)]
    for _ in range(2):
        browser.get("/tasks/")  # whatever the day's first request makes up for
        with django_assert_max_num_queries(16):
            page = browser.get("/slips/", {"event": [event.pk for event in events]})
        assert page.status_code == 200
        events += [urge(event.task, cast) for event in events * 5]
