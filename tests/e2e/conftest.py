"""One browser for the folder, a window for each test, and an office in the midst of its year."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.e2e.scene import KeptScene, Scene
from tests.e2e.windows import DESK, HEIGHT, PHONE, OpenWindow, Window
from tests.machine import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 20_000
"""Milliseconds for what is waited for: far more than a page needs, for machines that are busy."""
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
"""A browser that does what the page asks, and nothing on its own account."""


@pytest.fixture(scope="package")
def browser() -> Iterator["Browser"]:
    """With a profile of its own, gone afterwards.

    Playwright keeps an event loop in this thread, where Django then refuses the database. Of the package's
    scope, so that neither loop nor leave outlive this folder's tests.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        launched = play.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(params=[DESK, PHONE], ids=["1280px", "360px"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def open_window(browser: "Browser", live_server: LiveServer) -> Iterator[OpenWindow]:
    """Opens windows that share nothing, not even cookies."""
    contexts = []

    def make(width: int = DESK, **options: Any) -> Window:
        viewport = {"width": width, "height": HEIGHT[width]}
        context = browser.new_context(
            viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Window(context.new_page(), live_server.url)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def window(open_window: OpenWindow, width: int) -> Window:
    """A window of the width at hand, nobody logged in."""
    return open_window(width)


@pytest.fixture(autouse=True)
def evidence_folder(tmp_path: Path, settings: Any) -> Path:
    """Uploads of one test, nobody else's."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


@pytest.fixture(scope="package")
def kept() -> KeptScene:
    """The scene is played through the verbs once; every further test gets the same rows again."""
    return KeptScene()


@pytest.fixture
def scene(transactional_db: None, kept: KeptScene) -> Scene:
    return kept.set()
