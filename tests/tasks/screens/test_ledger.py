"""任务台账: every task a person may see; filters live in the address."""

from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from django.http import QueryDict

from tasks import summaries
from tasks.forms.ledger import LABELS, Controls, address, read_choices
from tasks.models import Plan, Problem, ProblemGroup
from tasks.moment import Moment
from tasks.notices import upkeep
from tasks.states import Kind, State
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of

pytestmark = pytest.mark.django_db


def codes(page) -> list[str]:
    return [row.task.code for row in page.context["rows"]]


def test_without_filters_all_visible_tasks_are_there(cast: Cast, make_task: TaskMaker, login: Login):
    made = [make_task(state=state).code for state in (State.PROPOSED, State.ACTIVE, State.DONE)]
    hidden = make_task(restricted=True).code
    assert codes(login(cast.other_head).get("/tasks/")) == sorted(made)
    assert codes(login(cast.supervisor).get("/tasks/")) == sorted([*made, hidden])


def test_filters_narrow_the_list_and_stand_as_chips_that_can_be_taken_away(
    cast: Cast, make_task: TaskMaker, login: Login
):
    wanted = make_task(pillar=1, lead_unit=cast.other, title="产业园区提升")
    make_task(pillar=2), make_task(pillar=1, kind=Kind.CONTINUING)
    page = login(cast.reporter).get("/tasks/?pillar=1&kind=quantity&unit=jingji&search=园区&nonsense=1")
    assert page.status_code == 200
    assert codes(page) == [wanted.code]
    chips = {chip.label: (chip.value, chip.without) for chip in page.context["controls"].chips}
    assert {label: value for label, (value, _) in chips.items()} == {
        "板块": "智造观湖",
        "类别": "指标类",
        "责任单位": "经济服务办公室",
        "搜索": "园区",
    }
    assert "kind" not in parse_qs(chips["类别"][1].removeprefix("?"))
    assert "pillar=1" in chips["类别"][1]


@pytest.mark.parametrize(
    "query",
    [
        "due_before=2020-02-30",
        "light=purple",
        "state=open,lost",
        "pillar=abc",
        "pillar=99999999999999999999",
        "overdue=perhaps",
        "search=%00",
        "updated_since=yesterday",
    ],
)
def test_a_bad_value_is_a_message_and_an_empty_list(
    query: str, cast: Cast, make_task: TaskMaker, login: Login
):
    make_task()
    page = login(cast.reporter).get(f"/tasks/?{query}")
    assert page.status_code == 200
    assert codes(page) == [] and page.context["total"] == 0
    assert 'class="errors"' in page.content.decode()


def test_hostile_addresses_get_an_answer(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.reporter)
    for query in (
        "page=%00",
        "page=-1",
        "page=9999",
        "ordering=digest",
        "ordering=%ED%A0%80",
        "a=%FF",
        "page=٣",
    ):
        assert codes(browser.get(f"/tasks/?{query}")) == [task.code]
    for query in ("measure=x", "measure=1", "search=%ED%A0%80", "leader=nobody", "unit='"):
        assert codes(browser.get(f"/tasks/?{query}")) == []


def test_an_address_of_several_states_stays_chosen_in_the_form(
    cast: Cast, make_task: TaskMaker, login: Login
):
    make_task()
    page = login(cast.reporter).get("/tasks/?state=assigned,active&measured=false&role=deliver")
    body = page.content.decode()
    assert '<option value="assigned,active" selected>待签收、办理中</option>' in body
    assert '<input type="hidden" name="measured" value="false">' in body
    assert '<input type="hidden" name="role" value="deliver">' in body


def test_the_list_sorts_by_each_heading_both_ways(cast: Cast, make_task: TaskMaker, login: Login):
    first = make_task(due_on=date(2020, 11, 30))
    second = make_task(due_on=date(2020, 4, 1))
    third = make_task(due_on=date(2020, 12, 31), checkpoints=QUARTERS)
    report_amount(third, cast, "2020-03", "7", on=TODAY)
    browser = login(cast.reporter)
    expected = {
        "due_on": [second, first, third],
        "-due_on": [third, first, second],
        "code": [first, second, third],
        "-code": [third, second, first],
        "light": [second, third, first],
        "progress": [third, first, second],
        "-progress": [third, first, second],
    }
    for ordering, tasks in expected.items():
        assert codes(browser.get(f"/tasks/?ordering={ordering}")) == [task.code for task in tasks], ordering


def test_headings_carry_the_filter_and_turn_the_order(cast: Cast, make_task: TaskMaker, login: Login):
    make_task()
    page = login(cast.reporter).get("/tasks/?pillar=2&ordering=due_on&page=1")
    due = next(heading for heading in page.context["headings"] if heading.label == "时限")
    assert due.direction == "ascending"
    assert parse_qs(due.url.removeprefix("?")) == {"pillar": ["2"], "ordering": ["-due_on"]}


