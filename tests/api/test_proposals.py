"""Proposing a task through the API: every key, the least, and each wrong one by its name."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tasks.models import Task
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem
from tests.cast import Cast, TaskMaker

TASKS = V1 + "tasks/"


@pytest.fixture
def supervisor(make_task: TaskMaker, cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.supervisor)


FULL = {
    "plan": "2020", "title": "新增停车位", "detail": "含充电桩", "measure": "2.1", "kind": "quantity",
    "role": "coordinate", "weight": "1.5", "starts_on": "2020-02-01", "due_on": "2020-11-30", "restricted": False,
    "lead_unit": "chengjian", "supporting_units": ["jingji", "luhu"], "leader": "leader", "assignee": "reporter",
    "checkpoints": [{"due_on": "2020-06-30", "value": 200}, {"due_on": "2020-11-30", "text": "全部", "value": "500"}],
    "targets": [{"name": "停车位", "comparator": ">=", "value": "５００", "unit": "个", "reading": "cumulative"}],
    "note": "会议定",
}  # fmt: skip


def test_a_supervisor_proposes_with_every_key(supervisor: APIClient) -> None:
    response = supervisor.post(TASKS, FULL)
    assert response.status_code == 201, response.content.decode()
    task = response.json()
    assert response.headers["Location"].endswith(f"/api/v1/tasks/{task['code']}/")
    assert task["code"] == "2020-2-01"
    assert (task["state"], task["version"], task["role"], task["weight"]) == (
        "proposed",
        1,
        "coordinate",
        "1.5",
    )
    assert (task["starts_on"], task["due_on"], task["detail"]) == ("2020-02-01", "2020-11-30", "含充电桩")
    assert [unit["code"] for unit in task["supporting_units"]] == ["jingji", "luhu"]
    assert (task["leader"]["username"], task["assignee"]["username"]) == ("leader", "reporter")
    assert task["assignment_confirmed"] is False
    assert [(row["text"], row["value"]) for row in task["checkpoints"]] == [
        ("累计 200 个", "200"),
        ("全部", "500"),
    ]
    assert task["targets"][0]["value"] == "500"


def test_the_least_proposal_is_title_measure_and_kind(supervisor: APIClient) -> None:
    least = {"title": "环境清洁日", "measure": "1.2", "kind": "continuing"}
    assert supervisor.post(TASKS, least).json()["measure"] == {"ordinal": 2, "name": "智造观湖举措2"}
    for key in least:
        response = supervisor.post(TASKS, {name: least[name] for name in least if name != key})
        assert key in assert_problem(response, 400, "invalid")["errors"]


@pytest.mark.parametrize("who", ["reporter", "head", "leader", "administrator", "auditor", "nobody"])
def test_others_do_not_propose(make_task: TaskMaker, cast: Cast, client_of: Client, who: str) -> None:
    assert_problem(client_of(getattr(cast, who)).post(TASKS, FULL), 403, "forbidden")
    assert not Task.objects.exists()


WRONG = [
    ("measure", "9.9"), ("measure", "2"), ("measure", "二.一"), ("measure", 2.1), ("kind", "big"), ("kind", None),
    ("role", 1), ("title", ""), ("title", "   "), ("title", "长" * 201), ("title", 12), ("title", None),
    ("detail", ["a"]), ("weight", "-1"), ("weight", True), ("weight", "1.234"), ("weight", "1e400"), ("weight", {}),
    ("starts_on", "2020-02-30"), ("starts_on", "2020/02/01"), ("due_on", "20201231"), ("due_on", 20201231),
    ("due_on", "9999-12-31"), ("due_on", "0001-01-01"), ("due_on", "2019-12-31"), ("restricted", "false"),
    ("restricted", 0), ("lead_unit", "nowhere"), ("lead_unit", 7), ("lead_unit", ["chengjian"]),
    ("supporting_units", "luhu"), ("supporting_units", ["luhu", "luhu"]), ("supporting_units", ["luhu", 3]),
    ("supporting_units", {"luhu": 1}), ("leader", "nobody at all"), ("assignee", {"username": "reporter"}),
    ("checkpoints", [{"due_on": "2020-06-30"}]), ("checkpoints", [{"text": "无日期"}]),
    ("checkpoints", [{"due_on": "2021-06-30", "text": "明年"}]), ("checkpoints", [7]), ("checkpoints", {}),
    ("checkpoints", [{"due_on": "2020-06-30", "text": "一", "percent": 101}]),
    ("checkpoints", [{"due_on": "2020-06-30", "text": "一", "percent": 33.333}]),
    ("checkpoints", [{"due_on": "2020-06-30", "text": "一", "met_on": "2020-06-30"}]),
    ("checkpoints", [{"due_on": "2020-06-30", "value": "-1"}]),
    ("checkpoints", [{"due_on": "2020-06-30", "text": f"第{n}"} for n in range(201)]),
    ("targets", [{"name": "x", "comparator": "about", "value": "1", "unit": "个"}]),
    ("targets", [{"name": "x", "comparator": ">=", "unit": "个"}]),
    ("targets", [{"name": "x", "comparator": "range", "value": "3", "value_max": "2", "unit": "个"}]),
    ("targets", [{"name": "x", "comparator": "milestone", "value": "1"}]),
    ("targets", [{"name": "x", "comparator": ">=", "value": "1", "unit": "个", "indicator": "unknown"}]),
    ("targets", [{"comparator": ">=", "value": "1", "unit": "个"}]), ("plan", "2021"), ("note", 5),
    ("code", "2020-2-77"), ("state", "done"), ("version", 1), ("progress", 50), ("标题", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), WRONG, ids=lambda value: str(value)[:40])
def test_a_proposal_with_one_wrong_key_is_refused_by_its_name(
    supervisor: APIClient, key: str, value: Any
) -> None:
    body = assert_problem(supervisor.post(TASKS, FULL | {key: value}), 400, "invalid")
    assert list(body["errors"]) == [key]
    assert all(isinstance(text, str) for text in body["errors"][key])
    assert not Task.objects.exists()


def test_the_place_of_a_mistake_in_a_list_is_told(supervisor: APIClient) -> None:
    rows = [{"due_on": "2020-06-30", "text": "一"}, {"due_on": "2020-02-30", "text": "二"}]
    errors = supervisor.post(TASKS, FULL | {"checkpoints": rows}).json()["errors"]
    assert errors["checkpoints"][0].startswith("第 2 项 due_on:")
