"""The queues of 督查工作台: numbers that open their rows, ages from the log, what the rows say."""

from datetime import date, timedelta

import pytest

from tasks import workflow
from tasks.models import AuditEntry, Plan, Task
from tasks.queues import QUEUES, queues
from tasks.states import Deed, Kind, Level, PlanState, State
from tasks.sweep import sweep
from tasks.workflow.reporting import Help
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(cast: Cast, make_task: TaskMaker, plan: Plan) -> dict[str, Task]:
    """A task for every queue, and some that are in none."""
    make_task(state=State.DONE), make_task(checkpoints=QUARTERS)
    made = {
        "proposed": make_task(state=State.PROPOSED),
        "assigned": make_task(state=State.ASSIGNED, checkpoints=QUARTERS),
        "no_checkpoints": make_task(kind=Kind.CONTINUING),
        "in_review": make_task(state=State.IN_REVIEW, checkpoints=QUARTERS, restricted=True),
    }
    for key in ("unverified", "extension", "unanswered", "answer_overdue", "needs_help", "suspended"):
        made[key] = make_task(checkpoints=QUARTERS, title=f"为{key}")
    made["checkpoint_overdue"] = made["overdue"] = make_task(
        checkpoints=QUARTERS[:1], due_on=date(2020, 4, 3)
    )
    _what_happens(cast, made)
    Plan.objects.filter(pk=plan.pk).update(swept_to=date(2020, 4, 2))
    plan.refresh_from_db()
    sweep(plan, TODAY)
    return made


def _what_happens(cast: Cast, made: dict[str, Task]) -> None:
    day = {"by": cast.supervisor, "version": None}
    report_amount(made["unverified"], cast, "2020-03", "2.5")
    report_amount(made["needs_help"], cast, "2020-03", "1", help=Help("分管领导甲", "权属争议请领导协调"))
    workflow.verify(made["needs_help"], on=date(2020, 4, 1), **day)
    workflow.request_extension(
        made["extension"],
        by=cast.head,
        on=date(2020, 4, 5),
        version=None,
        reason="雨季",
        due_on=date(2021, 3, 1),
    )
    for key, until in (("unanswered", date(2020, 4, 20)), ("answer_overdue", date(2020, 4, 9))):
        workflow.urge(made[key], on=date(2020, 4, 6), level=Level.BLUE, text="请说明", answer_by=until, **day)
    workflow.suspend(made["suspended"], on=date(2020, 4, 7), reason="等待批复", **day)


def test_every_queue_s_number_opens_exactly_its_rows(cast: Cast, login: Login, everything: dict[str, Task]):
    browser = login(cast.supervisor)
    for standing in browser.get("/desk/").context["queues"]:
        page = browser.get(f"/desk/{standing.key}/?plan=2020")
        assert page.context["total"] == len(page.context["rows"]) == standing.count.value, standing.key
        assert browser.get(f"/tasks/?{standing.count.query}").context["total"] == standing.count.value


def test_every_queue_holds_what_it_says(cast: Cast, login: Login, everything: dict[str, Task]):
    browser = login(cast.supervisor)
    for key, task in everything.items():
        codes = {row.task.code for row in browser.get(f"/desk/{key}/").context["rows"]}
        assert task.code in codes, key
    assert everything["unanswered"].code not in text_of(browser.get("/desk/answer_overdue/"))
    assert everything["needs_help"].code not in text_of(browser.get("/desk/unverified/"))


def test_a_queue_is_as_old_as_its_oldest_row(cast: Cast, plan: Plan, everything: dict[str, Task]):
    oldest = {standing.key: standing.oldest for standing in queues(plan, cast.supervisor, TODAY)}
    assert oldest["extension"] == date(2020, 4, 5) and oldest["suspended"] == date(2020, 4, 7)
    assert oldest["unverified"] == date(2020, 3, 25) and oldest["unanswered"] == date(2020, 4, 6)
    assert oldest["proposed"] == date(2020, 3, 13) and oldest["assigned"] == date(2020, 3, 16)
    assert oldest["overdue"] == date(2020, 4, 4), "the day after the due date"
    assert oldest["objections"] is None


