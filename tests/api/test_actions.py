"""Every action of the workflow table through the API: done by who may, refused to who may not."""

from typing import Any

import pytest

from tasks import workflow
from tasks.api.actions import VERBS
from tasks.api.examples import ANSWER, PROPOSAL, REPORT, REQUEST_EXTENSION, RETURN, URGE, VERIFY
from tasks.models import Plan, Task
from tasks.states import TRANSITIONS, Action, Kind, PlanState, State, Who
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, perform, url
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.letters import ON, request_more_time, urge

TASKS = V1 + "tasks/"
ASSIGN = {"lead_unit": "chengjian", "leader": "leader", "due_on": "2020-12-31"}
SUBMIT = {"outcome": "mostly", "note": "基本办结"}
LETTER = {"text": "请说明进展", "answer_by": "2020-04-22"}
WHY = {"reason": "会议研究决定"}
DONE_BY = [
    ("agree", State.PROPOSED, "head", {"note": "同意"}, "proposed"),
    ("object", State.PROPOSED, "head", {"text": "建议由经济服务办牵头"}, "proposed"),
    ("assign", State.PROPOSED, "supervisor", ASSIGN, "assigned"),
    ("assign", State.ACTIVE, "supervisor", ASSIGN | {"lead_unit": "jingji", "supporting_units": ["luhu"]}, "assigned"),
    ("accept", State.ASSIGNED, "head", {"assignee": "reporter", "note": "收到"}, "active"),
    ("decline", State.ASSIGNED, "head", {"reason": "不属本单位职责"}, "proposed"),
    ("hand_over", State.ACTIVE, "head", {"assignee": "reporter"}, "active"),
    ("report", State.ACTIVE, "reporter", {"period": "2020-03", "note": "已开展"}, "active"),
    ("withdraw", State.ACTIVE, "reporter", {}, "active"),
    ("verify", State.ACTIVE, "supervisor", {}, "active"),
    ("reject", State.ACTIVE, "supervisor", WHY, "active"),
    ("request_extension", State.ACTIVE, "reporter", {"due_on": "2021-03-31", **WHY}, "active"),
    ("grant", State.ACTIVE, "supervisor", {"leader": "leader"}, "active"),
    ("refuse", State.ACTIVE, "supervisor", WHY, "active"),
    ("submit", State.ACTIVE, "head", SUBMIT, "in_review"),
    ("take_back", State.IN_REVIEW, "head", {}, "active"),
    ("approve", State.IN_REVIEW, "supervisor", {"outcome": "completed"}, "done"),
    ("return", State.IN_REVIEW, "supervisor", {"reason": "请补材料"}, "active"),
    ("urge", State.ACTIVE, "supervisor", {"level": "red", **LETTER}, "active"),
    ("instruct", State.ACTIVE, "leader", {"level": "urgent", **LETTER}, "active"),
    ("answer", State.ACTIVE, "head", {"text": "已增派人员"}, "active"),
    ("revise", State.ACTIVE, "supervisor", {"reason": "更正", "title": "更正后的名称"}, "active"),
    ("suspend", State.ACTIVE, "supervisor", WHY, "suspended"),
    ("resume", State.SUSPENDED, "supervisor", WHY, "active"),
    ("cancel", State.ACTIVE, "supervisor", WHY, "cancelled"),
    ("reopen", State.DONE, "supervisor", WHY, "active"),
]  # fmt: skip
REFUSED_TO = {
    "agree": ("reporter", "other_head", "supervisor"),
    "object": ("reporter", "supervisor"),
    "assign": ("head", "leader", "administrator"),
    "accept": ("reporter", "other_head", "leader"),
    "decline": ("reporter", "other_head", "supervisor"),
    "hand_over": ("reporter", "other_head", "supervisor"),
    "report": ("other_reporter", "leader", "auditor", "nobody"),
    "withdraw": ("head", "other_reporter", "supervisor"),
    "verify": ("head", "reporter", "leader"),
    "reject": ("head", "auditor"),
    "request_extension": ("other_head", "supervisor"),
    "grant": ("head", "leader"),
    "refuse": ("head", "leader"),
    "submit": ("reporter", "supervisor", "leader"),
    "take_back": ("reporter", "supervisor"),
    "approve": ("head", "leader", "administrator"),
    "return": ("head", "leader"),
    "urge": ("head", "leader", "administrator"),
    "instruct": ("head", "reporter", "administrator"),
    "answer": ("other_head", "supervisor", "leader"),
    "revise": ("head", "leader", "auditor"),
    "suspend": ("head", "leader"),
    "resume": ("head", "leader"),
    "cancel": ("head", "leader"),
    "reopen": ("head", "leader"),
}


