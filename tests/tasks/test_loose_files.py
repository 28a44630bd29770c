"""Uploads that nobody sent go after a week, with their bytes; everything else stays."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tasks import clock, evidence, jobs, loose_files, workflow
from tasks.models import ClosingDraft, Evidence, Person, ReportDraft, StoredFile, Task
from tests.cast import Cast, TaskMaker
from tests.files import PDF, picture
from tests.tasks.reports import report_amount

pytestmark = pytest.mark.django_db
IN_A_WEEK = timedelta(days=7, minutes=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


def upload(task: Task, person: Person, content: bytes = PDF, name: str = "说明.pdf") -> Evidence:
    return evidence.store(task, person, SimpleUploadedFile(name, content))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_loose_upload_goes_after_a_week_with_its_bytes_and_no_sooner(
    make_task: TaskMaker, cast: Cast, folder: Path
) -> None:
    upload(make_task(), cast.reporter, picture(), "照片.jpg")
    assert loose_files.sweep(clock.now() + timedelta(days=6)) == 0
    assert len(names(folder)) == 2 and Evidence.objects.count() == 1
    assert loose_files.sweep(clock.now() + IN_A_WEEK) == 1
    assert names(folder) == set() and not Evidence.objects.exists() and not StoredFile.objects.exists()
    assert loose_files.sweep(clock.now() + IN_A_WEEK) == 0


def test_bytes_that_another_row_uses_stay(make_task: TaskMaker, cast: Cast, folder: Path) -> None:
    task = make_task()
    sent, _ = upload(task, cast.reporter), upload(task, cast.head, name="同一份.pdf")
    report_amount(task, cast, "2020-04", "1", evidence=[sent.pk])
    assert loose_files.sweep(clock.now() + IN_A_WEEK) == 1
    assert list(Evidence.objects.all()) == [sent] and names(folder) == {sent.file.sha256}


def test_what_a_draft_holds_stays_until_the_draft_is_gone(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    held = upload(task, cast.reporter)
    draft = ReportDraft.objects.create(person=cast.reporter, task=task, data={"kept": [str(held.pk)]})
    assert loose_files.sweep(clock.now() + IN_A_WEEK) == 0
    draft.delete()
    assert loose_files.sweep(clock.now() + IN_A_WEEK) == 1


def test_what_a_closing_request_in_preparation_holds_stays(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    held = upload(task, cast.reporter)
    ClosingDraft.objects.create(
        task=task,
        prepared_by=cast.reporter,
        prepared_on=clock.today(),
        outcome="done",
        note="x",
        evidence=[held.pk],
    )
    assert loose_files.sweep(clock.now() + IN_A_WEEK) == 0


def test_files_that_died_while_they_were_written_go_after_a_day(
    make_task: TaskMaker, cast: Cast, folder: Path
) -> None:
    kept = upload(make_task(), cast.reporter)
    for name, age in ((".upload-dead", 25), (".upload-alive", 1)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (time.time() - age * 3600,) * 2)
    assert jobs.sweep_loose_files() == 0
    assert names(folder) == {kept.file.sha256, ".upload-alive"}


def test_the_job_needs_no_folder(db: None) -> None:
    assert jobs.sweep_loose_files() == 0


def test_a_withdrawn_report_keeps_its_files(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    event = report_amount(task, cast, "2020-04", "1", evidence=[upload(task, cast.reporter).pk])
    workflow.withdraw(task, by=cast.reporter, on=event.on, version=None, note="填错了")
    assert loose_files.sweep(clock.now() + IN_A_WEEK) == 0
