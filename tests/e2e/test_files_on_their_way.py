"""Files from a desk and from a phone: sent as they are chosen, photographs shrunk and upright, nothing lost."""

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tasks import evidence
from tasks.models import Evidence
from tests.e2e.scene import LAND, Scene
from tests.e2e.windows import PHONE, Window, expect
from tests.files import HTML, PDF

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def photograph(width: int = 3000, height: int = 2000) -> bytes:
    """As a camera held upright writes it: lying, red on what becomes its right side, with a note to turn it."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width, height // 2))
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    image.save(out, "JPEG", quality=100, exif=exif)
    return out.getvalue()


@pytest.fixture
def field(scene: Scene, window: Window) -> "Locator":
    """The field for files of one report."""
    window.become(scene.cast.reporter)
    window.open(scene.path(LAND, "report/"))
    return window.page.locator("[data-files]")


def choose(field: "Locator", *files: tuple[str, str, bytes]) -> None:
    payload = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    field.get_by_label("佐证").set_input_files(payload)


def send(scene: Scene, window: Window) -> None:
    window.fill(window.page.get_by_label("本期新增"), "1.5")
    window.fill(window.page.get_by_label("进展", exact=True), "完成签约 2 户")
    window.click(window.page.get_by_role("button", name="报送", exact=True))
    window.page.wait_for_url(f"**{scene.path(LAND)}")


def test_a_photograph_arrives_small_and_upright_and_shows_in_the_timeline(
    scene: Scene, window: Window, field: "Locator", width: int
) -> None:
    choose(field, ("现场.jpg", "image/jpeg", photograph()))
    expect(field.get_by_role("checkbox", name="现场.jpg")).to_be_checked()
    if width == PHONE:
        expect(field.get_by_text("拍照")).to_be_visible()
    send(scene, window)
    kept = Evidence.objects.get(name="现场.jpg")
    with evidence.open_file(kept) as stream:
        picture = Image.open(stream).convert("RGB")
    assert picture.size == (1333, 2000) and not picture.getexif()
    assert picture.getpixel((1200, 1000))[0] > 200 > picture.getpixel((100, 1000))[0]
    shown = window.page.locator("ol.timeline img").first
    shown.scroll_into_view_if_needed()
    expect(shown).to_be_visible()
    window.assert_quiet()


def test_a_form_sent_too_early_waits_for_its_files(scene: Scene, window: Window, field: "Locator") -> None:
    choose(field, *((f"照片{number}.jpg", "image/jpeg", photograph()) for number in range(3)))
    send(scene, window)
    report = scene.task(LAND).events.get(action="report", period="2020-09")
    assert len(report.data["evidence"]) == 3
    window.assert_quiet()


def test_what_is_refused_says_why_and_what_is_unticked_stays_behind(
    scene: Scene, window: Window, field: "Locator"
) -> None:
    window.foresee(415)
    bad = ("图.png", "image/png", HTML)
    choose(field, bad, *((name, "application/pdf", PDF) for name in ("错的.pdf", "好的.pdf")))
    expect(field.get_by_role("alert")).to_contain_text("“图.png”内容是文本,与后缀“.png”不符")
    field.get_by_role("checkbox", name="错的.pdf").uncheck()
    expect(field.get_by_role("checkbox", name="好的.pdf")).to_be_checked()
    send(scene, window)
    report = scene.task(LAND).events.get(action="report", period="2020-09")
    assert [file["name"] for file in report.data["evidence"]] == ["好的.pdf"]
    window.assert_quiet()


def test_a_file_that_the_network_lost_is_sent_again(scene: Scene, window: Window, field: "Locator") -> None:
    window.page.route("**/files/", lambda route: route.abort(), times=1)
    choose(field, ("回执.pdf", "application/pdf", PDF))
    expect(field.get_by_role("alert")).to_contain_text("网络中断")
    field.get_by_role("button", name="重试").click()
    expect(field.get_by_role("checkbox", name="回执.pdf")).to_be_checked()
    window.complaints.clear()  # the browser's own line about the lost connection
    send(scene, window)
    assert Evidence.objects.get().event is not None
    window.assert_quiet()
