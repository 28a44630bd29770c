"""总览: numbers that open their lists, what a leader has in his charge, who counts what; a fixed price."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tasks.models import Plan
from tasks.notices import upkeep
from tasks.states import Kind, PlanState
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.guanhu.many import light_up, multiply
from tests.guanhu.pages import client_of, counted_lists, links, rows_of

BUDGET = 21
"""Of these two for the problems, three for the last look and what changed since, one for the ties of indicators."""


def board(client, **query):
    return client.get(reverse("dashboard"), query)


@pytest.mark.parametrize("who", ["supervisor", "other_reporter"])
def test_every_number_opens_a_list_of_exactly_that_many_rows(busy_plan: Plan, cast: Cast, who: str) -> None:
    client = client_of(getattr(cast, who))
    found = counted_lists(board(client))
    assert len(found) > 40
    assert {number for _, number in found} > {0, 1, 2}
    for href, number in set(found):
        assert rows_of(client, href) == number, href


def test_numbers_in_my_charge_open_lists_of_exactly_that_many_rows(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.other_leader)
    found = counted_lists(board(client, leader="other_leader"))
    assert found
    for href, number in found:
        assert rows_of(client, href) == number, href


def test_a_leader_can_turn_to_what_he_is_in_charge_of(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.other_leader)
    everything, mine = board(client), board(client, leader="other_leader")
    assert everything.context["board"].totals.tasks.value == 9
    assert mine.context["board"].totals.tasks.value == 1
    assert "空气质量" in mine.content.decode()
    assert "土地整备入库" not in mine.content.decode()


def test_the_switch_is_offered_to_leaders_and_to_nobody_else(busy_plan: Plan, cast: Cast) -> None:
    assert "我分管" in board(client_of(cast.leader)).content.decode()
    assert "我分管" not in board(client_of(cast.reporter)).content.decode()


def test_a_leader_who_does_not_exist_is_not_found(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.supervisor)
    assert board(client, leader="other_leader").status_code == 200
    assert board(client, leader="reporter").status_code == 404


def test_restricted_tasks_count_for_those_who_may_know_and_for_nobody_else(
    busy_plan: Plan, cast: Cast
) -> None:
    def tasks(person):
        return board(client_of(person)).context["board"].totals.tasks.value

    assert tasks(cast.supervisor) == tasks(cast.reporter) == tasks(cast.leader) == 10
    assert tasks(cast.other_reporter) == tasks(cast.other_leader) == tasks(cast.administrator) == 9


def test_what_needs_attention_says_why_and_how_to_recover(busy_plan: Plan, cast: Cast) -> None:
    page = board(client_of(cast.leader))
    found = {row.task.title: row.task for row in page.context["page"].attention}
    html = unescape(page.content.decode())
    assert "观盛二路开工" in found
    assert found["观盛二路开工"].light_reason in html
    assert "如何转绿" in html
    assert "已办结任务" not in found


def test_a_quiet_plan_says_so_instead_of_empty_tables(plan: Plan, cast: Cast, office_day: date) -> None:
    light_up(plan, office_day)
    html = board(client_of(cast.leader)).content.decode()
    assert "没有红灯和黄灯" in html
    assert "还没有落实到单位的任务" in html


def test_titles_are_escaped(plan: Plan, cast: Cast, make_task: TaskMaker, office_day: date) -> None:
    make_task(title="<script>alert(1)</script>", due_on=date(2020, 6, 30))
    light_up(plan, office_day)
    html = board(client_of(cast.leader)).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


def test_a_plan_can_be_chosen_where_there_are_several(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    assert 'name="plan"' not in board(client).content.decode()
    Plan.objects.create(
        slug="2021", year=2021, title="2021 年重点工作", starts_on=date(2021, 1, 1), ends_on=date(2021, 12, 31),
        state=PlanState.DRAFT,
    )  # fmt: skip
    assert board(client).context["plan"] == busy_plan
    assert 'name="plan"' in board(client).content.decode()
    assert board(client, plan="2021").context["plan"].slug == "2021"
    assert board(client, plan="1999").status_code == 404


def test_without_any_plan_the_page_says_what_to_do(cast: Cast) -> None:
    assert "后台管理" in board(client_of(cast.administrator)).content.decode()
    html = board(client_of(cast.leader)).content.decode()
    assert "请联系系统管理员" in html
    assert "后台管理" not in html


def test_strangers_are_sent_to_the_login(busy_plan: Plan, client) -> None:
    answer = board(client)
    assert answer.status_code == 302
    assert answer.url.startswith("/login/")


def test_every_pillar_and_unit_has_its_page(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    hrefs = [href for href, _ in links(board(client)) if "/pillars/" in href or href.startswith("/units/")]
    assert len(hrefs) >= 5
    assert {client.get(href).status_code for href in hrefs} == {200}


@pytest.mark.parametrize(
    "query", [{}, {"period": "2020-08"}, {"as_of": "2020-09-29", "compare_to": "2020-08"}]
)
def test_the_page_costs_the_same_for_20_tasks_and_for_200(
    plan: Plan,
    cast: Cast,
    make_task: TaskMaker,
    office_day: date,
    query: dict[str, str],
    django_assert_max_num_queries,
) -> None:
    client = client_of(cast.leader)
    most = BUDGET + (4 if "compare_to" in query else 0)

    def cost() -> int:
        upkeep.finish(office_day)  # else the first page after so much news would tell it
        with django_assert_max_num_queries(most) as queries:
            assert board(client, **query).status_code == 200
        return len(queries)

    for number in range(20):
        kind = list(Kind)[number % 5]
        make_task(
            kind=kind, pillar=1 + number % 2, lead_unit=(cast.lead, cast.other)[number % 2],
            checkpoints=QUARTERS if kind == Kind.QUANTITY else None,
        )  # fmt: skip
    light_up(plan, office_day)
    board(client)  # whoever opens it for the first time on a day leaves a note of that
    for_20 = cost()
    multiply(plan, 9)
    assert board(client, **query).context["board"].totals.tasks.value == 200
    assert cost() == for_20
