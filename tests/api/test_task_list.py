"""The list of tasks: filters, order, pages that lose and repeat nothing."""

from copy import copy
from datetime import date
from decimal import Decimal
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from rest_framework.test import APIClient

from tasks.models import Task
from tasks.states import Kind, State
from tests.api.conftest import Client
from tests.api.doors import V1, answers, assert_problem, codes, walk
from tests.cast import QUARTERS, Cast, TaskMaker

TASKS = V1 + "tasks/"
MANY = 23


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.supervisor)


@pytest.fixture
def crowd(make_task: TaskMaker) -> list[Task]:
    """Tasks that nearly all tie: two due dates, three values of progress and none."""
    first = make_task(state=State.PROPOSED, kind=Kind.CONTINUING)
    values = (None, Decimal("10.5"), Decimal(50), None, Decimal("10.5"))
    for number in range(MANY):
        task = copy(first)
        task.pk, task.code = first.pk + number, f"2020-2-{MANY - number:02d}"
        task.progress = values[number % 5]
        task.due_on = date(2020, 6, 30) if number % 7 == 0 else date(2020, 12, 31)
        task.save()
    return list(Task.objects.order_by("pk"))


@pytest.mark.parametrize("ordering", ["due_on", "-due_on", "progress", "-progress", "code", "-code", "updated_at",
                                      "-updated_at"])  # fmt: skip
def test_pages_are_exact_under_ties_in_both_directions(
    client: APIClient, crowd: list[Task], ordering: str
) -> None:
    for size in (3, MANY - 1, MANY, MANY + 1):
        found = answers(client, f"{TASKS}?{urlencode({'ordering': ordering, 'page_size': size})}")
        pages = [codes(answer) for answer in found]
        assert [code for page in pages for code in page] == [t.code for t in _ordered(crowd, ordering)]
        back = walk(client, found[-1].json()["previous"], "previous")
        assert [*reversed(back), pages[-1]] == pages


def _ordered(tasks: list[Task], ordering: str) -> list[Task]:
    """As the contract says: ties by key in the same direction, no value last."""
    column, down = ordering.removeprefix("-"), ordering.startswith("-")
    known = [task for task in tasks if getattr(task, column) is not None]
    unknown = [task for task in tasks if getattr(task, column) is None]
    known.sort(key=lambda task: (getattr(task, column), task.pk), reverse=down)
    return known + sorted(unknown, key=lambda task: task.pk, reverse=down)


def test_a_row_that_goes_away_between_two_pages_takes_no_other_with_it(
    client: APIClient, crowd: list[Task]
) -> None:
    first = client.get(TASKS, {"page_size": 5, "ordering": "due_on"})
    seen = codes(first)
    Task.objects.filter(code=seen[0]).update(due_on=date(2021, 1, 31))
    rest = [code for page in walk(client, first.json()["next"]) for code in page]
    assert set(seen) | set(rest) == {task.code for task in crowd}


def test_the_default_is_fifty_rows_in_the_order_of_codes(client: APIClient, crowd: list[Task]) -> None:
    found = codes(client.get(TASKS))
    assert found == sorted(task.code for task in crowd)


@pytest.mark.parametrize("size", ["0", "201", "-1", "x", "1.5", "٣", "99999999999999999999"])
def test_a_page_size_out_of_bounds_is_refused(client: APIClient, size: str) -> None:
    assert "page_size" in assert_problem(client.get(TASKS, {"page_size": size}), 400, "invalid")["errors"]


def test_two_hundred_rows_are_the_most_and_allowed(client: APIClient) -> None:
    assert client.get(TASKS, {"page_size": 200}).status_code == 200


def test_the_count_comes_on_demand_and_covers_all_pages(client: APIClient, crowd: list[Task]) -> None:
    assert client.get(TASKS, {"count": "true", "page_size": 5}).json()["count"] == MANY
    assert "count" not in client.get(TASKS, {"count": "false"}).json()
    assert "count" not in client.get(TASKS).json()
    assert_problem(client.get(TASKS, {"count": "maybe"}), 400, "invalid")


def test_a_cursor_fits_its_list_and_order_alone(client: APIClient, crowd: list[Task]) -> None:
    following = client.get(TASKS, {"page_size": 2, "ordering": "due_on"}).json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0].replace("%3A", ":")
    assert client.get(TASKS, {"cursor": cursor, "ordering": "due_on"}).status_code == 200
    assert_problem(client.get(TASKS, {"cursor": cursor, "ordering": "-due_on"}), 400, "invalid")
    assert_problem(client.get(TASKS, {"cursor": cursor[:-1], "ordering": "due_on"}), 400, "invalid")
    assert_problem(client.get(V1 + "terms/", {"cursor": cursor}), 400, "invalid")


