"""REST as of a day past: lists page exactly, rows are those of the day, changes between two days, bad days refused."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tasks import workflow
from tasks.models import OfficeDate, Plan, Task
from tasks.states import Kind
from tasks.workflow.planning import revise
from tasks.workflow.targets import TargetSpec, current_specs
from tests.api.conftest import TODAY, Client
from tests.api.doors import V1, answers, assert_problem, codes, walk
from tests.cast import LAND, QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount

TASKS, CHANGES = V1 + "tasks/", V1 + "plans/2020/changes/"
DAY, AFTER = date(2020, 4, 10), date(2020, 4, 14)
STEP: dict[str, Any] = {"version": None, "on": AFTER}


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.supervisor)


@pytest.fixture
def crowd(make_task: TaskMaker, cast: Cast) -> list[str]:
    """Many ties, some without a percentage; all of them move after DAY."""
    made = [
        make_task(
            kind=Kind.QUANTITY if number % 2 else Kind.CONTINUING,
            due_on=date(2020, 12, 31) if number % 3 else date(2020, 11, 30),
        )
        for number in range(11)
    ]
    for task in made[1::4]:
        report_amount(task, cast, "2020-03", "7", on=date(2020, 4, 2))
    for task in made:
        revise(task, by=cast.supervisor, reason="顺延", due_on=date(2021, 1, 31), **STEP)
    return [task.code for task in made]


@pytest.mark.parametrize(
    "ordering",
    ["code", "-code", "due_on", "-due_on", "progress", "-progress", "updated_at", "-updated_at"],
)
def test_pages_of_a_past_day_hold_every_task_once_forwards_and_backwards(
    client: APIClient, crowd: list[str], ordering: str
) -> None:
    query = {"as_of": DAY.isoformat(), "ordering": ordering, "page_size": 3}
    found = answers(client, f"{TASKS}?{urlencode(query)}")
    forwards = [codes(answer) for answer in found]
    seen = [code for page in forwards for code in page]
    assert sorted(seen) == sorted(crowd)
    backwards = walk(client, found[-1].json()["previous"], "previous")
    assert list(reversed(backwards)) == forwards[:-1]
    due = {row["due_on"] for row in client.get(TASKS, {"as_of": DAY.isoformat()}).json()["results"]}
    assert due == {"2020-12-31", "2020-11-30"}


def test_a_walk_that_midnight_interrupts_goes_on_where_it_was(client: APIClient, crowd: list[str]) -> None:
    """The first page reads today's rows, the next ones the log's: the place in the list is the same."""
    query = {"as_of": TODAY.isoformat(), "ordering": "due_on", "page_size": 4}
    first = client.get(TASKS, query)
    OfficeDate.objects.update(today=date(2020, 4, 16))
    Plan.objects.update(swept_to=date(2020, 4, 16))
    rest = walk(client, first.json()["next"])
    assert codes(first) + [code for page in rest for code in page] == crowd


def test_rows_are_those_of_the_day_with_its_target(
    client: APIClient, cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(title="土地整备", checkpoints=QUARTERS)
    report_amount(task, cast, "2020-03", "7", on=date(2020, 4, 2))
    more = TargetSpec("入库", LAND.comparator, Decimal(40), unit="公顷", code=current_specs(task)[0].code)
    revise(task, by=cast.supervisor, reason="加码", title="土地整备(加码)", targets=[more], **STEP)
    (then,) = client.get(TASKS, {"as_of": DAY.isoformat()}).json()["results"]
    (now,) = client.get(TASKS).json()["results"]
    assert (then["title"], now["title"]) == ("土地整备", "土地整备(加码)")
    assert [(row["targets"][0]["value"], row["targets"][0]["current"]) for row in (then, now)] == [
        ("28", "7"), ("40", "7"),
    ]  # fmt: skip
    assert then["version"] < now["version"]
    assert client.get(f"{TASKS}{task.code}/").json()["targets"] == now["targets"]


BAD = [
    ({"as_of": "2020-04-16"}, "as_of"),
    ({"as_of": "2020-W15-3"}, "as_of"),
    ({"as_of": "20200410"}, "as_of"),
    ({"as_of": "0001-01-01"}, "as_of"),
    ({"period": "2020-04"}, "period"),
    ({"period": "9999-12"}, "period"),
    ({"period": "x"}, "period"),
    ({"as_of": "2020-04-01", "period": "2020-03"}, "period"),
]


@pytest.mark.parametrize(("query", "field"), BAD)
def test_a_day_that_cannot_be_shown_is_refused_by_name(
    client: APIClient, plan: Plan, query: dict[str, str], field: str
) -> None:
    for address in (TASKS, V1 + "plans/2020/dashboard/"):
        assert list(assert_problem(client.get(address, query), 400, "invalid")["errors"]) == [field]


def test_a_plan_that_is_no_text_and_a_real_period_is_no_crash(client: APIClient, plan: Plan) -> None:
    assert_problem(client.get(TASKS, {"period": "2020-03", "plan": "\x00"}), 400, "invalid")
    assert codes(client.get(TASKS, {"period": "2020-03", "plan": "1999"})) == []


def test_before_the_plan_the_list_is_empty(client: APIClient, crowd: list[str]) -> None:
    assert codes(client.get(TASKS, {"as_of": "2020-03-12"})) == []
    assert len(codes(client.get(TASKS, {"as_of": "2020-03-13"}))) == len(crowd)


# What changed ---------------------------------------------------------------------------------------------
@pytest.fixture
def april(make_task: TaskMaker, cast: Cast) -> list[Task]:
    moved, dropped = make_task(checkpoints=QUARTERS), make_task(kind=Kind.CONTINUING, restricted=True)
    revise(moved, by=cast.supervisor, reason="顺延", due_on=date(2021, 1, 31), **STEP)
    workflow.cancel(dropped, by=cast.supervisor, reason="上级取消", **STEP)
    return [moved, dropped]


def test_changes_tell_both_faces_and_the_event(client: APIClient, april: list[Task]) -> None:
    body = client.get(CHANGES, {"from": DAY.isoformat(), "to": TODAY.isoformat()}).json()
    assert (body["plan"], body["from"], body["to"]) == ("2020", "2020-04-10", "2020-04-15")
    (row,) = body["extended"]
    assert row["task"] == april[0].code
    assert (row["before"]["due_on"], row["after"]["due_on"]) == ("2020-12-31", "2021-01-31")
    assert (row["event"]["action"], row["event"]["actor"]["username"]) == ("revise", "supervisor")
    assert row["event"]["version"] == Task.objects.get(pk=april[0].pk).version
    assert row["reason"] == "顺延"
    assert [row["task"] for row in body["cancelled"]] == [april[1].code]
    assert body["new"] == body["closed"] == body["reopened"] == []


def test_without_ends_it_is_since_the_last_close_until_today(client: APIClient, april: list[Task]) -> None:
    body = client.get(CHANGES).json()
    assert (body["from"], body["to"]) == ("2020-03-29", "2020-04-15")
    by_period = client.get(CHANGES, {"from": "2020-03"}).json()
    assert by_period == body


def test_a_new_task_has_no_face_before(client: APIClient, april: list[Task]) -> None:
    new = client.get(CHANGES, {"from": "2020-03-12", "to": "2020-04-10"}).json()["new"]
    assert [(row["task"], row["before"]) for row in new] == [(task.code, None) for task in april]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2020-04-10", "to": "2020-04-01"}, "from"),
        ({"from": "2020-04-16"}, "from"),
        ({"to": "2020-04"}, "to"),
        ({"to": "gestern"}, "to"),
        ({"leader": "no one"}, "leader"),
        ({"as_of": "2020-04-01"}, "as_of"),
    ],
)
def test_a_span_that_cannot_be_shown_is_refused(
    client: APIClient, plan: Plan, query: dict[str, str], field: str
) -> None:
    assert list(assert_problem(client.get(CHANGES, query), 400, "invalid")["errors"]) == [field]


def test_restricted_tasks_and_other_leaders_are_left_out(
    client: APIClient, april: list[Task], cast: Cast, client_of: Client
) -> None:
    span = {"from": DAY.isoformat()}
    assert client_of(cast.other_reporter).get(CHANGES, span).json()["cancelled"] == []
    assert client_of(cast.reporter).get(CHANGES, span).json()["cancelled"] != []
    assert client.get(CHANGES, span | {"leader": "other_leader"}).json()["extended"] == []
    assert client.get(CHANGES, span | {"leader": "leader"}).json()["extended"] != []
    assert_problem(client.get(V1 + "plans/1999/changes/"), 404, "not-found")


def test_changes_cost_the_same_queries_for_few_and_for_many(
    client: APIClient, april: list[Task], cast: Cast, make_task: TaskMaker
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(CHANGES, {"from": "2020-03-12"}).status_code == 200
        return len(captured)

    cost()
    few = cost()
    for _ in range(8):
        revise(make_task(), by=cast.supervisor, reason="顺延", due_on=date(2021, 1, 31), **STEP)
    assert cost() == few
