"""督查工作台: queues whose numbers open exactly their rows."""

import pytest

from tasks.states import Kind, State
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import send_report, text_of

pytestmark = pytest.mark.django_db


def test_every_queue_opens_exactly_its_rows(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(state=State.PROPOSED), make_task(state=State.ASSIGNED), make_task(state=State.IN_REVIEW)
    make_task(checkpoints=QUARTERS), make_task(state=State.DONE)
    send_report(login(cast.reporter), make_task(kind=Kind.CONTINUING, restricted=True), help_what="协调")
    browser = login(cast.supervisor)
    browser.get("/tasks/")
    queues = {queue.key: queue.count for queue in browser.get("/desk/").context["queues"]}
    assert {
        key: count.value for key, count in queues.items() if key in ("proposed", "assigned", "in_review")
    } == {
        "proposed": 1,
        "assigned": 1,
        "in_review": 1,
    }
    assert queues["needs_help"].value == 1 and queues["no_checkpoints"].value == 3
    for count in queues.values():
        assert browser.get(f"/tasks/?{count.query}").context["total"] == count.value


def test_what_needs_the_supervisor_himself_is_listed_with_its_buttons(
    cast: Cast, make_task: TaskMaker, login: Login
):
    proposed, in_review = make_task(state=State.PROPOSED), make_task(state=State.IN_REVIEW)
    page = login(cast.supervisor).get("/desk/").content.decode()
    assert f"/tasks/{proposed.code}/assign/" in page
    assert f"/tasks/{in_review.code}/approve/" in page and f"/tasks/{in_review.code}/return/" in page


def test_an_empty_desk_says_so(cast: Cast, plan, login: Login):
    page = text_of(login(cast.supervisor).get("/desk/"))
    assert "没有待审核的办结申请" in page and "没有待交办的任务" in page


def test_a_desk_without_any_plan_says_what_to_do(cast: Cast, login: Login):
    assert "还没有年度计划" in text_of(login(cast.supervisor).get("/desk/"))


def test_the_desk_is_the_supervisors(cast: Cast, plan, login: Login, client):
    for person in (cast.reporter, cast.head, cast.leader, cast.administrator, cast.auditor, cast.nobody):
        assert login(person).get("/desk/").status_code == 403
    assert client.get("/desk/")["Location"].startswith("/login/")
