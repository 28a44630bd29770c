"""A leader looks at the six pillars: every number opens its list, every light says why."""

import re

import pytest

from tasks.models import Task
from tests.cast import PASSWORD
from tests.e2e.scene import LATE_ROAD, Scene
from tests.e2e.windows import OpenWindow, Window, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_LISTS = """links => links.map(link => [link.getAttribute("href"), link.innerText ?? link.textContent])"""
_FETCH = """async href => {
  const answer = await fetch(href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("h1 + .sub").innerText;
}"""


def number(text: str) -> int:
    """The last number of a text."""
    return int(re.findall(r"\d+", text)[-1])


def stated(window: Window) -> int:
    """What the list says of its own length: 共 N 项."""
    return number(window.page.locator("h1 + .sub", has_text="共").inner_text())


def lists_on(window: Window, inside: str) -> dict[str, int]:
    """Addresses of lists, with the number that links to each."""
    found = window.page.locator(f'{inside}[href^="/tasks/?"]').evaluate_all(_LISTS)
    return {href: number(text) for href, text in found if re.search(r"\d", text)}


def test_the_scene_has_every_light(scene: Scene) -> None:
    """Or the numbers below would agree for want of anything to count."""
    assert {"red", "yellow", "grey", "green", "none"} <= set(Task.objects.values_list("light", flat=True))


def test_a_leader_goes_from_the_pillars_to_a_task_that_says_why(scene: Scene, window: Window) -> None:
    page = window.page
    window.log_in(scene.cast.leader, PASSWORD)
    expect(page.locator(".pillar")).to_have_count(6)
    window.assert_fits()
    for href, shown in lists_on(window, ".kpis a.kpi__value").items():
        window.click(page.locator(f'.kpis a[href="{href}"]').first)
        assert stated(window) == shown, href
        page.go_back()
    row = page.locator("section", has=page.get_by_role("heading", name="需要关注")).locator(
        "tbody tr", has_text=LATE_ROAD
    )
    expect(row).to_contain_text("如何转绿")
    window.click(row.get_by_role("link", name=LATE_ROAD))
    expect(page.get_by_role("heading", name="为什么是红灯")).to_be_visible()
    expect(page.locator(".card--red")).to_contain_text("已逾期(应于 2020-06-30 完成)")
    expect(page.get_by_role("heading", name="如何转绿")).to_be_visible()
    window.assert_quiet()


def test_from_the_task_to_its_pillar_and_its_unit(scene: Scene, window: Window) -> None:
    page = window.page
    window.become(scene.cast.leader)
    window.open(scene.path(LATE_ROAD))
    window.click(page.locator(".crumbs").get_by_role("link", name="品质观湖", exact=True))
    expect(page.get_by_role("heading", name="品质观湖", level=1)).to_be_visible()
    expect(page.locator("tbody tr", has_text=LATE_ROAD)).to_contain_text("红")
    page.go_back()
    window.click(page.locator(".meta").get_by_role("link", name=scene.cast.other.name))
    expect(page.get_by_role("heading", name=scene.cast.other.name, level=1)).to_be_visible()
    expect(page.locator("section", has=page.get_by_role("heading", name="牵头任务"))).to_contain_text(
        LATE_ROAD
    )
    window.assert_quiet()


@pytest.mark.parametrize("path", ["/dashboard/", "/plans/2020/pillars/2/", "/units/"])
def test_every_number_opens_a_list_of_exactly_that_many(
    scene: Scene, open_window: OpenWindow, path: str
) -> None:
    window = open_window()
    window.become(scene.cast.leader)
    window.open(path)
    found = lists_on(window, "#content a")
    assert len(found) > 10
    assert len(set(found.values())) > 2
    for href, shown in found.items():
        assert number(window.page.evaluate(_FETCH, href)) == shown, href
    window.assert_quiet()
