"""Pages of a pillar, of the units and of changes on a day past: numbers, lists, links, messages, costs."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tasks import workflow
from tasks.models import Look, OfficeDate, Plan, Task
from tasks.notices import upkeep
from tasks.states import Kind, Outcome
from tasks.workflow.planning import revise
from tasks.workflow.targets import TargetSpec, current_specs
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.guanhu.many import lengthen, light_up, multiply
from tests.guanhu.pages import client_of, counted_lists, inline_code, links, rows_of
from tests.tasks.reports import report_amount

JULY, AUGUST, TODAY = date(2020, 7, 29), date(2020, 8, 29), date(2020, 9, 30)
PILLAR, UNITS, UNIT = (
    reverse("pillar", args=("2020", 2)),
    reverse("units"),
    reverse("unit", args=("chengjian",)),
)
PAGES = (PILLAR, UNITS, UNIT)
PAST = "?period=2020-08&compare_to=2020-07"
BUDGET = 17


@pytest.fixture
def year(plan: Plan, cast: Cast, make_task: TaskMaker, office_day: date) -> Plan:
    """Lit when July and August closed and today; since August a task was closed, one renamed and asked for more, one
    given to another unit."""
    land = make_task(title="土地整备入库", checkpoints=QUARTERS, supporting=(cast.community,))
    cleaning = make_task(title="环境清洁日", kind=Kind.CONTINUING)
    road = make_task(title="观盛二路开工", kind=Kind.MILESTONE, due_on=date(2020, 8, 5))
    make_task(title="社区公园", kind=Kind.CONTINUING, lead_unit=cast.other, supporting=(cast.lead,))
    make_task(title="信访积案", kind=Kind.MILESTONE, due_on=date(2020, 8, 1), restricted=True)
    light_up(plan, JULY)
    report_amount(land, cast, "2020-08", "12")
    light_up(plan, AUGUST)
    step: dict[str, Any] = {"version": None, "on": date(2020, 9, 10)}
    workflow.submit(cleaning, by=cast.head, outcome=Outcome.MOSTLY, note="办完", **step)
    workflow.approve(cleaning, by=cast.supervisor2, **step)
    target = TargetSpec(
        "入库", ">=", current_specs(land)[0].value + 12, unit="公顷", code=current_specs(land)[0].code
    )
    revise(land, by=cast.supervisor, reason="加码", title="土地整备入库 40 公顷", targets=[target], **step)
    revise(road, by=cast.supervisor, reason="移交", lead_unit=cast.other, **step)
    light_up(plan, TODAY)
    return plan


def html_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


@pytest.mark.parametrize("who", ["leader", "other_reporter"])
def test_every_number_of_a_past_day_opens_a_list_of_exactly_that_many_rows(
    year: Plan, cast: Cast, who: str
) -> None:
    client = client_of(getattr(cast, who))
    for address in PAGES:
        found = set(counted_lists(client.get(address + PAST)))
        assert len(found) > 10
        for href, number in found:
            assert "as_of=2020-08-29" in href
            assert rows_of(client, href) == number, (address, href)


def test_a_past_page_shows_titles_targets_units_and_lights_of_its_day(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    then, now = html_of(client, PILLAR + PAST), html_of(client, PILLAR)
    assert "12 / 28 公顷" in then and "12 / 40 公顷" in now
    assert "土地整备入库</a>" in then and "土地整备入库 40 公顷</a>" in now
    led = [client.get(UNIT + query).context["board"].totals.tasks.value for query in (PAST, "")]
    assert led == [4, 3]
    done = [client.get(PILLAR + query).context["totals"].done.value for query in (PAST, "")]
    assert done == [0, 1]
    assert '截至 <b class="num">2020-08-29</b> 的情况' in then and "回到今天" in then
    assert "回到今天" not in now


def test_a_comparison_says_by_how_much_each_number_changed(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    page = client.get(PILLAR + "?compare_to=2020-08")
    totals = page.context["totals"]
    assert (totals.done.change, totals.lights["red"].change) == (1, 0)
    assert [block.totals.done.change for block in page.context["measures"]] == [1, 0]
    units = {
        row.unit.code: row.totals.tasks
        for row in client.get(UNITS + "?compare_to=2020-08").context["board"].units
    }
    assert {code: count.change for code, count in units.items()} == {"chengjian": -1, "jingji": 1}
    unit = client.get(UNIT + "?compare_to=2020-08")
    assert unit.context["board"].totals.tasks.change == -1
    assert unit.context["involved"].change == -1
    assert client.get(PILLAR).context["totals"].done.change is None


def test_a_unit_that_gave_everything_away_since_still_stands_with_its_change(year: Plan, cast: Cast) -> None:
    for task in Task.objects.filter(lead_unit=cast.lead).exclude(state="done"):
        revise(
            task,
            by=cast.supervisor,
            on=TODAY,
            version=None,
            reason="移交",
            lead_unit=cast.community,
            supporting_units=[],
        )
    Task.objects.filter(state="done").update(lead_unit=cast.other)
    rows = client_of(cast.supervisor).get(UNITS + "?compare_to=2020-08").context["board"].units
    gone = next(row for row in rows if row.unit == cast.lead)
    assert (gone.totals.tasks.value, gone.totals.tasks.change) == (0, -4)


def test_links_between_past_pages_keep_the_day_and_the_comparison(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    for address in PAGES:
        beside = [
            href
            for href, _ in links(client.get(address + PAST))
            if href.startswith(("/units/", "/plans/2020/pillars/", "/dashboard/?plan"))
        ]
        assert beside
        for href in beside:
            assert "as_of=2020-08-29&compare_to=2020-07-29" in href, (address, href)
            assert client.get(href).status_code == 200
    assert not any("as_of" in href for href, _ in links(client.get(PILLAR)))


@pytest.mark.parametrize(
    "wrong", ["as_of=2020-10-01", "as_of=2020-W40-3", "as_of=0001-01-01", "period=2020-10", "compare_to=x"]
)
def test_a_day_that_cannot_be_shown_is_a_400_with_a_message_and_today_below(
    year: Plan, cast: Cast, wrong: str
) -> None:
    client = client_of(cast.leader)
    for address in PAGES:
        answer = client.get(f"{address}?{wrong}")
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode() and "下面是今天的情况" in answer.content.decode()
        assert "截至" not in answer.content.decode().partition("notice--past")[2][:80]


def test_before_the_plan_pages_are_empty_and_say_why(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    assert "截至 2020-03-12,这项举措还没有任务。" in html_of(client, PILLAR + "?as_of=2020-03-12")
    assert "截至 2020-03-12,没有牵头任务。" in html_of(client, UNIT + "?as_of=2020-03-12")
    assert client.get(UNITS + "?as_of=2020-03-12").context["board"].totals.tasks.value == 0
    assert "还没有任务" not in html_of(client, PILLAR + "?as_of=2020-08-29").partition("measure-2")[0]


def test_today_and_the_past_cost_the_same_for_20_tasks_and_for_200_with_5000_events(
    year: Plan, cast: Cast, django_assert_max_num_queries
) -> None:
    client = client_of(cast.leader)
    client.get("/dashboard/")  # the day's first look is written down
    addresses = [page + query for page in ("/dashboard/", *PAGES) for query in ("", "?as_of=2020-08-29")]
    addresses += [f"{CHANGES}?from=2020-08-29", f"{CHANGES}?from=2020-07-29&to=2020-08-29"]

    def costs() -> list[int]:
        upkeep.finish(TODAY)  # else the first page after so much news would tell it
        counted = []
        for address in addresses:
            most = BUDGET + (4 if address.startswith("/dashboard/") else 0)
            with django_assert_max_num_queries(most) as queries:
                assert client.get(address).status_code == 200, address
            counted.append(len(queries))
        return counted

    multiply(year, 3)
    for_20 = costs()
    multiply(year, 9)
    lengthen(year, 5000)
    assert Task.objects.count() == 200
    assert costs() == for_20
    assert all(past <= today + 1 for today, past in zip(for_20[:-2:2], for_20[1:-2:2], strict=True))


# What changed ---------------------------------------------------------------------------------------------
CHANGES = reverse("changes")


def test_changes_are_grouped_counted_and_lead_to_task_and_event(year: Plan, cast: Cast) -> None:
    page = client_of(cast.leader).get(CHANGES + "?from=2020-08&to=2020-09-30")
    counts = {group.word: group.count for group in page.context["groups"]}
    assert counts["办结"] == 1 and counts["延期"] == 0
    assert page.context["count"] == sum(counts.values())
    html = unescape(page.content.decode())
    done = Task.objects.get(title="环境清洁日")
    event = done.events.get(action="approve")
    assert f'href="/tasks/{done.code}/#v{event.version}">9 月 10 日 · 督查乙 · 同意办结</a>' in html
    assert "基本完成" in html
    assert inline_code(html) == []


def test_without_a_wish_news_begins_with_the_last_close_and_then_with_the_last_look(
    year: Plan, cast: Cast
) -> None:
    client = client_of(cast.leader)
    assert client.get(CHANGES).context["earlier"].on == date(2020, 9, 29)
    assert not Look.objects.exists()
    client.get("/dashboard/")
    OfficeDate.objects.update(today=date(2020, 10, 2))
    light_up(year, date(2020, 10, 2))
    page = client.get(CHANGES)
    assert page.context["earlier"].on == TODAY
    assert page.context["span_label"] == "上次查看以来"
    assert client_of(cast.other_leader).get(CHANGES).context["earlier"].on == date(2020, 9, 29)


def test_the_overview_says_how_much_changed_and_its_numbers_are_the_lists(year: Plan, cast: Cast) -> None:
    Look.objects.create(person=cast.leader, plan=year, on=AUGUST)
    client = client_of(cast.leader)
    card = client.get("/dashboard/?plan=2020").context["card"]
    assert (card.since, card.looked) == (AUGUST, True)
    page = client.get(card.url)
    shown = {group.word: group.count for group in page.context["groups"]}
    assert {line.word: line.count for line in card.lines} == shown
    assert shown["办结"] == 1
    assert "您上次查看(8 月 29 日)以来" in html_of(client, "/dashboard/?plan=2020")
    assert client.get("/dashboard/?as_of=2020-08-29").context["card"] is None
    mine = client_of(cast.other_leader).get("/dashboard/?leader=other_leader").context["card"]
    assert "leader=other_leader" in mine.url and {line.count for line in mine.lines} == {0}


def test_other_pages_are_no_look(year: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    for address in (CHANGES, *PAGES, reverse("ledger")):
        client.get(address)
    assert not Look.objects.exists()
    client.get("/dashboard/")
    assert Look.objects.get().on == TODAY


def test_changes_of_a_restricted_task_are_told_to_its_unit_alone(year: Plan, cast: Cast) -> None:
    address = CHANGES + "?from=2020-07-29&to=2020-08-29"
    assert "信访积案" in html_of(client_of(cast.reporter), address)
    assert "信访积案" not in html_of(client_of(cast.other_reporter), address)


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ("from=2020-09-30&to=2020-09-01", "from", "晚于截至日"),
        ("from=2020-10-01", "from", "还没有到"),
        ("to=2020-10", "to", "尚未关账"),
        ("to=gestern", "to", "不是日期"),
        ("from=2020-09-40", "from", "不是日期"),
    ],
)
def test_a_span_that_cannot_be_shown_is_a_400_beside_its_field(
    year: Plan, cast: Cast, wrong: str, field: str, says: str
) -> None:
    answer = client_of(cast.leader).get(f"{CHANGES}?{wrong}")
    assert answer.status_code == 400
    message = unescape(answer.content.decode()).partition(f'id="{field}-error">')[2].partition("</ul>")[0]
    assert says in message


def test_a_quiet_span_says_so_and_a_plan_or_leader_that_is_not_there_is_not_found(
    year: Plan, cast: Cast
) -> None:
    client = client_of(cast.leader)
    assert "这段时间没有变化" in html_of(client, CHANGES + "?from=2020-09-30")
    assert "这段时间没有变化" not in html_of(client, CHANGES + "?from=2020-08-29")
    assert client.get(CHANGES + "?plan=1999").status_code == 404
    assert client.get(CHANGES + "?leader=nobody").status_code == 404


def test_titles_are_escaped_in_changes(year: Plan, cast: Cast, make_task: TaskMaker) -> None:
    make_task(title='<img src=x onerror="alert(1)">')
    html = client_of(cast.leader).get(CHANGES + "?from=2020-01-01").content.decode()
    assert "<img" not in html
    assert "&lt;img src=x" in html
