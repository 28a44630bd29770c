"""The connection drops, the session ends: nothing typed is lost, and the page says where it is."""

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from tasks.models import ReportDraft
from tests.cast import PASSWORD
from tests.e2e.scene import LAND, Scene
from tests.e2e.windows import PHONE, OpenWindow, Window, expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = "完成签约 3 户,正在断网的路上"
CLEAN = "环境清洁日"


@pytest.fixture
def phone(scene: Scene, open_window: OpenWindow) -> Window:
    """The reporter before the month's reports, on a phone."""
    window = open_window(PHONE)
    window.become(scene.cast.reporter)
    window.open("/tasks/report/")
    return window


def card(window: Window, scene: Scene, title: str = LAND) -> "Locator":
    return window.page.locator(f"#card-{scene.tasks[title].code}")


def drop(window: Window, *, dropped: bool) -> None:
    """No network, or network again. The console's lines about it are part of the story."""
    window.page.context.set_offline(dropped)


def write(window: Window, scene: Scene, title: str = LAND, note: str = NOTE) -> None:
    window.fill(card(window, scene, title).get_by_label("进展", exact=True), note)


def test_what_is_typed_while_the_connection_is_gone_is_saved_when_it_is_back(
    scene: Scene, phone: Window
) -> None:
    drop(phone, dropped=True)
    write(phone, scene)
    expect(card(phone, scene).get_by_text("网络不通,填写的内容已暂存在本机")).to_be_visible()
    assert not ReportDraft.objects.exists()
    drop(phone, dropped=False)
    expect(card(phone, scene).get_by_text("草稿已于")).to_be_visible()
    assert ReportDraft.objects.get().data["note"] == NOTE
    kept = "Object.values(localStorage).map(text => JSON.parse(text)).filter(entry => entry.fields)"
    assert all(entry["saved"] for entry in phone.page.evaluate(kept))


def test_a_page_that_is_closed_without_connection_has_it_all_when_it_is_opened_again(
    scene: Scene, phone: Window
) -> None:
    drop(phone, dropped=True)
    write(phone, scene)
    expect(card(phone, scene).get_by_text("网络不通")).to_be_visible()
    phone.page.goto("about:blank")
    drop(phone, dropped=False)
    phone.open("/tasks/report/")
    expect(card(phone, scene).get_by_label("进展", exact=True)).to_have_value(NOTE)
    expect(card(phone, scene).get_by_text("草稿已于")).to_be_visible()


def test_a_report_that_could_not_be_sent_is_sent_at_the_second_click(scene: Scene, phone: Window) -> None:
    write(phone, scene)
    phone.fill(card(phone, scene).get_by_label("本期新增"), "2")
    drop(phone, dropped=True)
    phone.click(card(phone, scene).get_by_role("button", name="报送", exact=True))
    expect(card(phone, scene).get_by_text("没有报送;填写的内容已暂存在本机")).to_be_visible()
    drop(phone, dropped=False)
    phone.click(card(phone, scene).get_by_role("button", name="报送", exact=True))
    expect(card(phone, scene).get_by_role("heading", name="已报送九月期")).to_be_visible()
    assert scene.task(LAND).events.filter(action="report", period="2020-09").count() == 1


def test_a_session_that_ended_leads_to_the_login_and_back_to_what_was_typed(
    scene: Scene, phone: Window
) -> None:
    Session.objects.all().delete()
    write(phone, scene)
    expect(card(phone, scene).get_by_text("登录已过期,填写的内容已暂存在本机")).to_be_visible()
    phone.click(card(phone, scene).get_by_role("link", name="重新登录"))
    phone.fill(phone.page.get_by_label("用户名"), scene.cast.reporter.username)
    phone.fill(phone.page.get_by_label("密码"), PASSWORD)
    phone.click(phone.page.get_by_role("button", name="登录"))
    expect(card(phone, scene).get_by_label("进展", exact=True)).to_have_value(NOTE)
    expect(card(phone, scene).get_by_text("草稿已于")).to_be_visible()


def test_another_person_at_the_same_machine_sees_nothing_of_it(scene: Scene, phone: Window) -> None:
    drop(phone, dropped=True)
    write(phone, scene)
    expect(card(phone, scene).get_by_text("网络不通")).to_be_visible()
    phone.page.goto("about:blank")
    drop(phone, dropped=False)
    phone.become(scene.cast.head)
    phone.open("/tasks/report/")
    expect(card(phone, scene).get_by_label("进展", exact=True)).to_have_value("")


def test_all_filled_cards_go_one_after_the_other_each_with_its_result(scene: Scene, phone: Window) -> None:
    phone.foresee(422)
    write(phone, scene, note="没有填数")
    phone.click(card(phone, scene, CLEAN).get_by_label("按计划推进"))
    bar = phone.page.locator(".sendall")
    expect(bar).to_contain_text("已填 2 项")
    phone.click(bar.get_by_role("button", name="全部报送"))
    expect(bar).to_contain_text("已报送 1 项,1 项未能报送")
    expect(card(phone, scene, CLEAN).get_by_role("heading", name="已报送九月期")).to_be_visible()
    expect(card(phone, scene).get_by_label("进展", exact=True)).to_have_value("没有填数")
    phone.fill(card(phone, scene).get_by_label("本期新增"), "2")
    phone.click(bar.get_by_role("button", name="全部报送"))
    expect(bar).to_contain_text("已报送 1 项。")
    assert scene.task(CLEAN).events.get(action="report", period="2020-09").note == "本期按计划推进。"
    phone.assert_quiet()


def test_a_connection_that_drops_in_the_middle_sends_the_rest_at_the_second_click(
    scene: Scene, phone: Window
) -> None:
    for title in (CLEAN, "作风纪律检查"):
        write(phone, scene, title, note=f"{title}有进展")
    answered: list[str] = []

    def second_is_lost(route) -> None:  # type: ignore[no-untyped-def]  # playwright's Route
        answered.append(route.request.url)
        route.abort() if len(answered) == 2 else route.continue_()

    phone.page.route("**/report/", second_is_lost)
    bar = phone.page.locator(".sendall")
    phone.click(bar.get_by_role("button", name="全部报送"))
    expect(bar).to_contain_text("已报送 1 项;网络中断,其余 1 项仍在本机")
    phone.page.unroute("**/report/")
    phone.click(bar.get_by_role("button", name="全部报送"))
    expect(bar).to_contain_text("已报送 1 项。")
    for title in (CLEAN, "作风纪律检查"):
        assert scene.task(title).events.get(action="report", period="2020-09").note == f"{title}有进展"


def test_one_tap_takes_over_what_was_said_last_time(scene: Scene, open_window: OpenWindow) -> None:
    window = open_window()
    window.become(scene.cast.reporter)
    window.open(scene.path("旧村综合整治", "report/"))
    expect(window.page.get_by_label("需领导协调的事项")).to_have_value("")
    window.click(window.page.get_by_role("button", name=re.compile("带入上次内容.*需领导协调")))
    expect(window.page.get_by_label("需领导协调的事项")).to_have_value("与业主协商进场时间")
    expect(window.page.get_by_label("请谁协调")).to_have_value("分管领导甲")
    window.assert_quiet()
