"""日历: due dates and stage goals by day; each number opens its list; the addresses say month and day."""

from datetime import date

import pytest
from icalendar import Calendar

from tasks.models import CalendarDay, Checkpoint, PlanRules, Task
from tasks.states import Kind
from tests.cast import STAGES, Cast, TaskMaker
from tests.guanhu.pages import counted_lists, inline_code, rows_of
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db

PAGE = "/calendar/"


@pytest.fixture
def tasks(cast: Cast, make_task: TaskMaker) -> None:
    for number in range(5):
        make_task(title=f"环境清洁{number}", kind=Kind.CONTINUING, due_on=date(2020, 4, 30))
    make_task(title="社区公园", kind=Kind.PROJECT, checkpoints=STAGES, lead_unit=cast.other, pillar=1)
    make_task(title="信访积案", kind=Kind.CONTINUING, restricted=True, due_on=date(2020, 4, 30))


def day_of(page, day: date):
    return next(cell for cell in page.context["month"].inside if cell.day == day)


def test_without_an_address_the_month_of_the_office_day_is_shown(tasks, cast: Cast, login: Login) -> None:
    page = login(cast.other_reporter).get(PAGE)
    assert page.context["month"].first == date(2020, 4, 1)
    assert day_of(page, date(2020, 4, 15)).today and not day_of(page, date(2020, 4, 16)).today
    assert "今天" in text_of(page)
    assert len(page.context["year"]) == 12


def test_a_day_shows_few_entries_and_counts_all(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.other_reporter)
    page = browser.get(PAGE)
    assert "到期共 5 项" in text_of(page)
    assert "环境清洁2" in text_of(page) and "环境清洁3" not in text_of(page)
    day = browser.get(PAGE, {"day": "2020-04-30"})
    assert "环境清洁4" in text_of(day) and "到期 5 项" in text_of(day)
    assert "信访积案" not in text_of(day)
    assert "信访积案" in text_of(login(cast.reporter).get(PAGE, {"day": "2020-04-30"}))


def test_every_number_opens_a_list_of_exactly_that_many_rows(tasks, cast: Cast, login: Login) -> None:
    for person in (cast.reporter, cast.other_reporter):
        browser = login(person)
        for query in ({}, {"day": "2020-04-30"}, {"unit": "chengjian", "month": "2020-12"}):
            found = counted_lists(browser.get(PAGE, query))
            assert found
            for href, number in found:
                assert rows_of(browser, href) == number, href


def test_stage_goals_stand_on_their_day_with_shape_and_word(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.reporter)
    assert [
        goal.stage.name for goal in day_of(browser.get(PAGE, {"month": "2020-05"}), date(2020, 5, 31)).goals
    ] == ["设计"]
    html = browser.get(PAGE, {"month": "2020-05"}).content.decode()
    assert "◇" in html and "设计 2020-05-31 未到期" in html
    Checkpoint.objects.filter(text="设计").update(due_on=date(2020, 4, 10))
    assert "设计 2020-04-10 逾期未达成" in browser.get(PAGE).content.decode()


def test_a_days_list_stands_by_pillar_or_by_unit(tasks, cast: Cast, login: Login) -> None:
    Task.objects.filter(title="社区公园").update(due_on=date(2020, 4, 30))
    browser = login(cast.other_reporter)
    day = {"day": "2020-04-30"}
    assert [part.name for part in browser.get(PAGE, day).context["parts"]] == ["智造观湖", "品质观湖"]
    by_unit = browser.get(PAGE, {**day, "by": "unit"}).context["parts"]
    assert [(part.name, len(part.due)) for part in by_unit] == [("城市建设办公室", 5), ("经济服务办公室", 1)]
    assert browser.get(PAGE, {"day": "2020-04-29"}).context["parts"] == []


