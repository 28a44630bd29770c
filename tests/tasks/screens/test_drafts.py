"""What is typed and not yet sent is not lost, and nobody else sees it."""

import pytest

from tasks.models import Evidence, ReportDraft
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import HTMX, report_data, send_report, text_of

pytestmark = pytest.mark.django_db


def keep(browser, task, **fields):
    return browser.post(f"/tasks/{task.code}/report/draft/", report_data(task, **fields), headers=HTMX)


def test_a_draft_comes_back_on_reload_and_goes_when_it_is_sent(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.reporter)
    answer = keep(browser, task, note="写到一半", **{"amount-1": "3"})
    assert answer.status_code == 200 and "草稿已于" in text_of(answer)
    for address in (f"/tasks/{task.code}/report/", "/tasks/report/"):
        page = browser.get(address).content.decode()
        assert "写到一半" in page and 'value="3"' in page
    assert send_report(browser, task, **{"amount-1": "3"}).status_code == 302
    assert not ReportDraft.objects.exists()
    assert "写到一半" not in browser.get(f"/tasks/{task.code}/report/").content.decode()


def test_saving_a_draft_says_where_the_total_will_stand(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    assert "报送后累计 7 公顷,完成 25.0%" in text_of(keep(login(cast.reporter), task, **{"amount-1": "7"}))
    assert "报送后累计 2.65 公顷" in text_of(keep(login(cast.reporter), task, **{"amount-1": "2.65"}))
    assert "报送后" not in text_of(keep(login(cast.reporter), task, **{"amount-1": "七"}))


def test_the_button_keeps_a_draft_without_scripts_and_files_with_it(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task, browser = make_task(), login(cast.reporter)
    answer = send_report(browser, task, save_draft="1", note="", files=[upload()], next="/tasks/report/")
    assert answer.status_code == 302 and answer["Location"] == "/tasks/report/"
    assert task.events.filter(action="report").count() == 0
    page = browser.get("/tasks/report/").content.decode()
    number = Evidence.objects.get().pk
    assert "签约汇总.pdf" in page and f'name="kept" value="{number}" checked' in page
    assert send_report(browser, task, kept=[number], **{"amount-1": "1"}).status_code == 302
    assert Evidence.objects.get().event is not None


def test_a_draft_is_its_writers_alone(cast: Cast, make_task: TaskMaker, login: Login, upload):
    task = make_task()
    send_report(login(cast.reporter), task, save_draft="1", note="只给自己看", files=[upload()])
    number = Evidence.objects.get().pk
    page = login(cast.head).get(f"/tasks/{task.code}/report/").content.decode()
    assert "只给自己看" not in page and "签约汇总.pdf" not in page
    send_report(login(cast.head), task, kept=[number], **{"amount-1": "1"})
    assert Evidence.objects.get().event is None


def test_nobody_keeps_a_draft_of_a_task_that_is_not_his(cast: Cast, make_task: TaskMaker, login: Login):
    open_task, hidden = make_task(), make_task(restricted=True)
    assert keep(login(cast.other_reporter), open_task).status_code == 403
    assert keep(login(cast.other_reporter), hidden).status_code == 404
    assert not ReportDraft.objects.exists()


def test_an_autosave_that_comes_after_its_own_report_does_not_bring_the_draft_back(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.reporter)
    assert send_report(browser, task, **{"amount-1": "1"}).status_code == 302
    assert keep(browser, task, note="迟到的自动保存").status_code == 204
    assert not ReportDraft.objects.exists()


def test_a_draft_keeps_what_is_wrong_but_not_what_cannot_be_stored(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.reporter)
    answer = keep(browser, task, note="空\x00字符", expected_on="2020-02-30", **{"amount-1": "两公顷"})
    assert answer.status_code == 200
    kept = ReportDraft.objects.get().data
    assert kept["note"] == "空字符" and kept["amount-1"] == "两公顷"
    assert "两公顷" in browser.get(f"/tasks/{task.code}/report/").content.decode()


def test_a_draft_does_not_choose_a_period_that_has_been_reported_since(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    keep(login(cast.head), task, period="2020-03", note="三月的草稿")
    send_report(login(cast.reporter), task, period="2020-03", **{"amount-1": "1"})
    form = login(cast.head).get(f"/tasks/{task.code}/report/").context["card"].form
    assert form["note"].value() == "三月的草稿"
    assert form["period"].value() == "2020-04"
