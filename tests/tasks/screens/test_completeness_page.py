"""报送情况: numbers of each unit, every one a list."""

import re
from html import unescape

import pytest

from tasks.models import OfficeDate
from tasks.states import Kind
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import send_report, text_of

pytestmark = pytest.mark.django_db


def links(page) -> dict[str, int]:
    """Addresses of the numbers on the page, with the numbers."""
    cells = re.findall(r'<a href="(\?[^"#]*)#list"[^>]*>.*?</span>(\d+)</a>', page.content.decode())
    return {unescape(address): int(number) for address, number in cells}


def test_every_number_opens_the_list_that_it_counts(cast: Cast, make_task: TaskMaker, login: Login):
    task, _ = make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    make_task(kind=Kind.CONTINUING, lead_unit=cast.other, leader=cast.other_leader)
    browser = login(cast.reporter)
    send_report(browser, task, period="2020-03")
    page = browser.get("/reports/", {"period": "2020-03"})
    assert "已关账" in text_of(page) and "3 月 28 日截止" in text_of(page)
    numbers = links(page)
    assert len(numbers) == 12 and sum(numbers.values()) == 2 * (3 + 0 + 1 + 2)
    for address, number in numbers.items():
        shown = browser.get(f"/reports/{address}")
        assert len(shown.context["rows"]) == number
        assert f"{number} 项" in text_of(shown)


def test_a_late_report_is_marked_with_its_period_and_day(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(kind=Kind.CONTINUING), login(cast.reporter)
    send_report(browser, task, period="2020-03")
    page = text_of(browser.get("/reports/", {"period": "2020-03", "status": "late"}))
    assert "三月期 3 月 28 日 补报 4 月 15 日" in page
    assert "补报三月期" in text_of(browser.get(f"/tasks/{task.code}/"))


def test_the_open_month_comes_first_and_says_until_when(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(kind=Kind.CONTINUING)
    page = login(cast.supervisor).get("/reports/")
    assert page.context["month"].period == "2020-04" and not page.context["month"].closed
    assert "报送中" in text_of(page) and "2020 年三月期(已截止)" in text_of(page)
    OfficeDate.objects.update(today="2020-04-30")
    assert login(cast.supervisor).get("/reports/").context["month"].period == "2020-04"


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2020-05"}, {"period": "2019-12"}, {"period": "2020-Q1"}, {"period": "x"}, {"plan": "2031"},
        {"unit": "nobody"}, {"status": "odd"}, {"plan": "\x00"}, {"unit": "\x00"},
    ],
)  # fmt: skip
def test_what_there_is_not_is_a_404(query, cast: Cast, make_task: TaskMaker, login: Login):
    make_task(kind=Kind.CONTINUING)
    assert login(cast.supervisor).get("/reports/", query).status_code == 404


def test_a_restricted_task_is_in_no_number_of_others(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(kind=Kind.CONTINUING, restricted=True, title="不宜外传的任务")
    theirs = login(cast.other_reporter).get("/reports/", {"period": "2020-03", "status": "owing"})
    assert "不宜外传" not in text_of(theirs) and not links(theirs)
    own = login(cast.reporter).get("/reports/", {"period": "2020-03", "status": "owing"})
    assert "不宜外传" in text_of(own)


def test_nobody_reads_it_without_logging_in(client):
    assert client.get("/reports/").status_code == 302


def test_without_a_plan_the_page_says_so(cast: Cast, login: Login):
    assert "还没有年度计划" in text_of(login(cast.supervisor).get("/reports/"))
