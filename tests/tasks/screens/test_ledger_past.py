"""任务台账 on a day past: that day's faces, a chip that says so, a form and links that keep the day."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest

from tasks import workflow
from tasks.models import SavedFilter, Task
from tasks.notices import upkeep
from tasks.states import Kind
from tasks.workflow.planning import revise
from tasks.workflow.targets import TargetSpec, current_specs
from tests.cast import LAND, QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of

pytestmark = pytest.mark.django_db
DAY, AFTER = date(2020, 4, 10), date(2020, 4, 14)
STEP: dict[str, Any] = {"version": None, "on": AFTER}


@pytest.fixture
def tasks(cast: Cast, make_task: TaskMaker) -> list[Task]:
    """Changed after DAY: one renamed, given more and moved to another leader, one suspended, one new."""
    land = make_task(title="土地整备", checkpoints=QUARTERS)
    report_amount(land, cast, "2020-03", "7", on=date(2020, 4, 2))
    quiet = make_task(title="环境清洁日", kind=Kind.CONTINUING, due_on=date(2020, 11, 30))
    more = TargetSpec(
        "土地整备入库", LAND.comparator, Decimal(40), unit="公顷", code=current_specs(land)[0].code
    )
    changes = {"title": "土地整备(加码)", "targets": [more], "leader": cast.other_leader}
    revise(land, by=cast.supervisor, reason="加码", **changes, **STEP)
    workflow.suspend(quiet, by=cast.supervisor, reason="缓", **STEP)
    workflow.propose(by=cast.supervisor, on=AFTER, title="新增", measure=land.measure, kind=Kind.CONTINUING)
    return [Task.objects.get(pk=task.pk) for task in (land, quiet)]


def test_the_list_shows_the_faces_of_the_day_and_todays_list_todays(
    tasks: list[Task], cast: Cast, login: Login
):
    browser = login(cast.reporter)
    then, now = browser.get(f"/tasks/?as_of={DAY}"), browser.get("/tasks/")
    assert [row.task.title for row in then.context["rows"]] == ["土地整备", "环境清洁日"]
    assert [row.task.title for row in now.context["rows"]] == ["土地整备(加码)", "环境清洁日", "新增"]
    assert "7 / 28 公顷" in text_of(then) and "7 / 40 公顷" in text_of(now)
    assert then.context["rows"][0].task.leader == cast.leader
    assert "截至 2020-04-10 的情况,只取自办理记录;点开任务看到的是今天的任务页。" in text_of(then)
    assert "只取自办理记录" not in text_of(now)


def test_filters_hold_for_the_day(tasks: list[Task], cast: Cast, login: Login):
    browser = login(cast.reporter)
    for query, wanted in {
        "state=active": 2,
        "state=suspended": 0,
        "leader=leader": 2,
        "search=加码": 0,
        "search=整备": 1,
        "due_before=2020-11-30": 1,
    }.items():
        assert browser.get(f"/tasks/?{query}&as_of={DAY}").context["total"] == wanted, query
    assert browser.get("/tasks/?state=suspended").context["total"] == 1


def test_the_list_sorts_by_each_column_both_ways_on_the_day(tasks: list[Task], cast: Cast, login: Login):
    browser = login(cast.reporter)
    land, quiet = "土地整备", "环境清洁日"
    for ordering, first in {
        "code": land, "-code": quiet, "due_on": quiet, "-due_on": land, "progress": land, "-progress": land,
    }.items():  # fmt: skip
        rows = browser.get(f"/tasks/?as_of={DAY}&ordering={ordering}").context["rows"]
        assert rows[0].task.title == first, ordering
    for ordering in ("light", "-light", "updated_at", "-updated_at"):
        assert browser.get(f"/tasks/?as_of={DAY}&ordering={ordering}").context["total"] == 2


def test_the_day_is_a_chip_that_leads_back_to_today_and_the_form_keeps_it(
    tasks: list[Task], cast: Cast, login: Login
):
    page = login(cast.reporter).get("/tasks/?period=2020-03&kind=quantity&ordering=due_on")
    day, kind = page.context["controls"].chips
    assert (day.label, day.value) == ("截至", "2020-03-29")
    assert parse_qs(day.without.removeprefix("?")) == {"kind": ["quantity"], "ordering": ["due_on"]}
    assert parse_qs(kind.without.removeprefix("?"))["period"] == ["2020-03"]
    body = page.content.decode()
    assert 'name="as_of" value="2020-03-29" max="2020-04-15"' in body
    assert 'name="period"' not in body
    assert page.context["controls"].more_in_force
    assert all("period=2020-03" in heading.url for heading in page.context["headings"] if heading.url)
    today = login(cast.reporter).get(f"/tasks/?as_of={TODAY}")
    assert [chip.label for chip in today.context["controls"].chips] == []


def test_a_saved_filter_keeps_the_filters_and_not_the_day(tasks: list[Task], cast: Cast, login: Login):
    browser = login(cast.reporter)
    answer = browser.post(f"/tasks/filters/?as_of={DAY}&kind=quantity", {"name": "指标"})
    assert answer["Location"] == "/tasks/?kind=quantity"
    assert SavedFilter.objects.get().query == "kind=quantity"
    refused = browser.post(f"/tasks/filters/?as_of={DAY}", {"name": "那天"})
    assert refused.status_code == 422 and SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("as_of=2020-04-16", "还没有到"),
        ("as_of=2020-W15-3", "不是日期"),
        ("as_of=1969-12-31", "过早"),
        ("period=2020-04", "尚未关账"),
        ("period=9999-12", "尚未关账"),
        ("period=0001-01", "过早"),
        ("period=March", "不是期次"),
        ("as_of=2020-04-01&period=2020-03", "只能给一个"),
    ],
)
def test_a_day_that_cannot_be_shown_is_a_400_beside_its_field_and_an_empty_list(
    tasks: list[Task], cast: Cast, login: Login, wrong: str, says: str
):
    answer = login(cast.reporter).get(f"/tasks/?{wrong}")
    assert answer.status_code == 400
    message = unescape(answer.content.decode()).partition('id="f-as_of-error">')[2].partition("</ul>")[0]
    assert says in message
    assert answer.context["total"] == 0


def test_before_the_plans_first_task_the_list_says_why_it_is_empty(
    tasks: list[Task], cast: Cast, login: Login
):
    browser = login(cast.reporter)
    assert "截至 2020-03-12,计划还没有任何任务立项。" in text_of(browser.get("/tasks/?as_of=2020-03-12"))
    assert "没有符合条件的任务" in text_of(browser.get(f"/tasks/?as_of={DAY}&light=grey&kind=project"))


def test_beside_an_earlier_day_each_row_says_what_was_different(tasks: list[Task], cast: Cast, login: Login):
    land, quiet = tasks
    browser = login(cast.reporter)
    answer = browser.get(f"/tasks/?compare_to={DAY}&ordering=code")
    rows = {row.task.pk: row for row in answer.context["rows"]}
    assert rows[land.pk].before.light and rows[land.pk].change < 0  # 7 of 28, then of 40
    assert (rows[quiet.pk].before.state, rows[quiet.pk].task.state) == ("active", "suspended")
    assert [row.is_new for row in answer.context["rows"]].count(True) == 1
    shown = text_of(answer)
    assert "原 办理中" in shown and "新增" in shown and f"与 {DAY} 对比" in shown
    plain = browser.get("/tasks/?ordering=code")
    assert all(row.before is None and not row.is_new for row in plain.context["rows"])
    assert "原 办理中" not in text_of(plain)


def test_a_comparison_that_cannot_be_is_a_400_beside_its_field(tasks: list[Task], cast: Cast, login: Login):
    for wrong, says in (("nonsense", "不是日期"), (f"{AFTER}&as_of={DAY}", "应早于它")):
        answer = login(cast.reporter).get(f"/tasks/?compare_to={wrong}")
        assert answer.status_code == 400
        message = unescape(answer.content.decode()).partition('id="f-compare_to-error">')[2]
        assert says in message.partition("</ul>")[0]


def test_restricted_tasks_stay_hidden_by_todays_rights(cast: Cast, make_task: TaskMaker, login: Login):
    make_task(restricted=True, title="保密"), make_task(title="公开")
    assert login(cast.other_reporter).get(f"/tasks/?as_of={DAY}").context["total"] == 1
    assert login(cast.reporter).get(f"/tasks/?as_of={DAY}").context["total"] == 2


def test_a_day_past_and_a_comparison_cost_one_query_more_each_at_most(
    tasks: list[Task], cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.reporter)
    for wanted in (4, 60):
        while make_task.made < wanted:
            make_task(kind=Kind.CONTINUING)
        upkeep.finish(TODAY)  # else the first page after so much news would tell it
        with django_assert_max_num_queries(16):
            assert browser.get(f"/tasks/?plan=2020&as_of={DAY}").context["total"] == wanted
        with django_assert_max_num_queries(17):
            assert browser.get(f"/tasks/?plan=2020&as_of={DAY}&compare_to=2020-04-01").status_code == 200
