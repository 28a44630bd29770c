"""本期报送 as one form, as a browser without scripts sends it: one card, or all that are filled in."""

from typing import Any

import pytest
from django.test import Client

from tasks.models import Evidence, ReportDraft, Task
from tasks.states import Headway, Kind
from tests.cast import STAGES, Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of
from tests.tasks.screens.test_mine import IN_APRIL

pytestmark = pytest.mark.django_db


def whole_page(browser: Client, **typed: dict[str, Any]) -> dict[str, Any]:
    """The page as it stands, with what was typed by task (`t` and its place on the page, from 1)."""
    page = browser.get("/tasks/report/")
    cards = [card for _, _, found in page.context["sections"] for card in found]
    sent: dict[str, Any] = {}
    for number, card in enumerate(cards, start=1):
        fields = {name: card.form[name].value() for name in card.form.fields}
        fields |= {"version": card.version, **typed.get(f"t{number}", {})}
        sent |= {f"{card.prefix}{name}": value for name, value in fields.items() if value not in (None, "")}
    return sent


def post(browser: Client, data: dict[str, Any], **button: str) -> Any:
    return browser.post("/tasks/report/", data | button)


def notes(*tasks: Task) -> list[list[str]]:
    return [
        list(task.events.filter(action="report").order_by("version").values_list("note", flat=True))
        for task in tasks
    ]


def test_all_filled_cards_are_sent_and_the_others_left_alone(cast: Cast, make_task: TaskMaker, login: Login):
    words, amount, untouched = (
        make_task(kind=Kind.CONTINUING, accepted_on=IN_APRIL),
        make_task(accepted_on=IN_APRIL),
        make_task(kind=Kind.CONTINUING, accepted_on=IN_APRIL),
    )
    browser = login(cast.reporter)
    data = whole_page(browser, t1={"note": "集中清洁两次"}, t2={"note": "签约", "amount-1": "2"})
    answer = post(browser, data, send_all="1")
    assert (answer.status_code, answer["Location"]) == (302, "/tasks/report/")
    assert notes(words, amount, untouched) == [["集中清洁两次"], ["签约"], []]
    assert f"已报送 2 项:{words.code}、{amount.code}" in text_of(browser.get("/tasks/report/"))


def test_one_tap_is_enough_where_there_is_no_news(cast: Cast, make_task: TaskMaker, login: Login):
    task, untouched = make_task(accepted_on=IN_APRIL), make_task(kind=Kind.MILESTONE, accepted_on=IN_APRIL)
    browser = login(cast.reporter)
    assert post(browser, whole_page(browser, t1={"headway": "on_plan"}), send_all="1").status_code == 302
    assert notes(task, untouched) == [["本期按计划推进。"], []]


