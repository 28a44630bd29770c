"""Many rows at once: preview, deed, what became of each."""

from datetime import date
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks import workflow
from tasks.models import PlanRules, Task, TaskEvent
from tasks.states import Action, Kind, Level, State
from tasks.workflow.bulk import MOST
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db
URGE = {"level": "orange", "text": "请抓紧推进", "answer_by": "2020-04-24"}


def choices(*tasks: Task) -> list[str]:
    return [f"{task.code}:{task.version}" for task in tasks]


def act(browser, key: str, action: Action, *tasks: Task, perform: bool = True, follow: bool = True, **fields):
    sent = {"action": action, "task": choices(*tasks), **({"step": "perform"} if perform else {}), **fields}
    return browser.post(f"/desk/{key}/act/?plan=2020", sent, follow=follow)


def versions() -> list[int]:
    return list(Task.objects.order_by("pk").values_list("version", flat=True))


def test_the_preview_says_what_will_happen_and_what_will_be_refused_and_does_nothing(
    cast: Cast, make_task: TaskMaker, login: Login
):
    ready, done = make_task(), make_task(state=State.DONE)
    before = versions()
    page = act(login(cast.supervisor), "no_checkpoints", Action.URGE, ready, done, perform=False)
    assert [row.task for row in page.context["ready"]] == [ready]
    assert [row.task for row in page.context["refused"]] == [done]
    assert "任务现为“已办结”" in text_of(page) and page.status_code == 200
    assert versions() == before


def test_slips_are_numbered_and_can_be_printed_together(cast: Cast, make_task: TaskMaker, login: Login):
    tasks = [make_task(), make_task(), make_task()]
    browser = login(cast.supervisor)
    page = act(browser, "no_checkpoints", Action.URGE, *tasks, **URGE)
    assert [row.slip for row in page.context["done"]] == [f"观湖督〔2020〕催办单第 {n} 号" for n in (1, 2, 3)]
    (printing,) = page.context["printing"]
    assert browser.get(printing.url).status_code == 200
    events = TaskEvent.objects.filter(action=Action.URGE)
    assert {event.texts["text"] for event in events} == {"请抓紧推进"} and events.count() == 3
    assert {event.data["answer_by"] for event in events} == {"2020-04-24"}


def test_a_reload_of_the_result_urges_nobody_twice(cast: Cast, make_task: TaskMaker, login: Login):
    browser = login(cast.supervisor)
    answer = act(browser, "no_checkpoints", Action.URGE, make_task(), follow=False, **URGE)
    assert answer.status_code == 302
    for _ in range(2):
        assert "办成 1 项" in text_of(browser.get(answer["Location"]))
    assert TaskEvent.objects.filter(action=Action.URGE).count() == 1


def test_a_stale_row_is_refused_with_its_reason_and_can_be_tried_again(
    cast: Cast, make_task: TaskMaker, login: Login
):
    seen, moved = make_task(), make_task()
    workflow.revise(
        moved, by=cast.supervisor2, on=date(2020, 4, 10), version=None, reason="更名", title="新名称"
    )
    browser = login(cast.supervisor)
    page = act(browser, "overdue", Action.SUSPEND, seen, moved, reason="等待批复")
    assert [row.event.task for row in page.context["done"]] == [seen]
    assert "已被他人更新" in text_of(page)
    (again,) = page.context["refused"]
    page = browser.post(
        "/desk/overdue/act/",
        {"action": "suspend", "step": "perform", "reason": "等待批复", "task": again.value},
        follow=True,
    )
    assert [row.event.task for row in page.context["done"]] == [moved]
    assert set(Task.objects.values_list("state", flat=True)) == {State.SUSPENDED}


def test_nobody_approves_what_he_submitted_himself_in_a_batch_either(
    cast: Cast, make_task: TaskMaker, login: Login
):
    own, others = make_task(state=State.IN_REVIEW), make_task(state=State.IN_REVIEW)
    Task.objects.filter(pk=own.pk).update(submitted_by=cast.supervisor)
    page = act(login(cast.supervisor), "in_review", Action.APPROVE, own, others)
    assert [row.event.task for row in page.context["done"]] == [others]
    assert [row.task for row in page.context["refused"]] == [own]
    own.refresh_from_db(), others.refresh_from_db()
    assert (own.state, others.state) == (State.IN_REVIEW, State.DONE)


