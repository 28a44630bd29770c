"""The field for files: what it offers, what it sends one by one, and what the timeline shows of it afterwards."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tasks import evidence, pictures
from tasks.errors import Invalid
from tasks.models import AuditEntry, Evidence, StoredFile, Task
from tasks.states import State
from tests.cast import Cast, TaskMaker
from tests.files import HTML, PDF, legacy, ofd, office, picture
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import send_report, text_of

pytestmark = pytest.mark.django_db
SECRETS = "本系统不处理涉密信息"


def choose(browser: Client, task: Task, name: str, content: bytes) -> Any:
    """What the script sends when somebody chooses a file."""
    return browser.post(f"/tasks/{task.code}/files/", {"files": SimpleUploadedFile(name, content)})


def test_the_field_tells_what_it_takes_and_that_no_secrets_belong_here(
    cast: Cast, make_task: TaskMaker, login: Login, settings: Any
):
    settings.EVIDENCE_PICTURE_SIDE, settings.EVIDENCE_MAX_FILES = 1600, 7
    task, browser = make_task(), login(cast.head)
    for address in (f"/tasks/{task.code}/report/", "/tasks/report/", f"/tasks/{task.code}/submit/"):
        page = browser.get(address)
        html = page.content.decode()
        assert 'data-side="1600"' in html and 'data-most="7"' in html
        assert f'data-to="/tasks/{task.code}/files/"' in html
        assert 'accept="image/*,.pdf,' in html and 'capture="environment"' in html
        assert text_of(page).count(SECRETS) >= 2, address  # the field's own, and the foot's


def test_the_field_offers_only_the_types_that_the_office_takes(
    cast: Cast, make_task: TaskMaker, login: Login, settings: Any
):
    settings.EVIDENCE_TYPES = ["pdf"]
    task, browser = make_task(), login(cast.reporter)
    page = browser.get(f"/tasks/{task.code}/report/")
    assert 'accept=".pdf"' in page.content.decode() and "可上传 PDF,不收" in text_of(page)
    assert choose(browser, task, "照片.jpg", picture()).status_code == 415


def test_a_chosen_file_is_stored_at_once_and_the_form_names_it(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.reporter)
    answer = choose(browser, task, "现场<b>.jpg", picture())
    kept = Evidence.objects.get()
    assert answer.status_code == 201 and f'name="kept" value="{kept.pk}" checked' in answer.content.decode()
    assert "现场&lt;b&gt;.jpg" in answer.content.decode()
    assert send_report(browser, task, kept=[kept.pk], **{"amount-1": "1"}).status_code == 302
    kept.refresh_from_db()
    assert kept.event is not None


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("空.pdf", b"", 400),
        ("图.png", HTML, 415),
        ("坏.jpg", picture()[:300], 400),
        ("大.pdf", PDF + bytes(2000), 413),
    ],
)
def test_a_bad_file_is_one_sentence_and_leaves_nothing_behind(
    name: str, content: bytes, status: int, cast: Cast, make_task: TaskMaker, login: Login, settings: Any,
    evidence_folder: Path,
):  # fmt: skip
    settings.EVIDENCE_MAX_BYTES = 1900
    answer = choose(login(cast.reporter), make_task(), name, content)
    assert answer.status_code == status and f"“{name}”" in answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert not StoredFile.objects.exists() and not Evidence.objects.exists()
    assert not [path for path in evidence_folder.rglob("*") if path.is_file()]


def test_files_are_for_those_who_have_something_to_prove(cast: Cast, make_task: TaskMaker, login: Login):
    task, hidden = make_task(supporting=(cast.community,)), make_task(restricted=True)
    for person in (cast.reporter, cast.head, cast.clerk, cast.supervisor, cast.leader):
        assert choose(login(person), task, "说明.pdf", PDF).status_code == 201
    for person in (cast.other_reporter, cast.auditor, cast.administrator, cast.nobody):
        assert choose(login(person), task, "说明.pdf", PDF).status_code == 403
        assert choose(login(person), hidden, "说明.pdf", PDF).status_code == 404
    assert login(cast.reporter).get(f"/tasks/{task.code}/files/").status_code == 405
    assert login(cast.reporter).post(f"/tasks/{task.code}/files/").status_code == 400


def test_more_files_than_a_form_takes_are_a_message(
    cast: Cast, make_task: TaskMaker, login: Login, upload, settings: Any
):
    settings.EVIDENCE_MAX_FILES = 2
    sent = [upload(f"{number}.pdf", PDF) for number in range(3)]
    answer = send_report(login(cast.reporter), make_task(), files=sent, **{"amount-1": "1"})
    assert answer.status_code == 422 and "一次最多附 2 个文件" in text_of(answer)
    assert Evidence.objects.count() == 2


def test_the_timeline_shows_pictures_as_thumbnails_and_the_rest_by_name_type_and_size(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task, browser = make_task(), login(cast.reporter)
    sent = [
        upload("现场.jpg", picture()), upload("红头.ofd", ofd()), upload("台账.et", legacy("Workbook")),
        upload("汇报.docx", office("docx")), upload("回执.pdf", PDF),
    ]  # fmt: skip
    send_report(browser, task, files=sent, **{"amount-1": "1"})
    page = browser.get(f"/tasks/{task.code}/")
    photo = Evidence.objects.get(name="现场.jpg")
    assert page.content.decode().count("/thumbnail/") == 1
    assert f'src="/evidence/{photo.pk}/thumbnail/"' in page.content.decode()
    for said in ("红头.ofd OFD 版式文件 ·", "台账.et WPS 表格 ·", "汇报.docx Word 文档 ·", "回执.pdf PDF ·"):
        assert said in text_of(page)


def test_a_thumbnail_is_small_upright_without_metadata_and_only_an_image(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side: to be turned by a quarter
    exif[0x010F] = "a maker of cameras"
    sent = upload("横拍.jpg", picture(size=(1200, 800), exif=exif))
    kept = evidence.store(make_task(), cast.reporter, sent)
    got = login(cast.reporter).get(f"/evidence/{kept.pk}/thumbnail/")
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert got["Cache-Control"].startswith("private, max-age=")
    assert "attachment" not in got["Content-Disposition"] and "sandbox" in got["Content-Security-Policy"]
    content = got.getvalue()
    small = Image.open(io.BytesIO(content))
    assert small.size == (320, 480) and b"maker" not in content
    assert (
        small.getpixel((300, 240))[0] > 200 > small.getpixel((20, 240))[0]
    )  # red was on top, and is on the right


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("GIF", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_every_sort_of_picture_has_a_thumbnail(
    kind: str, mode: str, cast: Cast, make_task: TaskMaker, upload
):
    name = f"图.{kind.lower()}"
    kept = evidence.store(make_task(), cast.reporter, upload(name, picture(kind, mode=mode)))
    with evidence.open_thumbnail(kept) as stream:
        assert Image.open(stream).format == "JPEG"


def test_a_thumbnail_is_made_once_and_again_where_it_is_missing(
    cast: Cast,
    make_task: TaskMaker,
    login: Login,
    upload,
    evidence_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    kept = evidence.store(make_task(), cast.reporter, upload("照片.jpg", picture()))
    address, browser = f"/evidence/{kept.pk}/thumbnail/", login(cast.reporter)
    (small,) = evidence_folder.rglob("*.thumbnail")
    first = small.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(pictures, "make_thumbnail", None)
        assert browser.get(address).getvalue() == first
    small.unlink()
    assert browser.get(address).getvalue() == first == small.read_bytes()
    small.unlink()
    evidence.path_of(kept.file.sha256).write_bytes(picture(size=(10, 10)))
    assert browser.get(address).status_code == 410 and not small.exists()


def test_what_is_no_picture_has_no_thumbnail(cast: Cast, make_task: TaskMaker, login: Login, upload):
    kept = evidence.store(make_task(), cast.reporter, upload("回执.pdf", PDF))
    assert login(cast.reporter).get(f"/evidence/{kept.pk}/thumbnail/").status_code == 404


def test_thumbnails_of_a_restricted_task_do_not_exist_for_others(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task = make_task(restricted=True)
    send_report(login(cast.reporter), task, files=[upload("案卷.jpg", picture())], **{"amount-1": "1"})
    for rest in ("", "thumbnail/"):
        address = f"/evidence/{Evidence.objects.get().pk}/{rest}"
        for person in (cast.other_reporter, cast.other_head, cast.auditor, cast.administrator, cast.nobody):
            assert login(person).get(address).status_code == 404
        assert login(cast.leader).get(address).status_code == 200
        assert login(cast.supervisor).get(address).status_code == 200
    assert AuditEntry.objects.filter(actor=cast.other_reporter).exclude(deed="login").count() == 0


def test_a_picture_of_monstrous_size_is_refused_by_what_it_announces(
    cast: Cast, make_task: TaskMaker, upload, monkeypatch: pytest.MonkeyPatch
):
    task = make_task()
    monkeypatch.setattr(pictures, "MOST_PIXELS", 4800)
    evidence.store(task, cast.reporter, upload("小.png", picture("PNG", (80, 60))))
    with pytest.raises(Invalid, match="像素过多"):
        evidence.store(task, cast.reporter, upload("大.png", picture("PNG", (81, 60))))
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(Invalid, match="像素过多"):
        evidence.store(task, cast.reporter, upload("炸弹.png", bomb.getvalue()))


def test_an_upload_too_large_altogether_is_a_page_that_says_so(
    cast: Cast, make_task: TaskMaker, login: Login, settings: Any, upload
):
    settings.REQUEST_MAX_BYTES = 4000
    task, browser = make_task(), login(cast.reporter)
    answer = send_report(browser, task, files=[upload("大.pdf", PDF + bytes(5000))], **{"amount-1": "1"})
    assert answer.status_code == 413 and "分几次上传" in text_of(answer)
    assert Task.objects.get(pk=task.pk).state == State.ACTIVE and not Evidence.objects.exists()
    assert send_report(browser, task, files=[upload()], **{"amount-1": "1"}).status_code == 302