def ready(make: TaskMaker, cast: Cast, action: str, state: State) -> Task:
    """A task in the state, with what the action waits for, in a plan in which it can be done."""
    task, row = make(kind=Kind.CONTINUING, state=state), TRANSITIONS[Action(action)]
    if row.waits_for == "unverified":
        workflow.report(task, by=cast.reporter, on=ON, version=None, period="2020-03", note="已开展")
    if row.waits_for == "pending_extension":
        request_more_time(task, cast)
    if row.waits_for == "awaiting":
        urge(task, cast)
    if PlanState.ACTIVE not in row.plans:
        Plan.objects.update(state=row.plans[0])
    return Task.objects.get(pk=task.pk)


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
    task = ready(make_task, cast, action, state)
    client = client_of(getattr(cast, who))
    assert action in client.get(url(task)).json()["allowed_actions"]
    response = perform(client, task, action, **keys)
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
    task = ready(make_task, cast, action, state)
    client = client_of(getattr(cast, who))
    assert action not in client.get(url(task)).json()["allowed_actions"]
    assert_problem(perform(client, task, action, **keys), 403, "forbidden")
    now = Task.objects.get(pk=task.pk)
    assert (now.version, now.state) == (task.version, state)


@pytest.mark.parametrize(
    ("action", "state"), [(row[0], row[1]) for row in DONE_BY if TRANSITIONS[Action(row[0])].needs]
)
def test_an_action_without_what_it_needs_says_what_is_missing(
    make_task: TaskMaker, cast: Cast, client_of: Client, action: str, state: State
) -> None:
    who, keys = next((row[2], row[3]) for row in DONE_BY if row[0] == action)
    task = ready(make_task, cast, action, state)
    for missing in TRANSITIONS[Action(action)].needs:
        given = {key: value for key, value in keys.items() if key != missing}
        response = perform(client_of(getattr(cast, who)), task, action, **given)
        assert missing in assert_problem(response, 400, "invalid")["errors"]


WRONG_KEYS = [
    ("urge", {"level": "green"}, "level"), ("urge", {"answer_by": "2020-02-30"}, "answer_by"),
    ("urge", {"answer_by": "2020-04-01"}, "answer_by"), ("urge", {"text": ""}, "text"),
    ("urge", {"number": 7}, "number"), ("instruct", {"level": "red"}, "level"),
    ("instruct", {"leader": "other_leader"}, "leader"), ("instruct", {"answer_by": None}, "answer_by"),
    ("answer", {"in_reply_to": 10**9}, "in_reply_to"), ("answer", {"in_reply_to": "1"}, "in_reply_to"),
    ("answer", {"evidence": [1]}, "evidence"), ("verify", {"in_reply_to": 10**9}, "in_reply_to"),
    ("verify", {"in_reply_to": -1}, "in_reply_to"), ("reject", {"reason": ""}, "reason"),
    ("withdraw", {"reason": "错了"}, "reason"), ("request_extension", {"due_on": "2020-12-31"}, "due_on"),
    ("request_extension", {"due_on": "2020-13-01"}, "due_on"), ("grant", {"due_on": "2020-06-30"}, "due_on"),
    ("grant", {"leader": "head"}, "leader"), ("hand_over", {"assignee": "other_reporter"}, "assignee"),
    ("hand_over", {"assignee": "unknown"}, "assignee"), ("agree", {"checkpoints": [{"text": "无日期"}]}, "checkpoints"),
    ("object", {"text": ""}, "text"), ("suspend", {"reason": ""}, "reason"),
    ("cancel", {"outcome": "completed"}, "outcome"),
    ("revise", {"cadence": "daily"}, "cadence"), ("revise", {"items": [{"name": ""}]}, "items"),
    ("revise", {"items": [{"name": "大和"}, {"name": "大和", "stage": "施工"}]}, "items"),
    ("revise", {"quotas": [{"unit": "chengjian", "value": "1"}]}, "quotas"),
    ("revise", {"quotas": [{"unit": "nowhere", "value": "1"}]}, "quotas"),
    ("report", {"headway": "fast"}, "headway"), ("report", {"items": [{"ordinal": 1, "done": True}]}, "items"),
]  # fmt: skip


