"""A year whose 调休 nobody has entered: pages that count in working days say so, the others do not."""

from datetime import date

import pytest

from tasks.models import CalendarDay
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of

pytestmark = pytest.mark.django_db
MISSING = "2020 年调休安排尚未录入"


@pytest.fixture
def unknown_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the list of known years ended before this one."""
    for module in ("tasks.workdays", "tasks.rulebook"):
        monkeypatch.setattr(f"{module}.KNOWN_YEARS", frozenset({2019}))


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("leader", "/dashboard/"),
        ("supervisor", "/desk/"),
        ("head", "/unit/desk/"),
        ("reporter", "/tasks/mine/"),
    ],
)
def test_pages_that_count_in_working_days_warn(
    cast: Cast, plan, login: Login, unknown_year, who: str, page: str
):
    browser = login(getattr(cast, who))
    assert MISSING in text_of(browser.get(page)) and "请系统管理员录入" in text_of(browser.get(page))
    assert MISSING not in text_of(browser.get("/glossary/"))


def test_an_administrator_is_led_to_the_upload(cast: Cast, plan, login: Login, unknown_year):
    page = login(cast.administrator).get("/dashboard/")
    assert MISSING in text_of(page) and "/people/import/workdays/" in page.content.decode()


def test_a_task_warns_where_its_own_date_is_near(
    cast: Cast, make_task: TaskMaker, login: Login, monkeypatch: pytest.MonkeyPatch
):
    for module in ("tasks.workdays", "tasks.rulebook"):
        monkeypatch.setattr(f"{module}.KNOWN_YEARS", frozenset({2020}))
    monkeypatch.setattr("tasks.views.task.unknown_years", lambda on, days: [day.year + 1 for day in days])
    near, far = make_task(due_on=date(2020, 5, 31)), make_task(due_on=date(2020, 12, 31))
    browser = login(cast.reporter)
    assert "2021 年调休安排尚未录入" in text_of(browser.get(f"/tasks/{near.code}/"))
    assert "调休安排尚未录入" not in text_of(browser.get(f"/tasks/{far.code}/"))


def test_once_it_is_entered_nothing_warns(cast: Cast, plan, login: Login, unknown_year):
    for day in (date(2020, 1, 1), date(2020, 10, 1)):
        CalendarDay.objects.create(day=day, working=False, effective_on=TODAY)
    assert MISSING not in text_of(login(cast.supervisor).get("/desk/"))