def test_a_row_waits_since_it_came_in_last(cast: Cast, plan: Plan, make_task: TaskMaker):
    task = make_task(checkpoints=QUARTERS)
    for on, until in ((date(2020, 4, 1), date(2021, 1, 31)), (date(2020, 4, 10), date(2021, 2, 28))):
        workflow.request_extension(task, by=cast.head, on=on, version=None, reason="雨季", due_on=until)
        if on < date(2020, 4, 10):
            workflow.refuse(task, by=cast.supervisor, on=date(2020, 4, 3), version=None, reason="再赶一赶")
    found = {standing.key: standing for standing in queues(plan, cast.supervisor, TODAY)}
    assert found["extension"].oldest == date(2020, 4, 10) and found["extension"].days == 5


def test_objections_of_a_plan_in_consultation_have_their_queue(
    cast: Cast, plan: Plan, make_task: TaskMaker, login: Login
):
    task, other = make_task(state=State.PROPOSED), make_task(state=State.PROPOSED)
    Plan.objects.update(state=PlanState.CONSULTING)
    workflow.object_to(task, by=cast.head, on=TODAY, version=None, text="建议由经济服务办牵头")
    page = login(cast.supervisor).get("/desk/objections/")
    assert "建议由经济服务办牵头" in text_of(page)
    assert task.code in text_of(page) and other.code not in text_of(page)


def test_rows_say_what_waits(cast: Cast, login: Login, everything: dict[str, Task]):
    browser = login(cast.supervisor)
    assert "按计划推进" in text_of(browser.get("/desk/unverified/")) and "2.5 公顷" in text_of(
        browser.get("/desk/unverified/")
    )
    assert "2020-12-31 → 2021-03-01" in text_of(browser.get("/desk/extension/"))
    assert "提醒单第 1 号" in text_of(browser.get("/desk/unanswered/"))
    assert "已过 6 天" in text_of(browser.get("/desk/answer_overdue/"))
    assert "权属争议请领导协调" in text_of(browser.get("/desk/needs_help/"))
    assert "已基本办结" in text_of(browser.get("/desk/in_review/"))


def test_a_queue_costs_the_same_for_five_rows_and_for_fifty(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.supervisor)
    for wanted in (5, 50):
        while make_task.made < wanted:
            report_amount(make_task(), cast, "2020-03", "1")
        browser.get("/tasks/")  # the day's lights
        for key in ("unverified", "no_checkpoints", "unreported"):
            with django_assert_max_num_queries(17):
                browser.get(f"/desk/{key}/")
        with django_assert_max_num_queries(32):
            browser.get("/desk/")


def test_a_queue_can_be_narrowed(cast: Cast, make_task: TaskMaker, login: Login):
    wanted, other = make_task(state=State.PROPOSED), make_task(state=State.PROPOSED, lead_unit=cast.other)
    browser = login(cast.supervisor)
    assert [row.task for row in browser.get(f"/desk/proposed/?search={wanted.code}").context["rows"]] == [
        wanted
    ]
    assert [row.task for row in browser.get("/desk/proposed/?lead_unit=jingji").context["rows"]] == [other]
    assert browser.get("/desk/proposed/?lead_unit=nowhere").context["rows"] == []


