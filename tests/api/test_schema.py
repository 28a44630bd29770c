"""The OpenAPI document: it validates, it is whole, and real answers are as it says."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client as Plain
from django.urls import URLPattern
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from glossary.models import Term
from guanhu.api.urls import v1
from indicators.models import Indicator
from tasks.api.examples import CHANGES, TASK
from tasks.states import Kind, State
from tasks.workflow.items import ItemSpec
from tests.api.conftest import Client
from tests.api.doors import V1, perform, url
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.letters import instruct, urge

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Document:
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(document: Document) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def test_it_validates_without_a_warning(document: Document) -> None:
    validate_schema(document)
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_every_address_is_in_it(document: Document) -> None:
    routes: list[URLPattern] = v1
    assert len(document["paths"]) == len(routes)


def test_every_operation_is_described_in_chinese(document: Document) -> None:
    for name, operation in operations(document).items():
        for key in ("summary", "description"):
            assert any("一" <= char <= "鿿" for char in operation[key]), (name, key)
        for parameter in operation.get("parameters", ()):
            assert parameter["in"] == "path" or parameter["description"], (name, parameter["name"])


def test_every_operation_says_which_errors_can_come_back(document: Document) -> None:
    found = {name: set(operation["responses"]) for name, operation in operations(document).items()}
    assert all({"400", "401", "429", "503"} <= statuses for statuses in found.values())
    assert found["GET /api/v1/tasks/"] == {"200", "304", "400", "401", "406", "429", "503"}
    assert found["GET /api/v1/tasks/{code}/"] == {"200", "304", "400", "401", "404", "406", "429", "503"}
    act = {"201", "400", "401", "403", "404", "406", "409", "413", "415", "428", "429", "503"}
    assert found["POST /api/v1/tasks/{code}/events/"] == act
    assert found["POST /api/v1/tasks/"] == act - {"404", "409", "428"}
    assert "406" not in found["GET /api/v1/evidence/{id}/"]


def test_the_list_of_tasks_names_every_filter(document: Document) -> None:
    parameters = operations(document)["GET /api/v1/tasks/"]["parameters"]
    names = {parameter["name"] for parameter in parameters}
    assert names >= {
        "plan", "pillar", "measure", "kind", "role", "state", "light", "overdue", "checkpoint_overdue", "unreported",
        "needs_help", "no_checkpoints", "unit", "lead_unit", "leader", "measured", "due_before", "due_after",
        "unverified", "pending_extension", "unanswered", "answer_before", "consultation", "cadence",
        "updated_since", "search", "ordering", "page_size", "cursor", "count",
    }  # fmt: skip


def test_each_action_has_a_body_of_its_own(document: Document) -> None:
    schemas = document["components"]["schemas"]
    mapping = schemas["AnyActionRequest"]["discriminator"]["mapping"]
    report = schemas[mapping["report"].rpartition("/")[2]]
    assert {"period", "note"} <= set(report["required"])
    assert "outcome" not in report["properties"]
    assert "outcome" in schemas[mapping["submit"].rpartition("/")[2]]["required"]


# What really comes back -----------------------------------------------------------------------------------
@pytest.fixture
def conforms(document: Document) -> Callable[[Any, str], None]:
    """Checks a response against the schema of its operation and status."""
    components = {"components": _as_json_schema(document["components"])}

    def check(response: Any, name: str) -> None:
        said = operations(document)[name]["responses"][str(response.status_code)]
        kind = response.headers["Content-Type"]
        schema = _as_json_schema(said["content"][kind]["schema"])
        jsonschema.validate(response.json(), components | {"allOf": [schema]}, jsonschema.Draft7Validator)

    return check


def _as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0's `nullable` in the words of JSON Schema; objects closed, so that what is not said is not there."""
    if isinstance(node, list):
        return [_as_json_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _as_json_schema(value) for key, value in node.items() if key != "nullable"}
    if isinstance(found.get("properties"), dict) and "additionalProperties" not in found:
        found["additionalProperties"] = False
    return {"anyOf": [found, {"type": "null"}]} if node.get("nullable") is True else found


