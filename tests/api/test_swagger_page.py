"""Swagger UI in a real browser: it works under the policy, and asks nobody outside."""

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.machine import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_swagger_shows_the_document_with_a_clean_console(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playwright.sync_api import sync_playwright  # installed for browser tests alone

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
    said: list[str] = []
    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{live_server.url}/api/docs/")
        page.get_by_text("办理任务").first.click()
        page.get_by_text("对任务做一个动作").first.wait_for()
        browser.close()
    assert said == []
    assert asked
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
