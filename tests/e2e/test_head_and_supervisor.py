"""交办, 签收 with stage goals, 同意办结: the steps around the reports."""

from typing import TYPE_CHECKING

import pytest

from tasks.states import Outcome, State
from tests.e2e.scene import TO_ACCEPT, TO_APPROVE, TO_ASSIGN, Scene
from tests.e2e.windows import Window, expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def button_for(window: Window, title: str, name: str) -> "Locator":
    """What is offered in a task's row."""
    return window.page.locator("tbody tr", has_text=title).get_by_role("link", name=name)


def send(window: Window, name: str) -> None:
    """By the button that people see; the first one of a form only catches the Enter key."""
    window.click(window.page.locator(".btns").get_by_role("button", name=name, exact=True))


def test_a_head_signs_with_the_stage_goals_agreed(scene: Scene, window: Window) -> None:
    page = window.page
    window.become(scene.cast.head)
    window.open("/tasks/mine/")
    window.click(button_for(window, TO_ACCEPT, "签收"))
    for line, (day, amount) in enumerate([("2020-10-31", "10"), ("2020-12-20", "２８")]):
        window.fill(page.locator(f"#id_goals-{line}-due_on"), day)
        window.fill(page.locator(f"#id_goals-{line}-amount"), amount)
    window.assert_well_made()
    send(window, "签收")
    expect(window.message).to_contain_text("已办理“签收”")
    assert scene.task(TO_ACCEPT).state == State.ACTIVE
    window.open(scene.path(TO_ACCEPT))
    expect(page.locator("dl.steps")).to_contain_text("累计 28 公顷")
    window.assert_quiet()


def test_a_stage_goal_after_the_due_date_is_refused_with_the_typed_text_kept(
    scene: Scene, window: Window
) -> None:
    window.foresee(422)
    window.become(scene.cast.head)
    window.open(scene.path(TO_ACCEPT, "accept/"))
    window.fill(window.page.locator("#id_goals-0-due_on"), "2021-02-28")
    window.fill(window.page.locator("#id_goals-0-amount"), "10")
    send(window, "签收")
    expect(window.page.get_by_role("alert")).to_contain_text("2020-12-31")
    expect(window.page.locator("#id_goals-0-due_on")).to_have_value("2021-02-28")
    assert scene.task(TO_ACCEPT).state == State.ASSIGNED
    window.assert_well_made()


def test_a_supervisor_assigns_from_the_desk(scene: Scene, window: Window) -> None:
    page = window.page
    window.become(scene.cast.supervisor)
    window.open("/desk/")
    window.click(button_for(window, TO_ASSIGN, "交办"))
    window.choose(page.get_by_label("牵头单位"), "chengjian")
    window.choose(page.get_by_label("分管领导"), "other_leader")
    window.fill(page.get_by_label("时限"), "2020-11-30")
    send(window, "交办")
    expect(window.message).to_contain_text("已办理“交办”")
    expect(button_for(window, TO_ASSIGN, "交办")).to_have_count(0)
    task = scene.task(TO_ASSIGN)
    assert (task.state, task.leader, str(task.due_on)) == (
        State.ASSIGNED,
        scene.cast.other_leader,
        "2020-11-30",
    )
    window.assert_quiet()


def test_a_supervisor_approves_what_somebody_else_asked_for(scene: Scene, window: Window) -> None:
    page = window.page
    window.become(scene.cast.supervisor)
    window.open("/desk/")
    window.click(button_for(window, TO_APPROVE, "同意"))
    expect(page.get_by_label("基本完成")).to_be_checked()
    send(window, "同意办结")
    expect(window.message).to_contain_text("已办理“同意办结”")
    task = scene.task(TO_APPROVE)
    assert (task.state, task.outcome) == (State.DONE, Outcome.MOSTLY)
    window.assert_quiet()


def test_a_return_without_a_reason_is_refused(scene: Scene, window: Window) -> None:
    window.foresee(422)
    window.become(scene.cast.supervisor)
    window.open(scene.path(TO_APPROVE, "return/"))
    window.page.get_by_label("退回理由").evaluate("field => { field.required = false; }")
    send(window, "退回补办")
    expect(window.page.locator(".field--error")).to_be_visible()
    assert scene.task(TO_APPROVE).state == State.IN_REVIEW
    window.assert_well_made()
