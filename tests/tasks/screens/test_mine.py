"""我的任务: what I owe, most urgent first, each task once."""

from datetime import date

import pytest

from tasks import workflow
from tasks.models import Plan, Task
from tasks.states import Kind, PlanState, State
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.letters import urge
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, act, send_report, text_of

pytestmark = pytest.mark.django_db

IN_APRIL = date(2020, 4, 1)


def sections(login: Login, person) -> dict[str, list[str]]:
    page = login(person).get("/tasks/mine/")
    assert page.status_code == 200
    return {s.key: [row.item.task.code for row in s.rows] for s in page.context["sections"]}


def test_each_task_stands_in_the_group_of_what_is_to_be_done(cast: Cast, make_task: TaskMaker, login: Login):
    to_sign = make_task(state=State.ASSIGNED)
    late = make_task()
    current = make_task(accepted_on=IN_APRIL)
    reported = make_task(accepted_on=IN_APRIL, kind=Kind.CONTINUING)
    waiting = make_task(state=State.IN_REVIEW)
    helped = {"lead_unit": cast.other, "supporting": (cast.lead,), "kind": Kind.CONTINUING}
    supporting = make_task(accepted_on=IN_APRIL, **helped)
    make_task(state=State.PROPOSED)
    make_task(state=State.DONE)
    send_report(login(cast.head), reported)
    assert sections(login, cast.head) == {
        "sign": [to_sign.code],
        "late": [late.code],
        "report": [current.code],
        "waiting": [waiting.code],
        "steady": [reported.code],
        "helping": [supporting.code],
    }
    send_report(login(cast.head), supporting)
    assert sections(login, cast.head)["supporting"] == [supporting.code]


