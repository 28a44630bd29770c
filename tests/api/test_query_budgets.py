"""A list costs the same number of queries for a few tasks and for many."""

from copy import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from indicators.models import Target
from tasks.models import Task, TaskTarget
from tests.api.conftest import Client
from tests.api.doors import V1, url
from tests.cast import QUARTERS, Cast, TaskMaker

BUDGET = 16
FEW, MANY = 5, 120


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.other_reporter)


def cost(client: APIClient, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def multiply(task: Task, number: int) -> None:
    """More tasks of the same sort, each with its target."""
    (link,) = task.task_targets.select_related("target")
    for serial in range(number):
        twin, target = copy(task), copy(link.target)
        twin.pk, twin.code = None, f"2020-1-{serial:03d}"
        target.pk, target.code = None, f"{twin.code}.1"
        twin.save()
        target.save()
        TaskTarget.objects.create(task=twin, target=target)


@pytest.mark.parametrize(
    "address",
    [
        "tasks/?page_size=200&count=true",
        "tasks/?unit=luhu&ordering=-progress",
        "plans/2020/dashboard/",
        "plans/2020/trend/",
    ],
)
def test_lists_cost_the_same_for_few_tasks_and_for_many(
    client: APIClient, make_task: TaskMaker, cast: Cast, address: str
) -> None:
    task = make_task(checkpoints=QUARTERS, supporting=(cast.community,))
    Task.objects.filter(pk=task.pk).update(light="red")
    task.refresh_from_db()
    multiply(task, FEW)
    few = cost(client, V1 + address)
    TaskTarget.objects.exclude(task=task).delete()
    Target.objects.filter(code__startswith="2020-1-").delete()
    Task.objects.exclude(pk=task.pk).delete()
    multiply(task, MANY)
    assert cost(client, V1 + address) == few <= BUDGET


def test_the_log_costs_the_same_for_few_events_and_for_many(
    client: APIClient, make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    task = make_task(kind="continuing")
    few = cost(client, url(task, "events/"))
    reporter = client_of(cast.reporter)
    for number in range(12):
        body = {
            "action": "report",
            "version": task.version + number,
            "period": "2020-03",
            "note": str(number),
        }
        assert reporter.post(url(task, "events/"), body).status_code == 201
    assert cost(client, url(task, "events/")) == few <= BUDGET


def test_one_task_stays_within_the_budget(client: APIClient, make_task: TaskMaker) -> None:
    assert cost(client, url(make_task(checkpoints=QUARTERS))) <= BUDGET
