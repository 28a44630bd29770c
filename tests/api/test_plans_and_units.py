"""Plans, pillars, units: the frame that tasks hang in."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from tasks.models import OfficeDate, Plan, PlanRules, Unit
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, codes
from tests.cast import Cast


@pytest.fixture
def client(plan: Plan, cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.nobody, "read")


def test_a_plan_is_found_by_its_slug(client: APIClient) -> None:
    (listed,) = client.get(V1 + "plans/").json()["results"]
    assert client.get(V1 + "plans/2020/").json() == listed
    assert {"slug", "year", "title", "starts_on", "ends_on", "state", "rules"} == listed.keys()
    assert_problem(client.get(V1 + "plans/2019/"), 404, "not-found")


def test_its_rules_are_those_of_the_office_day(client: APIClient, plan: Plan) -> None:
    PlanRules.objects.create(
        plan=plan, effective_on=date(2020, 4, 16), gap_red=Decimal("25.5"), report_due_day=25
    )
    before = client.get(V1 + "plans/2020/").json()["rules"]
    assert (before["gap_red"], before["report_due_day"]) == ("30", 28)
    OfficeDate.objects.update(today=date(2020, 4, 16))
    after = client.get(V1 + "plans/2020/").json()["rules"]
    assert (after["gap_red"], after["report_due_day"], after["effective_on"]) == ("25.5", 25, "2020-04-16")


def test_pillars_carry_their_measures_in_order(client: APIClient) -> None:
    body = client.get(V1 + "plans/2020/pillars/").json()
    assert [row["name"] for row in body["results"]] == ["智造观湖", "品质观湖"]
    assert [row["ordinal"] for row in body["results"][1]["measures"]] == [1, 2]
    assert body.keys() == {"next", "previous", "results"}
    assert_problem(client.get(V1 + "plans/2019/pillars/"), 404, "not-found")


def test_pillars_come_in_pages_too(client: APIClient) -> None:
    first = client.get(V1 + "plans/2020/pillars/", {"page_size": 1, "count": "true"}).json()
    assert (first["count"], first["results"][0]["ordinal"]) == (2, 1)
    assert client.get(first["next"]).json()["results"][0]["ordinal"] == 2


def test_units_name_their_parent_and_successor_by_code(client: APIClient, cast: Cast) -> None:
    Unit.objects.filter(pk=cast.other.pk).update(succeeded_by=cast.lead, active=False, assumed=True)
    Unit.objects.filter(pk=cast.community.pk).update(parent=cast.lead)
    response = client.get(V1 + "units/")
    assert codes(response) == ["chengjian", "jingji", "luhu", "ducha", "lingdao"]
    units = {row["code"]: row for row in response.json()["results"]}
    assert units["jingji"] == {
        "code": "jingji", "name": "经济服务办公室", "kind": "office", "parent": None, "assumed": True,
        "active": False, "succeeded_by": "chengjian",
    }  # fmt: skip
    assert units["luhu"]["parent"] == "chengjian"


def test_an_order_that_a_list_does_not_offer_is_an_unknown_parameter(client: APIClient) -> None:
    assert "ordering" in assert_problem(client.get(V1 + "units/?ordering=name"), 400, "invalid")["errors"]
