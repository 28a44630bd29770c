"""Indicators over REST: how they stand, on which day, for whom; and figures that no task reports."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator, Reading
from tasks.clock import now
from tasks.models import Plan, Task
from tasks.states import Kind
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, codes, perform
from tests.cast import Cast, TaskMaker
from tests.tasks.reports import report_amount

INDICATORS = V1 + "indicators/"
FIGURE = {"period": "2020-02", "value": "2.15", "unit": "亿元", "note": "统计快报", "provisional": True}


@pytest.fixture
def sales(plan: Plan) -> Indicator:
    made = Indicator.objects.create(code="retail-sales", name="零售总额", unit="亿元", kind="cumulative")
    Reading.objects.create(
        indicator=made, period="2019", value=Decimal("27.92"), unit="亿元", on=date(2020, 3, 13), at=now()
    )
    return made


@pytest.fixture
def air(make_task: TaskMaker, cast: Cast) -> Task:
    """PM2.5 < 26.5: 26 for March, 24 for April."""
    task = make_task(kind=Kind.CONTROL, title="空气质量")
    report_amount(task, cast, "2020-03", "26")
    report_amount(task, cast, "2020-04", "24", on=date(2020, 4, 14))
    return Task.objects.get(pk=task.pk)


def code_of(task: Task) -> str:
    found = task.task_targets.get().target.indicator
    assert found is not None
    return found.code


def test_an_indicator_tells_target_stand_outlook_and_its_periods(
    air: Task, cast: Cast, client_of: Client
) -> None:
    body = client_of(cast.other_reporter).get(f"{INDICATORS}{code_of(air)}/").json()
    assert body["target"] == {
        "code": f"{air.code}.1", "comparator": "<", "value": "26.5", "value_max": None, "unit": "微克/立方米",
    }  # fmt: skip
    # (26 × 31 + 24 × 30) ÷ 61 days, not (26 + 24) ÷ 2
    assert body["current"].startswith("25.016393")
    assert body["verdict"] is None
    assert body["forecast"] is None
    assert body["said"][0] == "数据不足"
    assert body["reported_through"] == air.code
    assert body["tasks"] == [air.code]
    assert body["as_of"] == "2020-04-15"
    assert not body["provisional"]
    march, april = body["points"]
    assert (march["period"], march["value"], march["so_far"]) == ("2020-03", "26", "26")
    assert april["period"] == "2020-04"


def test_a_past_day_knows_what_was_known_then(air: Task, cast: Cast, client_of: Client) -> None:
    client, code = client_of(cast.leader), code_of(air)
    assert client.get(f"{INDICATORS}{code}/?as_of=2020-04-13").json()["current"] == "26"
    assert client.get(f"{INDICATORS}{code}/?period=2020-03").json()["as_of"] == "2020-03-29"
    rows = client.get(f"{INDICATORS}{code}/readings/?as_of=2020-04-13").json()["results"]
    assert [row["period"] for row in rows] == ["2020-03"]
    assert_problem(client.get(f"{INDICATORS}{code}/?as_of=2020-05-01"), 400, "invalid")
    assert_problem(client.get(f"{INDICATORS}?plan=1999"), 400, "invalid")
    assert_problem(client.get(f"{INDICATORS}?colour=red"), 400, "invalid")


def test_a_restricted_tasks_indicator_is_there_for_its_people_alone(
    make_task: TaskMaker, cast: Cast, client_of: Client, sales: Indicator
) -> None:
    hidden = code_of(make_task(restricted=True))
    assert codes(client_of(cast.reporter).get(INDICATORS)) == ["retail-sales", hidden]
    stranger = client_of(cast.other_reporter)
    assert (
        codes(stranger.get(INDICATORS + "?search=总额"))
        == codes(stranger.get(INDICATORS))
        == ["retail-sales"]
    )
    assert stranger.get(INDICATORS + "?count=true").json()["count"] == 1
    for path in (f"{hidden}/", f"{hidden}/readings/"):
        assert_problem(stranger.get(INDICATORS + path), 404, "not-found")
        assert client_of(cast.leader).get(INDICATORS + path).status_code == 200
    assert_problem(stranger.post(f"{INDICATORS}{hidden}/readings/", FIGURE), 404, "not-found")


def post(client: Any, code: str, **given: Any) -> Any:
    return client.post(f"{INDICATORS}{code}/readings/", FIGURE | given)


def test_a_supervisor_records_and_corrects(cast: Cast, client_of: Client, sales: Indicator) -> None:
    client = client_of(cast.supervisor)
    written = post(client, sales.code)
    assert written.status_code == 201
    row = written.json()
    assert (row["value"], row["unit"], row["provisional"], row["standing"]) == (
        "2.15",
        "亿元",
        True,
        "counts",
    )
    assert (row["by"]["username"], row["on"], row["task"]) == ("supervisor", "2020-04-15", None)
    shown = client.get(f"{INDICATORS}{sales.code}/").json()
    assert (shown["current"], shown["provisional"], shown["target"]) == ("2.15", True, None)
    assert shown["last_year"] == "27.92"
    assert post(client, sales.code, value="22000", unit="万元", provisional=False).status_code == 201
    rows = client.get(f"{INDICATORS}{sales.code}/readings/").json()["results"]
    assert [(row["period"], row["value"], row["standing"]) for row in rows] == [
        ("2019", "27.92", "counts"),
        ("2020-02", "2.15", "corrected"),
        ("2020-02", "22000", "counts"),
    ]
    shown = client.get(f"{INDICATORS}{sales.code}/").json()
    assert (shown["current"], shown["provisional"]) == ("2.2", False)


def test_what_cannot_be_recorded_names_its_key_and_writes_nothing(
    cast: Cast, client_of: Client, sales: Indicator
) -> None:
    client = client_of(cast.supervisor)
    for given, key in (
        ({"period": "2020-05"}, "period"),
        ({"period": "2020"}, "period"),
        ({"period": "2020-04-16"}, "period"),
        ({"period": "2020-W10"}, "period"),
        ({"period": "2020-13"}, "period"),
        ({"period": "1066"}, "period"),
        ({"unit": "公顷"}, "unit"),
        ({"value": "-2"}, "value"),
        ({"value": "1e99"}, "value"),
        ({"note": "长" * 201}, "note"),
        ({"provisional": "yes"}, "provisional"),
        ({"verified": True}, "verified"),
    ):
        body = assert_problem(post(client, sales.code, **given), 400, "invalid")
        assert list(body["errors"]) == [key], given
    assert Reading.objects.filter(indicator=sales).count() == 1
    assert post(client, sales.code).status_code == 201
    assert "value" in assert_problem(post(client, sales.code), 400, "invalid")["errors"]


def test_a_unit_and_a_read_token_record_nothing(cast: Cast, client_of: Client, sales: Indicator) -> None:
    for person in (cast.reporter, cast.head, cast.leader, cast.administrator):
        assert_problem(post(client_of(person), sales.code), 403, "forbidden")
    assert_problem(post(client_of(cast.supervisor, scope="read"), sales.code), 403, "forbidden")
    assert Reading.objects.filter(indicator=sales).count() == 1


def test_what_a_task_reports_is_refused_with_the_task_and_the_year_before_is_taken(
    air: Task, cast: Cast, client_of: Client
) -> None:
    client = client_of(cast.supervisor)
    given = {"unit": "微克/立方米", "value": "30"}
    body = assert_problem(post(client, code_of(air), **given), 409, "wrong-state")
    assert air.code in body["detail"]
    assert body["current"]["code"] == air.code
    assert post(client, code_of(air), period="2019-02", **given).status_code == 201


def test_a_report_says_that_its_figure_is_provisional(air: Task, cast: Cast, client_of: Client) -> None:
    reporter, code = client_of(cast.reporter), code_of(air)
    given = {"period": "2020-04", "note": "快报", "quantities": [{"value": "23", "provisional": True}]}
    answer = perform(reporter, air, "report", **given)
    assert answer.status_code == 201
    assert answer.json()["event"]["data"]["quantities"][0]["provisional"] is True
    shown = reporter.get(f"{INDICATORS}{code}/").json()
    assert shown["provisional"]
    assert [point["provisional"] for point in shown["points"]] == [False, True]
    last = reporter.get(f"{INDICATORS}{code}/readings/").json()["results"][-1]
    assert (last["provisional"], last["task"], last["part"]["code"]) == (True, air.code, "chengjian")
    assert last["event_version"] == answer.json()["event"]["version"]
    final = [{"value": "23", "provisional": False}]
    assert perform(reporter, air, "report", **given | {"quantities": final}).status_code == 201
    assert not reporter.get(f"{INDICATORS}{code}/").json()["provisional"]


def cost(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_answers_cost_the_same_for_few_readings_and_for_many(
    cast: Cast, client_of: Client, sales: Indicator, air: Task
) -> None:
    client = client_of(cast.leader)
    paths = [
        f"{INDICATORS}?page_size=200",
        f"{INDICATORS}{sales.code}/",
        f"{INDICATORS}{sales.code}/readings/",
    ]
    few = [cost(client, path) for path in paths]
    Reading.objects.bulk_create(
        Reading(
            indicator=sales, period=f"2020-03-{day:02}", value=1, unit="亿元", on=date(2020, 4, 1), at=now(),
            by=cast.supervisor,
        )
        for day in range(1, 31)
    )  # fmt: skip
    Indicator.objects.bulk_create(
        Indicator(code=f"more-{n}", name=f"另一项{n}", unit="个", kind="level") for n in range(60)
    )
    assert [cost(client, path) for path in paths] == few
    assert max(few) <= 15


def test_readings_are_walked_page_by_page(cast: Cast, client_of: Client, sales: Indicator) -> None:
    Reading.objects.bulk_create(
        Reading(
            indicator=sales, period=f"2020-03-{day:02}", value=day, unit="亿元", on=date(2020, 4, 1), at=now()
        )
        for day in range(1, 8)
    )
    client, address, seen = client_of(cast.leader), f"{INDICATORS}{sales.code}/readings/?page_size=3", []
    while address:
        body = client.get(address).json()
        seen += [row["period"] for row in body["results"]]
        address = body["next"]
    assert seen == ["2019", *(f"2020-03-{day:02}" for day in range(1, 8))]
