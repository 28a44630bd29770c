"""Every address × method × role × object against one checked-in table.

After a change that is meant: `GUANHU_WRITE_MATRIX=1 pytest tests/permissions` writes the table, and fails once with
what changed; then read the difference.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

import guanhu.urls
from tasks.models import OfficeDate, Plan
from tests.cast import Cast, TaskMaker
from tests.permissions.matrix import Matrix, observed, read, write
from tests.permissions.routes import Route, routes
from tests.permissions.scene import ON, ROLES, Scene, UnknownObject, build, objects

pytestmark = pytest.mark.once
GROUPS = ("admin", "api", "task-action", "tasks")


def group_of(name: str) -> str:
    space = name.partition(":")[0]
    return space if space in GROUPS else "tasks"


@pytest.fixture
def scene(plan: Plan, cast: Cast, make_task: TaskMaker, tmp_path: Path, settings: Any) -> Scene:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    OfficeDate.objects.create(today=ON)
    Plan.objects.filter(pk=plan.pk).update(swept_to=ON)
    return build(plan, cast, make_task)


def difference(wanted: Matrix, found: Matrix) -> list[str]:
    """A line for each cell that is not as the table says, and for each row that only one side has."""
    lines = [f"not in the table: {key}" for key in sorted(found.keys() - wanted.keys())]
    lines += [f"no such route any more: {key}" for key in sorted(wanted.keys() - found.keys())]
    lines += [
        f"{key}: {wanted[key]} → {found[key]}"
        for key in sorted(found.keys() & wanted.keys())
        if wanted[key] != found[key]
    ]
    return lines


@pytest.mark.parametrize("group", GROUPS)
def test_every_role_gets_what_the_table_says(scene: Scene, group: str) -> None:
    found = observed([route for route in routes() if group_of(route.name) == group], scene)
    table = read()
    wanted = {key: row for key, row in table.items() if group_of(key[0].partition("[")[0]) == group}
    if os.environ.get("GUANHU_WRITE_MATRIX"):
        write({key: row for key, row in table.items() if key not in wanted} | found)
    assert difference(wanted, found) == []


def planted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody has decided who may see this")


class Planted:
    """The site with one route more than the table knows."""

    urlpatterns = (*guanhu.urls.urlpatterns, path("planted/", planted, name="planted"))


def test_a_route_that_is_missing_from_the_table_is_found(scene: Scene, settings: Any) -> None:
    settings.ROOT_URLCONF = Planted
    new = [route for route in routes(Planted) if route.name == "planted"]  # type: ignore[arg-type]  # as Django takes it
    table = read()
    assert difference(table, table | observed(new, scene)) == [
        "not in the table: ('planted', 'GET', '-')",
        "not in the table: ('planted', 'POST', '-')",
    ]


def test_a_row_that_is_as_the_table_says_is_no_difference() -> None:
    row = {("planted", "GET", "-"): ("200",)}
    assert difference(row, row) == []
    assert difference(row, {("planted", "GET", "-"): ("403",)}) == [
        "('planted', 'GET', '-'): ('200',) → ('403',)"
    ]


def test_a_route_about_an_object_that_nobody_described_is_found(scene: Scene) -> None:
    with pytest.raises(UnknownObject, match="secrets"):
        objects(Route("secrets", "secrets/<int:pk>/", ("pk",)), scene)


def test_a_restricted_task_is_missing_for_everybody_who_is_not_concerned() -> None:
    """Read off the table itself: for the others a restricted object answers as a missing one does."""
    others = ("nobody", "other_reporter", "other_head", "other_leader", "administrator", "auditor")
    table = read()
    for (route, method, which), row in table.items():
        if which == "restricted":
            missing = table[route, method, "missing"]
            for role in others:
                place = ROLES.index(role)
                assert row[place] == missing[place], (route, method, role)
