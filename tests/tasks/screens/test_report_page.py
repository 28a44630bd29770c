"""本期报送 and the report of one task: what each kind is asked, and what it costs to get it wrong."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Reading
from tasks.models import Task, TaskEvent, Unit
from tasks.states import Action, Kind, State
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import HTMX, act, report_data, send_report, text_of

pytestmark = pytest.mark.django_db


def reports(task: Task) -> list[TaskEvent]:
    return list(TaskEvent.objects.filter(task=task, action=Action.REPORT).order_by("version"))


def test_a_quantity_is_reported_by_its_amount_and_the_total_follows(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-03", "5")
    task.refresh_from_db()
    page = text_of(login(cast.reporter).get(f"/tasks/{task.code}/report/"))
    assert "本期新增:土地整备入库(公顷)" in page
    assert "5 目标 ≥ 28 公顷,完成 17.9%" in page
    answer = send_report(login(cast.reporter), task, **{"amount-1": "2.3"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/tasks/{task.code}/"
    task.refresh_from_db()
    assert task.currents == {f"{task.code}.1": "7.3"}
    assert reports(task)[-1].period == "2020-04"


def test_a_quantity_without_its_amount_is_sent_back_with_the_text_kept(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    answer = send_report(login(cast.reporter), task, note="说了很多,没有数")
    assert answer.status_code == 422
    assert "说了很多,没有数" in answer.content.decode()
    assert answer.context["card"].form.errors["amount-1"]
    assert not reports(task)


def test_full_width_digits_are_a_number(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    assert send_report(login(cast.reporter), task, **{"amount-1": "２６．５"}).status_code == 302
    assert Reading.objects.get().value == Decimal("26.5")


@pytest.mark.parametrize("typed", ["-1", "1e400", "abc", "NaN", "9" * 30, "1\x00", "0.1234567"])
def test_what_is_no_amount_is_a_message_at_its_field(
    typed: str, cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    answer = send_report(login(cast.reporter), task, **{"amount-1": typed})
    assert answer.status_code == 422
    assert answer.context["card"].form.errors["amount-1"]
    assert not reports(task)


def test_a_project_is_reported_by_its_stage(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(kind=Kind.PROJECT, checkpoints=STAGES)
    page = text_of(login(cast.reporter).get(f"/tasks/{task.code}/report/"))
    assert "未启动" in page and "设计(5 月 31 日前,20%)" in page
    assert send_report(login(cast.reporter), task, stage="1").status_code == 302
    task.refresh_from_db()
    assert task.progress == 20
    assert send_report(login(cast.reporter), task, stage="9").status_code == 422


def test_a_milestone_is_reported_by_its_expected_date_and_steps(
    cast: Cast, make_task: TaskMaker, login: Login
):
    steps = tuple(type(step)(step.due_on, step.text) for step in STAGES)
    task = make_task(kind=Kind.MILESTONE, checkpoints=steps)
    assert send_report(login(cast.reporter), task, expected_on="2020-02-30").status_code == 422
    assert send_report(login(cast.reporter), task).status_code == 422
    answer = send_report(login(cast.reporter), task, expected_on="２０２０-１１-３０", actions=["1"])
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.expected_on == date(2020, 11, 30)
    assert [step.met_on is not None for step in task.checkpoints.all()] == [True, False, False]


def test_a_control_task_is_reported_by_its_reading(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(kind=Kind.CONTROL)
    page = text_of(login(cast.reporter).get(f"/tasks/{task.code}/report/"))
    assert "本期读数:PM2.5 年均浓度(微克/立方米)" in page
    assert send_report(login(cast.reporter), task).status_code == 422
    assert send_report(login(cast.reporter), task, **{"amount-1": "23.9"}).status_code == 302
    task.refresh_from_db()
    assert task.progress is None


def test_continuing_work_is_reported_in_words_and_ticks(cast: Cast, make_task: TaskMaker, login: Login):
    steps = tuple(type(step)(step.due_on, step.text) for step in STAGES)
    task = make_task(kind=Kind.CONTINUING, checkpoints=steps)
    page = text_of(login(cast.reporter).get(f"/tasks/{task.code}/report/"))
    assert "本期完成的年度事项" in page
    assert send_report(login(cast.reporter), task, note="").status_code == 422
    assert send_report(login(cast.reporter), task, actions=["2"]).status_code == 302
    assert task.checkpoints.get(ordinal=2).met_on is not None


@pytest.mark.parametrize("kind", list(Kind))
def test_nobody_is_asked_for_a_percentage(kind: Kind, cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(kind=kind, checkpoints=STAGES if kind == Kind.PROJECT else ())
    form = login(cast.reporter).get(f"/tasks/{task.code}/report/").context["card"].form
    assert not [
        field for field in form if "%" in field.label or "百分" in field.label or "进度" in field.label
    ]


def test_a_figure_that_goes_back_asks_for_its_reason_and_then_goes_through(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    report_amount(task, cast, "2020-04", "5", on=date(2020, 4, 15))
    task.refresh_from_db()
    browser = login(cast.reporter)
    assert "后退的原因" not in text_of(browser.get(f"/tasks/{task.code}/report/"))
    answer = send_report(browser, task, **{"amount-1": "4"})
    assert answer.status_code == 422
    assert "由 5 改为 4 公顷" in text_of(answer)
    assert "后退的原因" in text_of(answer)
    assert send_report(browser, task, reason="上期多报", **{"amount-1": "4"}).status_code == 302
    assert reports(task)[-1].texts["reason"] == "上期多报"


def test_help_needs_to_say_what_for(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(kind=Kind.CONTINUING)
    assert send_report(login(cast.reporter), task, help_whom="分管领导").status_code == 422
    answer = send_report(login(cast.reporter), task, help_whom="分管领导", help_what="协调补偿标准")
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.needs_help


def test_a_supporting_unit_adds_its_part_without_standing_for_the_whole(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(supporting=(cast.community,))
    assert send_report(login(cast.clerk), task).status_code == 302
    assert reports(task)[-1].data["supporting"] is True
    task.refresh_from_db()
    assert task.last_period == ""


def test_a_supervisor_reports_for_a_unit_only_with_the_paper_attached(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task = make_task(kind=Kind.CONTINUING)
    browser = login(cast.supervisor)
    assert "代哪个单位填报" in text_of(browser.get(f"/tasks/{task.code}/report/"))
    alone = send_report(browser, task, on_behalf_of="chengjian")
    assert alone.status_code == 422 and "书面材料" in text_of(alone)
    answer = send_report(browser, task, on_behalf_of="chengjian", files=[upload("盖章件.pdf")])
    assert answer.status_code == 302
    assert reports(task)[-1].on_behalf_of == Unit.objects.get(code="chengjian")


def test_others_may_look_but_not_report(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    for person in (cast.other_reporter, cast.leader, cast.auditor, cast.administrator):
        assert login(person).get(f"/tasks/{task.code}/report/").status_code == 403
        assert send_report(login(person), task, **{"amount-1": "1"}).status_code == 403
    assert not reports(task)


def test_a_restricted_task_does_not_exist_for_others(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(restricted=True)
    assert login(cast.other_reporter).get(f"/tasks/{task.code}/report/").status_code == 404
    assert send_report(login(cast.other_reporter), task, **{"amount-1": "1"}).status_code == 404
    assert login(cast.reporter).get(f"/tasks/{task.code}/report/").status_code == 200


def test_a_task_that_is_not_active_says_so_instead_of_a_form(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    page = login(cast.reporter).get(f"/tasks/{task.code}/report/")
    assert page.status_code == 409 and "任务现为“待签收”" in text_of(page)
    answer = send_report(login(cast.reporter), task, **{"amount-1": "1"})
    assert answer.status_code == 409
    assert not reports(task)


def test_a_report_without_a_version_is_refused(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    for version in ("", "x", "-1", "9" * 40, "٣"):
        answer = send_report(login(cast.reporter), task, **{"amount-1": "1", "version": version})
        assert answer.status_code == 422
    assert not reports(task)


def test_a_period_that_is_not_offered_is_refused(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    for period in ("2020-05", "2020-13", "2019-12", ""):
        assert send_report(login(cast.reporter), task, period=period, **{"amount-1": "1"}).status_code == 422
    assert not reports(task)


def test_the_next_page_is_one_of_ours(cast: Cast, make_task: TaskMaker, login: Login):
    browser, task = login(cast.reporter), make_task()
    answer = send_report(browser, task, next="/tasks/report/", **{"amount-1": "1"})
    assert answer["Location"] == "/tasks/report/"
    task.refresh_from_db()
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = send_report(browser, task, next=elsewhere, **{"amount-1": "1"})
        assert answer["Location"] == f"/tasks/{task.code}/"
        task.refresh_from_db()


def test_with_htmx_the_card_turns_into_what_was_sent(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    url, data = f"/tasks/{task.code}/report/", report_data(task, period="2020-03", **{"amount-1": "1"})
    answer = login(cast.reporter).post(url, data, headers=HTMX)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "已补报三月期" in page and "继续报送四月期" in page


def test_with_htmx_a_message_comes_back_in_the_card(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    answer = login(cast.reporter).post(f"/tasks/{task.code}/report/", report_data(task), headers=HTMX)
    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()
    assert f'id="card-{task.code}"' in answer.content.decode()


def test_with_htmx_a_lost_session_leads_to_the_login_page(make_task: TaskMaker, client):
    task = make_task()
    answer = client.post(f"/tasks/{task.code}/report/", report_data(task), headers=HTMX)
    assert answer["HX-Redirect"].startswith("/login/")


def test_a_submitted_task_takes_no_report_and_keeps_the_text(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(kind=Kind.CONTINUING)
    assert act(login(cast.head), task, "submit", outcome="continuing", note="全年开展").status_code == 302
    answer = send_report(login(cast.reporter), task, note="晚了一步的进展")
    assert answer.status_code == 409
    assert "申请办结" in text_of(answer)
