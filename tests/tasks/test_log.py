"""The log: append-only, chained, ordered; a changed row is found."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tasks import log
from tasks.errors import Invalid, Stale
from tasks.guards import install_log_guards, lift_log_guards
from tasks.models import Task, TaskEvent
from tasks.states import Kind
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount


def flaws() -> list[log.Flaw]:
    return list(log.flaws(Task.objects.order_by("pk")))


@pytest.fixture
def told(make_task: TaskMaker, cast: Cast) -> Task:
    """A task with a story."""
    task = make_task(checkpoints=QUARTERS)
    for period in ("2020-04", "2020-05"):
        report_amount(task, cast, period, "1.5", problem="补偿标准有分歧")
    return Task.objects.get(pk=task.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tasks_taskevent SET note = 'x'",
        "UPDATE tasks_taskevent SET version = 99 WHERE version = 2",
        "DELETE FROM tasks_taskevent",
    ],
)
def test_the_database_refuses_to_change_the_log(sql: str, told: Task) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert TaskEvent.objects.filter(task=told).count() == 5 and flaws() == []


def test_the_guards_stand_after_all_migrations_and_installing_them_again_is_harmless(told: Task) -> None:
    install_log_guards()
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskEvent.objects.filter(task=told).update(note="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskEvent.objects.filter(task=told).order_by("-version")[:1].get().delete()


def tamper(sql: str, parameters: list[object]) -> None:
    """What somebody with the database's own rights could do."""
    lift_log_guards()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    install_log_guards()


def test_a_whole_log_has_no_flaw(told: Task, make_task: TaskMaker) -> None:
    make_task(kind=Kind.PROJECT)
    assert flaws() == []


@pytest.mark.parametrize(
    ("sql", "version", "what"),
    [
        ("UPDATE tasks_taskevent SET period = '2020-03' WHERE task_id = %s AND version = 4", 4, "摘要"),
        ("UPDATE tasks_taskevent SET note = '伪造' WHERE task_id = %s AND version = 4", 4, "摘要"),
        ("UPDATE tasks_taskevent SET title = '伪造' WHERE task_id = %s AND version = 2", 2, "摘要"),
        ("UPDATE tasks_taskevent SET progress = 99 WHERE task_id = %s AND version = 5", 5, "摘要"),
        ("DELETE FROM tasks_taskevent WHERE task_id = %s AND version = 5", 4, "链头"),
        ("DELETE FROM tasks_taskevent WHERE task_id = %s AND version = 3", 3, "缺少"),
        ("UPDATE tasks_task SET light = 'green' WHERE id = %s", 5, "现状"),
    ],
)
def test_a_forged_cut_or_rewritten_row_is_found(sql: str, version: int, what: str, told: Task) -> None:
    tamper(sql, [told.pk])
    (flaw,) = flaws()
    assert (flaw.task, flaw.version) == (told.code, version) and what in flaw.what
    with pytest.raises(CommandError):
        call_command("verify_log")


def test_verify_log_says_that_all_is_well(told: Task, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log")
    assert "1 项任务的办理记录完好" in capsys.readouterr().out


def test_versions_count_per_task_and_positions_over_all(told: Task, make_task: TaskMaker) -> None:
    other = make_task()
    assert list(told.events.values_list("version", flat=True)) == [1, 2, 3, 4, 5]
    positions = list(TaskEvent.objects.order_by("task", "version").values_list("position", flat=True))
    assert sorted(positions) == list(range(1, len(positions) + 1))
    assert max(told.events.values_list("position", flat=True)) < min(
        other.events.values_list("position", flat=True)
    )


def test_an_event_holds_the_face_after_it(told: Task) -> None:
    assert told.events.order_by("version").last().face() == told.face()
    assert told.events.get(version=1).state == "proposed"


def test_the_digest_covers_the_hash_of_free_text_and_never_the_text(told: Task) -> None:
    event = told.events.get(version=4)
    assert event.texts == {"problem": "补偿标准有分歧"} and set(event.hashes) == {"title", "note", "problem"}
    assert "分歧" not in str(log._payload(event))


def test_days_never_decrease_within_a_task(told: Task, cast: Cast) -> None:
    event = report_amount(told, cast, "2020-05", "2", on=date(2020, 5, 1))
    assert event.on == date(2020, 5, 25)


def test_a_writer_is_stale_only_if_something_conflicting_lies_after_his_version(
    told: Task, cast: Cast
) -> None:
    with pytest.raises(Stale) as stale:
        report_amount(told, cast, "2020-06", "1", version=3)
    assert [event.version for event in stale.value.events] == [4, 5]
    report_amount(told, cast, "2020-06", "1", version=5)


def test_a_version_of_the_future_is_a_mistake(told: Task, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        report_amount(told, cast, "2020-06", "1", version=99)
    assert list(refused.value.errors) == ["version"]
