"""Every role on every page that is his: nothing in the console, nothing from outside, nothing axe minds."""

import pytest

from tests.e2e.scene import LAND, LATE_ROAD, TO_ACCEPT, TO_APPROVE, TO_ASSIGN, Scene
from tests.e2e.windows import Window, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERYBODY = ("总览", "任务台账", "指标", "名词解释", "通报")
STAFF = ("总览", "我的任务", "本期报送", "任务台账", "指标", "名词解释", "通报")
NAVIGATION = {
    "reporter": STAFF,
    "head": ("总览", "我的任务", "单位工作台", "本期报送", "任务台账", "指标", "名词解释", "通报"),
    "supervisor": ("总览", "任务台账", "督查工作台", "指标", "名词解释", "通报"),
    "leader": ("总览", "我的任务", "任务台账", "指标", "名词解释", "通报"),
    "administrator": (*EVERYBODY, "人员", "审计记录"),
    "auditor": (*EVERYBODY, "审计记录"),
    "nobody": EVERYBODY,
}
"""Who is offered which pages."""
BEYOND = {
    "reporter": [(LAND, ""), (LAND, "report/"), ("旧村综合整治", "report/")],
    "head": [(TO_ACCEPT, ""), (TO_ACCEPT, "accept/"), (TO_ACCEPT, "decline/"), (LAND, "submit/")],
    "supervisor": [
        *((TO_ASSIGN, "assign/"), (TO_APPROVE, "approve/"), (LAND, "revise/"), (LAND, "report/")),
        *((LAND, "urge/"), (LAND, "verify/"), (LAND, "reject/"), (LAND, "suspend/"), (LAND, "cancel/")),
    ],
    "leader": [(LATE_ROAD, ""), (LAND, "instruct/")],
}
"""Pages of tasks behind the navigation, by role."""
SHARED = {
    "reporter": ["/password/", "/calendar/?day=2020-12-31&by=unit", "/glossary/?q=tdzb"],
    "head": ["/notices/", "/notices/settings/", "/people/delegation/", "/people/departure/", "/help/head/"],
    "administrator": ["/people/import/roster/", "/people/import/workdays/", "/units/luhu/merge/"],
    "supervisor": [
        *("/tasks/new/", "/tasks/?search=没有这样的任务", "/tasks/?light=red&due_before=x"),
        *("/desk/unverified/", "/desk/unreported/", "/plans/2020/year/", "/plans/2020/grid/"),
        *("/help/supervisor/", "/score/", "/indicators/?q=没有这样的指标"),
    ],
    "leader": [
        "/reports/?period=2020-08&status=missing",
        "/dashboard/?leader=leader",
        "/plans/2020/pillars/2/",
        "/units/",
        "/units/chengjian/",
        *("/gantt/?by=unit", "/gantt/?search=没有这样的任务", "/calendar/"),
        *("/problems/", "/problems/?as_of=2020-08-31&compare_to=2020-06-30"),
        *(
            "/dashboard/?period=2020-08&compare_to=2020-07",
            "/coordination/",
            "/coordination/?screen=1",
            "/screen/",
        ),
    ],
    "auditor": ["/tasks/mine/"],
}
"""Other pages behind the navigation."""
FORBIDDEN = {"reporter": "/desk/", "leader": "/tasks/new/"}


@pytest.fixture
def person(scene: Scene, window: Window, role: str) -> Window:
    """The window of somebody in this role."""
    window.become(getattr(scene.cast, role))
    return window


@pytest.fixture(scope="module")
def measured() -> set[tuple[str, int]]:
    """Pages and widths whose colours have been measured. That takes axe most of its time, and colours come from the
    style sheet, not from the role: the first role that sees a page is enough."""
    return set()