@pytest.mark.parametrize(("action", "wrong", "key"), WRONG_KEYS, ids=lambda value: str(value)[:50])
def test_a_wrong_key_is_refused_by_its_name_and_nothing_is_done(
    make_task: TaskMaker, cast: Cast, client_of: Client, action: str, wrong: Any, key: str
) -> None:
    state, who, keys = next((row[1], row[2], row[3]) for row in DONE_BY if row[0] == action)
    task = ready(make_task, cast, action, state)
    response = perform(client_of(getattr(cast, who)), task, action, **keys | wrong)
    assert key in assert_problem(response, 400, "invalid")["errors"]
    assert Task.objects.get(pk=task.pk).version == task.version


def test_an_action_outside_the_plans_states_is_a_conflict(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task, head = make_task(state=State.PROPOSED), client_of(cast.head)
    assert "agree" not in head.get(url(task)).json()["allowed_actions"]
    body = assert_problem(perform(head, task, "agree"), 409, "wrong-state")
    assert "征求意见" in body["detail"]


def test_without_anything_waiting_there_is_nothing_to_answer_or_verify(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task = make_task()
    for who, action, keys in (("head", "answer", {"text": "已办"}), ("supervisor", "verify", {})):
        body = assert_problem(
            perform(client_of(getattr(cast, who)), task, action, **keys), 409, "wrong-state"
        )
        assert "没有可办的对象" in body["detail"]


def test_a_reviewer_does_not_approve_his_own_request(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    cast.head.memberships.create(unit=cast.other, role="supervisor")
    task = make_task(state=State.IN_REVIEW)
    assert_problem(perform(client_of(cast.head), task, "approve"), 403, "forbidden")
    assert perform(client_of(cast.supervisor2), task, "approve").status_code == 201


@pytest.mark.parametrize("action", ["propose", "light", "flag_overdue", "send_back", "", None, 3, ["report"]])
def test_what_is_no_action_of_a_person_is_refused_with_the_known_ones(
    make_task: TaskMaker, cast: Cast, client_of: Client, action: Any
) -> None:
    body = assert_problem(perform(client_of(cast.supervisor), make_task(), action), 400, "invalid")
    assert "report" in body["errors"]["action"][0]


def test_the_examples_of_the_document_are_true(make_task: TaskMaker, cast: Cast, client_of: Client) -> None:
    supervisor = client_of(cast.supervisor)
    assert supervisor.post(TASKS, PROPOSAL).status_code == 201
    reported = make_task(checkpoints=QUARTERS)
    assert client_of(cast.reporter).post(url(reported, "events/"), REPORT).status_code == 201
    returned = make_task(state=State.IN_REVIEW)
    assert supervisor.post(url(returned, "events/"), RETURN).status_code == 201
    assert supervisor.post(url(reported, "events/"), VERIFY).status_code == 201
    urged = make_task()
    assert supervisor.post(url(urged, "events/"), URGE).status_code == 201
    assert client_of(cast.reporter).post(url(urged, "events/"), ANSWER).status_code == 201
    asked = make_task()
    assert client_of(cast.reporter).post(url(asked, "events/"), REQUEST_EXTENSION).status_code == 201
