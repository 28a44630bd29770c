"""Writers who have not seen the latest: 409 with the task as it stands, 428 without a version."""

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from rest_framework.test import APIClient

from tasks.models import Task
from tasks.states import Action, Kind, State
from tasks.sweep import sweep
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, perform, url
from tests.cast import Cast, TaskMaker

REPORT = {"action": "report", "period": "2020-03", "note": "已开展"}


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTINUING)


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.reporter)


def post(client: APIClient, task: Task, body: dict[str, Any], **headers: str) -> Any:
    return client.post(url(task, "events/"), body, headers=headers)


def test_the_second_of_two_writers_gets_the_task_as_it_now_stands(client: APIClient, task: Task) -> None:
    assert post(client, task, REPORT | {"version": task.version}).status_code == 201
    body = assert_problem(post(client, task, REPORT | {"version": task.version}), 409, "stale")
    assert body["current"] == client.get(url(task)).json()
    assert body["current"]["version"] == task.version + 1


def test_he_can_go_on_from_there(client: APIClient, task: Task) -> None:
    post(client, task, REPORT | {"version": task.version})
    current = post(client, task, REPORT | {"version": task.version}).json()["current"]
    assert post(client, task, REPORT | {"version": current["version"]}).status_code == 201


def test_a_light_that_turned_meanwhile_costs_nothing(client: APIClient, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=date(2020, 4, 14))
    sweep(task.plan, date(2020, 4, 16))
    task.plan.refresh_from_db()
    assert Task.objects.get(pk=task.pk).version == task.version + 1
    assert task.events.latest("version").action in (Action.LIGHT, Action.FLAG_OVERDUE)
    assert post(client, task, REPORT | {"version": task.version}).status_code == 201


def test_a_wrong_state_is_a_conflict_too(cast: Cast, client_of: Client, make_task: TaskMaker) -> None:
    done = make_task(state=State.DONE)
    response = perform(client_of(cast.supervisor), done, "approve")
    body = assert_problem(response, 409, "wrong-state")
    assert body["current"]["state"] == "done"
    assert "已办结" in body["detail"]


@pytest.mark.parametrize("tag", ["3", '"3"', 'W/"3"', '"3-0123456789abcdef"'])
def test_the_version_may_come_in_if_match(client: APIClient, task: Task, tag: str) -> None:
    assert task.version == 3
    assert post(client, task, REPORT, **{"If-Match": tag}).status_code == 201


def test_the_tag_of_the_task_itself_is_taken(client: APIClient, task: Task) -> None:
    tag = client.get(url(task)).headers["ETag"]
    assert post(client, task, REPORT, **{"If-Match": tag}).status_code == 201
    assert_problem(post(client, task, REPORT, **{"If-Match": tag}), 409, "stale")


@pytest.mark.parametrize("headers", [{}, {"If-Match": ""}, {"If-Match": "*"}])
def test_without_a_version_nothing_is_done(client: APIClient, task: Task, headers: dict[str, str]) -> None:
    assert_problem(post(client, task, REPORT, **headers), 428, "version-required")
    assert Task.objects.get(pk=task.pk).version == task.version


@pytest.mark.parametrize("version", ["3", True, 3.0, -1, 4, 10**30, [3]])
def test_a_version_that_cannot_be_is_refused(client: APIClient, task: Task, version: Any) -> None:
    body = assert_problem(post(client, task, REPORT | {"version": version}), 400, "invalid")
    assert "version" in body["errors"]


@pytest.mark.parametrize("tag", ["yesterday", '"3", "4"', "99999999999999999999"])
def test_a_tag_that_is_none_is_refused(client: APIClient, task: Task, tag: str) -> None:
    assert_problem(post(client, task, REPORT, **{"If-Match": tag}), 400, "invalid")


def test_body_and_header_must_agree(client: APIClient, task: Task) -> None:
    differing = post(client, task, REPORT | {"version": 3}, **{"If-Match": "2"})
    assert "version" in assert_problem(differing, 400, "invalid")["errors"]
    assert post(client, task, REPORT | {"version": 3}, **{"If-Match": "3"}).status_code == 201


def test_a_task_that_was_hidden_meanwhile_is_not_shown_in_the_conflict(
    cast: Cast, client_of: Client, task: Task, make_task: TaskMaker
) -> None:
    clerk = client_of(cast.clerk)
    shared = make_task(kind=Kind.CONTINUING, supporting=(cast.community,))
    revise = {"reason": "收窄知悉范围", "restricted": True, "supporting_units": []}
    with patch("tasks.api.views.TaskEvents.task", return_value=shared):
        assert perform(client_of(cast.supervisor), shared, "revise", **revise).status_code == 201
        stale = post(clerk, shared, REPORT | {"version": shared.version})
    assert "current" not in stale.json()
    assert stale.status_code in (403, 404)


def test_a_database_that_does_not_answer_is_told_with_when_to_try_again(
    client: APIClient, task: Task
) -> None:
    client.raise_request_exception = False
    for broken in ("tasks.log.claim", "tasks.middleware.clock.office_day"):
        with patch(broken, side_effect=OperationalError("database is locked")):
            response = post(client, task, REPORT | {"version": task.version})
        assert_problem(response, 503, "unavailable")
        assert int(response.headers["Retry-After"]) > 0
    assert client.get(V1 + "tasks/").status_code == 200
