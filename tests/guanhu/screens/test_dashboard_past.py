"""总览 of a past day, compared with an earlier one: its numbers, their lists, the coordination list, the projector."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tasks import workflow
from tasks.models import Plan
from tasks.states import Kind, Outcome
from tasks.workflow.reporting import Help, Quantity
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.guanhu.many import light_up
from tests.guanhu.pages import client_of, counted_lists, inline_code, rows_of

JULY, AUGUST, TODAY = date(2020, 7, 29), date(2020, 8, 29), date(2020, 9, 30)


@pytest.fixture
def year(plan: Plan, cast: Cast, make_task: TaskMaker, office_day: date) -> Plan:
    """Lit when July and August closed and today. In between: a report that asks for help, a task closed, one that is
    restricted and late."""
    land = make_task(title="土地整备入库", checkpoints=QUARTERS)
    cleaning = make_task(title="环境清洁日", kind=Kind.CONTINUING, pillar=1)
    make_task(title="观盛二路开工", kind=Kind.MILESTONE, due_on=date(2020, 9, 5), lead_unit=cast.other)
    make_task(title="信访积案", kind=Kind.MILESTONE, due_on=date(2020, 6, 30), restricted=True)
    light_up(plan, JULY)
    step: dict[str, Any] = {"version": None}
    workflow.report(
        land, by=cast.reporter, on=date(2020, 8, 20), period="2020-08", note="受阻", quantities=[Quantity(Decimal(3))],
        help=Help("分管领导", "协调两宗用地"), **step,
    )  # fmt: skip
    workflow.report(cleaning, by=cast.reporter, on=date(2020, 8, 21), period="2020-08", note="已开展", **step)
    light_up(plan, AUGUST)
    workflow.submit(cleaning, by=cast.head, on=date(2020, 9, 10), outcome=Outcome.MOSTLY, note="办完", **step)
    workflow.approve(cleaning, by=cast.supervisor, on=date(2020, 9, 11), **step)
    light_up(plan, TODAY)
    return plan


def assert_counted(client: Client, address: str, at_least: int) -> None:
    """Every number of the page opens a list of that many rows."""
    found = set(counted_lists(client.get(address)))
    assert len(found) >= at_least, address
    for href, number in found:
        assert rows_of(client, href) == number, f"{address}: {href}"


@pytest.mark.parametrize("who", ["supervisor", "other_reporter"])
def test_every_number_of_a_past_day_opens_a_list_of_exactly_that_many_rows(
    year: Plan, cast: Cast, who: str
) -> None:
    client = client_of(getattr(cast, who))
    assert_counted(client, "/dashboard/?period=2020-08&compare_to=2020-07", 60)
    assert_counted(client, "/screen/?as_of=2020-08-29", 30)
    assert_counted(client, "/coordination/?as_of=2020-08-29", 1)


def test_a_past_day_shows_what_was_known_then(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    then, now = client.get("/dashboard/?period=2020-08"), client.get("/dashboard/")
    assert (then.context["board"].totals.done.value, now.context["board"].totals.done.value) == (0, 1)
    html = unescape(then.content.decode())
    assert '截至 <b class="num">2020-08-29</b> 的情况' in html
    assert "回到今天" in html
    assert "回到今天" not in now.content.decode()


def test_changes_are_the_difference_to_the_day_compared_with(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    page = client.get("/dashboard/?compare_to=2020-07")
    now, then = page.context["board"].totals, client.get("/dashboard/?period=2020-07").context["board"].totals
    assert now.done.change == now.done.value - then.done.value == 1
    assert now.lights["red"].change == now.lights["red"].value - then.lights["red"].value != 0
    html = page.content.decode()
    assert "▲1</span>" in html
    assert "比对比日多 1,变好" in html
    assert "change--worse" in html


def test_the_drawings_show_each_closed_period_as_its_own_page_does(year: Plan, cast: Cast) -> None:
    client = client_of(cast.supervisor)
    page = client.get("/dashboard/").context["page"]
    august = client.get("/dashboard/?period=2020-08").context["board"]
    shown = [row.cells[-2].count.value for row in page.heat.rows]
    assert shown == [
        row.totals.lights["red"].value + row.totals.lights["yellow"].value for row in august.pillars
    ]
    assert shown[1] > 0
    assert {part.colour: part.count.value for part in page.columns[-2].slices} == {
        colour: count.value for colour, count in august.totals.lights.items() if count.value
    }
    assert [row.label for row in page.periods][:2] == ["九月期", "八月期"]
    kept_from = client_of(cast.other_reporter).get("/dashboard/").context["page"]
    assert kept_from.heat.rows[1].cells[-2].count.value == shown[1] - 1


def test_drawings_have_words_and_a_table_behind_them(year: Plan, cast: Cast) -> None:
    html = client_of(cast.supervisor).get("/dashboard/").content.decode()
    assert "as_of=2020-08-29&amp;pillar=2&amp;light=red,yellow&amp;state=open" in html
    assert "<title>品质观湖 八月期:在办 3 项,红" in html
    assert html.count("以表格查看") == 2


@pytest.mark.parametrize("address", ["/dashboard/", "/screen/", "/coordination/", "/coordination/?screen=1"])
@pytest.mark.parametrize("wrong", ["as_of=2020-10-01", "as_of=gestern", "period=2020-09&as_of=2020-09-01"])
def test_a_bad_address_says_what_is_wrong_and_shows_today(
    busy_plan: Plan, cast: Cast, address: str, wrong: str
) -> None:
    answer = client_of(cast.leader).get(address + ("&" if "?" in address else "?") + wrong)
    assert answer.status_code == 400
    html = answer.content.decode()
    assert 'role="alert"' in html
    assert "下面是今天的情况" in html


def test_leaders_are_told_who_asks_for_what_and_since_when(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    for address in ("/dashboard/", "/coordination/", "/coordination/?screen=1", "/screen/"):
        html = unescape(client.get(address).content.decode())
        assert "协调两宗用地" in html, address
        assert "城市建设办公室" in html
        assert "已 41 天" in html
    assert "协调两宗用地" not in client.get("/coordination/?as_of=2020-08-19").content.decode()
    elsewhere = client_of(cast.other_leader).get("/coordination/?leader=other_leader")
    assert "没有需要领导协调的事项" in elsewhere.content.decode()


def test_the_projector_has_no_navigation_no_script_and_comes_anew_by_itself(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    for address in ("/screen/?plan=2020", "/coordination/?screen=1"):
        answer = client.get(address)
        assert answer.headers["Refresh"] == "300"
        assert "Refresh" not in client.get(f"{address}&still=1").headers
        html = answer.content.decode()
        assert "停止自动刷新" in html
        assert "<nav" not in html
        assert "<script" not in html
        assert "演示数据" in html
        assert not inline_code(html)
    assert "Refresh" not in client.get("/coordination/").headers


def test_restricted_tasks_are_on_no_projector_of_those_who_may_not_know(year: Plan, cast: Cast) -> None:
    assert "信访积案" in client_of(cast.supervisor).get("/screen/").content.decode()
    assert "信访积案" not in client_of(cast.other_leader).get("/screen/").content.decode()


def test_strangers_are_sent_to_the_login(year: Plan, client: Client) -> None:
    for address in ("/screen/", "/coordination/"):
        assert client.get(address).url.startswith("/login/")
