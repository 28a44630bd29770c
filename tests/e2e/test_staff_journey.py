"""The month's report: from the login to the timeline, with the amount, the words and a file."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tasks import workflow
from tasks.workflow.reporting import Quantity
from tests.cast import PASSWORD
from tests.e2e.scene import LAND, TODAY, Scene
from tests.e2e.windows import PHONE, OpenWindow, Window, expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILE = "土地整备入库签约汇总表(九月).pdf"
PROOF = b"%PDF-1.4 proof of September"
NOTE = "完成签约 3 户,入库面积经区土整中心确认"
MINUTE = 12
"""Clicks, fields and files that one gets done within a minute."""


@pytest.fixture
def at_report(scene: Scene, window: Window) -> Window:
    """The reporter before the month's reports."""
    window.become(scene.cast.reporter)
    window.open("/tasks/report/")
    return window


def card_of(window: Window, scene: Scene) -> "Locator":
    return window.page.locator(f"#card-{scene.tasks[LAND].code}")


def fill_in(window: Window, scene: Scene, amount: str, note: str = NOTE) -> None:
    card = card_of(window, scene)
    window.fill(card.get_by_label("本期新增"), amount)
    window.fill(card.get_by_label("进展", exact=True), note)


def pillar_average(window: Window) -> str:
    card = window.page.locator(".pillar", has=window.page.get_by_role("heading", name="品质观湖"))
    return card.locator(".legend").inner_text()


def test_a_report_is_sent_within_a_minute_and_shows_everywhere(
    scene: Scene, window: Window, width: int
) -> None:
    page, code = window.page, scene.tasks[LAND].code
    typed = "２．５" if width == PHONE else "2.5"
    window.log_in(scene.cast.reporter, PASSWORD)
    expect(page.get_by_role("heading", name="我的任务", level=1)).to_be_visible()
    window.click(window.button("本期报送"))
    fill_in(window, scene, typed)
    card = card_of(window, scene)
    window.attach(card.get_by_label("佐证"), FILE, PROOF)
    window.click(card.get_by_role("button", name="报送", exact=True))
    expect(card.get_by_role("heading", name=f"已报送九月期:{LAND}")).to_be_focused()
    window.click(card.get_by_role("link", name=LAND))
    newest = page.locator(".task__log ol.timeline > li", has_text="经办甲").first
    expect(newest).to_contain_text(NOTE)
    expect(newest).to_contain_text("2.5")
    assert window.acts <= MINUTE
    expect(page.get_by_text("这期间发生了")).to_have_count(0)
    assert window.download(newest.get_by_role("link", name=FILE)) == (FILE, PROOF)
    window.navigate("总览")
    expect(page.locator(".pillar").first).to_be_visible()
    assert "平均 80%" in pillar_average(window)
    assert_in_feed(window, code)
    window.assert_quiet()


def assert_in_feed(window: Window, code: str) -> None:
    """The API's log of the task ends with this report."""
    answer = window.page.request.get(f"{window.base}/api/v1/tasks/{code}/events/")
    assert answer.status == 200
    reports = [event for event in answer.json()["results"] if event["action"] == "report"]
    last = max(reports, key=lambda event: event["version"])
    assert (last["note"], last["period"]) == (NOTE, "2020-09")
    assert [figure["value"] for figure in last["data"]["quantities"]] == ["2.5"]
    assert [file["name"] for file in last["evidence"]] == [FILE]


def test_before_the_report_the_dashboard_stands_where_it_stood(scene: Scene, window: Window) -> None:
    window.become(scene.cast.reporter)
    window.open("/dashboard/")
    assert "平均 71%" in pillar_average(window)


def test_what_is_typed_survives_a_reload_until_it_is_sent(scene: Scene, at_report: Window) -> None:
    card = card_of(at_report, scene)
    expect(card.get_by_text("草稿已于")).to_have_count(0)
    fill_in(at_report, scene, "2.5")
    expect(card.get_by_text("草稿已于")).to_be_visible()
    expect(card.get_by_text("报送后累计")).to_contain_text("22.5")
    at_report.page.reload()
    expect(card.get_by_label("本期新增")).to_have_value("2.5")
    expect(card.get_by_label("进展", exact=True)).to_have_value(NOTE)
    at_report.click(card.get_by_role("button", name="报送", exact=True))
    expect(card.get_by_role("heading", name="已报送九月期")).to_be_visible()
    at_report.open(scene.path(LAND, "report/"))
    expect(at_report.page.get_by_label("进展", exact=True)).to_have_value("")
    at_report.assert_quiet()


def test_a_conflict_shows_what_happened_and_keeps_the_typed_text(scene: Scene, at_report: Window) -> None:
    at_report.foresee(409)
    fill_in(at_report, scene, "2.5")
    workflow.report(
        scene.task(LAND), by=scene.cast.head, on=TODAY, version=None, period="2020-09", note="先报 1 公顷",
        quantities=[Quantity(Decimal(1))],
    )  # fmt: skip
    card = card_of(at_report, scene)
    at_report.click(card.get_by_role("button", name="报送", exact=True))
    expect(card.get_by_role("alert")).to_contain_text("您填写的内容已保留")
    expect(card.get_by_role("alert")).to_contain_text("先报 1 公顷")
    expect(card.get_by_label("进展", exact=True)).to_have_value(NOTE)
    expect(card.get_by_label("本期新增")).to_have_value("2.5")
    at_report.click(card.get_by_role("button", name="报送", exact=True))
    expect(card.get_by_role("heading", name="已报送九月期")).to_be_visible()
    notes = scene.task(LAND).events.filter(action="report", period="2020-09").values_list("note", flat=True)
    assert list(notes) == ["先报 1 公顷", NOTE]
    at_report.assert_quiet()


@pytest.mark.parametrize("amount", ["-1", "约三公顷"])
def test_an_amount_that_is_none_is_refused_at_its_field(
    scene: Scene, open_window: OpenWindow, amount: str
) -> None:
    window = open_window(PHONE)
    window.become(scene.cast.reporter)
    window.open("/tasks/report/")
    window.foresee(422)
    fill_in(window, scene, amount)
    card = card_of(window, scene)
    window.click(card.get_by_role("button", name="报送", exact=True))
    expect(card.locator(".field--error", has=window.page.get_by_label("本期新增"))).to_be_visible()
    expect(card.get_by_label("进展", exact=True)).to_have_value(NOTE)
    assert not scene.task(LAND).events.filter(action="report", period="2020-09").exists()
    window.assert_quiet()
