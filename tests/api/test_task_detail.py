"""One task, whole; its log; and what is not sent again."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from tasks import workflow
from tasks.models import OfficeDate, Person, Task
from tasks.states import Kind, State
from tasks.workflow.planning import Source
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, codes, perform, url
from tests.cast import QUARTERS, Cast, TaskMaker

KEYS = [
    "code",
    "plan",
    "pillar",
    "measure",
    "title",
    "detail",
    "kind",
    "role",
    "state",
    "light",
    "progress",
    "planned",
    "starts_on",
    "due_on",
    "original_due_on",
    "overdue",
    "overdue_days",
    "checkpoint_overdue",
    "unreported",
    "last_period",
    "checkpoints",
    "lead_unit",
    "supporting_units",
    "leader",
    "assignee",
    "assignment_confirmed",
    "weight",
    "restricted",
    "needs_help",
    "pending_extension",
    "extended_on",
    "cadence",
    "consultation",
    "unverified",
    "awaiting",
    "answer_by",
    "carried_from",
    "items",
    "outcome",
    "targets",
    "source",
    "version",
    "allowed_actions",
    "created_at",
    "updated_at",
]


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.head)


def test_a_task_has_every_key_of_the_contract(client: APIClient, make_task: TaskMaker) -> None:
    body = client.get(url(make_task())).json()
    assert set(KEYS) <= body.keys()
    assert {"colour", "reason", "time", "plan", "reporting", "to_recover"} == body["light"].keys()
    assert {"document", "part", "pillar", "paragraph", "start", "end", "quote"} == body["source"].keys()


def test_values_are_written_as_the_contract_says(client: APIClient, make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(
        checkpoints=QUARTERS, supporting=(cast.community,), source=Source(part="三", pillar=2, paragraph=2)
    )
    workflow.report(
        task, by=cast.head, on=date(2020, 4, 10), version=None, period="2020-03", note="入库",
        quantities=[workflow.reporting.Quantity(Decimal("8.40"))],
    )  # fmt: skip
    body = client.get(url(task)).json()
    assert body["progress"] == 30
    assert body["lead_unit"] == {"code": "chengjian", "name": "城市建设办公室"}
    assert body["supporting_units"] == [{"code": "luhu", "name": "鹭湖社区", "quota": None}]
    assert body["leader"] == {"username": "leader", "name": "分管领导甲"}
    assert body["assignee"] is None
    assert body["outcome"] is None
    (target,) = body["targets"]
    assert (target["value"], target["unit"], target["comparator"]) == ("28", "公顷", ">=")
    assert target["current"] == "8.4"
    assert body["checkpoints"][0] == {
        "ordinal": 1, "due_on": "2020-03-31", "text": "累计 7 公顷", "value": "7", "percent": None,
        "met_on": "2020-04-10",
    }  # fmt: skip
    assert body["source"]["paragraph"] == 2
    assert body["created_at"].endswith("+08:00")


def test_a_task_that_is_not_open_has_no_light(client: APIClient, make_task: TaskMaker) -> None:
    assert client.get(url(make_task(state=State.DONE))).json()["light"] is None
    assert client.get(url(make_task(state=State.ACTIVE))).json()["light"] is not None


def test_overdue_days_are_calendar_days_and_stop_with_the_submission(
    client: APIClient, make_task: TaskMaker, cast: Cast
) -> None:
    late = make_task(kind=Kind.CONTINUING, due_on=date(2020, 4, 5))
    before = client.get(url(late)).json()
    assert before["overdue_days"] == 0
    perform(client, late, "report", period="2020-03", note="已开展")
    assert client.get(url(late)).json()["overdue_days"] == 10
    perform(client, late, "submit", outcome="mostly", note="请予办结")
    OfficeDate.objects.update(today=date(2020, 4, 17))
    assert client.get(url(late)).json()["overdue_days"] == 10


ALLOWED = [
    ("reporter", State.ACTIVE, ["report", "request_extension"]),
    ("head", State.ACTIVE, ["hand_over", "report", "request_extension", "submit"]),
    ("head", State.ASSIGNED, ["accept", "decline", "hand_over", "request_extension"]),
    ("head", State.SUSPENDED, []),
    ("supervisor", State.PROPOSED, ["assign", "revise", "cancel"]),
    ("supervisor", State.ASSIGNED, ["assign", "accept", "urge", "instruct", "revise", "cancel"]),
    ("supervisor", State.IN_REVIEW, ["approve", "return", "urge", "instruct", "revise", "cancel"]),
    ("supervisor", State.SUSPENDED, ["revise", "resume", "cancel"]),
    ("supervisor", State.DONE, ["reopen"]),
    ("supervisor", State.CANCELLED, []),
    ("leader", State.ACTIVE, ["instruct"]),
    ("leader", State.PROPOSED, []),
    ("auditor", State.IN_REVIEW, []),
]


@pytest.mark.parametrize(("who", "state", "actions"), ALLOWED)
def test_allowed_actions_are_those_of_who_asks(
    cast: Cast, client_of: Client, make_task: TaskMaker, who: str, state: State, actions: list[str]
) -> None:
    person: Person = getattr(cast, who)
    body = client_of(person).get(url(make_task(state=state))).json()
    assert body["allowed_actions"] == actions


def test_a_missing_task_is_not_there(client: APIClient) -> None:
    assert_problem(client.get(V1 + "tasks/2020-9-99/"), 404, "not-found")


def test_the_log_is_told_oldest_first_with_the_face_after_each_event(
    client: APIClient, make_task: TaskMaker
) -> None:
    events = client.get(url(make_task(checkpoints=QUARTERS), "events/")).json()["results"]
    assert [event["action"] for event in events] == ["propose", "assign", "accept"]
    assert [event["version"] for event in events] == [1, 2, 3]
    assert [event["face"]["state"] for event in events] == ["proposed", "assigned", "active"]
    assert events[0]["actor"] == {"username": "supervisor", "name": "督查甲"}
    assert events[1]["data"]["leader"] == {"username": "leader", "name": "分管领导甲"}
    assert events[1]["on"] == "2020-03-16"
    assert len(events[1]["digest"]) == 64
    assert events[2]["actor"] is None


def test_the_log_comes_in_pages(client: APIClient, make_task: TaskMaker) -> None:
    task = make_task()
    first = client.get(url(task, "events/"), {"page_size": 2, "count": "true"}).json()
    assert first["count"] == 3
    rest = client.get(first["next"]).json()
    assert [event["version"] for event in first["results"] + rest["results"]] == [1, 2, 3]
    assert rest["next"] is None


def test_a_revision_shows_people_by_name_on_both_sides(
    cast: Cast, client_of: Client, make_task: TaskMaker
) -> None:
    task = make_task()
    response = perform(
        client_of(cast.supervisor), task, "revise", reason="分工调整", leader="other_leader", title="新名称"
    )
    data = response.json()["event"]["data"]
    assert [person["username"] for person in data["changes"]["leader"]] == ["leader", "other_leader"]
    assert data["old_title"] == task.title
    assert data["reason"] == "分工调整"


def test_what_has_not_changed_is_not_sent_again(client: APIClient, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING)
    tag = client.get(url(task)).headers["ETag"]
    assert tag.startswith(f'"{task.version}-')
    unchanged = client.get(url(task), headers={"If-None-Match": tag})
    assert unchanged.status_code == 304
    assert not unchanged.content
    perform(client, task, "report", period="2020-04", note="已开展")
    changed = client.get(url(task), headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"].startswith(f'"{task.version + 1}-')


def test_a_tag_knows_the_day_and_who_asks(cast: Cast, client_of: Client, make_task: TaskMaker) -> None:
    address = url(make_task())
    mine, his = (client_of(person).get(address) for person in (cast.nobody, cast.auditor))
    assert mine.json() == his.json()
    assert mine.headers["ETag"] != his.headers["ETag"]
    OfficeDate.objects.update(today=date(2020, 4, 16))
    client = client_of(cast.nobody)
    assert client.get(address, headers={"If-None-Match": mine.headers["ETag"]}).status_code == 200


def test_lists_have_tags_and_errors_have_none(client: APIClient, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING)
    tag = client.get(V1 + "tasks/").headers["ETag"]
    assert client.get(V1 + "tasks/", headers={"If-None-Match": tag}).status_code == 304
    Task.objects.filter(pk=task.pk).update(title="改了")
    assert codes(client.get(V1 + "tasks/", headers={"If-None-Match": tag})) == [task.code]
    assert "ETag" not in client.get(V1 + "tasks/none/").headers
