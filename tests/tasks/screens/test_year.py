"""年度流程: the plan's states step by step, the units' answers, the year's end and what goes on."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tasks import workflow
from tasks.models import AuditEntry, Plan, Task, TaskEvent
from tasks.states import Action, Deed, Kind, Outcome, PlanState, State
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of

pytestmark = pytest.mark.django_db
YEAR = "/plans/2020/year/"


def in_state(plan: Plan, state: PlanState) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=state)


def test_a_move_is_confirmed_with_its_effect_told_and_then_done(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    make_task(state=State.PROPOSED, checkpoints=()), make_task(state=State.PROPOSED)
    in_state(plan, PlanState.CONSULTING)
    browser = login(cast.supervisor)
    said = text_of(browser.get(f"{YEAR}to/active/"))
    assert "2 项任务冻结基线" in said and "2 项未答复" in said
    assert not TaskEvent.objects.filter(action=Action.BASELINE).exists()
    assert browser.post(f"{YEAR}to/active/")["Location"] == YEAR
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE
    assert TaskEvent.objects.filter(action=Action.BASELINE).count() == 2
    assert AuditEntry.objects.filter(deed=Deed.PLAN).count() == 1


def test_a_plan_with_open_tasks_is_not_archived(cast: Cast, plan: Plan, make_task: TaskMaker, login: Login):
    make_task(), make_task(state=State.DONE)
    in_state(plan, PlanState.CLOSING)
    browser = login(cast.supervisor)
    assert "还有 1 项任务没有办结结果" in text_of(browser.get(YEAR))
    assert browser.get(f"{YEAR}to/archived/").status_code == 409
    assert browser.post(f"{YEAR}to/archived/").status_code == 409
    Task.objects.update(state=State.DONE)
    assert browser.post(f"{YEAR}to/archived/").status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.ARCHIVED and browser.get(YEAR).status_code == 200


def test_a_move_that_the_plan_does_not_know_is_not_found_or_refused(cast: Cast, plan: Plan, login: Login):
    browser = login(cast.supervisor)
    assert browser.get(f"{YEAR}to/draft/").status_code == 404
    assert browser.get(f"{YEAR}to/nowhere/").status_code == 404
    assert browser.post(f"{YEAR}to/draft/").status_code == 409
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE


def test_the_units_answers_are_counted_and_every_number_opens_its_list(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    agreed, objected, silent = (make_task(state=State.PROPOSED) for _ in range(3))
    other = make_task(state=State.PROPOSED, lead_unit=cast.other)
    in_state(plan, PlanState.CONSULTING)
    workflow.agree(agreed, by=cast.head, on=TODAY, version=None)
    workflow.object_to(objected, by=cast.head, on=TODAY, version=None, text="请由经济服务办牵头")
    browser = login(cast.supervisor)
    page = browser.get(YEAR)
    lines = {line.name: line.counts for line in page.context["answers"]}
    assert [count.value for count in lines["城市建设办公室"]] == [3, 1, 1, 1]
    assert [count.value for count in lines["经济服务办公室"]] == [1, 0, 0, 1]
    for counts in lines.values():
        for count in counts:
            assert browser.get(f"/tasks/?{count.query}").context["total"] == count.value, count.query
    assert (
        "请由经济服务办牵头" in text_of(page) and f"/tasks/{objected.code}/revise/" in page.content.decode()
    )
    assert silent.code not in text_of(page) and other.code not in text_of(page)


def test_what_changed_since_the_baseline_is_listed(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    moved, same = make_task(state=State.PROPOSED), make_task(state=State.PROPOSED)
    in_state(plan, PlanState.CONSULTING)
    browser = login(cast.supervisor)
    browser.post(f"{YEAR}to/active/")
    workflow.revise(moved, by=cast.supervisor, on=TODAY, version=None, reason="x", due_on=date(2020, 10, 31))
    added = make_task(state=State.PROPOSED)
    page = browser.get(YEAR)
    assert {row.task for row in page.context["changed"]} == {moved, added}
    (difference,) = next(row.differences for row in page.context["changed"] if row.task == moved)
    assert (difference.then, difference.now) == ("2020-12-31", "2020-10-31")
    assert same.code not in text_of(page)


def test_tasks_without_an_outcome_are_counted_by_pillar(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    make_task(pillar=1), make_task(pillar=1, state=State.DONE), make_task(kind=Kind.CONTINUING)
    make_task(state=State.IN_REVIEW)
    in_state(plan, PlanState.CLOSING)
    browser = login(cast.supervisor)
    lines = {line.name: line.counts for line in browser.get(YEAR).context["unclosed"]}
    assert [count.value for count in lines["智造观湖"]] == [1, 0, 0]
    assert [count.value for count in lines["品质观湖"]] == [2, 1, 1]
    for counts in lines.values():
        for count in counts:
            assert browser.get(f"/tasks/?{count.query}").context["total"] == count.value, count.query


def test_what_goes_on_is_carried_into_next_year_once(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    goes_on, over = make_task(state=State.DONE, checkpoints=QUARTERS), make_task(state=State.DONE)
    Task.objects.filter(pk=goes_on.pk).update(outcome=Outcome.CARRIED_OVER)
    in_state(plan, PlanState.CLOSING)
    browser = login(cast.supervisor)
    for _ in range(2):
        assert browser.post(f"{YEAR}carry/")["Location"] == YEAR
    following = Plan.objects.get(slug="2021")
    (task,) = Task.objects.filter(plan=following)
    assert task.carried_from == goes_on and following.state == PlanState.DRAFT
    page = text_of(browser.get(YEAR))
    assert f"{goes_on.code} → {task.code}" in page and over.code not in page
    assert browser.get("/plans/2021/year/").status_code == 200


def test_nothing_is_carried_over_before_the_year_closes(cast: Cast, plan: Plan, login: Login):
    assert login(cast.supervisor).post(f"{YEAR}carry/").status_code == 404
    assert Plan.objects.count() == 1


def test_the_year_is_the_supervisors(cast: Cast, plan: Plan, login: Login):
    for person in (cast.reporter, cast.head, cast.leader, cast.administrator, cast.auditor):
        browser = login(person)
        assert browser.get(YEAR).status_code == 403
        assert browser.post(f"{YEAR}to/closing/").status_code == 403
        assert browser.post(f"{YEAR}carry/").status_code == 403
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE


# The units' own lists ----------------------------------------------------------------------------------


def test_a_head_agrees_to_many_rows_with_one_tap(cast: Cast, plan: Plan, make_task: TaskMaker, login: Login):
    mine = [make_task(state=State.PROPOSED), make_task(state=State.PROPOSED)]
    theirs = make_task(state=State.PROPOSED, lead_unit=cast.other)
    in_state(plan, PlanState.CONSULTING)
    browser = login(cast.head)
    page = browser.get("/plans/2020/consult/")
    assert [row[0] for row in page.context["rows"]] == mine and page.context["unanswered"] == 2
    sent = {"action": "agree", "step": "perform", "task": [f"{t.code}:{t.version}" for t in (*mine, theirs)]}
    page = browser.post("/plans/2020/consult/act/", sent, follow=True)
    assert [row.event.task for row in page.context["done"]] == mine
    assert [row.task for row in page.context["refused"]] == [theirs]
    assert list(Task.objects.order_by("pk").values_list("consultation", flat=True)) == [
        "agreed",
        "agreed",
        "",
    ]


def test_outside_consultation_nobody_can_agree(cast: Cast, plan: Plan, make_task: TaskMaker, login: Login):
    task = make_task(state=State.PROPOSED)
    browser = login(cast.head)
    assert "只在“征求意见”时可以答复" in text_of(browser.get("/plans/2020/consult/"))
    sent = {"action": "agree", "step": "perform", "task": f"{task.code}:{task.version}"}
    page = browser.post("/plans/2020/consult/act/", sent, follow=True)
    assert page.context["done"] == [] and len(page.context["refused"]) == 1
    for person in (cast.reporter, cast.supervisor, cast.leader):
        assert login(person).get("/plans/2020/consult/").status_code == 403


def test_continuing_work_is_closed_in_bulk_by_its_head_and_then_by_the_supervisors(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    tasks = [make_task(kind=Kind.CONTINUING) for _ in range(3)]
    counted, theirs = make_task(), make_task(kind=Kind.CONTINUING, lead_unit=cast.other)
    in_state(plan, PlanState.CLOSING)
    head = login(cast.head)
    assert list(head.get("/tasks/closing/").context["rows"]) == tasks
    sent = {"action": "submit", "all": "1", "step": "perform", "outcome": "continuing"}
    assert head.post("/tasks/closing/act/", sent).status_code == 422, "a summary is asked for"
    page = head.post("/tasks/closing/act/", sent | {"note": "全年按要求开展"}, follow=True)
    assert [row.event.task for row in page.context["done"]] == tasks
    for task in (*tasks, counted, theirs):
        task.refresh_from_db()
    assert {task.state for task in tasks} == {
        State.IN_REVIEW
    } and counted.state == theirs.state == State.ACTIVE
    sent = {"action": "approve", "all": "1", "step": "perform"}
    login(cast.supervisor).post("/desk/in_review/act/", sent)
    done = Task.objects.filter(state=State.DONE, outcome=Outcome.CONTINUING)
    assert list(done.order_by("code")) == tasks


def test_work_with_a_figure_is_not_closed_in_bulk(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    sent = {"action": "submit", "step": "perform", "outcome": "completed", "note": "完成"}
    page = login(cast.head).post(
        "/tasks/closing/act/", sent | {"task": f"{task.code}:{task.version}"}, follow=True
    )
    assert page.context["done"] == [] and "只有常态化任务可以成批申请办结" in text_of(page)


def test_a_reporter_sees_the_list_but_closes_only_by_setting(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(kind=Kind.CONTINUING)
    browser = login(cast.reporter)
    assert list(browser.get("/tasks/closing/").context["rows"]) == [task]
    sent = {"action": "submit", "step": "perform", "outcome": "continuing", "note": "x", "all": "1"}
    assert browser.post("/tasks/closing/act/", sent, follow=True).context["done"] == []
    for person in (cast.leader, cast.supervisor, cast.auditor):
        assert login(person).get("/tasks/closing/").status_code == 403


def test_the_year_s_pages_cost_the_same_for_five_tasks_and_for_forty(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    supervisor, head = login(cast.supervisor), login(cast.head)
    spent = {}
    for wanted in (5, 40):
        in_state(plan, PlanState.CONSULTING)
        while make_task.made < wanted:
            task = make_task(state=State.PROPOSED, checkpoints=QUARTERS)
            workflow.object_to(task, by=cast.head, on=TODAY, version=None, text="请改时限")
        pages = [(supervisor, YEAR), (head, "/plans/2020/consult/")]
        consulting = [_queries(browser, address) for browser, address in pages]
        in_state(plan, PlanState.CLOSING)
        spent[wanted] = [*consulting, _queries(supervisor, YEAR), _queries(head, "/tasks/closing/")]
    assert spent[5] == spent[40], spent


def _queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(address).status_code == 200
    return len(counted)
