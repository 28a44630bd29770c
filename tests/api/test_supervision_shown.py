"""What supervision leaves on a task and in its log, as other systems read it."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from tasks import workflow
from tasks.models import Evidence, Plan, StoredFile, Task
from tasks.states import Cadence, Kind, Level, Outcome, State
from tasks.workflow.carrying import carry_over, start_next
from tasks.workflow.items import ItemProgress, ItemSpec
from tasks.workflow.quotas import Quota
from tasks.workflow.targets import TargetSpec
from tests.api.conftest import TODAY, Client
from tests.api.doors import V1, assert_problem, codes, perform, url
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import answer, instruct, request_more_time, urge
from tests.tasks.reports import report_amount


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.nobody)


def event_of(client: APIClient, task: Task, action: str) -> dict:
    """The latest one, as the log tells it."""
    found = client.get(url(task, "events/")).json()["results"]
    return next(event for event in reversed(found) if event["action"] == action)


def paper(task: Task, cast: Cast) -> int:
    file, _ = StoredFile.objects.get_or_create(sha256="a" * 64, size=3, content_type="image/png")
    given = {"file": file, "name": "原件.png", "uploaded_by": cast.supervisor, "uploaded_at": task.updated_at}
    return Evidence.objects.create(task=task, **given).pk


# The task -------------------------------------------------------------------------------------------------
def test_supporting_units_show_their_share(client: APIClient, make_task: TaskMaker, cast: Cast) -> None:
    quotas = [Quota(cast.lead, Decimal("20.5")), Quota(cast.community, Decimal("7.5"))]
    units = (cast.community, cast.other)
    task = make_task(supporting_units=units, supporting=units, quotas=quotas)
    body = client.get(url(task)).json()
    assert [(unit["code"], unit["quota"]) for unit in body["supporting_units"]] == [
        ("luhu", "7.5"),
        ("jingji", None),
    ]
    (row,) = client.get(V1 + "tasks/").json()["results"]
    assert row["supporting_units"] == body["supporting_units"]


def test_confirmed_figures_stand_beside_reported_ones(
    client: APIClient, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    first = report_amount(task, cast, "2020-03", "2.50", on=date(2020, 3, 25))
    second = report_amount(task, cast, "2020-04", "1", on=TODAY)
    workflow.verify(task, by=cast.supervisor, on=TODAY, version=None, in_reply_to=first.pk)
    body = client.get(url(task)).json()
    assert (body["targets"][0]["current"], body["targets"][0]["verified"]) == ("3.5", "2.5")
    assert body["unverified"] == [second.version]
    assert event_of(client, task, "verify")["data"] == {"reports": [first.version]}


def test_letters_that_wait_are_shown_until_they_are_answered(
    client: APIClient, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    slip, order = urge(task, cast, level=Level.RED, answer_by=date(2020, 4, 30)), instruct(task, cast)
    body = client.get(url(task)).json()
    assert body["awaiting"] == [
        {"version": slip.version, "action": "urge", "level": "red", "answer_by": "2020-04-30"},
        {"version": order.version, "action": "instruct", "level": "urgent", "answer_by": "2020-04-22"},
    ]
    assert body["answer_by"] == "2020-04-22"
    answer(task, cast, order)
    assert client.get(url(task)).json()["answer_by"] == "2020-04-30"


def test_extension_cadence_and_consultation_are_shown(
    client: APIClient, make_task: TaskMaker, cast: Cast, plan: Plan
) -> None:
    task = make_task(cadence=Cadence.QUARTERLY)
    request_more_time(task, cast, on=TODAY)
    workflow.grant(task, by=cast.supervisor, on=TODAY, version=None)
    body = client.get(url(task)).json()
    assert (body["cadence"], body["extended_on"], body["original_due_on"]) == (
        "quarterly", "2020-04-15", "2020-12-31",
    )  # fmt: skip
    assert body["consultation"] is None
    draft = make_task(state=State.PROPOSED)
    Plan.objects.update(state="consulting")
    workflow.object_to(draft, by=cast.head, on=TODAY, version=None, text="建议改派")
    assert client.get(url(draft)).json()["consultation"] == "objected"


def test_pieces_are_shown_with_the_whole_task_alone(
    client: APIClient, make_task: TaskMaker, cast: Cast
) -> None:
    count = TargetSpec("城中村", ">=", Decimal(2), unit="个")
    task = make_task(targets=(count,), items=(ItemSpec("大和", "", "鹭湖社区"), ItemSpec("马坜")))
    workflow.report(
        task, by=cast.reporter, on=TODAY, version=None, period="2020-04", note="已完工",
        items=[ItemProgress(1, done=True, stage="验收")],
    )  # fmt: skip
    assert client.get(url(task)).json()["items"] == [
        {"ordinal": 1, "name": "大和", "stage": "验收", "owner": "鹭湖社区", "done_on": "2020-04-15"},
        {"ordinal": 2, "name": "马坜", "stage": "", "owner": "", "done_on": None},
    ]
    assert "items" not in client.get(V1 + "tasks/").json()["results"][0]


def test_a_carried_task_names_where_it_comes_from_but_no_task_that_is_not_there(
    client: APIClient, make_task: TaskMaker, cast: Cast, client_of: Client, plan: Plan
) -> None:
    old = make_task(state=State.IN_REVIEW, kind=Kind.CONTINUING)
    workflow.approve(old, by=cast.supervisor2, on=TODAY, version=None, outcome=Outcome.CARRIED_OVER)
    new = carry_over(old, start_next(plan, by=cast.supervisor), by=cast.supervisor, on=TODAY).task
    assert client.get(url(new)).json()["carried_from"] == old.code
    assert client.get(url(old)).json()["carried_from"] is None
    Task.objects.filter(pk=old.pk).update(restricted=True)
    assert client.get(url(new)).json()["carried_from"] is None
    assert client_of(cast.head).get(url(new)).json()["carried_from"] == old.code


# The log --------------------------------------------------------------------------------------------------
def test_a_slip_is_told_with_its_number_and_its_answer_with_what_it_answers(
    client: APIClient, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    slip = urge(task, cast, level=Level.ORANGE, text="请书面说明")
    answer(task, cast, slip)
    assert event_of(client, task, "urge")["data"] == {
        "level": "orange", "number": 1, "slip": "观湖督〔2020〕催办单第 1 号", "answer_by": "2020-04-22",
        "text": "请书面说明",
    }  # fmt: skip
    assert event_of(client, task, "answer")["data"] == {
        "answered": slip.version, "late": False, "text": "已增派人员",
    }  # fmt: skip


def test_people_are_told_by_name_whatever_the_key(
    client: APIClient, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task()
    for person in (cast.head, cast.reporter):
        workflow.hand_over(task, by=cast.head, on=TODAY, version=None, assignee=person)
    data = event_of(client, task, "hand_over")["data"]
    assert (data["assignee"]["username"], data["was"]["username"]) == ("reporter", "head")
    instruct(task, cast)
    assert event_of(client, task, "instruct")["data"]["leader"] == {
        "username": "leader",
        "name": "分管领导甲",
    }
    request_more_time(task, cast, on=TODAY)
    workflow.grant(task, by=cast.supervisor, on=TODAY, version=None, leader=cast.leader)
    data = event_of(client, task, "grant")["data"]
    assert (data["was"], data["due_on"], data["leader"]["username"]) == ("2020-12-31", "2021-01-31", "leader")


# On behalf ------------------------------------------------------------------------------------------------
def test_a_supervisor_signs_for_a_unit_with_its_paper_alone(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task, supervisor = make_task(state=State.ASSIGNED), client_of(cast.supervisor)
    for given, key in (
        ({}, "on_behalf_of"),
        ({"on_behalf_of": "jingji"}, "on_behalf_of"),
        ({"on_behalf_of": "chengjian"}, "evidence"),
    ):
        assert key in assert_problem(perform(supervisor, task, "accept", **given), 400, "invalid")["errors"]
    assert_problem(perform(client_of(cast.head), task, "accept", on_behalf_of="chengjian"), 403, "forbidden")
    given = {"on_behalf_of": "chengjian", "evidence": [paper(task, cast)]}
    event = perform(supervisor, task, "accept", **given).json()["event"]
    assert event["on_behalf_of"]["code"] == "chengjian" and event["evidence"][0]["name"] == "原件.png"


def test_a_supervisor_records_a_leaders_instruction_with_its_paper_alone(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task, supervisor = make_task(), client_of(cast.supervisor)
    said = {"text": "请月底前解决", "answer_by": "2020-04-30"}
    for given, key in (({}, "leader"), ({"leader": "head"}, "leader"), ({"leader": "leader"}, "evidence")):
        response = perform(supervisor, task, "instruct", **said | given)
        assert key in assert_problem(response, 400, "invalid")["errors"]
    given = said | {"leader": "leader", "evidence": [paper(task, cast)]}
    event = perform(supervisor, task, "instruct", **given).json()["event"]
    assert (event["actor"]["username"], event["data"]["leader"]["username"]) == ("supervisor", "leader")
    assert event["data"]["recorded"] is True


# Lists ----------------------------------------------------------------------------------------------------
def test_what_waits_is_found(client: APIClient, make_task: TaskMaker, cast: Cast) -> None:
    asked, urged, reported, weekly = (make_task(kind=Kind.CONTINUING) for _ in range(4))
    request_more_time(asked, cast, on=TODAY)
    urge(urged, cast, on=TODAY, answer_by=date(2020, 4, 20))
    workflow.report(reported, by=cast.reporter, on=TODAY, version=None, period="2020-04", note="已开展")
    revise = {"by": cast.supervisor, "on": TODAY, "version": None, "reason": "加密"}
    workflow.revise(weekly, cadence=Cadence.WEEKLY, **revise)
    draft = make_task(state=State.PROPOSED)
    Plan.objects.update(state="consulting")
    workflow.agree(draft, by=cast.head, on=TODAY, version=None)
    found = {
        query: codes(client.get(f"{V1}tasks/?{query}"))
        for query in (
            "pending_extension=true", "unanswered=true", "answer_before=2020-04-20", "answer_before=2020-04-19",
            "unverified=true", "cadence=weekly,quarterly", "consultation=agreed", "consultation=objected",
        )
    }  # fmt: skip
    assert list(found.values()) == [
        [asked.code], [urged.code], [urged.code], [], [reported.code], [weekly.code], [draft.code], [],
    ]  # fmt: skip
    assert len(codes(client.get(V1 + "tasks/?consultation=none"))) == 4
    assert asked.code not in codes(client.get(V1 + "tasks/?pending_extension=false"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("unverified", "1"), ("pending_extension", "yes"), ("unanswered", "TRUE"), ("consultation", "maybe"),
     ("cadence", "daily"), ("answer_before", "2020-02-30")],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused(client: APIClient, name: str, value: str) -> None:
    assert name in assert_problem(client.get(V1 + "tasks/", {name: value}), 400, "invalid")["errors"]
