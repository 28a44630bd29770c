"""Somebody was first: the page shows what happened meanwhile, keeps the text, and a second attempt goes through."""

from datetime import date

import pytest

from tasks.models import Evidence, OfficeDate
from tasks.states import Action
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import HTMX, report_data, revision, send_report, text_of

pytestmark = pytest.mark.django_db


def version_in(page: str) -> str:
    return page.split('name="version" value="')[1].split('"')[0]


def test_a_report_that_comes_second_is_shown_the_first_and_then_goes_through(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task = make_task(supporting=(cast.community,))
    assert send_report(login(cast.clerk), task, note="社区先报了一步").status_code == 302
    browser = login(cast.reporter)
    answer = send_report(browser, task, note="我写了很久的进展", files=[upload()], **{"amount-1": "2"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "社区先报了一步" in page and "鹭湖社区 社区经办" in text_of(answer)
    assert "我写了很久的进展" in page and "签约汇总.pdf" in page
    again = report_data(
        task, version=version_in(page), kept=[Evidence.objects.get().pk], note="我写了很久的进展"
    )
    assert browser.post(f"/tasks/{task.code}/report/", again | {"amount-1": "2"}).status_code == 302
    assert Evidence.objects.get().event is not None


def test_only_what_happened_since_is_shown(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    send_report(login(cast.head), task, **{"amount-1": "1"})
    answer = send_report(login(cast.reporter), task, **{"amount-1": "2"})
    assert [entry.title for entry in answer.context["card"].conflict] == ["报送四月期:1 公顷"]


def test_a_light_that_turned_meanwhile_costs_nothing(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(checkpoints=QUARTERS), login(cast.reporter)
    browser.get(f"/tasks/{task.code}/report/")
    OfficeDate.objects.update(today=date(2020, 4, 29))
    browser.get("/tasks/mine/")
    assert task.events.filter(action=Action.LIGHT).exists()
    assert send_report(browser, task, **{"amount-1": "2"}).status_code == 302


def test_in_a_card_the_conflict_comes_back_in_the_card(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    send_report(login(cast.head), task, **{"amount-1": "1"})
    data = report_data(task, note="卡片里的文字", **{"amount-1": "2"})
    answer = login(cast.reporter).post(f"/tasks/{task.code}/report/", data, headers=HTMX)
    assert answer.status_code == 409
    assert "<html" not in answer.content.decode() and "卡片里的文字" in answer.content.decode()


def test_an_action_that_comes_second_is_shown_the_first_and_then_goes_through(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.supervisor)
    mine = revision(browser, task, detail="补充的说明", reason="我的理由很长")
    first = revision(login(cast.supervisor2), task, title="另一个名称", reason="先改")
    assert login(cast.supervisor2).post(f"/tasks/{task.code}/revise/", first).status_code == 302
    answer = browser.post(f"/tasks/{task.code}/revise/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "另一个名称" in page and "我的理由很长" in page and "补充的说明" in page
    again = revision(browser, task, detail="补充的说明", reason="我的理由很长", version=version_in(page))
    assert browser.post(f"/tasks/{task.code}/revise/", again).status_code == 302
    task.refresh_from_db()
    assert task.detail == "补充的说明"
