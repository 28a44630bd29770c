"""A browser window that notices what no page may do, and counts what its person does.

Playwright is imported when a window opens, not before: the suite also loads where no browser is installed.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from tasks.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page, Response

PHONE, DESK = 360, 1280
HEIGHT = {PHONE: 740, DESK: 900}
_GRAVE = ("serious", "critical")
_REFUSED = re.compile(r"the server responded with a status of (\d{3})")
_TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const found = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > wide + 1);
  return ["the page"].concat(found.slice(0, 5).map(e => e.outerHTML.slice(0, 120)));
}"""


def expect(*what: Any) -> Any:
    """Playwright's assertions that wait."""
    from playwright.sync_api import expect as waiting

    return waiting(*what)


class Window:
    """One page in a browser of its own.

    `acts` counts what a person does in it: each click, each field filled in, each file chosen. `complaints` are
    console messages that are errors or warnings, uncaught errors, and requests that leave the live server.
    """

    def __init__(self, page: "Page", base: str) -> None:
        self.page, self.base, self.acts = page, base, 0
        self.complaints: list[str] = []
        self._foreseen: set[int] = set()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def _heard(self, message: "ConsoleMessage") -> None:
        if message.type not in ("error", "warning"):
            return
        refused = _REFUSED.search(message.text)
        if not (refused and int(refused[1]) in self._foreseen):
            self.complaints.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _asked(self, url: str) -> None:
        own = urlsplit(self.base)
        asked = urlsplit(url)
        if asked.scheme != "data" and (asked.scheme, asked.netloc) != (own.scheme, own.netloc):
            self.complaints.append(f"request outside: {url}")

    def foresee(self, *statuses: int) -> None:
        """These answers are part of the story: the console's line about them is no fault."""
        self._foreseen |= set(statuses)

    def open(self, path: str) -> "Response":
        """Go to an address of the site."""
        response = self.page.goto(f"{self.base}{path}")
        assert response is not None
        return response

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def click(self, what: "Locator") -> None:
        self.acts += 1
        what.click()

    def fill(self, what: "Locator", text: str) -> None:
        self.acts += 1
        what.fill(text)

    def choose(self, what: "Locator", value: str) -> None:
        self.acts += 1
        what.select_option(value)

    def attach(self, what: "Locator", name: str, content: bytes) -> None:
        self.acts += 1
        what.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})

    def button(self, name: str) -> "Locator":
        """The first button or link on the page that people see under this name."""
        inside = self.page.locator("#content")
        found = inside.get_by_role("button", name=name, exact=True)
        return found.or_(inside.get_by_role("link", name=name, exact=True)).first

    def navigate(self, name: str) -> None:
        """By the main navigation: on a phone, it is in the menu."""
        menu = self.page.locator(".menu > summary")
        if menu.is_visible():
            self.click(menu)
        self.click(self.page.locator("header").get_by_role("link", name=name, exact=True))

    def log_in(self, person: Person, password: str) -> None:
        """By the login form."""
        self.open("/login/")
        self.fill(self.page.get_by_label("用户名"), person.username)
        self.fill(self.page.get_by_label("密码"), password)
        self.click(self.page.get_by_role("button", name="登录"))

    def become(self, person: Person) -> None:
        """Logged in without the form, where the story is about something else."""
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": self.base, "httpOnly": True}]
        )

    def download(self, link: "Locator") -> tuple[str, bytes]:
        """Click a link to a file; its suggested name and its content."""
        with self.page.expect_download() as begun:
            self.click(link)
        return begun.value.suggested_filename, Path(begun.value.path()).read_bytes()

    @property
    def message(self) -> "Locator":
        """What the site says about what was just done."""
        return self.page.locator(".messages")

    def assert_quiet(self) -> None:
        """Console clean, nothing refused by the policy, nobody outside asked."""
        assert not self.complaints, "\n".join([self.path, *self.complaints])

    def assert_fits(self) -> None:
        """No sideways scrolling."""
        wide = self.page.evaluate(_TOO_WIDE)
        assert not wide, "\n".join([f"{self.path} is wider than the window", *wide])

    def assert_accessible(self, *, colours: bool = True) -> None:
        """axe finds nothing serious or critical; without `colours` it does not measure contrast."""
        from axe_playwright_python.sync_playwright import Axe

        rules = {"color-contrast": {"enabled": colours}}
        options = {"resultTypes": ["violations"], "rules": rules}
        found = Axe().run(self.page, options=options).response["violations"]
        grave = [_fault(one) for one in found if one["impact"] in _GRAVE]
        assert not grave, "\n".join([self.path, *grave])

    def assert_well_made(self, *, colours: bool = True) -> None:
        """All that every page must be."""
        self.assert_quiet()
        self.assert_fits()
        self.assert_accessible(colours=colours)


def _fault(violation: dict[str, Any]) -> str:
    places = "; ".join(
        f"{node['html'][:160]} [{node.get('failureSummary', '')}]" for node in violation["nodes"][:3]
    )
    return f"{violation['id']}: {places}"


OpenWindow = Callable[..., Window]
