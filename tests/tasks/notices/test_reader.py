"""The reader of the log tells each person once, and asks the database as often for forty events as for two."""

from datetime import date
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.models import LogPosition, LogReader, Notice, Task, TaskEvent
from tasks.notices import cursors, reader, upkeep
from tasks.states import Action, Kind, Level
from tasks.workflow.bulk import perform_all
from tests.cast import Cast, TaskMaker
from tests.tasks.notices.told import DAY, notices_of, read_all, urge

pytestmark = pytest.mark.django_db


def cursor() -> int:
    return LogReader.objects.get(name=cursors.EVENTS).position


def urge_all(tasks: list[Task], cast: Cast) -> None:
    seen = dict.fromkeys((task.pk for task in tasks), None)
    given = {"level": Level.ORANGE, "text": "请于本周报送", "answer_by": date(2020, 4, 27)}
    results = perform_all(Action.URGE, seen, by=cast.supervisor, on=DAY, **given)
    assert all(result.event for result in results)


def test_reading_again_tells_nobody_twice(cast: Cast, make_task: TaskMaker) -> None:
    urge(make_task(kind=Kind.CONTINUING), cast)
    assert read_all() == TaskEvent.objects.count() == cursor()
    told = list(Notice.objects.values_list("person", "key"))
    assert told and read_all() == 0
    assert list(Notice.objects.values_list("person", "key")) == told


def test_not_even_when_the_cursor_was_lost(cast: Cast, make_task: TaskMaker) -> None:
    urge(make_task(kind=Kind.CONTINUING), cast)
    read_all()
    told = list(Notice.objects.values_list("pk", "person", "key"))
    LogReader.objects.all().delete()
    assert read_all() == TaskEvent.objects.count()
    assert list(Notice.objects.values_list("pk", "person", "key")) == told


def test_a_batch_is_bounded_and_the_next_goes_on(cast: Cast, make_task: TaskMaker) -> None:
    for _ in range(3):
        make_task(kind=Kind.CONTINUING)
    total = TaskEvent.objects.count()
    assert reader.read(4) == 4 and cursor() == 4
    assert read_all() == total - 4 and cursor() == total


def test_a_reader_that_dies_before_its_cursor_moved_has_told_nobody(cast: Cast, make_task: TaskMaker) -> None:
    event = urge(make_task(kind=Kind.CONTINUING), cast)
    with patch.object(LogReader, "save", side_effect=RuntimeError("killed")), pytest.raises(RuntimeError):
        reader.read()
    assert not Notice.objects.exists()
    read_all()
    assert Notice.objects.filter(event=event, person=cast.head).count() == 1


def test_an_event_that_is_rolled_back_is_told_to_nobody(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING)
    read_all()
    before = Notice.objects.count()
    with patch("tasks.log._save_faces", side_effect=RuntimeError("disk full")), pytest.raises(RuntimeError):
        urge(task, cast)
    assert read_all() == 0 and Notice.objects.count() == before
    assert LogPosition.objects.get().last == cursor()


def test_two_hundred_urged_at_once_are_two_hundred_notices_each(cast: Cast, make_task: TaskMaker) -> None:
    tasks = [make_task(kind=Kind.CONTINUING) for _ in range(200)]
    read_all()
    Notice.objects.all().delete()
    urge_all(tasks, cast)
    assert read_all() == 200
    assert len(notices_of(cast.head)) == len(notices_of(cast.reporter)) == 200
    assert not notices_of(cast.supervisor)


def queries_for(tasks: list[Task], cast: Cast) -> int:
    urge_all(tasks, cast)
    with CaptureQueriesContext(connection) as captured:
        assert reader.read() == len(tasks)
    return len(captured)


def test_forty_events_cost_as_many_queries_as_two(cast: Cast, make_task: TaskMaker) -> None:
    tasks = [make_task(kind=Kind.CONTINUING) for _ in range(40)]
    read_all()
    assert queries_for(tasks[:2], cast) == queries_for(tasks, cast) <= 10


def test_where_nothing_is_new_catching_up_is_one_look_up(
    cast: Cast, make_task: TaskMaker, django_assert_num_queries
) -> None:
    make_task(kind=Kind.CONTINUING)
    upkeep.catch_up(DAY)
    with django_assert_num_queries(1):
        upkeep.catch_up(DAY)


def test_a_page_reads_one_batch_and_a_job_all_of_them(cast: Cast, make_task: TaskMaker) -> None:
    make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    upkeep.catch_up(DAY, most=1)
    assert cursor() == 1
    with patch.object(reader, "BATCH", 2):
        assert upkeep.finish(DAY) == TaskEvent.objects.count() - 1
    assert not cursors.behind(DAY).events
