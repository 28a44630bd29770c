"""The page of one task: why it is lit, what can be done, what happened."""

from datetime import date, timedelta
from html import escape

import pytest

from glossary.models import Term
from tasks.models import Plan
from tasks.states import Kind, State
from tasks.sweep import sweep
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, act, revision, send_report, text_of

pytestmark = pytest.mark.django_db


def buttons(browser, task) -> list[str]:
    return browser.get(f"/tasks/{task.code}/").context["bar"].labels


def test_it_says_what_who_and_until_when(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(title="土地整备入库", supporting=(cast.community,), checkpoints=QUARTERS)
    page = text_of(login(cast.auditor).get(f"/tasks/{task.code}/"))
    for words in (
        "土地整备入库",
        "品质观湖",
        "办理中",
        "牵头 城市建设办公室",
        "配合 鹭湖社区",
        "分管 分管领导甲",
        "时限 12 月 31 日",
        "≥ 28 公顷",
        "累计 7 公顷",
    ):
        assert words in page, words
    assert "建议,待确认" not in page


def test_a_unit_that_nobody_confirmed_is_a_suggestion(cast: Cast, make_task: TaskMaker, login: Login):
    page = text_of(login(cast.auditor).get(f"/tasks/{make_task(state=State.PROPOSED).code}/"))
    assert "城市建设办公室 (建议,待确认)" in page


def test_a_red_task_says_why_and_how_it_turns_green(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(due_on=date(2020, 4, 1))
    Plan.objects.update(swept_to=TODAY - timedelta(days=1))
    page = login(cast.reporter).get(f"/tasks/{task.code}/")
    assert "为什么是红灯" in text_of(page) and "如何转绿" in text_of(page)
    assert any("已逾期" in reason for reason in page.context["reasons"])
    assert "已逾期 14 天" in text_of(page)


def test_reasons_are_not_torn_apart_inside_brackets(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-03", "1", on=TODAY)
    reasons = login(cast.reporter).get(f"/tasks/{task.code}/").context["reasons"]
    assert reasons
    assert all(reason.count("(") == reason.count(")") for reason in reasons)


def test_the_buttons_are_what_the_person_may_do_now(cast: Cast, make_task: TaskMaker, login: Login):
    active, assigned, proposed = make_task(), make_task(state=State.ASSIGNED), make_task(state=State.PROPOSED)
    assert buttons(login(cast.reporter), active) == ["报送进展", "申请延期"]
    assert buttons(login(cast.head), active) == ["报送进展", "申请办结", "申请延期", "转办"]
    assert buttons(login(cast.head), assigned) == ["签收", "申请改派", "申请延期", "转办"]
    assert buttons(login(cast.supervisor), assigned) == [
        "督促",
        "调整",
        "改派",
        "代签收",
        "代录批示",
        "不再实施",
    ]
    assert buttons(login(cast.supervisor), proposed) == ["交办", "调整", "不再实施"]
    assert buttons(login(cast.leader), active) == ["批示"]
    assert buttons(login(cast.auditor), active) == []


def test_what_lacks_for_closing_stands_beside_the_button(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    assert "按“完成”办结尚缺:土地整备入库现为 0,目标 28 公顷" in text_of(
        login(cast.head).get(f"/tasks/{task.code}/")
    )
    report_amount(task, cast, "2020-04", "30", on=TODAY)
    assert "尚缺" not in text_of(login(cast.head).get(f"/tasks/{task.code}/"))


def test_the_timeline_says_in_words_who_did_what(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(checkpoints=QUARTERS, supporting=(cast.community,))
    report_amount(task, cast, "2020-03", "2", on=TODAY)
    task.refresh_from_db()
    send_report(
        login(cast.reporter), task, note="签约 3 户", problem="两户有分歧", next_step="十月签约",
        help_whom="分管领导", help_what="协调补偿标准", **{"amount-1": "1.8"},
    )  # fmt: skip
    page = text_of(login(cast.leader).get(f"/tasks/{task.code}/"))
    for words in (
        "城市建设办公室 经办甲",
        "报送四月期:本期 1.8,累计 3.8 公顷",
        "存在问题 两户有分歧",
        "下一步 十月签约",
        "需领导协调 分管领导:协调补偿标准",
        "督查室 督查甲",
        "交办,牵头城市建设办公室",
        "签收,4 项阶段目标",
    ):
        assert words in page, words
    assert page.index("报送四月期") < page.index("交办,牵头")


def test_the_hour_is_shown_only_where_the_office_day_is_the_real_one(
    cast: Cast, make_task: TaskMaker, login: Login, time_machine
):
    task = make_task(kind=Kind.CONTINUING)
    time_machine.move_to("2020-04-15T17:40:00+08:00", tick=False)
    send_report(login(cast.reporter), task)
    page = text_of(login(cast.reporter).get(f"/tasks/{task.code}/"))
    assert "4 月 15 日 17:40 · 城市建设办公室 经办甲" in page
    assert "3 月 18 日 · 系统" in page


def test_a_changed_due_date_and_the_old_value_stay_on_the_page(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(title="旧名称")
    browser = login(cast.supervisor)
    changed = revision(browser, task, title="新名称", due_on="2020-11-30", reason="区里提前")
    assert browser.post(f"/tasks/{task.code}/revise/", changed).status_code == 302
    page = text_of(browser.get(f"/tasks/{task.code}/"))
    assert "时限 2020-12-31 → 2020-11-30" in page and "原因 区里提前" in page
    assert "名称由“旧名称”改为“新名称”" in page
    assert "(原定 12 月 31 日)" in page


def test_a_long_series_of_lights_is_folded_and_a_short_one_is_not(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(checkpoints=QUARTERS, due_on=date(2020, 12, 31))
    browser = login(cast.reporter)
    assert not any(group.folded for group in browser.get(f"/tasks/{task.code}/").context["groups"])
    Plan.objects.update(swept_to=TODAY)
    sweep(Plan.objects.get(), date(2020, 8, 1))
    page = browser.get(f"/tasks/{task.code}/")
    assert [len(group.entries) for group in page.context["groups"] if group.folded]
    assert "亮灯变化" in text_of(page)


def test_what_people_typed_is_text_and_not_html(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(title="<script>alert(1)</script>", kind=Kind.CONTINUING)
    evil = "<img src=x onerror=alert(2)>"
    send_report(login(cast.reporter), task, note=evil, problem=evil, help_what=evil)
    for address in (
        f"/tasks/{task.code}/",
        "/tasks/",
        "/tasks/mine/",
        "/tasks/report/",
        f"/tasks/{task.code}/report/",
    ):
        page = login(cast.reporter).get(address).content.decode()
        assert "<script>alert" not in page and "<img" not in page, address
    assert escape(evil) in login(cast.reporter).get(f"/tasks/{task.code}/").content.decode()


def test_a_chart_is_drawn_where_there_are_amounts_or_a_plan(cast: Cast, make_task: TaskMaker, login: Login):
    planned, words = make_task(checkpoints=QUARTERS), make_task(kind=Kind.PROJECT, checkpoints=STAGES)
    report_amount(planned, cast, "2020-03", "7", on=TODAY)
    page = login(cast.reporter).get(f"/tasks/{planned.code}/")
    assert "<polyline" in page.content.decode()
    assert page.context["chart"].described == "土地整备入库:实际 7,目标 28 公顷"
    assert login(cast.reporter).get(f"/tasks/{words.code}/").context["chart"] is None


def test_every_kind_and_state_has_a_page_for_everybody(cast: Cast, make_task: TaskMaker, login: Login):
    made = [make_task(kind=kind) for kind in Kind]
    made += [
        make_task(state=state) for state in (State.PROPOSED, State.ASSIGNED, State.IN_REVIEW, State.DONE)
    ]
    for person in (
        cast.reporter,
        cast.head,
        cast.clerk,
        cast.supervisor,
        cast.leader,
        cast.auditor,
        cast.nobody,
    ):
        browser = login(person)
        assert {browser.get(f"/tasks/{task.code}/").status_code for task in made} == {200}


def test_a_restricted_task_is_not_there_for_others(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(restricted=True)
    for person in (cast.other_head, cast.other_leader, cast.auditor, cast.administrator):
        assert login(person).get(f"/tasks/{task.code}/").status_code == 404
    for person in (cast.reporter, cast.leader, cast.supervisor):
        assert login(person).get(f"/tasks/{task.code}/").status_code == 200


def test_addresses_that_are_no_task_are_not_found(cast: Cast, login: Login, plan):
    browser = login(cast.supervisor)
    for address in (
        "/tasks/9999/",
        "/tasks/9999/report/",
        "/tasks/9999/assign/",
        "/tasks/a%00b/",
        "/tasks/%ED%A0%80/",
    ):
        assert browser.get(address).status_code == 404, address


def test_the_page_costs_the_same_for_a_short_and_a_long_story(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    task, browser = make_task(checkpoints=QUARTERS), login(cast.reporter)
    for _ in range(2):
        browser.get("/tasks/")  # whatever the day's first request makes up for
        with django_assert_max_num_queries(30):
            browser.get(f"/tasks/{task.code}/")
        for period in ("2020-03", "2020-04"):
            for amount in ("1", "2", "3"):
                report_amount(task, cast, period, amount, on=TODAY, reason="更正")


def test_help_that_was_asked_for_stands_on_top_until_it_is_settled(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(kind=Kind.CONTINUING), login(cast.reporter)
    send_report(browser, task, help_what="协调补偿标准", help_whom="分管领导")
    page = browser.get(f"/tasks/{task.code}/")
    assert page.context["help"].texts["help_what"] == "协调补偿标准"
    assert "协调补偿标准" in browser.get(f"/tasks/{task.code}/report/").content.decode()
    task.refresh_from_db()
    send_report(browser, task)
    assert browser.get(f"/tasks/{task.code}/").context["help"] is None


def test_closing_and_returning_are_told(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.IN_REVIEW)
    act(login(cast.supervisor), task, "return", reason="缺竣工验收单")
    page = text_of(login(cast.head).get(f"/tasks/{task.code}/"))
    assert "退回补办" in page and "缺竣工验收单" in page and "申请办结:基本完成" in page


def test_terms_of_the_report_explain_themselves_beside_the_task(
    cast: Cast, make_task: TaskMaker, login: Login
):
    Term.objects.create(ordinal=1, slug="double-blind", term="双盲演练", definition="不打招呼的应急演练。")
    task, other = make_task(title="开展双盲演练"), make_task(title="环境清洁日")
    page = login(cast.reporter).get(f"/tasks/{task.code}/")
    assert "相关名词" in text_of(page) and "不打招呼的应急演练。" in text_of(page)
    assert "相关名词" not in text_of(login(cast.reporter).get(f"/tasks/{other.code}/"))