@pytest.mark.parametrize("role", NAVIGATION)
def test_every_page_is_well_made(
    scene: Scene, person: Window, role: str, width: int, measured: set[tuple[str, int]]
) -> None:
    assert person.open("/password/").status == 200
    links = person.page.locator("header .nav a").evaluate_all(
        "all => all.map(a => [a.textContent, a.pathname])"
    )
    assert tuple(name for name, _ in links) == NAVIGATION[role]
    behind = [scene.path(title, rest) for title, rest in BEYOND.get(role, [])] + SHARED.get(role, [])
    for path in [*(path for _, path in links), *behind]:
        assert person.open(path).status == 200, path
        person.assert_well_made(colours=(path, width) not in measured)
        measured.add((path, width))


@pytest.mark.parametrize("role", ["leader"])
def test_the_projector_shows_all_without_scrolling(person: Window) -> None:
    for width, height in ((1920, 1080), (1366, 768)):
        person.page.set_viewport_size({"width": width, "height": height})
        for path in ("/screen/", "/screen/?compare_to=2020-07", "/coordination/?screen=1"):
            person.open(path)
            tall, clipped = person.page.evaluate(_HEIGHT_AND_CLIPPED)
            assert tall <= height, path
            assert clipped == [], path


_HEIGHT_AND_CLIPPED = """() => [document.documentElement.scrollHeight, [...document.querySelectorAll(".panel")]
  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).map(e => e.className)]"""


@pytest.mark.parametrize("role", FORBIDDEN)
def test_what_is_not_ones_own_to_do_says_so_on_a_well_made_page(person: Window, role: str) -> None:
    person.foresee(403)
    assert person.open(FORBIDDEN[role]).status == 403
    expect(person.page.get_by_role("heading", name="这件事不归您的账号办理")).to_be_visible()
    person.assert_well_made()


@pytest.mark.parametrize("role", ["reporter"])
def test_the_open_menu_is_well_made(person: Window, width: int) -> None:
    person.open("/glossary/")
    person.click(person.page.locator(".menu > summary, .user > summary").locator("visible=true"))
    expect(
        person.page.locator("header").get_by_role("button", name="退出").locator("visible=true")
    ).to_be_visible()
    person.assert_well_made()


def test_a_page_that_is_not_there_says_so_with_and_without_login(scene: Scene, window: Window) -> None:
    window.foresee(404)
    for who in (None, scene.cast.nobody):
        if who:
            window.become(who)
        assert window.open("/tasks/2020-9-99/" if who else "/no-such-page/").status == 404
        expect(window.page.get_by_role("heading", name="没有这个页面,或不对您开放")).to_be_visible()
        window.assert_well_made()


def test_a_restricted_task_is_not_there_for_others(scene: Scene, window: Window) -> None:
    path = scene.path("信访积案化解")
    window.become(scene.cast.reporter)
    assert window.open(path).status == 200
    window.foresee(404)
    window.become(scene.cast.other_reporter)
    assert window.open(path).status == 404
    window.assert_quiet()


def test_the_login_page_is_well_made_with_and_without_a_message(scene: Scene, window: Window) -> None:
    window.open("/login/")
    window.assert_well_made()
    window.log_in(scene.cast.reporter, "not the password")
    expect(window.page.get_by_role("alert")).to_be_visible()
    window.assert_well_made()


@pytest.mark.parametrize("role", ["administrator"])
def test_the_administration_site_keeps_to_the_policy(person: Window) -> None:
    for path in ("/admin/", "/admin/tasks/unit/", "/admin/tasks/task/"):
        assert person.open(path).status == 200, path
        person.assert_quiet()


def test_swagger_shows_the_document_and_asks_nobody_outside(scene: Scene, window: Window) -> None:
    assert window.open("/api/docs/").status == 200
    expect(window.page.locator(".opblock").first).to_be_visible()
    window.assert_quiet()


def test_a_term_explains_itself_on_focus(scene: Scene, window: Window) -> None:
    window.become(scene.cast.nobody)
    window.open(scene.path(LAND))
    term = window.page.locator("h1 .term")
    explanation = window.page.locator("h1 [role=tooltip]", has_text="对土地进行综合整治和重新安排")
    expect(explanation).to_be_hidden()
    term.focus()
    expect(explanation).to_be_visible()
    window.assert_fits()
    window.page.keyboard.press("Escape")
    expect(explanation).to_be_hidden()
    window.assert_quiet()
