"""单位工作台: what waits for a head, done with one tap."""

import pytest

from tasks import workflow
from tasks.models import ClosingDraft, Plan, Task
from tasks.states import Kind, PlanState, State
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, send_report, text_of

pytestmark = pytest.mark.django_db
PAGE = "/unit/desk/"


def box(task: Task) -> str:
    return f"{task.code}:{task.version}"


def sign(browser, *tasks: Task):
    sent = {"action": "accept", "step": "perform", "task": [box(task) for task in tasks]}
    return browser.post(f"{PAGE}act/", sent, follow=True)


def test_one_row_is_signed_for_with_one_tap_and_its_goals_as_proposed(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, other = make_task(state=State.ASSIGNED, checkpoints=QUARTERS), make_task(state=State.ASSIGNED)
    browser = login(cast.head)
    page = browser.get(PAGE)
    assert "待签收 · 2 项" in text_of(page) and "3 月 31 日 累计 7 公顷" in text_of(page)
    assert f'id="sign-{task.code}"' in page.content.decode()
    sign(browser, task)
    task.refresh_from_db(), other.refresh_from_db()
    assert (task.state, other.state) == (State.ACTIVE, State.ASSIGNED)
    assert task.checkpoint_count == 4 and task.first_period == "2020-04"


def test_many_rows_are_signed_for_at_once_and_each_refusal_has_its_reason(
    cast: Cast, make_task: TaskMaker, login: Login
):
    tasks = [make_task(state=State.ASSIGNED) for _ in range(3)]
    workflow.decline(tasks[0], by=cast.head, on=TODAY, version=None, reason="不属本单位")
    answer = sign(login(cast.head), *tasks)
    assert sorted(Task.objects.values_list("state", flat=True)) == ["active", "active", "proposed"]
    assert tasks[0].title in text_of(answer) and "已被他人更新" in text_of(answer)


def test_nobody_signs_for_another_unit_here(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    sign(login(cast.other_head), task)
    task.refresh_from_db()
    assert task.state == State.ASSIGNED
    assert task.title not in text_of(login(cast.other_head).get(PAGE))


def test_what_came_back_stands_there_with_its_reason(cast: Cast, make_task: TaskMaker, login: Login):
    closing, report = make_task(state=State.IN_REVIEW), make_task(kind=Kind.CONTINUING)
    workflow.send_back(closing, by=cast.supervisor2, on=TODAY, version=None, reason="请补竣工照片")
    send_report(login(cast.reporter), report)
    report.refresh_from_db()
    workflow.reject(report, by=cast.supervisor, on=TODAY, version=None, reason="数字与台账不符")
    page = text_of(login(cast.head).get(PAGE))
    assert "请补竣工照片" in page and "数字与台账不符" in page


def test_reports_due_and_a_helpers_own_part_are_listed_apart(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(title="本单位牵头")
    make_task(title="别人牵头", lead_unit=cast.other, supporting=(cast.lead,), kind=Kind.CONTINUING)
    sections = {
        s.key: [row.item.task.title for row in s.rows] for s in login(cast.head).get(PAGE).context["sections"]
    }
    assert sections == {"late": ["本单位牵头"], "helping": ["别人牵头"]}


def test_a_plan_under_consultation_is_pointed_out(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(state=State.PROPOSED)
    Plan.objects.update(state=PlanState.CONSULTING)
    page = login(cast.head).get(PAGE)
    assert "本单位牵头 1 项未答复" in text_of(page) and "/plans/2020/consult/" in page.content.decode()


def test_a_request_is_prepared_by_the_reporter_and_released_with_one_tap(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task = make_task(kind=Kind.CONTINUING)
    reporter, head = login(cast.reporter), login(cast.head)
    assert "拟办结申请" in text_of(reporter.get(f"/tasks/{task.code}/"))
    sent = {"outcome": "completed", "note": "全年已完成", "files": upload()}
    assert reporter.post(f"/tasks/{task.code}/closing/", sent).status_code == 302
    assert "经办甲已拟办结申请" in text_of(reporter.get(f"/tasks/{task.code}/"))
    page = head.get(PAGE)
    assert "办结申请待放行 · 1 项" in text_of(page) and "签约汇总.pdf" in text_of(page)
    address = f"/evidence/{ClosingDraft.objects.get().evidence[0]}/"
    assert (head.get(address).status_code, login(cast.other_head).get(address).status_code) == (200, 404)
    done = head.post(f"/tasks/{task.code}/closing/release/", {"version": task.version}, follow=True)
    assert "已放行" in text_of(done)
    task.refresh_from_db()
    assert (task.state, task.submitted_by) == (State.IN_REVIEW, cast.head)
    assert "拟稿 经办甲" in text_of(head.get(f"/tasks/{task.code}/"))


def test_the_head_changes_a_draft_and_keeps_or_drops_its_files(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task = make_task(kind=Kind.CONTINUING)
    address = f"/tasks/{task.code}/closing/"
    login(cast.reporter).post(address, {"outcome": "completed", "note": "拟", "files": upload()})
    (kept,) = ClosingDraft.objects.get().evidence
    head = login(cast.head)
    assert "签约汇总.pdf" in text_of(head.get(address))
    head.post(
        address,
        {"outcome": "mostly", "note": "改", "kept": kept, "files": upload("另一份.pdf", b"%PDF-1.4 b")},
    )
    draft = ClosingDraft.objects.get()
    assert (draft.outcome, draft.note, draft.evidence[0], len(draft.evidence)) == ("mostly", "改", kept, 2)
    head.post(address, {"outcome": "mostly", "note": "改"})
    assert ClosingDraft.objects.get().evidence == []
    assert head.post(f"{address}discard/").status_code == 302 and not ClosingDraft.objects.exists()


def test_bad_input_strangers_and_tasks_that_moved_on_change_nothing(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, proposed = make_task(), make_task(state=State.ASSIGNED)
    address, reporter = f"/tasks/{task.code}/closing/", login(cast.reporter)
    answer = reporter.post(address, {"outcome": "completed", "note": ""})
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"note"}
    answer = reporter.post(address, {"outcome": "completed", "note": "已完成"})
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"outcome"}
    assert reporter.get(f"/tasks/{proposed.code}/closing/").status_code == 409
    for person in (cast.head, cast.other_reporter, cast.supervisor):
        assert login(person).get(address).status_code == 403
    assert reporter.post(f"{address}release/", {"version": task.version}).status_code == 404
    hidden = make_task(restricted=True, kind=Kind.CONTINUING)
    assert login(cast.other_reporter).get(f"/tasks/{hidden.code}/closing/").status_code == 404
    assert not ClosingDraft.objects.exists()


def test_a_release_of_what_has_moved_on_is_refused_with_a_sentence(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(kind=Kind.CONTINUING)
    login(cast.reporter).post(f"/tasks/{task.code}/closing/", {"outcome": "completed", "note": "完成"})
    workflow.revise(task, by=cast.supervisor, on=TODAY, version=None, reason="更正", detail="改了")
    address = f"/tasks/{task.code}/closing/release/"
    answer = login(cast.head).post(address, {"version": task.version}, follow=True)
    assert "没有放行" in text_of(answer) and ClosingDraft.objects.exists()
    task.refresh_from_db()
    assert login(cast.reporter).post(address, {"version": task.version}).status_code == 403


def test_the_desk_is_the_heads(cast: Cast, plan, login: Login, client):
    for person in (
        cast.reporter,
        cast.supervisor,
        cast.leader,
        cast.administrator,
        cast.auditor,
        cast.nobody,
    ):
        assert login(person).get(PAGE).status_code == 403
        assert PAGE not in login(person).get("/tasks/").content.decode()
    page = login(cast.head).get(PAGE)
    assert "没有等您办理的事项" in text_of(page) and f'href="{PAGE}"' in page.content.decode()
    assert client.get(PAGE)["Location"].startswith("/login/")


def test_a_delegate_works_at_the_absent_heads_desk(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    week = {"delegate": "reporter", "starts_on": "2020-04-15", "ends_on": "2020-04-21"}
    login(cast.head).post("/people/delegation/", week)
    sign(login(cast.reporter), task)
    event = task.events.latest("version")
    assert (event.action, event.data["delegated_for"]) == ("accept", cast.head.pk)


def test_the_desk_costs_the_same_for_4_tasks_and_for_16(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.head)

    def fill(times: int) -> None:
        for _ in range(times):
            make_task(state=State.ASSIGNED), make_task(kind=Kind.CONTINUING)
        browser.get(PAGE)

    fill(2)
    with django_assert_max_num_queries(25) as few:
        browser.get(PAGE)
    budget = len(few)
    fill(6)
    with django_assert_max_num_queries(budget):
        browser.get(PAGE)