def test_long_lists_are_paged_and_the_pages_together_are_the_list(
    cast: Cast, make_task: TaskMaker, login: Login
):
    made = sorted(make_task(state=State.PROPOSED).code for _ in range(53))
    browser = login(cast.reporter)
    first, second = browser.get("/tasks/?plan=2020"), browser.get("/tasks/?plan=2020&page=2")
    assert len(codes(first)) == 50
    assert codes(first) + codes(second) == made
    assert "共 53 项 ,本页为第 1 至 50 项" in text_of(first) and "第 51 至 53 项" in text_of(second)
    assert "plan=2020&amp;page=2" in first.content.decode()


def test_every_number_of_a_summary_opens_that_many_rows(cast: Cast, make_task: TaskMaker, login: Login):
    for state in (State.PROPOSED, State.ASSIGNED, State.IN_REVIEW, State.DONE):
        make_task(state=state, restricted=state == State.ASSIGNED)
    make_task(due_on=date(2020, 4, 1)), make_task(kind=Kind.CONTINUING), make_task(checkpoints=QUARTERS)
    browser = login(cast.other_head)
    browser.get("/tasks/")
    totals = summaries.dashboard(Plan.objects.get(), cast.other_head, Moment.now(TODAY)).totals
    counts = [getattr(totals, name) for name in totals.__slots__ if name not in ("lights", "measured")]
    counts += [*totals.lights.values(), totals.measured.tasks]
    assert sum(count.value for count in counts) > 15
    for count in counts:
        page = browser.get(f"/tasks/?{count.query}")
        assert page.context["total"] == count.value, count.query
        assert f"共 {count.value} 项" in text_of(page)


def test_the_list_costs_the_same_for_twenty_tasks_and_for_two_hundred(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.reporter)
    for wanted in (20, 200):
        while make_task.made < wanted:
            make_task(state=State.PROPOSED)
        upkeep.finish(TODAY)  # else the first page after so much news would tell it
        with django_assert_max_num_queries(15):
            assert browser.get("/tasks/?plan=2020").context["total"] == wanted


def test_every_filter_is_said_in_words(plan: Plan, cast: Cast):
    group = ProblemGroup.objects.create(plan=plan, ordinal=1, name="经济质量")
    Problem.objects.create(group=group, ordinal=2, text="产业层次不高")
    said = {
        "plan": ("2020", "2020 年重点工作"),
        "pillar": ("2", "品质观湖"),
        "measure": ("2.1", "品质观湖举措1"),
        "problem": ("1.2", "产业层次不高"),
        "problem_group": ("1", "经济质量"),
        "kind": ("quantity,control", "指标类、控制类"),
        "role": ("pursue", "争取"),
        "state": ("open", "在办"),
        "light": ("red,none", "红灯、未亮灯"),
        "consultation": ("none,agreed", "未答复、同意"),
        "cadence": ("weekly", "每周"),
        "unit": ("luhu", "鹭湖社区"),
        "lead_unit": ("chengjian", "城市建设办公室"),
        "leader": ("leader", "分管领导甲"),
        "search": ("公园", "公园"),
        "answer_before": ("2020-09-30", "2020-09-30"),
        "due_before": ("2020-09-30", "2020-09-30"),
        "due_after": ("2020-09-01", "2020-09-01"),
        **dict.fromkeys(("first_due_before", "owed_report", "reported_in_time"), ("2020-09-30",) * 2),
        "updated_since": ("2020-09-01T08:00:00+08:00", "2020-09-01T08:00:00+08:00"),
    }
    flags = LABELS.keys() - said.keys()
    assert flags > {"unverified", "pending_extension", "unanswered", "overdue"}
    query = QueryDict(
        urlencode({name: value for name, (value, _) in said.items()} | dict.fromkeys(flags, "true"))
    )
    chips = {chip.label: chip.value for chip in Controls(query, {}, read_choices(query)).chips}
    assert chips == {LABELS[name]: words for name, (_, words) in said.items()} | {
        LABELS[name]: "是" for name in flags
    }
    assert Controls(query, {}, read_choices(query)).said("unanswered", "false") == "否"


def test_an_address_without_a_parameter_keeps_the_others():
    query = QueryDict(urlencode({"state": "a,b", "page": "2", "empty": ""}))
    assert address(query, drop=("page",)) == "state=a,b"
    assert address(query, drop=("state",), ordering="code") == "page=2&ordering=code"


def test_no_match_says_what_to_do(cast: Cast, make_task: TaskMaker, login: Login):
    make_task()
    assert "没有符合条件的任务" in text_of(login(cast.reporter).get("/tasks/?search=不存在的词"))
    assert "没有符合条件的任务" not in text_of(login(cast.reporter).get("/tasks/"))


def test_strangers_are_sent_to_the_login_page(client, make_task: TaskMaker):
    make_task()
    assert client.get("/tasks/")["Location"].startswith("/login/")
