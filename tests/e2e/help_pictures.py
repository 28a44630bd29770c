"""The pictures of the help pages, taken from a running demonstration.

python -m tests.e2e.help_pictures http://127.0.0.1:8000 data/password
"""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.machine import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parents[2] / "static" / "help"
SIZE = {"width": 1100, "height": 760}
SHOTS = (
    ("period-report", "reporter.tudi", "/tasks/report/"),
    ("task", "reporter.tudi", "/tasks/2020-2-19/"),
    ("unit-desk", "head.tudi", "/unit/desk/"),
    ("desk", "supervisor", "/desk/"),
    ("dashboard", "leader", "/dashboard/"),
    ("rules", "admin", "/admin/tasks/planrules/add/"),
)
"""File, account of the demonstration, page."""


def take(base: str, password: str) -> None:
    """Write every picture anew, in few colours: they show where things stand, not how they shine."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, account, path in SHOTS:
            picture = Image.open(io.BytesIO(_shot(browser, base, account, password, path)))
            picture.convert("RGB").quantize(64).save(FOLDER / f"{name}.png", optimize=True)
        browser.close()


def _shot(browser: "Browser", base: str, account: str, password: str, path: str) -> bytes:
    context = browser.new_context(viewport=SIZE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{base}/login/")
    page.fill("input[name=username]", account)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(base + path)
    if path.endswith("/planrules/add/"):
        page.fill("[name=gap_yellow]", "5")
        page.fill("[name=gap_red]", "15")
        page.click("[name=_save]")
        page.wait_for_selector("[name=_confirmed]")
    shot = page.screenshot()
    context.close()
    return shot


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"), Path(sys.argv[2]).read_text(encoding="utf-8").strip())
