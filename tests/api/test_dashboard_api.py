"""The dashboard: every number opens a list with exactly that many rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from tasks.states import Kind, State
from tasks.sweep import sweep
from tests.api.conftest import TODAY, Client
from tests.api.doors import V1, assert_problem, codes, perform
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker

DASHBOARD = V1 + "plans/2020/dashboard/"
TOTALS = {
    "tasks", "continuing", "closable", "done", "proposed", "assigned", "active", "in_review", "suspended", "overdue",
    "checkpoint_overdue", "unreported", "needs_help", "lights", "measured",
}  # fmt: skip


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.leader)


@pytest.fixture
def office(make_task: TaskMaker, cast: Cast, client_of: Client) -> None:
    """Something of everything, swept to the day."""
    behind = make_task(checkpoints=QUARTERS)
    make_task(kind=Kind.PROJECT, checkpoints=STAGES, pillar=1, lead_unit=cast.other, leader=cast.other_leader)
    make_task(kind=Kind.CONTINUING, supporting=(cast.community,))
    make_task(kind=Kind.CONTINUING, due_on=date(2020, 4, 1))
    make_task(kind=Kind.CONTINUING, restricted=True, leader=cast.other_leader)
    for state in (State.PROPOSED, State.ASSIGNED, State.IN_REVIEW, State.DONE):
        make_task(state=state, pillar=1, measure=2)
    plan = behind.plan
    plan.swept_to = date(2020, 4, 13)
    plan.save()
    sweep(plan, TODAY)
    help_wanted = {"whom": "分管领导", "what": "协调征地"}
    perform(
        client_of(cast.reporter), behind, "report", period="2020-03", note="滞后",
        quantities=[{"value": "1"}], help=help_wanted,
    )  # fmt: skip


def counts(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every `{value, href}` of a dashboard with its place."""
    if isinstance(part, dict) and "href" in part:
        yield path, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from counts(value, f"{path}.{key}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from counts(value, f"{path}[{number}]")


@pytest.mark.parametrize("query", [{}, {"leader": "leader"}, {"unit": "chengjian"}])
def test_every_number_opens_exactly_that_many_rows(
    client: APIClient, office: None, query: dict[str, str]
) -> None:
    found = dict(counts(client.get(DASHBOARD, query).json()))
    assert len(found) > 60
    opened = {path: len(codes(client.get(count["href"], {}))) for path, count in found.items()}
    assert opened == {path: count["value"] for path, count in found.items()}
    assert found[".totals.tasks"]["value"] > 3
    assert {count["change"] for count in found.values()} == {None}


def test_it_has_the_shape_of_the_contract(client: APIClient, office: None) -> None:
    body = client.get(DASHBOARD).json()
    assert {"plan", "as_of", "period", "totals", "pillars", "units", "attention", "indicators"} <= body.keys()
    assert (body["plan"], body["as_of"], body["period"]) == ("2020", "2020-04-15", "2020-03")
    assert body["totals"].keys() >= TOTALS
    assert body["totals"]["lights"].keys() == {"green", "yellow", "red", "grey", "none"}
    assert body["totals"]["measured"].keys() == {"tasks", "progress", "planned"}
    assert [pillar["ordinal"] for pillar in body["pillars"]] == [1, 2]
    assert body["pillars"][0].keys() >= TOTALS | {"ordinal", "name", "slogan"}
    assert body["units"][0].keys() >= TOTALS | {"code", "name", "reported_on_time", "closed_on_time"}
    assert body["units"][0]["reported_on_time"].keys() == {"n", "of"}
    assert isinstance(body["totals"]["measured"]["progress"], float)


def test_key_indicators_come_with_target_figure_and_verdict(client: APIClient, office: None) -> None:
    found = client.get(DASHBOARD).json()["indicators"]
    (one,) = [row for row in found if row["current"] is not None]
    assert one.keys() == {"code", "name", "target", "current", "forecast", "verdict"}
    assert (one["name"], one["current"]) == ("土地整备入库", "1")
    assert (one["target"]["comparator"], one["target"]["value"], one["target"]["unit"]) == (
        ">=",
        "28",
        "公顷",
    )
    assert (one["forecast"], one["verdict"]) == (None, None)
    before = client.get(DASHBOARD, {"as_of": "2020-04-14"}).json()["indicators"]
    assert {row["current"] for row in before} == {None}


def test_attention_shows_tasks_and_red_first(client: APIClient, office: None) -> None:
    rows = client.get(DASHBOARD).json()["attention"]
    colours = [row["light"]["colour"] for row in rows]
    assert colours[0] == "red"
    assert set(colours) <= {"red", "yellow"}
    assert rows[0].keys() == client.get(V1 + "tasks/").json()["results"][0].keys()


def test_the_filter_of_a_leader_leaves_the_others_out(client: APIClient, office: None) -> None:
    everything = client.get(DASHBOARD).json()["totals"]["tasks"]["value"]
    mine = client.get(DASHBOARD, {"leader": "leader"}).json()["totals"]["tasks"]["value"]
    assert 0 < mine < everything


@pytest.mark.parametrize(
    "query",
    [{"leader": "no one"}, {"unit": "nowhere"}, {"as_of": "2031-03-31"}, {"period": "2031-01"}, {"x": "1"}],
)
def test_what_it_does_not_know_it_refuses(client: APIClient, plan: Any, query: dict[str, str]) -> None:
    assert list(assert_problem(client.get(DASHBOARD, query), 400, "invalid")["errors"]) == list(query)


def test_a_plan_that_is_not_there_has_none(client: APIClient) -> None:
    assert_problem(client.get(V1 + "plans/1999/dashboard/"), 404, "not-found")


def test_an_empty_plan_has_zeros_and_no_averages(client: APIClient, plan: Any) -> None:
    totals = client.get(DASHBOARD).json()["totals"]
    assert totals["tasks"]["value"] == 0
    assert totals["measured"]["progress"] is None