def test_reports_are_verified_and_extensions_granted_in_batches(
    cast: Cast, make_task: TaskMaker, login: Login
):
    tasks = [make_task(checkpoints=QUARTERS), make_task(checkpoints=QUARTERS)]
    for task in tasks:
        report_amount(task, cast, "2020-03", "2")
        workflow.request_extension(
            task, by=cast.head, on=date(2020, 4, 1), version=None, reason="雨季", due_on=date(2021, 2, 28)
        )
        task.refresh_from_db()
    browser = login(cast.supervisor)
    act(browser, "unverified", Action.VERIFY, *tasks)
    assert list(Task.objects.values_list("unverified_count", flat=True)) == [0, 0]
    act(browser, "extension", Action.GRANT, *Task.objects.all())
    assert set(Task.objects.values_list("due_on", flat=True)) == {date(2021, 2, 28)}


def test_the_leader_s_word_is_asked_for_where_the_rules_want_it(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(checkpoints=QUARTERS)
    PlanRules.objects.update(extension_needs_leader=True)
    workflow.request_extension(
        task, by=cast.head, on=date(2020, 4, 1), version=None, reason="雨季", due_on=date(2021, 2, 28)
    )
    task.refresh_from_db()
    browser = login(cast.supervisor)
    assert act(browser, "extension", Action.GRANT, task).status_code == 422
    assert act(browser, "extension", Action.GRANT, task, leader="leader").status_code == 200
    task.refresh_from_db()
    assert task.pending_extension is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**URGE, "text": ""}, "必填"),
        ({**URGE, "answer_by": "2020-04-01"}, "回复期限不能早于今天"),
        ({**URGE, "answer_by": "2020-02-30"}, "有效的日期"),
        ({**URGE, "level": "pink"}, "pink"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_done(
    cast: Cast, make_task: TaskMaker, login: Login, fields: dict[str, str], said: str
):
    task = make_task()
    page = act(login(cast.supervisor), "no_checkpoints", Action.URGE, task, **fields)
    assert page.status_code == 422 and page.context["form"].errors
    assert said in str(page.context["form"].errors) or said == "必填"
    assert versions() == [task.version]


def test_nothing_chosen_and_broken_choices_are_said(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    browser = login(cast.supervisor)
    assert "请先勾选" in text_of(act(browser, "no_checkpoints", Action.URGE, perform=False))
    for broken in ("nonsense", f"{task.code}:x", f"{task.code}:-1", ":3", "a" * 80 + ":1"):
        page = browser.post("/desk/no_checkpoints/act/", {"action": "urge", "task": broken})
        assert page.status_code == 422 and "页面已失效" in text_of(page)
    many = [f"2020-9-{n}:1" for n in range(MOST + 1)]
    page = browser.post("/desk/no_checkpoints/act/", {"action": "urge", "task": many})
    assert page.status_code == 422 and f"最多办理 {MOST} 项" in text_of(page)


def test_a_queue_takes_only_the_actions_that_fit(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    for action in ("approve", "report", "nonsense", ""):
        page = login(cast.supervisor).post(
            "/desk/no_checkpoints/act/", {"action": action, "task": choices(task)}
        )
        assert page.status_code == 404


def test_all_rows_of_the_queue_can_be_chosen_at_once(cast: Cast, make_task: TaskMaker, login: Login):
    for _ in range(3):
        make_task()
    elsewhere = make_task(checkpoints=QUARTERS)
    page = act(login(cast.supervisor), "no_checkpoints", Action.URGE, perform=False, all="1")
    assert len(page.context["ready"]) == 3
    assert elsewhere not in [row.task for row in page.context["ready"]]


def test_two_hundred_tasks_are_urged_in_two_seconds_with_the_statements_of_two(
    cast: Cast, make_task: TaskMaker, login: Login
):
    browser = login(cast.supervisor)
    act(
        browser, "no_checkpoints", Action.URGE, make_task(), follow=False, **URGE
    )  # the series of numbers begins
    statements = []
    for wanted in (2, 200):
        while make_task.made < wanted:
            make_task(kind=Kind.CONTINUING)
        browser.get("/tasks/")  # the day's lights
        with CaptureQueriesContext(connection) as counted:
            act(browser, "no_checkpoints", Action.URGE, *Task.objects.all(), follow=False, **URGE)
        statements.append(distinct(counted.captured_queries))
    assert statements[0] == statements[1]
    tasks = list(Task.objects.all())
    begun = process_time()
    answer = act(browser, "no_checkpoints", Action.URGE, *tasks, follow=False, **URGE)
    spent = process_time() - begun
    assert answer.status_code == 302 and spent < 2, f"{spent:.1f} s"
    assert TaskEvent.objects.filter(action=Action.URGE, data__level=Level.ORANGE).count() == 1 + 2 + 200 + 200


def distinct(queries: list[dict[str, str]]) -> int:
    """How many statements; rows that SQLite takes in several portions count as one."""
    inserts = {query["sql"][:40] for query in queries if query["sql"].startswith("INSERT")}
    return len([query for query in queries if not query["sql"].startswith("INSERT")]) + len(inserts)
