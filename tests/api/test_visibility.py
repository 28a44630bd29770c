"""A restricted task exists for its units, its leader and the supervisors; for everybody else it is nowhere."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tasks import evidence, workflow
from tasks.models import Evidence, Task
from tasks.states import Kind
from tests.api.conftest import TODAY, Client
from tests.api.doors import V1, codes, perform, url
from tests.cast import Cast, TaskMaker

SEES = ("reporter", "head", "clerk", "supervisor", "supervisor2", "leader")
DOES_NOT = ("other_reporter", "other_head", "other_leader", "administrator", "auditor", "nobody")


@pytest.fixture
def secret(make_task: TaskMaker, cast: Cast) -> Task:
    return make_task(title="信访积案", kind=Kind.CONTINUING, restricted=True, supporting=(cast.community,))


@pytest.fixture
def proof(secret: Task, cast: Cast) -> Evidence:
    file = evidence.store(secret, cast.reporter, SimpleUploadedFile("案卷.txt", b"secret"))
    report = {"version": None, "period": "2020-03", "note": "已化解一件", "evidence": [file.pk]}
    workflow.report(secret, by=cast.reporter, on=TODAY, **report)
    return file


def doors(task: Task, proof: Evidence) -> list[str]:
    return [url(task), url(task, "events/"), f"{V1}evidence/{proof.pk}/"]


@pytest.mark.parametrize("who", SEES)
def test_who_is_concerned_finds_it_everywhere(
    secret: Task, proof: Evidence, cast: Cast, client_of: Client, who: str
) -> None:
    client = client_of(getattr(cast, who))
    assert [client.get(address).status_code for address in doors(secret, proof)] == [200, 200, 200]
    assert codes(client.get(V1 + "tasks/", {"search": "信访"})) == [secret.code]
    assert _tasks_on_dashboard(client) == 1


@pytest.mark.parametrize("who", DOES_NOT)
def test_for_everybody_else_it_is_nowhere(
    secret: Task, proof: Evidence, cast: Cast, client_of: Client, who: str
) -> None:
    client = client_of(getattr(cast, who))
    missing = client.get(V1 + "tasks/2020-9-99/")
    for address in doors(secret, proof):
        response = client.get(address)
        assert response.status_code == 404
        assert response.content == missing.content
    for refused in (
        perform(client, secret, "report", period="2020-03", note="猜到的编号"),
        client.post(url(secret, "evidence/"), {"file": SimpleUploadedFile("a", b"a")}, format="multipart"),
    ):
        assert refused.status_code == 404
        assert refused.content == missing.content
    for query in ({}, {"search": "信访"}, {"lead_unit": "chengjian"}, {"leader": "leader"}):
        body = client.get(V1 + "tasks/", {"count": "true", **query}).json()
        assert (body["count"], body["results"]) == (0, [])
    assert _tasks_on_dashboard(client) == 0


def _tasks_on_dashboard(client: APIClient) -> int:
    body = client.get(V1 + "plans/2020/dashboard/").json()
    value: int = body["totals"]["tasks"]["value"]
    assert sum(unit["tasks"]["value"] for unit in body["units"]) == value
    assert sum(pillar["tasks"]["value"] for pillar in body["pillars"]) == value
    return value


def test_an_upload_that_no_report_names_is_its_owners_alone(
    secret: Task, cast: Cast, client_of: Client
) -> None:
    loose = evidence.store(secret, cast.reporter, SimpleUploadedFile("草稿.txt", b"not sent"))
    address = f"{V1}evidence/{loose.pk}/"
    assert client_of(cast.reporter).get(address).status_code == 200
    assert client_of(cast.supervisor).get(address).status_code == 404


def test_an_open_task_is_there_for_all_staff(make_task: TaskMaker, cast: Cast, client_of: Client) -> None:
    task = make_task()
    for who in SEES + DOES_NOT:
        assert client_of(getattr(cast, who)).get(url(task)).status_code == 200


def test_a_task_that_becomes_restricted_takes_its_past_along(
    make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task = make_task()
    outsider = client_of(cast.other_reporter)
    assert len(outsider.get(url(task, "events/")).json()["results"]) == 3
    perform(client_of(cast.supervisor), task, "revise", reason="收窄知悉范围", restricted=True)
    assert outsider.get(url(task, "events/")).status_code == 404
