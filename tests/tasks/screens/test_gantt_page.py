"""甘特图: every visible task of the plan with its dates, the ledger's filters, numbers that open their lists."""

import re
from datetime import date

import pytest

from tasks.models import Task
from tasks.states import Kind, State
from tests.cast import STAGES, Cast, TaskMaker
from tests.guanhu.many import multiply
from tests.guanhu.pages import counted_lists, inline_code, rows_of
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db

BUDGET = 18
PAGE = "/gantt/"


@pytest.fixture
def tasks(cast: Cast, make_task: TaskMaker) -> None:
    make_task(title="社区公园", kind=Kind.PROJECT, checkpoints=STAGES)
    make_task(title="观盛二路<开工>", kind=Kind.MILESTONE, due_on=date(2020, 6, 30), lead_unit=cast.other)
    make_task(title="环境清洁日", kind=Kind.CONTINUING, pillar=1, leader=cast.other_leader)
    make_task(title="信访积案", kind=Kind.CONTINUING, restricted=True)
    make_task(title="不再实施的任务", state=State.CANCELLED)
    Task.objects.filter(title="环境清洁日").update(
        due_on=date(2021, 2, 10), original_due_on=date(2020, 12, 31)
    )


def sections(page) -> dict[str, list[str]]:
    return {section.name: [row.task.title for row in section.rows] for section in page.context["sections"]}


def test_tasks_stand_by_pillar_or_by_unit_the_first_due_first(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.other_head)
    assert sections(browser.get(PAGE)) == {
        "智造观湖": ["环境清洁日"],
        "品质观湖": ["观盛二路<开工>", "社区公园"],
    }
    assert sections(browser.get(PAGE, {"by": "unit"})) == {
        "城市建设办公室": ["社区公园", "环境清洁日"],
        "经济服务办公室": ["观盛二路<开工>"],
    }
    assert sections(browser.get(PAGE, {"by": "colour"})) == sections(browser.get(PAGE))


def test_a_restricted_task_is_drawn_for_its_unit_and_for_no_stranger(tasks, cast: Cast, login: Login) -> None:
    assert "信访积案" in text_of(login(cast.reporter).get(PAGE))
    assert "信访积案" not in text_of(login(cast.other_reporter).get(PAGE))


@pytest.mark.parametrize("by", ["pillar", "unit"])
def test_every_number_opens_a_list_of_exactly_that_many_rows(
    tasks, cast: Cast, login: Login, by: str
) -> None:
    for person in (cast.supervisor, cast.other_reporter):
        browser = login(person)
        for query in ({"by": by}, {"by": by, "unit": "chengjian", "state": "open"}):
            found = counted_lists(browser.get(PAGE, query))
            assert len(found) > 1
            for href, number in found:
                assert rows_of(browser, href) == number, href


def test_the_ledgers_filters_narrow_the_chart(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.supervisor)
    assert sections(browser.get(PAGE, {"leader": "other_leader"})) == {"智造观湖": ["环境清洁日"]}
    assert sections(browser.get(PAGE, {"state": "cancelled"})) == {"品质观湖": ["不再实施的任务"]}
    assert sections(browser.get(PAGE, {"search": "公园", "plan": "2020"})) == {"品质观湖": ["社区公园"]}
    nothing = browser.get(PAGE, {"search": "没有这样的任务"})
    assert sections(nothing) == {} and "没有符合条件的任务" in text_of(nothing)


def test_a_bad_value_is_a_message_and_no_chart(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.reporter)
    for query in ("light=purple", "pillar=x", "as_of=2020-02-30", "as_of=2099-01-01", "search=%00"):
        page = browser.get(f"{PAGE}?{query}")
        assert page.status_code == 400, query
        assert sections(page) == {} and 'class="errors"' in page.content.decode()


def test_a_plan_that_is_not_there_is_not_found(tasks, cast: Cast, login: Login) -> None:
    browser = login(cast.reporter)
    assert browser.get(PAGE, {"plan": "2020"}).status_code == 200
    assert browser.get(PAGE, {"plan": "1999"}).status_code == 404
    assert browser.get(PAGE, {"plan": "\0"}).status_code == 404


def test_without_a_plan_the_page_says_so(cast: Cast, login: Login) -> None:
    assert "还没有年度计划" in text_of(login(cast.reporter).get(PAGE))


def test_bars_marks_and_dates_are_told_in_words_and_in_a_table(tasks, cast: Cast, login: Login) -> None:
    page = login(cast.reporter).get(PAGE)
    html, text = page.content.decode(), text_of(page)
    assert "<title>设计 2020-05-31 未到期</title>" in html
    assert "(原定 2020-12-31)" in html and "原定 2020-12-31" in text
    assert html.count("以表格查看") == len(page.context["sections"])
    assert [row.bar.added > 0 for section in page.context["sections"] for row in section.rows].count(
        True
    ) == 1
    assert "2021 年" in text  # the year into which a date was moved


def test_todays_line_is_there_in_the_plans_year_and_not_after_it(tasks, cast: Cast, login: Login) -> None:
    page = login(cast.reporter).get(PAGE)
    assert 0 < page.context["today"] < 50
    assert "今天 2020-04-15" in text_of(page)
    past = login(cast.reporter).get(PAGE, {"as_of": "2020-03-31"})
    assert past.context["today"] < page.context["today"]
    assert "截至 2020-03-31" in text_of(past) and "今天" not in text_of(past)


def test_a_past_day_shows_the_tasks_as_they_stood(
    plan, cast: Cast, make_task: TaskMaker, login: Login
) -> None:
    make_task(title="社区公园")
    browser = login(cast.reporter)
    assert [s.rows[0].task.state for s in browser.get(PAGE).context["sections"]] == [State.ACTIVE]
    then = browser.get(PAGE, {"as_of": "2020-03-17"})
    assert [s.rows[0].task.state for s in then.context["sections"]] == [State.ASSIGNED]
    assert sections(browser.get(PAGE, {"as_of": "2020-03-01"})) == {}


def test_titles_are_escaped_and_nothing_is_inline(tasks, cast: Cast, login: Login) -> None:
    html = login(cast.supervisor).get(PAGE).content.decode()
    assert "观盛二路&lt;开工&gt;" in html and "<开工>" not in html
    assert inline_code(html) == []
    numbers = re.findall(r'\b(?:x|x1|x2|width)="([^"]*)%"', html)
    assert numbers and all(re.fullmatch(r"\d+(\.\d+)?", number) for number in numbers)


def test_the_ledger_the_chart_and_the_calendar_lead_to_each_other_with_the_same_filter(
    tasks, cast: Cast, login: Login
) -> None:
    browser = login(cast.reporter)
    for address in ("/tasks/", PAGE, "/calendar/"):
        html = browser.get(address, {"unit": "chengjian"}).content.decode()
        for other in ("/tasks/", PAGE, "/calendar/"):
            assert f'href="{other}?unit=chengjian"' in html


def test_the_page_costs_the_same_for_few_tasks_and_for_many(
    plan, tasks, cast: Cast, login: Login, django_assert_max_num_queries
) -> None:
    browser = login(cast.supervisor)

    def costs() -> list[int]:
        counted = []
        for address in (PAGE, "/gantt/?as_of=2020-04-10&by=unit", "/calendar/?day=2020-12-31"):
            browser.get(address)
            with django_assert_max_num_queries(BUDGET) as queries:
                assert browser.get(address).status_code == 200
            counted.append(len(queries))
        return counted

    few = costs()
    multiply(plan, 5)
    assert costs() == few
