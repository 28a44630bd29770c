"""Files with a report: stored by their hash, handed out as attachments under the task's rights."""

import hashlib
import tracemalloc
from pathlib import Path
from unittest import mock
from urllib.parse import quote

import pytest

from tasks import evidence
from tasks.errors import Invalid
from tasks.models import AuditEntry, Evidence, StoredFile
from tasks.states import Deed
from tests.cast import Cast, TaskMaker
from tests.files import HTML, PDF, SVG, archive, picture
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import send_report, text_of

pytestmark = pytest.mark.django_db


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_with_a_chinese_name_travels_there_and_back(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task, browser = make_task(), login(cast.reporter)
    answer = send_report(browser, task, files=[upload("签约汇总(盖章).pdf", PDF)], **{"amount-1": "1"})
    assert answer.status_code == 302
    kept = Evidence.objects.get()
    assert "签约汇总(盖章).pdf" in text_of(browser.get(f"/tasks/{task.code}/"))
    got = login(cast.leader).get(f"/evidence/{kept.pk}/")
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('签约汇总(盖章).pdf')}"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("页面.html", HTML),
        ("图.png", SVG),
        ("宏.xlsm", PDF),
        ("改名.docx", archive({"a": b"a"})),
        ("没有后缀", PDF),
    ],
)
def test_what_a_browser_might_run_is_a_message_and_leaves_nothing_behind(
    name: str, content: bytes, cast: Cast, make_task: TaskMaker, login: Login, upload, evidence_folder: Path
):
    task = make_task()
    answer = send_report(login(cast.reporter), task, files=[upload(name, content)], **{"amount-1": "1"})
    assert answer.status_code == 422 and f"“{name}”" in text_of(answer)
    assert files_in(evidence_folder) == [] and not StoredFile.objects.exists()
    assert not task.events.filter(action="report").exists()


def test_several_files_and_the_same_bytes_twice(
    cast: Cast, make_task: TaskMaker, login: Login, upload, evidence_folder: Path
):
    one, two = PDF + b"one", PDF + b"two"
    sent = [upload("甲.pdf", one), upload("乙.pdf", one), upload("丙.pdf", two)]
    send_report(login(cast.reporter), make_task(), files=sent, **{"amount-1": "1"})
    assert Evidence.objects.count() == 3 and StoredFile.objects.count() == 2
    assert sorted(path.name for path in files_in(evidence_folder)) == sorted(
        hashlib.sha256(content).hexdigest() for content in (one, two)
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
    evidence.store(task, cast.reporter, upload(content=b"%PDF-1.4xx"))
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


@pytest.mark.parametrize("damage", ["removed", "altered", "cut"])
def test_bytes_that_are_not_those_that_were_stored_are_never_sent(
    damage: str, cast: Cast, make_task: TaskMaker, login: Login, upload, evidence_folder: Path, caplog
):
    kept = evidence.store(make_task(), cast.reporter, upload())
    browser, (file,) = login(cast.reporter), files_in(evidence_folder)
    assert browser.get(f"/evidence/{kept.pk}/").status_code == 200
    if damage == "removed":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1] + (b"" if damage == "cut" else b"X"))
    answer = browser.get(f"/evidence/{kept.pk}/")
    assert answer.status_code == 410 and "联系系统管理员" in text_of(answer)
    assert "attachment" not in answer.get("Content-Disposition", "")
    assert kept.file.sha256 in caplog.text
    assert AuditEntry.objects.filter(deed=Deed.DOWNLOAD).count() == 1


def test_every_download_stands_in_the_audit_trail_and_a_thumbnail_does_not(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    kept = evidence.store(make_task(), cast.reporter, upload("照片.jpg", picture()))
    browser = login(cast.reporter)
    for _ in range(2):
        browser.get(f"/evidence/{kept.pk}/").getvalue()
    browser.head(f"/evidence/{kept.pk}/")
    browser.get(f"/evidence/{kept.pk}/thumbnail/").getvalue()
    entries = AuditEntry.objects.filter(deed=Deed.DOWNLOAD)
    assert (
        list(entries.values_list("actor", "subject", "address"))
        == [(cast.reporter.pk, f"evidence/{kept.pk}", "127.0.0.1")] * 2
    )


def test_memory_stays_small_while_a_large_file_is_checked_and_sent(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    kept = evidence.store(make_task(), cast.reporter, upload(content=PDF + bytes(19 * 2**20)))
    browser = login(cast.reporter)
    tracemalloc.start()
    size = sum(len(chunk) for chunk in browser.get(f"/evidence/{kept.pk}/").streaming_content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == kept.file.size and peak < 4 * 2**20


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