def test_queues_are_the_supervisors(cast: Cast, make_task: TaskMaker, login: Login, client):
    make_task(state=State.PROPOSED)
    for person in (cast.reporter, cast.head, cast.leader, cast.administrator, cast.auditor, cast.nobody):
        for page in ("", "result/", "reminders/", "table.csv"):
            assert login(person).get(f"/desk/proposed/{page}").status_code == 403
        assert login(person).post("/desk/proposed/act/", {"action": "cancel"}).status_code == 403
    assert client.get("/desk/proposed/")["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "address", ["/desk/nothing/", "/desk/proposed/?plan=1999", "/desk/proposed/?plan=%00"]
)
def test_queues_and_plans_that_do_not_exist_are_not_found(cast: Cast, plan: Plan, login: Login, address: str):
    assert login(cast.supervisor).get(address).status_code == 404


def test_keys_of_queues_are_unique():
    assert len({queue.key for queue in QUEUES}) == len(QUEUES)


# Reminders and exports ---------------------------------------------------------------------------------


def test_the_chat_group_s_text_names_who_owes_what_but_nothing_restricted(
    cast: Cast, make_task: TaskMaker, login: Login
):
    ours, theirs = make_task(state=State.ASSIGNED), make_task(state=State.ASSIGNED, lead_unit=cast.other)
    secret = make_task(state=State.ASSIGNED, restricted=True)
    page = login(cast.supervisor).get("/desk/assigned/reminders/")
    texts = {reminder.unit: reminder.text for reminder in page.context["found"].texts}
    assert ours.title in texts["城市建设办公室"] and theirs.title in texts["经济服务办公室"]
    assert theirs.title not in texts["城市建设办公室"] and secret.title not in text_of(page)
    assert "1 项限定知悉" in text_of(page) and "时限 12 月 31 日" in texts["城市建设办公室"]


def test_queues_that_do_not_wait_for_units_have_no_text(cast: Cast, plan: Plan, login: Login):
    assert login(cast.supervisor).get("/desk/in_review/reminders/").status_code == 404
    assert login(cast.supervisor).get("/desk/unreported/reminders/").status_code == 200


def test_who_has_not_reported_can_be_taken_away_as_a_table_and_is_recorded(
    cast: Cast, make_task: TaskMaker, login: Login, plan: Plan
):
    late = make_task(kind=Kind.CONTINUING, title="=1+1 环境清洁日")
    Plan.objects.update(swept_to=TODAY - timedelta(days=1))
    sweep(Plan.objects.get(), TODAY)
    answer = login(cast.supervisor).get("/desk/unreported/table.csv")
    text = answer.content.decode("utf-8")
    assert (
        text.startswith("\ufeff编号,")
        and late.code in text
        and "欠三月期(3 月 28 日截止),四月期(4 月 28 日截止)" in text
    )
    assert ",'=1+1 环境清洁日," in text and ",=1+1" not in text
    entry = AuditEntry.objects.get(deed=Deed.EXPORT)
    assert entry.actor == cast.supervisor and entry.subject == "2020:unreported" and entry.data == {"rows": 1}
    assert "清洁日" not in str(entry.data)


def test_who_has_not_reported_for_a_month_can_be_taken_away(
    cast: Cast, make_task: TaskMaker, login: Login, plan: Plan
):
    late, done = make_task(kind=Kind.CONTINUING), make_task(checkpoints=QUARTERS)
    report_amount(done, cast, "2020-03", "1")
    browser = login(cast.supervisor)
    text = browser.get("/desk/unreported/month.csv?period=2020-03").content.decode("utf-8-sig")
    assert late.code in text and done.code not in text and "2020-03-28" in text
    assert AuditEntry.objects.get(deed=Deed.EXPORT).subject == "2020:missing:2020-03"
    for broken in ("2020-13", "2020-Q1", "nonsense"):
        assert browser.get(f"/desk/unreported/month.csv?period={broken}").status_code == 404
    assert login(cast.head).get("/desk/unreported/month.csv").status_code == 403


def test_a_closed_task_s_report_waits_for_nobody(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-03", "1")
    browser = login(cast.supervisor)
    assert browser.get("/desk/unverified/").context["total"] == 1
    Task.objects.update(state=State.DONE)
    assert browser.get("/desk/unverified/").context["total"] == 0
