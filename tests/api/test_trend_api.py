"""The trend: a row a closed period, every number with the list of that day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from tasks import workflow
from tasks.models import OfficeDate, Plan
from tasks.states import Kind, State
from tasks.workflow.reporting import Quantity
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, codes
from tests.api.test_dashboard_api import counts
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.guanhu.many import light_up

TREND = V1 + "plans/2020/trend/"
MARCH, APRIL, LATER = date(2020, 3, 29), date(2020, 4, 29), date(2020, 5, 6)


@pytest.fixture
def spring(plan: Plan, cast: Cast, make_task: TaskMaker) -> Plan:
    """Two periods closed and lit: land falls behind, one task of another unit and one that is restricted go on."""
    land = make_task(title="土地整备入库", checkpoints=QUARTERS)
    make_task(kind=Kind.CONTINUING, pillar=1, lead_unit=cast.other, leader=cast.other_leader)
    make_task(kind=Kind.CONTINUING, restricted=True)
    make_task(state=State.PROPOSED)
    light_up(plan, MARCH)
    workflow.report(
        land, by=cast.reporter, on=date(2020, 4, 20), version=None, period="2020-04", note="受阻",
        quantities=[Quantity(Decimal(1))],
    )  # fmt: skip
    light_up(plan, APRIL)
    OfficeDate.objects.update(today=LATER)
    Plan.objects.filter(pk=plan.pk).update(swept_to=LATER)
    return plan


def periods(client: APIClient, **query: str) -> list[dict[str, Any]]:
    answer = client.get(TREND, query)
    assert answer.status_code == 200, answer.content
    return answer.json()["periods"]


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ("leader", {}),
        ("other_reporter", {}),
        ("leader", {"leader": "other_leader"}),
        ("leader", {"unit": "chengjian"}),
    ],
)
def test_every_number_opens_exactly_that_many_rows_of_its_day(
    spring: Plan, cast: Cast, client_of: Client, who: str, query: dict[str, str]
) -> None:
    client = client_of(getattr(cast, who))
    found = dict(counts(periods(client, **query)))
    assert len(found) == 2 * 11
    opened = {path: len(codes(client.get(count["href"], {}))) for path, count in found.items()}
    assert opened == {path: count["value"] for path, count in found.items()}


def test_each_closed_period_says_how_it_stood_and_what_changed_since_the_one_before(
    spring: Plan, cast: Cast, client_of: Client
) -> None:
    march, april = periods(client_of(cast.leader))
    assert (march["period"], march["as_of"]) == ("2020-03", "2020-03-29")
    assert (april["period"], april["as_of"]) == ("2020-04", "2020-04-29")
    assert march["open"]["value"] == sum(light["value"] for light in march["lights"].values()) == 3
    assert {march[name]["change"] for name in ("open", "done", "overdue", "unreported")} == {None}
    assert april["unreported"]["change"] == april["unreported"]["value"] - march["unreported"]["value"]
    assert april["measured"]["tasks"]["value"] == 1
    assert april["measured"]["progress"] == pytest.approx(3.6)
    assert april["measured"]["planned"] > 20


def test_a_day_past_knows_no_later_period(spring: Plan, cast: Cast, client_of: Client) -> None:
    client = client_of(cast.leader)
    assert [row["period"] for row in periods(client, as_of="2020-04-28")] == ["2020-03"]
    assert periods(client, as_of="2020-03-28") == []


@pytest.mark.parametrize(
    "query", [{"as_of": "2020-05-07"}, {"leader": "nobody at all"}, {"compare_to": "2020-03"}]
)
def test_what_it_does_not_know_it_refuses(
    spring: Plan, cast: Cast, client_of: Client, query: dict[str, str]
) -> None:
    answer = client_of(cast.leader).get(TREND, query)
    assert list(assert_problem(answer, 400, "invalid")["errors"]) == list(query)


def test_a_plan_that_is_not_there_has_none(plan: Plan, cast: Cast, client_of: Client) -> None:
    assert_problem(client_of(cast.leader).get(V1 + "plans/1999/trend/"), 404, "not-found")