@pytest.mark.parametrize("ordering", ["title", "--code", "pk", "code,due_on", "plan__slug"])
def test_an_unknown_order_is_refused_with_the_known_ones(client: APIClient, ordering: str) -> None:
    body = assert_problem(client.get(TASKS, {"ordering": ordering}), 400, "invalid")
    assert "-due_on" in body["errors"]["ordering"][0]


@pytest.mark.parametrize("name", ["foo", "as-of", "compare_to", "Plan", "format", "limit"])
def test_an_unknown_parameter_is_refused_with_the_known_ones(client: APIClient, name: str) -> None:
    body = assert_problem(client.get(TASKS, {name: "x"}), 400, "invalid")
    assert "due_before" in body["errors"][name][0]


def test_a_parameter_given_twice_is_refused(client: APIClient) -> None:
    assert (
        "kind" in assert_problem(client.get(TASKS + "?kind=control&kind=project"), 400, "invalid")["errors"]
    )


FILTERS = [
    ({"plan": "2020"}, "quantity continuing control restricted"),
    ({"plan": "2021"}, ""),
    ({"pillar": "1"}, "control"),
    ({"measure": "1.2"}, "control"),
    ({"measure": "2.1"}, "quantity continuing restricted"),
    ({"kind": "control"}, "control"),
    ({"kind": "control,continuing"}, "continuing control restricted"),
    ({"role": "pursue"}, "continuing"),
    ({"state": "proposed"}, "continuing"),
    ({"state": "open"}, "quantity control restricted"),
    ({"state": "open,proposed"}, "quantity continuing control restricted"),
    ({"light": "none"}, "quantity control restricted"),
    ({"unit": "luhu"}, "quantity control"),
    ({"lead_unit": "luhu"}, "control"),
    ({"leader": "other_leader"}, "control"),
    ({"due_before": "2020-06-30"}, "control"),
    ({"due_after": "2020-07-01"}, "quantity continuing restricted"),
    ({"first_due_before": "2020-06-30"}, "control"),
    ({"closed_in_time": "true"}, ""),
    ({"overdue": "true"}, ""),
    ({"no_checkpoints": "true"}, "control restricted"),
    ({"no_checkpoints": "false"}, "quantity continuing"),
    ({"search": "整备"}, "quantity"),
    ({"search": "PM"}, "control"),
    ({"updated_since": "2100-01-01T00:00:00+08:00"}, ""),
    ({"kind": "control", "state": "proposed"}, ""),
]


def test_filters_select(client: APIClient, make_task: TaskMaker, cast: Cast) -> None:
    named = {
        make_task(title="土地整备", checkpoints=QUARTERS, supporting=(cast.community,)).code: "quantity",
        make_task(state=State.PROPOSED, kind=Kind.CONTINUING, role="pursue").code: "continuing",
        make_task(
            title="PM2.5",
            kind=Kind.CONTROL,
            pillar=1,
            measure=2,
            lead_unit=cast.community,
            leader=cast.other_leader,
            due_on=date(2020, 6, 30),
        ).code: "control",
        make_task(kind=Kind.CONTINUING, restricted=True).code: "restricted",
    }
    found = [(query, {named[code] for code in codes(client.get(TASKS, query))}) for query, _ in FILTERS]
    assert found == [(query, set(names.split())) for query, names in FILTERS]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("due_before", "2020-02-30"), ("due_after", "gestern"), ("kind", "large"), ("state", "open,shut"),
        ("light", "blue"), ("overdue", "yes"), ("pillar", "first"), ("pillar", "1e400"), ("pillar", "9" * 5000),
        ("updated_since", "2020-13-01T00:00:00"), ("role", "kind"), ("measured", "1"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused_and_never_ignored(
    client: APIClient, name: str, value: str
) -> None:
    assert name in assert_problem(client.get(TASKS, {name: value}), 400, "invalid")["errors"]


def test_rows_are_tasks_without_their_long_parts(client: APIClient, make_task: TaskMaker) -> None:
    make_task(detail="只在详情里")
    (row,) = client.get(TASKS).json()["results"]
    assert not {"detail", "checkpoints", "allowed_actions"} & row.keys()
    assert "quote" not in row["source"]
    assert {"code", "plan", "light", "targets", "version"} <= row.keys()


def test_neighbours_link_to_each_other_with_all_parameters(client: APIClient, crowd: list[Task]) -> None:
    pages = walk(client, f"{TASKS}?page_size=5&kind=continuing&count=true")
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
    assert all(not set(one) & set(two) for one, two in pairwise(pages))
