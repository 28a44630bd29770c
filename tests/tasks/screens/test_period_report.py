"""本期报送: everything on one page."""

import pytest

from tasks.states import Kind, State
from tests.cast import STAGES, Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import send_report, text_of
from tests.tasks.screens.test_mine import IN_APRIL

pytestmark = pytest.mark.django_db


def cards(page) -> dict[str, list[str]]:
    return {key: [card.subject.task.code for card in found] for key, _, found in page.context["sections"]}


def test_there_is_a_card_for_every_task_that_owes_a_report(cast: Cast, make_task: TaskMaker, login: Login):
    late = make_task(kind=Kind.PROJECT, checkpoints=STAGES)
    current = make_task(accepted_on=IN_APRIL, kind=Kind.CONTROL)
    part = make_task(lead_unit=cast.other, supporting=(cast.lead,), accepted_on=IN_APRIL)
    make_task(state=State.ASSIGNED), make_task(state=State.IN_REVIEW), make_task(lead_unit=cast.other)
    page = login(cast.reporter).get("/tasks/report/")
    assert cards(page) == {"late": [late.code], "current": [current.code], "supporting": [part.code]}
    assert "待报 2 项" in text_of(page)
    assert "补报" in text_of(page)


def test_a_late_card_starts_with_the_closed_period(cast: Cast, make_task: TaskMaker, login: Login):
    make_task()
    (card,) = login(cast.reporter).get("/tasks/report/").context["sections"][0][2]
    assert card.form["period"].value() == "2020-03"
    assert [period for period, _ in card.form.fields["period"].choices] == ["2020-04", "2020-03"]


def test_what_is_sent_leaves_the_page_and_can_still_be_corrected(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(accepted_on=IN_APRIL), login(cast.reporter)
    send_report(browser, task, next="/tasks/report/", **{"amount-1": "1"})
    page = browser.get("/tasks/report/")
    assert cards(page) == {"late": [], "current": [], "supporting": []}
    assert "已报送四月期" in text_of(page)
    assert "本期都已报送" in text_of(page) and "更正" in text_of(page)


def test_who_reports_on_nothing_is_told_so(cast: Cast, make_task: TaskMaker, login: Login):
    make_task()
    for person in (cast.leader, cast.other_reporter, cast.auditor):
        assert "没有需要报送的任务" in text_of(login(person).get("/tasks/report/"))
    assert "没有需要报送的任务" not in text_of(login(cast.reporter).get("/tasks/report/"))


def test_the_page_costs_the_same_for_five_cards_and_for_twenty(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.reporter)
    for wanted in (5, 20):
        while make_task.made < wanted:
            task = make_task()
            send_report(browser, task, save_draft="1", note=f"草稿 {task.code}")
        browser.get("/tasks/report/")  # the first request after an event tells the people
        with django_assert_max_num_queries(24):
            browser.get("/tasks/report/")