def test_free_days_and_days_of_reports_are_marked(plan, tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.reporter)
    page = browser.get(PAGE)
    assert (day_of(page, date(2020, 4, 6)).note, day_of(page, date(2020, 4, 26)).note) == ("休", "班")
    assert [cell.day.day for cell in page.context["month"].inside if cell.reports] == [28]
    assert "报送截止" in text_of(page) and "报送截止" not in text_of(browser.get(PAGE, {"month": "2020-02"}))
    CalendarDay.objects.create(day=date(2020, 4, 7), working=False, effective_on=date(2020, 4, 1))
    PlanRules.objects.create(plan=plan, effective_on=date(2020, 4, 1), report_due_day=25)
    page = browser.get(PAGE)
    assert day_of(page, date(2020, 4, 7)).note == "休"
    assert [cell.day.day for cell in page.context["month"].inside if cell.reports] == [25]


def test_a_bad_address_is_a_message_beside_the_present_month(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.reporter)
    for query in ("month=2020-13", "month=2031-01", "day=2020-02-30", "day=%00", "light=purple"):
        page = browser.get(f"{PAGE}?{query}")
        assert page.status_code == 400, query
        assert page.context["month"].first == date(2020, 4, 1)
        assert "notice--error" in page.content.decode() or 'class="errors"' in page.content.decode()


def test_months_that_follow_keep_the_filter_and_end_with_the_plan(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.reporter)
    html = browser.get(PAGE, {"unit": "jingji", "month": "2020-12"}).content.decode()
    assert 'href="?month=2020-11&amp;unit=jingji" rel="prev"' in html and 'rel="next"' not in html
    assert 'rel="prev"' not in browser.get(PAGE, {"month": "2020-01"}).content.decode()


def test_a_moved_date_brings_its_month(tasks, cast: Cast, login: Login) -> None:
    Task.objects.filter(title="社区公园").update(due_on=date(2021, 2, 10))
    page = login(cast.reporter).get(PAGE, {"month": "2021-02"})
    assert page.status_code == 200 and len(page.context["year"]) == 14
    assert [task.title for task in day_of(page, date(2021, 2, 10)).due] == ["社区公园"]


def test_nothing_on_the_page_is_inline(tasks, cast: Cast, login: Login) -> None:
    assert inline_code(login(cast.reporter).get(PAGE, {"day": "2020-04-30"}).content.decode()) == []


def test_without_a_plan_there_is_no_calendar(cast: Cast, login: Login) -> None:
    assert "还没有年度计划" in text_of(login(cast.reporter).get(PAGE))


def test_the_dates_go_into_the_calendar_of_a_phone(tasks, cast: Cast, login: Login) -> None:
    answer = login(cast.reporter).get("/calendar.ics", {"unit": "chengjian"})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="guanhu-2020.ics"' in answer["Content-Disposition"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    events = {str(e["summary"]): e for e in Calendar.from_ical(answer.content).events}
    assert set(events) == {*(f"到期:环境清洁{n}" for n in range(5)), "到期:信访积案"}
    secret, plain = events["到期:信访积案"], events["到期:环境清洁0"]
    assert (plain["dtstart"].dt, plain["dtend"].dt) == (date(2020, 4, 30), date(2020, 5, 1))
    assert str(plain["url"]).startswith("http://testserver/tasks/2020-2-")
    assert str(secret["class"]) == "CONFIDENTIAL" and "class" not in plain
    again = Calendar.from_ical(login(cast.reporter).get("/calendar.ics", {"unit": "chengjian"}).content)
    assert {e["uid"] for e in again.events} == {e["uid"] for e in events.values()}


def test_the_file_holds_what_its_reader_may_see_and_stage_goals_too(tasks, cast: Cast, login: Login) -> None:
    content = login(cast.other_reporter).get("/calendar.ics").content
    said = [str(event["summary"]) for event in Calendar.from_ical(content).events]
    assert "到期:信访积案" not in said and len(said) == 9
    assert "阶段目标:设计(社区公园)" in said


def test_a_bad_filter_brings_a_message_and_no_file(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.reporter)
    answer = browser.get("/calendar.ics", {"light": "purple"})
    assert answer.status_code == 400 and "不认识" in answer.content.decode()
    assert browser.get("/calendar.ics", {"plan": "1999"}).status_code == 404
