"""The audit trail: append-only, chained; a forged, cut or rewritten row of either chain is named."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tasks import audit, clock, heads, jobs
from tasks.guards import install_log_guards, lift_log_guards
from tasks.models import AuditEntry, Task
from tasks.states import Deed
from tests.cast import Cast, TaskMaker
from tests.tasks.reports import report_amount

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(cast: Cast) -> list[AuditEntry]:
    """Five entries."""
    return [
        audit.record(
            Deed.EXPORT, by=cast.supervisor, subject="ledger", address="10.0.0.7", data={"rows": rows}
        )
        for rows in range(5)
    ]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.HEADS_DIR = tmp_path / "heads"
    return settings.HEADS_DIR


def tamper(*statements: str) -> None:
    """What somebody with the database's own rights could do."""
    lift_log_guards()
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
    install_log_guards()


def test_entries_are_numbered_and_chained(trail: list[AuditEntry]) -> None:
    assert [entry.number for entry in trail] == [1, 2, 3, 4, 5]
    assert len({entry.digest for entry in trail}) == 5
    assert list(audit.flaws()) == []


@pytest.mark.parametrize("sql", ["UPDATE tasks_auditentry SET subject = 'x'", "DELETE FROM tasks_auditentry"])
def test_the_database_refuses_to_change_the_trail(sql: str, trail: list[AuditEntry]) -> None:
    for _ in range(2):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
        install_log_guards()
    assert AuditEntry.objects.count() == 5


@pytest.mark.parametrize(
    ("sql", "number", "what"),
    [
        ("UPDATE tasks_auditentry SET subject = 'forged' WHERE number = 2", 2, "摘要"),
        ("UPDATE tasks_auditentry SET actor_id = NULL WHERE number = 3", 3, "摘要"),
        ("UPDATE tasks_auditentry SET data = '{}' WHERE number = 4", 4, "摘要"),
        ("UPDATE tasks_auditentry SET address = '10.0.0.8' WHERE number = 1", 1, "摘要"),
        ("DELETE FROM tasks_auditentry WHERE number = 3", 3, "缺少"),
        ("DELETE FROM tasks_auditentry WHERE number = 1", 1, "缺少"),
        ("DELETE FROM tasks_auditentry WHERE number = 5", 4, "链头"),
    ],
)
def test_the_first_bad_row_of_the_trail_is_named(
    sql: str, number: int, what: str, trail: list[AuditEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(sql)
    ((found, said),) = audit.flaws()
    assert found == number and what in said
    with pytest.raises(CommandError, match="1 处有问题"):
        call_command("verify_log")
    assert f"审计记录第 {number} 条:{said}" in capsys.readouterr().err


def test_verify_log_counts_both_chains(
    trail: list[AuditEntry], make_task: TaskMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    make_task()
    call_command("verify_log")
    assert "1 项任务的办理记录完好,5 条审计记录完好" in capsys.readouterr().out


def test_later_rows_do_not_disturb_heads_that_were_written_down(
    trail: list[AuditEntry],
    make_task: TaskMaker,
    cast: Cast,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    task, file = make_task(), tmp_path / "heads.json"
    call_command("export_heads", file)
    report_amount(task, cast, "2020-04", "1")
    audit.record(Deed.LOGOUT, by=cast.supervisor)
    make_task()
    call_command("verify_log", against=[file])
    assert "与 heads.json" in capsys.readouterr().out


def test_a_chain_rewritten_to_its_end_shows_against_the_heads(
    trail: list[AuditEntry],
    make_task: TaskMaker,
    cast: Cast,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Cut with the heads adjusted: the chains alone are whole again."""
    task, file = make_task(), tmp_path / "heads.json"
    report_amount(task, cast, "2020-04", "1")
    call_command("export_heads", file)
    before = Task.objects.get(pk=task.pk).events.get(version=3)
    tamper(
        f"DELETE FROM tasks_taskevent WHERE task_id = {task.pk} AND version = 4",
        "DELETE FROM tasks_auditentry WHERE number = 5",
        f"UPDATE tasks_audithead SET number = 4, digest = '{trail[3].digest}'",
    )
    Task.objects.filter(pk=task.pk).update(version=3, digest=before.digest, **before.face())
    call_command("verify_log")
    with pytest.raises(CommandError, match="2 处有问题"):
        call_command("verify_log", against=[file])
    said = capsys.readouterr().err
    assert f"{task.code} 第 4 条与链头文件不符" in said and "审计记录第 5 条与链头文件不符" in said


def test_heads_of_an_empty_office_are_right_too(tmp_path: Path) -> None:
    call_command("export_heads", tmp_path / "none.json")
    call_command("verify_log", against=[tmp_path / "none.json"])


def test_the_daily_file_is_written_once_and_never_replaced(
    trail: list[AuditEntry], cast: Cast, folder: Path
) -> None:
    assert jobs.export_heads() is True
    (file,) = folder.iterdir()
    assert file == heads.daily_file(folder, clock.now())
    written = file.read_bytes()
    audit.record(Deed.LOGOUT, by=cast.supervisor)
    assert jobs.export_heads() is False
    assert file.read_bytes() == written
    with pytest.raises(CommandError, match="不覆盖"):
        call_command("export_heads")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": 1, "audit": [1], "tasks": {}}', '{"format": 2}']
)
def test_what_is_no_file_of_heads_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "heads.json"
    with pytest.raises(CommandError, match="无法读取"):
        call_command("verify_log", against=[file])
    file.write_text(content)
    with pytest.raises(CommandError, match=r"heads\.json"):
        call_command("verify_log", against=[file])
