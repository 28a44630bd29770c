"""What must not get in, and must not break anything: a clear 4xx, and the lists still answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Plain
from rest_framework.test import APIClient

from tasks.models import Task, TaskEvent
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, perform, url
from tests.cast import QUARTERS, Cast, TaskMaker

LISTS = ("plans/", "plans/2020/pillars/", "plans/2020/dashboard/", "units/", "tasks/", "terms/")


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.reporter)


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(checkpoints=QUARTERS)


@pytest.fixture(autouse=True)
def everything_still_answers(client: APIClient, task: Task) -> Iterator[None]:
    """After each attack nothing has been written and every list is there."""
    before = TaskEvent.objects.count()
    yield
    assert TaskEvent.objects.count() == before
    for address in (*LISTS, f"tasks/{task.code}/", f"tasks/{task.code}/events/"):
        assert client.get(V1 + address).status_code == 200, address


def send(client: APIClient, task: Task, raw: bytes | str, content_type: str = "application/json") -> Any:
    data = raw.encode() if isinstance(raw, str) else raw
    return client.generic("POST", url(task, "events/"), data, content_type=content_type)


NOTE = '{"action": "report", "version": 3, "period": "2020-03", "quantities": [{"value": "1"}], "note": %s}'
RAW = {
    "NUL": NOTE % r'"a\u0000b"',
    "control character": NOTE % r'"a\u0008b"',
    "lone surrogate": NOTE % r'"a\ud800b"',
    "reversed pair": NOTE % r'"\udc00\ud800"',
    "NUL in a key": '{"a\\u0000": 1}',
    "lone surrogate in a key": '{"a\\ud800": 1}',
    "deep lists": NOTE % ("[" * 5000 + "]" * 5000),
    "deep objects": '{"a":' * 5000 + "1" + "}" * 5000,
    "rather deep": NOTE % ("[" * 40 + "]" * 40),
    "NaN": NOTE % "NaN",
    "Infinity": NOTE % "-Infinity",
    "a number of 5,000 digits": NOTE % ("9" * 5000),
    "the same key twice": '{"action": "report", "action": "accept", "version": 3}',
    "the same key twice, deeper": NOTE % '{"a": 1, "a": 2}',
    "a list": '["report"]',
    "a string": '"report"',
    "null": "null",
    "nothing but blanks": "   ",
    "cut short": '{"action": "report"',
    "two objects": "{}{}",
    "not UTF-8": '{"action": "报送"}'.encode("gb18030"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"action": "report"}'.encode("utf-16"),
    "bytes": bytes(range(256)),
}


@pytest.mark.parametrize("name", RAW)
def test_json_that_is_none_is_malformed(client: APIClient, task: Task, name: str) -> None:
    assert_problem(send(client, task, RAW[name]), 400, "malformed")


AMOUNTS = ["-1", "1e400", "1e-400", "NaN", "Infinity", "-Infinity", "１e４００", "1" * 16, "0.0000001", "", " ", "一",
           "0x10", "1_000", "--1", "1,00", -1, 10**20, True, False, None, [], {}, "1;DROP TABLE", "½"]  # fmt: skip


@pytest.mark.parametrize("amount", AMOUNTS, ids=lambda value: repr(value)[:30])
def test_an_amount_that_is_none_is_refused(client: APIClient, task: Task, amount: Any) -> None:
    response = perform(client, task, "report", period="2020-03", note="数", quantities=[{"value": amount}])
    assert "quantities" in assert_problem(response, 400, "invalid")["errors"]


@pytest.mark.parametrize("amount", ["1e400", "-1e400", "1e99999999999", "-0.5"])
def test_a_bare_number_is_no_better_than_its_text(client: APIClient, task: Task, amount: str) -> None:
    raw = (
        '{"action": "report", "version": 3, "period": "2020-03", "note": "n", "quantities": [{"value": %s}]}'
    )
    assert_problem(send(client, task, raw % amount), 400, "invalid")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", "{}"), ("application/xml", "<a/>"), ("application/x-www-form-urlencoded", "action=report"),
        ("multipart/form-data; boundary=x", "--x--"), ("application/merge-patch+json", "{}"), ("nonsense", "{}"),
    ],
)  # fmt: skip
def test_another_content_type_is_not_supported(
    client: APIClient, task: Task, content_type: str, body: str
) -> None:
    assert_problem(send(client, task, body, content_type), 415, "unsupported-type")


def test_more_than_the_limit_is_too_large(client: APIClient, task: Task) -> None:
    long = "长" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 3 + 1)
    assert_problem(send(client, task, NOTE % f'"{long}"'), 413, "too-large")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize(
    "address", ["tasks/", "tasks/2020-2-01/", "tasks/2020-2-01/events/", "units/", "terms/"]
)
def test_other_methods_are_refused(client: APIClient, method: str, address: str) -> None:
    response = client.generic(method.upper(), V1 + address)
    assert_problem(response, 405, "method-not-allowed")
    assert "GET" in response.headers["Allow"]


def test_what_only_reads_takes_no_post(client: APIClient) -> None:
    assert_problem(client.post(V1 + "units/", {}), 405, "method-not-allowed")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/problem+json"])
def test_only_json_is_on_offer(client: APIClient, accept: str) -> None:
    assert_problem(client.get(V1 + "tasks/", headers={"Accept": accept}), 406, "not-acceptable")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html,*/*;q=0.8"])
def test_whoever_takes_anything_gets_json(client: APIClient, accept: str) -> None:
    response = client.get(V1 + "tasks/", headers={"Accept": accept})
    assert response.headers["Content-Type"] == "application/json"


QUERIES = [
    "search=%00", "plan=%00", "search=a%08b", "%00=1", "due_before=2020-02-30", "due_before=0000-00-00",
    "updated_since=0001-01-01T00:00:00%2B23:59", "updated_since=9999-12-31T23:59:59-23:59", "pillar=" + "9" * 4400,
    "pillar=-1", "cursor=%00", "cursor=aGVsbG8", "cursor=" + "A" * 5000, "page_size=%EF%BC%95", "ordering=%00",
    "search=" + "%E9%95%BF" * 200, "state=%2C", "kind=control%00",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=lambda value: value[:40])
def test_a_query_that_makes_no_sense_is_refused(client: APIClient, query: str) -> None:
    assert_problem(client.get(f"{V1}tasks/?{query}"), 400, "invalid")


HARMLESS = ["search=%FF%FE", "search=%27%3B--", "search=%25", "search=_", "unit=%25", "leader=' OR 1=1",
            "plan=%F0%9F%98%80", "measure=2.", "measure=99.99", "unit=%2C", "updated_since=2020-01-01"]  # fmt: skip


@pytest.mark.parametrize("query", HARMLESS)
def test_a_query_that_finds_nothing_is_an_empty_list(client: APIClient, query: str) -> None:
    assert client.get(f"{V1}tasks/?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["tasks/%00/", "tasks/2020%2F1/", "tasks/任务/", "tasks/%ED%A0%80/", "plans/%00/", "terms/%00/", "nowhere/",
     "evidence/99999999999999999999999/", "evidence/-1/", "tasks/" + "9" * 3000 + "/", "plans/2020/pillars/x/"],
    ids=lambda value: value[:40],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_not_found(client: APIClient, address: str) -> None:
    assert_problem(client.get(V1 + address), 404, "not-found")


def test_an_error_nobody_foresaw_is_told_in_the_same_shape(
    cast: Cast, client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.api.representation.rows", lambda *args: 1 / 0)
    client.raise_request_exception = False
    body = assert_problem(client.get(V1 + "tasks/"), 500, "server-error")
    assert "ZeroDivisionError" not in str(body)
    monkeypatch.undo()


def test_a_forged_host_is_refused_in_the_same_shape(task: Task) -> None:
    response = Plain().get(V1 + "tasks/", headers={"Host": "evil.example"})
    assert_problem(response, 400, "malformed")


def test_a_page_that_is_not_there_stays_a_page(task: Task) -> None:
    response = Plain().get("/no/such/page/")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
