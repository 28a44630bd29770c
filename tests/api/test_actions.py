"""Every action of the workflow table through the API: done by who may, refused to who may not."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tasks.api.actions import VERBS
from tasks.api.examples import PROPOSAL, REPORT, RETURN
from tasks.models import Task
from tasks.states import TRANSITIONS, Action, Kind, State, Who
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, perform, url
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker

TASKS = V1 + "tasks/"
ASSIGN = {"lead_unit": "chengjian", "leader": "leader", "due_on": "2020-12-31"}
SUBMIT = {"outcome": "mostly", "note": "基本办结"}
DONE_BY = [
    ("assign", State.PROPOSED, "supervisor", ASSIGN, "assigned"),
    ("assign", State.ACTIVE, "supervisor", ASSIGN | {"lead_unit": "jingji", "supporting_units": ["luhu"]}, "assigned"),
    ("accept", State.ASSIGNED, "head", {"assignee": "reporter", "note": "收到"}, "active"),
    ("decline", State.ASSIGNED, "head", {"reason": "不属本单位职责"}, "proposed"),
    ("report", State.ACTIVE, "reporter", {"period": "2020-03", "note": "已开展"}, "active"),
    ("submit", State.ACTIVE, "head", SUBMIT, "in_review"),
    ("take_back", State.IN_REVIEW, "head", {}, "active"),
    ("approve", State.IN_REVIEW, "supervisor", {"outcome": "completed"}, "done"),
    ("return", State.IN_REVIEW, "supervisor", {"reason": "请补材料"}, "active"),
    ("revise", State.ACTIVE, "supervisor", {"reason": "更正", "title": "更正后的名称"}, "active"),
]  # fmt: skip
REFUSED_TO = {
    "assign": ("head", "leader", "administrator"),
    "accept": ("reporter", "other_head", "supervisor"),
    "decline": ("reporter", "other_head", "supervisor"),
    "report": ("other_reporter", "leader", "auditor", "nobody"),
    "submit": ("reporter", "supervisor", "leader"),
    "take_back": ("reporter", "supervisor"),
    "approve": ("head", "leader", "administrator"),
    "return": ("head", "leader"),
    "revise": ("head", "leader", "auditor"),
}


def test_every_action_that_a_person_can_do_has_its_door() -> None:
    persons = {action for action, row in TRANSITIONS.items() if row.who != Who.SYSTEM}
    assert set(VERBS) | {Action.PROPOSE} == persons
    assert {row[0] for row in DONE_BY} == set(REFUSED_TO) == set(VERBS)


@pytest.mark.parametrize(("action", "state", "who", "keys", "after"), DONE_BY)
def test_an_action_is_done_by_who_may(
    make_task: TaskMaker,
    cast: Cast,
    client_of: Client,
    action: str,
    state: State,
    who: str,
    keys: Any,
    after: str,
) -> None:
    task = make_task(kind=Kind.CONTINUING, state=state)
    response = perform(client_of(getattr(cast, who)), task, action, **keys)
    assert response.status_code == 201, response.content.decode()
    event, now = response.json()["event"], response.json()["task"]
    assert (event["action"], event["actor"]["username"]) == (action, who)
    assert event["on"] == max("2020-04-15", str(task.last_on))
    assert event["version"] == now["version"] == task.version + 1
    assert event["face"]["state"] == now["state"] == after
    assert event == client_of(cast.auditor).get(url(task, "events/")).json()["results"][-1]


@pytest.mark.parametrize(
    ("action", "who"), [(action, who) for action in REFUSED_TO for who in REFUSED_TO[action]]
)
def test_an_action_is_refused_to_who_may_not(
    make_task: TaskMaker, cast: Cast, client_of: Client, action: str, who: str
) -> None:
    state, keys = next((row[1], row[3]) for row in DONE_BY if row[0] == action)
    task = make_task(kind=Kind.CONTINUING, state=state)
    assert_problem(perform(client_of(getattr(cast, who)), task, action, **keys), 403, "forbidden")
    task.refresh_from_db()
    assert (task.version, task.state) == (make_version(state), state)


def make_version(state: State) -> int:
    return {State.PROPOSED: 1, State.ASSIGNED: 2, State.ACTIVE: 3, State.IN_REVIEW: 4}[state]


@pytest.mark.parametrize(
    ("action", "state"), [(row[0], row[1]) for row in DONE_BY if TRANSITIONS[Action(row[0])].needs]
)
def test_an_action_without_what_it_needs_says_what_is_missing(
    make_task: TaskMaker, cast: Cast, client_of: Client, action: str, state: State
) -> None:
    who, keys = next((row[2], row[3]) for row in DONE_BY if row[0] == action)
    task = make_task(kind=Kind.CONTINUING, state=state)
    for missing in TRANSITIONS[Action(action)].needs:
        given = {key: value for key, value in keys.items() if key != missing}
        response = perform(client_of(getattr(cast, who)), task, action, **given)
        assert missing in assert_problem(response, 400, "invalid")["errors"]


def test_a_reviewer_does_not_approve_his_own_request(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    cast.head.memberships.create(unit=cast.other, role="supervisor")
    task = make_task(state=State.IN_REVIEW)
    assert_problem(perform(client_of(cast.head), task, "approve"), 403, "forbidden")
    assert perform(client_of(cast.supervisor2), task, "approve").status_code == 201


# Propose --------------------------------------------------------------------------------------------------
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


# Report ---------------------------------------------------------------------------------------------------
REPORTS = [
    (Kind.QUANTITY, QUARTERS, {"quantities": [{"value": "2.60", "unit": "公顷"}]}),
    (Kind.QUANTITY, QUARTERS, {"quantities": [{"target": "2020-2-01.1", "value": 2.6}]}),
    (Kind.QUANTITY, QUARTERS, {"quantities": [{"value": "２６．５"}], "actions": [1]}),
    (Kind.PROJECT, STAGES, {"stage": 1}),
    (Kind.MILESTONE, (), {"expected_on": "2020-10-01"}),
    (Kind.CONTROL, (), {"quantities": [{"value": "24.5", "unit": "μg/m3"}]}),
    (Kind.CONTINUING, (), {}),
]


@pytest.mark.parametrize(("kind", "checkpoints", "keys"), REPORTS)
def test_each_kind_reports_what_it_needs(
    make_task: TaskMaker, cast: Cast, client_of: Client, kind: Kind, checkpoints: Any, keys: Any
) -> None:
    task = make_task(kind=kind, checkpoints=checkpoints)
    client = client_of(cast.reporter)
    more = {"problem": "无", "next_step": "继续", "help": {"whom": "分管领导", "what": "协调用地"}}
    report = {"period": "2020-03", "note": "正常"} | keys
    response = perform(client, task, "report", **report, **more)
    assert response.status_code == 201, response.content.decode()
    body = response.json()
    assert body["task"]["last_period"] == "2020-03"
    assert body["task"]["needs_help"] is True
    assert body["event"]["data"]["help"] == more["help"]
    assert body["event"]["data"]["problem"] == "无"


@pytest.mark.parametrize(
    ("kind", "keys", "key"),
    [
        (Kind.QUANTITY, {}, "quantities"), (Kind.MILESTONE, {}, "expected_on"), (Kind.CONTROL, {}, "quantities"),
        (Kind.PROJECT, {}, "stage"),
        (Kind.QUANTITY, {"quantities": [{"value": "1"}], "stage": 1}, "stage"),
        (Kind.CONTINUING, {"stage": 0}, "stage"), (Kind.CONTINUING, {"expected_on": "2020-10-01"}, "expected_on"),
        (Kind.PROJECT, {"stage": 1, "actions": []}, "actions"), (Kind.PROJECT, {"stage": 4}, "stage"),
        (Kind.PROJECT, {"stage": True}, "stage"), (Kind.PROJECT, {"stage": 10**30}, "stage"),
        (Kind.PROJECT, {"stage": -1}, "stage"), (Kind.PROJECT, {"stage": "1"}, "stage"),
        (Kind.CONTINUING, {"title": "新"}, "title"), (Kind.CONTINUING, {"outcome": "completed"}, "outcome"),
        (Kind.CONTINUING, {"progress": 50}, "progress"), (Kind.CONTINUING, {"actions": [99]}, "actions"),
        (Kind.CONTINUING, {"evidence": [10**9]}, "evidence"), (Kind.CONTINUING, {"evidence": ["1"]}, "evidence"),
        (Kind.CONTINUING, {"help": {"whom": "谁"}}, "help"), (Kind.CONTINUING, {"help": "谁"}, "help"),
        (Kind.CONTINUING, {"help": {"whom": "谁", "what": ""}}, "help"),
        (Kind.CONTINUING, {"period": "2020-13"}, "period"), (Kind.CONTINUING, {"period": "2020-06"}, "period"),
        (Kind.CONTINUING, {"note": ""}, "note"), (Kind.CONTINUING, {"note": "长" * 10_001}, "note"),
        (Kind.QUANTITY, {"quantities": [{"value": "-1"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": True}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": "1", "unit": "套"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": "1", "target": "2020-9-01.1"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"value": "1"}, {"value": "2"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": [{"amount": "1"}]}, "quantities"),
        (Kind.QUANTITY, {"quantities": {"value": "1"}}, "quantities"),
    ],
    ids=lambda value: str(value)[:50],
)  # fmt: skip
def test_a_report_with_what_its_kind_does_not_take_is_refused(
    make_task: TaskMaker, cast: Cast, client_of: Client, kind: Kind, keys: Any, key: str
) -> None:
    task = make_task(kind=kind, checkpoints=STAGES if kind == Kind.PROJECT else ())
    report = {"period": "2020-03", "note": "正常"} | keys
    body = assert_problem(perform(client_of(cast.reporter), task, "report", **report), 400, "invalid")
    assert key in body["errors"]


def test_a_supervisor_reports_for_a_unit_with_its_paper_alone(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task = make_task(kind=Kind.CONTINUING)
    report = {"period": "2020-03", "note": "电话核实", "on_behalf_of": "chengjian"}
    client = client_of(cast.supervisor)
    assert "evidence" in assert_problem(perform(client, task, "report", **report), 400, "invalid")["errors"]
    assert_problem(perform(client_of(cast.reporter), task, "report", **report), 403, "forbidden")


@pytest.mark.parametrize("action", ["propose", "light", "flag_overdue", "send_back", "", None, 3, ["report"]])
def test_what_is_no_action_of_a_person_is_refused_with_the_known_ones(
    make_task: TaskMaker, cast: Cast, client_of: Client, action: Any
) -> None:
    body = assert_problem(perform(client_of(cast.supervisor), make_task(), action), 400, "invalid")
    assert "report" in body["errors"]["action"][0]


def test_the_examples_of_the_document_are_true(
    supervisor: APIClient, make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    assert supervisor.post(TASKS, PROPOSAL).status_code == 201
    reported = make_task(checkpoints=QUARTERS)
    assert client_of(cast.reporter).post(url(reported, "events/"), REPORT).status_code == 201
    returned = make_task(state=State.IN_REVIEW)
    assert supervisor.post(url(returned, "events/"), RETURN).status_code == 201