def test_what_is_read_is_as_the_document_says(
    conforms: Callable[[Any, str], None], make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    Term.objects.create(slug="fu-neng", ordinal=1, term="赋能", definition="使之具备能力。")
    task = make_task(checkpoints=QUARTERS, supporting=(cast.community,), items=(ItemSpec("大和"),))
    urge(task, cast)
    instruct(task, cast)
    make_task(state=State.PROPOSED, kind=Kind.MILESTONE)
    make_task(state=State.DONE)
    client = client_of(cast.leader)
    for path in ("plans/", "plans/{plan}/", "plans/{plan}/pillars/", "plans/{plan}/dashboard/", "plans/{plan}/trend/",
                 "units/", "tasks/", "tasks/{code}/", "tasks/{code}/events/", "terms/", "terms/{slug}/"):  # fmt: skip
        response = client.get(V1 + path.format(plan="2020", code=task.code, slug="fu-neng"))
        assert response.status_code == 200
        conforms(response, f"GET {V1}{path}")
    code = task.task_targets.get().target.indicator.code
    for path in ("indicators/", "indicators/{code}/", "indicators/{code}/readings/"):
        conforms(client.get(V1 + path.format(code=code)), f"GET {V1}{path}")
    for span in ("", "?from=2020-03-12", "?from=2020-04-16"):
        conforms(client.get(f"{V1}plans/2020/changes/{span}"), f"GET {V1}plans/{{plan}}/changes/")
    conforms(client.get(V1 + "tasks/?count=true&page_size=1&as_of=2020-04-10"), f"GET {V1}tasks/")
    conforms(client.get(V1 + "tasks/?count=true&page_size=1"), f"GET {V1}tasks/")
    conforms(client.get(V1 + "tasks/?unknown=1"), f"GET {V1}tasks/")
    conforms(client.get(V1 + "tasks/2020-9-99/"), f"GET {V1}tasks/{{code}}/")


def test_what_is_written_is_answered_as_the_document_says(
    conforms: Callable[[Any, str], None], make_task: TaskMaker, cast: Cast, client_of: Client
) -> None:
    name = f"POST {V1}tasks/{{code}}/events/"
    task = make_task(kind=Kind.CONTINUING)
    reporter, supervisor = client_of(cast.reporter), client_of(cast.supervisor)
    stale = {"action": "report", "version": task.version, "period": "2020-03", "note": "已开展"}
    for status in (201, 409):
        response = reporter.post(url(task, "events/"), stale)
        assert response.status_code == status
        conforms(response, name)
    conforms(reporter.post(url(task, "events/"), {"action": "report"}), name)
    conforms(perform(reporter, task, "revise"), name)
    conforms(perform(supervisor, task, "revise", reason="更正", leader="other_leader"), name)
    sales = Indicator.objects.create(code="sales", name="零售总额", unit="亿元", kind="cumulative")
    for given in ({}, {"period": "2020-02", "value": "2.1", "provisional": True}):
        recorded = supervisor.post(f"{V1}indicators/{sales.code}/readings/", given)
        conforms(recorded, f"POST {V1}indicators/{{code}}/readings/")
    proposed = supervisor.post(V1 + "tasks/", {"title": "新任务", "measure": "1.1", "kind": "continuing"})
    assert proposed.status_code == 201
    conforms(proposed, f"POST {V1}tasks/")


def test_the_example_of_changes_is_as_the_document_says(document: Document) -> None:
    components = {"components": _as_json_schema(document["components"])}
    whole = components | {"allOf": [{"$ref": "#/components/schemas/Changes"}]}
    jsonschema.validate(CHANGES, whole, jsonschema.Draft7Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(CHANGES | {"turned": [{"task": 7}]}, whole, jsonschema.Draft7Validator)


def test_the_example_of_a_task_is_as_the_document_says(document: Document) -> None:
    components = {"components": _as_json_schema(document["components"])}
    task = components | {"allOf": [{"$ref": "#/components/schemas/Task"}]}
    jsonschema.validate(TASK, task, jsonschema.Draft7Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(TASK | {"light": "red"}, task, jsonschema.Draft7Validator)


# The pages ------------------------------------------------------------------------------------------------
def test_the_document_is_served_to_everybody(db: None) -> None:
    response = Plain().get("/api/schema/", headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert b"openapi" in response.content


def test_the_swagger_page_needs_nothing_inline_and_nothing_from_outside(db: None) -> None:
    page = Plain().get("/api/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
    assert "<style" not in text
    assert "style=" not in text
    assert "://" not in text
    assert all("src=" in tag for tag in text.split("<script")[1:])
    assert text.count(settings.STATIC_URL) >= 3
    script = Plain().get("/api/docs/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
