"""The report's form: 本期情况, pieces to strike off, and a second look before sending."""

import pytest

from tasks.models import Task, TaskEvent
from tasks.states import Cadence, Headway, Kind
from tasks.workflow.items import ItemSpec
from tests.cast import Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import HTMX, report_data, send_report, text_of

pytestmark = pytest.mark.django_db
VILLAGES = (ItemSpec("横坑村", "施工"), ItemSpec("松元村"), ItemSpec("牛湖村"))


def last(task: Task) -> TaskEvent:
    return TaskEvent.objects.filter(task=task, action="report").latest("version")


@pytest.mark.parametrize(
    ("kind", "headway"),
    [
        (Kind.QUANTITY, Headway.NEWS),
        (Kind.PROJECT, Headway.NEWS),
        (Kind.MILESTONE, Headway.ON_PLAN),
        (Kind.CONTROL, Headway.NEWS),
        (Kind.CONTINUING, Headway.ON_PLAN),
    ],
)
def test_each_kind_starts_with_what_is_usual_for_it(
    kind: Kind, headway: Headway, cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(kind=kind)
    form = login(cast.reporter).get(f"/tasks/{task.code}/report/").context["card"].form
    assert form["headway"].value() == headway


def test_without_news_words_and_figure_may_stay_empty(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    assert send_report(login(cast.reporter), task, note="", headway="no_news").status_code == 302
    assert (last(task).note, last(task).data["headway"]) == ("本期无新进展。", "no_news")
    page = text_of(login(cast.supervisor).get(f"/tasks/{task.code}/"))
    assert "本期情况 本期无新进展" in page


@pytest.mark.parametrize("headway", ["news", ""])
def test_with_news_they_may_not(headway: str, cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    answer = send_report(login(cast.reporter), task, note="", headway=headway)
    assert answer.status_code == 422
    assert answer.context["card"].form.errors["amount-1"]
    answer = send_report(login(cast.reporter), task, note="", headway=headway, **{"amount-1": "1"})
    assert answer.context["card"].form.errors["note"] == ["请填写进展。"]


def test_what_is_none_of_the_three_is_refused(cast: Cast, make_task: TaskMaker, login: Login):
    answer = send_report(login(cast.reporter), make_task(), headway="splendid", **{"amount-1": "1"})
    assert answer.status_code == 422 and answer.context["card"].form.errors["headway"]


def test_pieces_are_struck_off_and_counted(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(items=VILLAGES), login(cast.reporter)
    form = browser.get(f"/tasks/{task.code}/report/").context["card"].form
    assert "amount-1" not in form.fields and len(form.pieces) == 3
    answer = send_report(browser, task, items=["1", "3"], **{"item-1": "施工", "item-2": "已进场"})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert list(task.currents.values()) == ["2"]
    assert task.items.get(ordinal=2).stage == "已进场" and task.items.get(ordinal=1).stage == "施工"
    page = browser.get(f"/tasks/{task.code}/report/")
    assert [box.choice_label for box, _ in page.context["card"].form.pieces] == ["松元村"]
    assert "已销号:横坑村、牛湖村" in text_of(page)
    assert "销号 横坑村、牛湖村" in text_of(browser.get(f"/tasks/{task.code}/"))


def test_a_piece_that_is_struck_off_already_is_not_offered_again(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(items=VILLAGES), login(cast.reporter)
    send_report(browser, task, items=["1"])
    task.refresh_from_db()
    for chosen in ("1", "9", "x"):
        answer = send_report(browser, task, items=[chosen])
        assert answer.status_code == 422 and answer.context["card"].form.errors["items"]
    task.refresh_from_db()
    assert list(task.currents.values()) == ["1"]


def test_what_looks_odd_is_shown_before_it_goes_and_goes_the_second_time(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.reporter)
    report_amount(task, cast, "2020-03", "2", note="签约一户")
    task.refresh_from_db()
    first = send_report(browser, task, note="签约一户", **{"amount-1": "20"})
    assert first.status_code == 422
    assert "一字不差" in text_of(first) and "10 倍以上" in text_of(first) and "仍要报送" in text_of(first)
    assert last(task).period == "2020-03"
    looked = first.context["card"].looked_at
    second = send_report(browser, task, note="签约一户", looked_at=looked, **{"amount-1": "20"})
    assert second.status_code == 302
    page = text_of(login(cast.supervisor).get(f"/tasks/{task.code}/"))
    assert "请核对 文字与上次报送相同、数值异常大" in page


def test_another_oddity_is_asked_about_anew(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.reporter)
    answer = send_report(browser, task, looked_at="copied,nonsense", **{"amount-1": "28"})
    assert answer.status_code == 422 and "由 0 一次到 100%" in text_of(answer)
    answer = browser.post(
        f"/tasks/{task.code}/report/", report_data(task, **{"amount-1": "28"}), headers=HTMX
    )
    assert answer.status_code == 422 and 'name="looked_at" value="leap"' in answer.content.decode()


def test_a_weekly_task_is_asked_for_its_weeks(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(kind=Kind.CONTINUING, cadence=Cadence.WEEKLY), login(cast.reporter)
    form = browser.get(f"/tasks/{task.code}/report/").context["card"].form
    assert [value for value, _ in form.fields["period"].choices] == [
        "2020-W16", "2020-W15", "2020-W14", "2020-W13", "2020-W12",
    ]  # fmt: skip
    assert form["period"].value() == "2020-W15"
    assert send_report(browser, task, period="2020-04").status_code == 422
    assert send_report(browser, task, period="2020-W16").status_code == 302
    assert last(task).period == "2020-W16"
    assert "第 16 周" in text_of(browser.get("/tasks/report/"))