def test_a_reporter_is_not_told_to_sign_what_his_head_signs(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    assert sections(login, cast.reporter) == {"waiting": [task.code]}
    task.plan.rules.update(reporters_may_accept=True)
    assert sections(login, cast.reporter) == {"sign": [task.code]}


def test_a_returned_task_comes_before_reports_until_something_is_done(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(kind=Kind.CONTINUING, accepted_on=IN_APRIL)
    act(login(cast.head), task, "submit", outcome="continuing", note="请审核")
    task.refresh_from_db()
    act(login(cast.supervisor), task, "return", reason="缺总结")
    assert sections(login, cast.reporter) == {"returned": [task.code]}
    task.refresh_from_db()
    send_report(login(cast.reporter), task)
    assert sections(login, cast.reporter) == {"steady": [task.code]}


def test_late_reports_stand_apart_and_worse_lights_first(cast: Cast, make_task: TaskMaker, login: Login):
    calm, behind = make_task(accepted_on=IN_APRIL), make_task(accepted_on=IN_APRIL, due_on=date(2020, 4, 14))
    late = make_task()
    found = sections(login, cast.reporter)
    assert found == {"late": [late.code], "report": [behind.code, calm.code]}


def test_what_is_reported_and_still_red_is_shown(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-03", "0.1", on=date(2020, 4, 15))
    report_amount(task, cast, "2020-04", "0.1", on=date(2020, 4, 15))
    assert sections(login, cast.reporter) == {"lit": [task.code]}


def test_the_count_is_of_what_waits_for_me(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(), make_task(), make_task(state=State.IN_REVIEW)
    page = login(cast.reporter).get("/tasks/mine/")
    assert page.context["to_do"] == 2
    assert "有 2 项待您或本单位办理" in text_of(page)


def test_every_row_leads_to_the_one_thing_to_do(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(), make_task(state=State.ASSIGNED), make_task(lead_unit=cast.other, supporting=(cast.lead,))
    browser = login(cast.head)
    page = browser.get("/tasks/mine/")
    urls = [row.button.url for section in page.context["sections"] for row in section.rows]
    assert len(urls) == 3
    assert [browser.get(url).status_code for url in urls] == [200, 200, 200]


def test_nothing_to_do_says_so(cast: Cast, make_task: TaskMaker, login: Login):
    make_task()
    assert "没有在办任务" in text_of(login(cast.other_reporter).get("/tasks/mine/"))
    assert "没有交给您办理的任务" in text_of(login(cast.auditor).get("/tasks/mine/"))
    assert "没有在办任务" not in text_of(login(cast.reporter).get("/tasks/mine/"))


def test_a_leader_sees_what_needs_him_and_not_what_others_lead(
    cast: Cast, make_task: TaskMaker, login: Login
):
    asking, red, _other = make_task(), make_task(due_on=date(2020, 4, 1)), make_task(leader=cast.other_leader)
    send_report(login(cast.reporter), asking, help_what="协调补偿", **{"amount-1": "1"})
    page = login(cast.leader).get("/tasks/mine/")
    led = {s.key: [row.item.task.code for row in s.rows] for s in page.context["led"]}
    assert led == {"led-help": [asking.code], "led-lit": [red.code]}
    assert "提请领导:协调补偿" in text_of(page)


def test_restricted_tasks_of_others_are_not_there(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(restricted=True)
    assert sections(login, cast.other_head) == {}
    assert sections(login, cast.head) != {}


def test_the_page_costs_the_same_for_five_tasks_and_for_twenty(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.head)
    for wanted in (5, 20):
        while make_task.made < wanted:
            make_task(lead_unit=cast.lead, supporting=(cast.community,))
        browser.get("/tasks/")  # whatever the day's first request makes up for
        with django_assert_max_num_queries(15):
            browser.get("/tasks/mine/")


def test_letters_come_first_those_overdue_on_top(cast: Cast, make_task: TaskMaker, login: Login):
    make_task()
    later, overdue = make_task(), make_task()
    urge(later, cast, answer_by=date(2020, 4, 30))
    urge(overdue, cast, on=date(2020, 4, 8), answer_by=date(2020, 4, 14))
    found = sections(login, cast.reporter)
    assert next(iter(found)) == "letters" and found["letters"] == [overdue.code, later.code]
    page = text_of(login(cast.reporter).get("/tasks/mine/"))
    assert "待回复 1 件,4 月 14 日前,已超期" in page and "待回复 1 件,4 月 30 日前" in page
    assert "4 月 30 日前,已超期" not in page
    act(login(cast.head), Task.objects.get(pk=overdue.pk), "answer", text="已办",
        in_reply_to=overdue.events.get(action="urge").pk)  # fmt: skip
    assert sections(login, cast.reporter)["letters"] == [later.code]


def test_a_letter_is_nobody_elses_to_answer(cast: Cast, make_task: TaskMaker, login: Login):
    urge(make_task(supporting=(cast.community,)), cast)
    assert "letters" not in sections(login, cast.clerk)
    assert sections(login, cast.other_reporter) == {}


def test_a_head_signs_before_he_answers(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    urge(task, cast)
    assert sections(login, cast.head) == {"sign": [task.code]}
    assert sections(login, cast.reporter) == {"letters": [task.code]}


def test_a_rejected_report_comes_back_with_its_reason_until_it_is_made_again(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(accepted_on=IN_APRIL, kind=Kind.CONTINUING)
    send_report(login(cast.reporter), task)
    task.refresh_from_db()
    workflow.reject(task, by=cast.supervisor, on=TODAY, version=None, reason="与台账不符")
    assert sections(login, cast.head) == {"rejected": [task.code]}
    page = login(cast.head).get("/tasks/mine/")
    assert "退回四月期:与台账不符" in text_of(page) and page.context["to_do"] == 1
    task.refresh_from_db()
    send_report(login(cast.reporter), task)
    assert sections(login, cast.head) == {"steady": [task.code]}


def test_a_rejected_part_goes_back_to_the_unit_that_made_it(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(accepted_on=IN_APRIL, kind=Kind.CONTINUING, supporting=(cast.community,))
    send_report(login(cast.clerk), task)
    workflow.reject(task, by=cast.supervisor, on=TODAY, version=None, reason="请写明场次")
    assert sections(login, cast.clerk) == {"rejected": [task.code]}
    assert sections(login, cast.reporter) == {"report": [task.code]}


def test_a_returned_request_says_why(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.IN_REVIEW)
    act(login(cast.supervisor), task, "return", reason="缺验收单")
    assert "退回:缺验收单" in text_of(login(cast.head).get("/tasks/mine/"))


def test_a_head_is_asked_about_the_draft_plan_and_his_reporter_is_not(
    cast: Cast, make_task: TaskMaker, login: Login
):
    asked, said = make_task(state=State.PROPOSED), make_task(state=State.PROPOSED)
    assert sections(login, cast.head) == {}
    Plan.objects.update(state=PlanState.CONSULTING)
    workflow.agree(said, by=cast.head, on=TODAY, version=None)
    assert sections(login, cast.head) == {"consult": [asked.code]}
    assert sections(login, cast.reporter) == {} and sections(login, cast.other_head) == {}
