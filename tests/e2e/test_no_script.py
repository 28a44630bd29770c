"""Without JavaScript: everything still works, only less pleasantly."""

import pytest

from tests.cast import PASSWORD
from tests.e2e.scene import LAND, Scene
from tests.e2e.windows import PHONE, OpenWindow, Window, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain_window(open_window: OpenWindow, width: int) -> Window:
    return open_window(width, java_script_enabled=False)


def test_login_report_and_logout_work(scene: Scene, plain_window: Window, width: int) -> None:
    page, window = plain_window.page, plain_window
    window.log_in(scene.cast.reporter, PASSWORD)
    window.click(window.button("本期报送"))
    card = page.locator(f"#card-{scene.tasks[LAND].code}")
    window.fill(card.get_by_label("本期新增"), "2.65")
    window.fill(card.get_by_label("进展", exact=True), "完成签约 3 户")
    window.attach(card.get_by_label("佐证"), "签约汇总.pdf", b"%PDF-1.4 proof")
    window.click(card.get_by_role("button", name="报送", exact=True))
    expect(window.message).to_contain_text(f"已报送九月期:{scene.tasks[LAND].code}")
    report = scene.task(LAND).events.get(action="report", period="2020-09")
    assert report.note == "完成签约 3 户"
    window.click(page.locator(".menu > summary" if width == PHONE else ".user > summary"))
    window.click(page.locator("header").get_by_role("button", name="退出"))
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert window.open("/tasks/mine/").url.startswith(f"{window.base}/login/")
    window.assert_quiet()


def test_a_draft_is_kept_by_its_button(scene: Scene, plain_window: Window) -> None:
    page, window = plain_window.page, plain_window
    window.become(scene.cast.reporter)
    window.open(scene.path(LAND, "report/"))
    window.fill(page.get_by_label("进展", exact=True), "写到一半")
    window.click(page.get_by_role("button", name="保存草稿"))
    expect(window.message).to_contain_text("草稿已保存")
    expect(page.get_by_label("进展", exact=True)).to_have_value("写到一半")
    assert not scene.task(LAND).events.filter(action="report", period="2020-09").exists()
    window.assert_quiet()


def test_a_wrong_password_says_so(scene: Scene, plain_window: Window) -> None:
    plain_window.log_in(scene.cast.reporter, "not the password")
    expect(plain_window.page.get_by_role("alert")).to_be_visible()
    assert plain_window.path == "/login/"