def test_nobody_goes_on_as_planned_without_having_said_so(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(kind=Kind.CONTINUING, accepted_on=IN_APRIL)
    browser = login(cast.reporter)
    answer = post(browser, whole_page(browser), send_all="1")
    assert answer.status_code == 302
    assert "没有填写任何一项" in text_of(browser.get("/tasks/report/"))
    assert notes(Task.objects.get()) == [[]]
    alone = browser.get(f"/tasks/{Task.objects.get().code}/report/").context["card"].form
    assert alone["headway"].value() == Headway.ON_PLAN


def test_what_is_refused_keeps_nothing_else_back_and_says_why_at_its_field(
    cast: Cast, make_task: TaskMaker, login: Login
):
    good, bad, last = (make_task(accepted_on=IN_APRIL) for _ in range(3))
    browser = login(cast.reporter)
    typed = {
        "t1": {"note": "签约", "amount-1": "2"},
        "t2": {"note": "数写错了", "amount-1": "两公顷"},
        "t3": {"note": "也签约", "amount-1": "1"},
    }
    answer = post(browser, whole_page(browser, **typed), send_all="1")
    assert answer.status_code == 422
    assert notes(good, bad, last) == [["签约"], [], ["也签约"]]
    (held,) = answer.context["held"]
    assert held.subject.task == bad and held.form.errors["amount-1"]
    assert "数写错了" in answer.content.decode() and f'href="#card-{bad.code}"' in answer.content.decode()
    assert ReportDraft.objects.get().task == bad
    mended = whole_page(browser, t1={"amount-1": "3"})
    assert post(browser, mended, send_all="1").status_code == 302
    assert notes(bad) == [["数写错了"]]
    assert not ReportDraft.objects.exists()


def test_sending_the_same_page_twice_reports_once(cast: Cast, make_task: TaskMaker, login: Login):
    task, other = make_task(accepted_on=IN_APRIL), make_task(accepted_on=IN_APRIL)
    browser = login(cast.reporter)
    data = whole_page(browser, t1={"note": "签约", "amount-1": "2"})
    post(browser, data, send_all="1")
    post(browser, data, send_all="1")
    assert notes(task, other) == [["签约"], []]


def test_the_button_of_one_card_sends_that_card_and_keeps_what_else_was_typed(
    cast: Cast, make_task: TaskMaker, login: Login
):
    first, second = make_task(accepted_on=IN_APRIL), make_task(accepted_on=IN_APRIL)
    browser = login(cast.reporter)
    data = whole_page(browser, t1={"note": "写到一半"}, t2={"note": "签约", "amount-1": "2"})
    assert post(browser, data, send=second.code).status_code == 302
    assert notes(first, second) == [[], ["签约"]]
    assert "写到一半" in browser.get("/tasks/report/").content.decode()
    assert post(browser, data, send="2020-9-99").status_code == 302
    assert notes(first, second) == [[], ["签约"]]


def test_files_go_with_their_own_card(cast: Cast, make_task: TaskMaker, login: Login, upload):
    first, second = make_task(accepted_on=IN_APRIL), make_task(accepted_on=IN_APRIL)
    browser = login(cast.reporter)
    data = whole_page(browser, t1={"note": "有图", "amount-1": "1"}, t2={"note": "无图", "amount-1": "1"})
    assert post(browser, data | {f"{first.code}-files": [upload()]}, send_all="1").status_code == 302
    assert Evidence.objects.get().event == first.events.get(action="report")
    assert not second.events.get(action="report").data.get("evidence")


def test_what_looks_odd_is_asked_about_once_card_by_card(cast: Cast, make_task: TaskMaker, login: Login):
    odd, plain = make_task(accepted_on=IN_APRIL), make_task(accepted_on=IN_APRIL)
    browser = login(cast.reporter)
    data = whole_page(browser, t1={"note": "全完成", "amount-1": "28"}, t2={"note": "签约", "amount-1": "1"})
    answer = post(browser, data, send_all="1")
    assert (
        answer.status_code == 422 and "由 0 一次到 100%" in text_of(answer) and "仍要报送" in text_of(answer)
    )
    assert notes(odd, plain) == [[], ["签约"]]
    seen = {f"{odd.code}-looked_at": answer.context["held"][0].looked_at}
    assert post(browser, whole_page(browser) | seen, send_all="1").status_code == 302
    assert odd.events.get(action="report").data["remarks"] == ["leap"]


def test_the_words_of_the_previous_report_come_with_one_tap_and_not_by_themselves(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(kind=Kind.CONTINUING)
    browser = login(cast.reporter)
    said = {"note": "三月", "problem": "人手不足", "next_step": "招募志愿者", "help_what": "协调补偿"}
    post(browser, whole_page(browser, t1=said), send_all="1")
    page = browser.get("/tasks/report/")
    (card,) = [card for _, _, found in page.context["sections"] for card in found]
    assert not card.form["problem"].value() and not card.form["help_what"].value()
    assert "上次:人手不足" in text_of(page) and "不带入即视为已解决" in text_of(page)
    for name in ("problem", "help"):
        assert post(browser, whole_page(browser), take_over=f"{task.code}:{name}").status_code == 302
    (card,) = [c for _, _, found in browser.get("/tasks/report/").context["sections"] for c in found]
    assert (card.form["problem"].value(), card.form["help_what"].value()) == ("人手不足", "协调补偿")
    assert not card.form["next_step"].value()


def test_the_page_is_for_who_may_report_on_each_task(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(accepted_on=IN_APRIL)
    forged = {f"{task.code}-version": task.version, f"{task.code}-note": "冒名", f"{task.code}-amount-1": "1"}
    answer = post(login(cast.other_reporter), {**forged, f"{task.code}-period": "2020-04"}, send_all="1")
    assert answer.status_code == 302
    assert notes(task) == [[]]


def test_thirty_one_tasks_are_one_page_and_one_click(cast: Cast, make_task: TaskMaker, login: Login):
    tasks = [make_task(kind=Kind.CONTINUING, accepted_on=IN_APRIL) for _ in range(30)]
    tasks.append(make_task(kind=Kind.PROJECT, checkpoints=STAGES, accepted_on=IN_APRIL))
    browser = login(cast.reporter)
    typed = {f"t{number}": {"note": f"第 {number} 项有进展"} for number in range(1, 32)}
    assert post(browser, whole_page(browser, **typed), send_all="1").status_code == 302
    assert all(len(said) == 1 for said in notes(*tasks))
    assert "本期都已报送" in text_of(browser.get("/tasks/report/"))
