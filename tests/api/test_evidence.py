"""Files over REST: uploaded for a task, named in a report, downloaded as attachments."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tasks import evidence
from tasks.models import Evidence, Task
from tasks.states import Kind
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, perform, url
from tests.cast import Cast, TaskMaker

CONTENT = "九月现场照片".encode()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "EVIDENCE_DIR", tmp_path)
    return tmp_path


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTINUING)


@pytest.fixture
def client(cast: Cast, client_of: Client) -> APIClient:
    return client_of(cast.reporter)


def upload(
    client: APIClient, task: Task, content: bytes = CONTENT, name: str = "现场 照片.jpg", **more: Any
) -> Any:
    body = {"file": SimpleUploadedFile(name, content), **more}
    return client.post(url(task, "evidence/"), body, format="multipart")


def test_a_file_is_taken_in_and_told_with_its_hash(client: APIClient, task: Task) -> None:
    response = upload(client, task)
    assert response.status_code == 201, response.content
    assert response.json() == {
        "id": Evidence.objects.get().pk,
        "name": "现场 照片.jpg",
        "size": len(CONTENT),
        "sha256": hashlib.sha256(CONTENT).hexdigest(),
    }


def test_its_id_proves_one_report_and_no_second(client: APIClient, task: Task) -> None:
    told = upload(client, task).json()
    report = {"period": "2020-03", "note": "已开展", "evidence": [told["id"]]}
    event = perform(client, task, "report", **report).json()["event"]
    assert event["evidence"] == [told]
    assert "evidence" not in event["data"]
    again = perform(client, task, "report", **report)
    assert "evidence" in assert_problem(again, 400, "invalid")["errors"]


def test_it_comes_back_as_an_attachment_under_its_chinese_name(client: APIClient, task: Task) -> None:
    told = upload(client, task).json()
    response = client.get(f"{V1}evidence/{told['id']}/")
    assert b"".join(response.streaming_content) == CONTENT
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "%E7%8E%B0%E5%9C%BA" in disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    tag = response.headers["ETag"]
    assert client.get(f"{V1}evidence/{told['id']}/", headers={"If-None-Match": tag}).status_code == 304


def test_a_page_of_html_is_never_sent_as_one(client: APIClient, task: Task) -> None:
    told = upload(client, task, b"<script>alert(1)</script>", "页面.html").json()
    response = client.get(f"{V1}evidence/{told['id']}/", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    response.close()


@pytest.mark.parametrize("who", ["other_reporter", "leader", "auditor", "administrator", "nobody"])
def test_who_does_not_report_on_the_task_uploads_nothing(
    cast: Cast, client_of: Client, task: Task, folder: Path, who: str
) -> None:
    assert_problem(upload(client_of(getattr(cast, who)), task), 403, "forbidden")
    assert not list(folder.rglob("*"))


def test_a_file_too_large_is_refused_and_leaves_nothing(
    client: APIClient, task: Task, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EVIDENCE_MAX_BYTES", len(CONTENT) - 1)
    assert_problem(upload(client, task), 413, "too-large")
    monkeypatch.setattr("tasks.api.evidence.ENVELOPE", 0)
    assert_problem(upload(client, task), 413, "too-large")
    monkeypatch.setattr(settings, "EVIDENCE_MAX_BYTES", len(CONTENT))
    monkeypatch.setattr("tasks.api.evidence.ENVELOPE", 1000)
    assert upload(client, task).status_code == 201
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_an_empty_file_is_refused(client: APIClient, task: Task) -> None:
    assert_problem(upload(client, task, b""), 400, "invalid")


@pytest.mark.parametrize(
    "body",
    [{}, {"file": "text"}, {"datei": SimpleUploadedFile("a", b"a")},
     {"file": [SimpleUploadedFile("a", b"a"), SimpleUploadedFile("b", b"b")]},
     {"file": SimpleUploadedFile("a", b"a"), "note": "x"}],
)  # fmt: skip
def test_anything_but_one_file_is_refused(client: APIClient, task: Task, body: Any) -> None:
    assert_problem(client.post(url(task, "evidence/"), body, format="multipart"), 400, "invalid")
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "raw", [b"", b"nonsense", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n"]
)
def test_a_broken_form_is_refused(client: APIClient, task: Task, raw: bytes) -> None:
    response = client.generic(
        "POST", url(task, "evidence/"), raw, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == 400
    without = client.generic("POST", url(task, "evidence/"), raw or b"-", content_type="multipart/form-data")
    assert_problem(without, 400, "malformed")


def test_json_is_no_file(client: APIClient, task: Task) -> None:
    assert_problem(client.post(url(task, "evidence/"), {"file": "x"}), 415, "unsupported-type")


def test_a_file_that_is_gone_from_the_folder_is_not_there(
    client: APIClient, task: Task, folder: Path
) -> None:
    told = upload(client, task).json()
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    assert_problem(client.get(f"{V1}evidence/{told['id']}/"), 404, "not-found")


def test_a_file_of_a_supervisor_serves_his_report_for_a_unit(
    cast: Cast, client_of: Client, task: Task
) -> None:
    paper = evidence.store(task, cast.supervisor, SimpleUploadedFile("说明.pdf", b"paper"))
    report = {"period": "2020-03", "note": "代填", "on_behalf_of": "chengjian", "evidence": [paper.pk]}
    event = perform(client_of(cast.supervisor), task, "report", **report).json()["event"]
    assert event["on_behalf_of"] == {"code": "chengjian", "name": "城市建设办公室"}
    assert event["actor"]["username"] == "supervisor"
