"""The table: route, method and object → what each role gets. Checked in beside this file as `matrix.csv`."""

import csv
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from tasks.states import TRANSITIONS
from tests.permissions.routes import Route
from tests.permissions.scene import BY_ACTION, ROLES, Parts, Scene, objects

TABLE = Path(__file__).with_name("matrix.csv")
METHODS = ("GET", "POST")

Key = tuple[str, str, str]
"""Route, method, object."""
Matrix = dict[Key, tuple[str, ...]]


def read(path: Path = TABLE) -> Matrix:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][3:] == list(ROLES), "the table's columns are the roles"
    return {(row[0], row[1], row[2]): tuple(row[3:]) for row in rows[1:]}


def write(matrix: Matrix, path: Path = TABLE) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["route", "method", "object", *ROLES])
        out.writerows([*key, *matrix[key]] for key in sorted(matrix))


def observed(routes: Iterable[Route], scene: Scene) -> Matrix:
    """What every role really gets, each cell in a transaction that is rolled back."""
    clients = {role: _client(scene, role) for role in ROLES}
    return {
        key: tuple(_status(clients[role], key[1], address, body) for role in ROLES)
        for route in routes
        for key, address, body in _requests(route, scene)
    }


def _client(scene: Scene, role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role != "anonymous":
        client.force_login(getattr(scene.cast, role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _requests(route: Route, scene: Scene) -> Iterator[tuple[Key, str, Any]]:
    many = BY_ACTION.get(route.name)
    for which, parts in objects(route, scene).items():
        for method in METHODS:
            if many is None:
                yield (route.name, method, which), _address(route, parts), None
                continue
            for action in TRANSITIONS:
                given = many(action)
                named = (f"{route.name}[{action.value}]", method, which)
                if "json" in given:
                    if method == "POST":
                        yield named, _address(route, parts), given["json"]
                else:
                    yield named, _address(route, {**parts, **given}), None
            if any("json" in many(action) for action in TRANSITIONS) and method == "GET":
                yield (route.name, method, which), _address(route, parts), None


def _address(route: Route, parts: Parts) -> str:
    wanted = {name: value for name, value in parts.items() if name in route.takes}
    if route.name.count(":") and "/" in route.name:  # a nameless address of the administration
        return "/" + route.pattern.split("(?P")[0].replace("<path:object_id>", "0")
    return reverse(route.name, kwargs=wanted)


def _status(client: Client, method: str, address: str, body: Any) -> str:
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer = _sent(client, method, address, body)
        for _ in getattr(answer, "streaming_content", ()):
            pass  # a file is open until it is read
        transaction.set_rollback(True)
    client.cookies = cookies  # whoever logged out is there again
    if answer.status_code == 302:
        target = answer.headers["Location"]
        return "login" if target.startswith(("/login/", "/admin/login/")) else "302"
    return str(answer.status_code)


def _sent(client: Client, method: str, address: str, body: Any) -> Any:
    if body is not None:
        return client.post(address, body, content_type="application/json")
    return client.get(address) if method == "GET" else client.post(address)
