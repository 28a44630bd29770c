"""Files with a report: stored by their hash, handed out as attachments under the task's rights."""

import hashlib
from pathlib import Path
from unittest import mock
from urllib.parse import quote

import pytest

from tasks import evidence
from tasks.errors import Invalid
from tasks.models import Evidence, StoredFile
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import send_report, text_of

pytestmark = pytest.mark.django_db


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_with_a_chinese_name_travels_there_and_back(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task, browser = make_task(), login(cast.reporter)
    answer = send_report(browser, task, files=[upload("签约汇总(盖章).pdf", b"proof")], **{"amount-1": "1"})
    assert answer.status_code == 302
    kept = Evidence.objects.get()
    assert "签约汇总(盖章).pdf" in text_of(browser.get(f"/tasks/{task.code}/"))
    got = login(cast.leader).get(f"/evidence/{kept.pk}/")
    assert b"".join(got.streaming_content) == b"proof"
    assert got["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('签约汇总(盖章).pdf')}"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("name", ["页面.html", "图.svg", "脚本.js", "没有后缀", "宏.xlsm"])
def test_what_a_browser_might_run_is_sent_as_octets(
    name: str, cast: Cast, make_task: TaskMaker, login: Login, upload
):
    send_report(login(cast.reporter), make_task(), files=[upload(name)], **{"amount-1": "1"})
    got = login(cast.reporter).get(f"/evidence/{Evidence.objects.get().pk}/")
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment;")


def test_several_files_and_the_same_bytes_twice(
    cast: Cast, make_task: TaskMaker, login: Login, upload, evidence_folder: Path
):
    sent = [upload("甲.pdf", b"one"), upload("乙.pdf", b"one"), upload("丙.pdf", b"two")]
    send_report(login(cast.reporter), make_task(), files=sent, **{"amount-1": "1"})
    assert Evidence.objects.count() == 3 and StoredFile.objects.count() == 2
    assert sorted(path.name for path in files_in(evidence_folder)) == sorted(
        hashlib.sha256(content).hexdigest() for content in (b"one", b"two")
    )


def test_files_of_a_restricted_task_do_not_exist_for_others(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    send_report(login(cast.reporter), make_task(restricted=True), files=[upload()], **{"amount-1": "1"})
    address = f"/evidence/{Evidence.objects.get().pk}/"
    assert login(cast.other_head).get(address).status_code == 404
    assert login(cast.auditor).get(address).status_code == 404
    assert login(cast.head).get(address).status_code == 200


def test_an_upload_that_no_report_names_is_its_owners_alone(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task = make_task()
    evidence.store(task, cast.reporter, upload())
    address = f"/evidence/{Evidence.objects.get().pk}/"
    assert login(cast.reporter).get(address).status_code == 200
    assert login(cast.supervisor).get(address).status_code == 404


def test_strangers_and_wrong_numbers_get_nothing(cast: Cast, login: Login, client, plan):
    assert client.get("/evidence/1/").status_code == 302
    for number in ("1", "0", "9" * 30):
        assert login(cast.supervisor).get(f"/evidence/{number}/").status_code == 404


def test_an_empty_file_is_a_message_and_the_other_one_is_kept(
    cast: Cast, make_task: TaskMaker, login: Login, upload, evidence_folder: Path
):
    task, browser = make_task(), login(cast.reporter)
    answer = send_report(browser, task, files=[upload("空.pdf", b""), upload("好.pdf")], **{"amount-1": "1"})
    assert answer.status_code == 422
    assert "“空.pdf”是空文件" in text_of(answer)
    assert "好.pdf" in answer.content.decode()
    assert len(files_in(evidence_folder)) == 1
    assert not task.events.filter(action="report").exists()


def test_too_large_a_file_leaves_nothing_behind(
    cast: Cast, make_task: TaskMaker, upload, settings, evidence_folder: Path
):
    settings.EVIDENCE_MAX_BYTES = 10
    task = make_task()
    with pytest.raises(Invalid, match="超过"):
        evidence.store(task, cast.reporter, upload(content=b"x" * 11))
    assert files_in(evidence_folder) == [] and not Evidence.objects.exists()
    evidence.store(task, cast.reporter, upload(content=b"x" * 10))
    assert len(files_in(evidence_folder)) == 1


def test_a_failing_database_leaves_nothing_behind(
    cast: Cast, make_task: TaskMaker, upload, evidence_folder: Path
):
    task = make_task()
    with mock.patch.object(Evidence.objects, "create", side_effect=RuntimeError), pytest.raises(RuntimeError):
        evidence.store(task, cast.reporter, upload())
    assert files_in(evidence_folder) == [] and not StoredFile.objects.exists()
    kept = evidence.store(task, cast.reporter, upload())
    with mock.patch.object(Evidence.objects, "create", side_effect=RuntimeError), pytest.raises(RuntimeError):
        evidence.store(task, cast.reporter, upload())
    assert [path.name for path in files_in(evidence_folder)] == [kept.file.sha256]


def test_a_file_that_somebody_removed_is_not_found(
    cast: Cast, make_task: TaskMaker, login: Login, upload, evidence_folder: Path
):
    kept = evidence.store(make_task(), cast.reporter, upload())
    files_in(evidence_folder)[0].unlink()
    assert login(cast.reporter).get(f"/evidence/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\工地.jpg", "工地.jpg"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\ud800坏.pdf", "坏.pdf"),
        ("..", "未命名文件"),
        ("", "未命名文件"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_names_are_names_and_nothing_else(given: str, kept: str):
    assert evidence.clean_name(given) == kept
