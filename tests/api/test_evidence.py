"""Files over REST: uploaded for a task, named in a report, downloaded as attachments."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tasks import evidence
from tasks.models import AuditEntry, Evidence, StoredFile, Task
from tasks.states import Deed, Kind
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, perform, url
from tests.cast import Cast, TaskMaker
from tests.files import HTML, PDF, archive, locked, office, picture

CONTENT = picture()


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


def test_it_is_sent_as_an_attachment_whatever_the_client_would_like(client: APIClient, task: Task) -> None:
    told = upload(client, task, HTML, "说明.txt").json()
    response = client.get(f"{V1}evidence/{told['id']}/", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.getvalue() == HTML


@pytest.mark.parametrize(
    ("name", "content", "status", "slug"),
    [
        ("图.png", HTML, 415, "unsupported-type"),
        ("页面.html", HTML, 415, "unsupported-type"),
        ("包.zip", archive({"a": b"a"}), 415, "unsupported-type"),
        ("宏.docx", office("docx", {"word/vbaProject.bin": b"x"}), 415, "unsupported-type"),
        ("炸弹.docx", office("docx", {"word/a.xml": bytes(11 * 2**20)}), 400, "invalid"),
        ("加密.docx", locked(office("docx")), 400, "invalid"),
        ("半张.jpg", CONTENT[:400], 400, "invalid"),
        ("空.pdf", b"", 400, "invalid"),
    ],
)
def test_bad_files_are_refused_with_their_names_and_leave_nothing_behind(
    client: APIClient, task: Task, folder: Path, name: str, content: bytes, status: int, slug: str
) -> None:
    body = assert_problem(upload(client, task, content, name), status, slug)
    assert f"“{name}”" in body["errors"]["evidence"][0] == body["detail"]
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()


def test_a_path_in_the_name_is_only_a_name(client: APIClient, task: Task) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../x/a.pdf"\r\n\r\n%PDF-1\r\n--x--\r\n'
    response = client.generic(
        "POST", url(task, "evidence/"), body, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == 201 and response.json()["name"] == "a.pdf"


def test_a_hundred_megabytes_are_refused_before_they_are_read(client: APIClient, task: Task) -> None:
    class Socket:
        """What the client sends; nobody may read it."""

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    more = {"CONTENT_LENGTH": str(100 * 2**20), "wsgi.input": Socket()}
    kind = "multipart/form-data; boundary=x"
    response = client.generic("POST", url(task, "evidence/"), b"", content_type=kind, **more)
    assert_problem(response, 413, "too-large")


def test_a_leader_may_attach_a_paper_to_what_he_instructs(cast: Cast, client_of: Client, task: Task) -> None:
    assert upload(client_of(cast.leader), task).status_code == 201


@pytest.mark.parametrize("who", ["other_reporter", "auditor", "administrator", "nobody"])
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
    sha256 = Evidence.objects.get().file.sha256
    assert {path.name for path in folder.rglob("*") if path.is_file()} == {sha256, f"{sha256}.thumbnail"}


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


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_is_gone_or_altered_is_not_sent(
    client: APIClient, task: Task, folder: Path, gone: bool
) -> None:
    told = upload(client, task).json()
    path = folder / told["sha256"][:2] / told["sha256"]
    path.unlink() if gone else path.write_bytes(b"other")
    assert_problem(client.get(f"{V1}evidence/{told['id']}/"), 410, "gone")


def test_a_download_stands_in_the_audit_trail_and_a_refused_one_does_not(
    cast: Cast, client_of: Client, client: APIClient, task: Task
) -> None:
    told = upload(client, task).json()
    client.get(f"{V1}evidence/{told['id']}/").getvalue()
    assert client_of(cast.other_reporter).get(f"{V1}evidence/{told['id']}/").status_code == 404
    entry = AuditEntry.objects.get(deed=Deed.DOWNLOAD)
    assert (entry.actor, entry.subject) == (cast.reporter, f"evidence/{told['id']}")


def test_a_file_of_a_supervisor_serves_his_report_for_a_unit(
    cast: Cast, client_of: Client, task: Task
) -> None:
    paper = evidence.store(task, cast.supervisor, SimpleUploadedFile("说明.pdf", PDF))
    report = {"period": "2020-03", "note": "代填", "on_behalf_of": "chengjian", "evidence": [paper.pk]}
    event = perform(client_of(cast.supervisor), task, "report", **report).json()["event"]
    assert event["on_behalf_of"] == {"code": "chengjian", "name": "城市建设办公室"}
    assert event["actor"]["username"] == "supervisor"
