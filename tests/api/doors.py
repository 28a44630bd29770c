"""How tests knock."""

from typing import Any

from rest_framework.response import Response
from rest_framework.test import APIClient

from tasks.models import Task

V1 = "/api/v1/"


def url(task: Task, rest: str = "") -> str:
    return f"{V1}tasks/{task.code}/{rest}"


def perform(client: APIClient, task: Task, action: str, **keys: Any) -> Response:
    """The action, by somebody who has seen the task as it stands in the database."""
    version = Task.objects.values_list("version", flat=True).get(pk=task.pk)
    return client.post(url(task, "events/"), {"action": action, "version": version} | keys)


def assert_problem(response: Response, status: int, slug: str) -> dict[str, Any]:
    """An error of the one shape; returns its body."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def codes(response: Response) -> list[str]:
    assert response.status_code == 200, response.content.decode()
    return [row["code"] for row in response.json()["results"]]


def answers(client: APIClient, address: str, way: str = "next") -> list[Response]:
    """Every page from the address on."""
    found = []
    while address:
        found.append(client.get(address))
        address = found[-1].json()[way]
    return found


def walk(client: APIClient, address: str, way: str = "next") -> list[list[str]]:
    """The same, each as its codes."""
    return [codes(answer) for answer in answers(client, address, way)]
