"""The parts of the demonstration by themselves, and what is left when it fails half-way."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from guanhu.demonstration import run
from guanhu.demonstration.days import at_work, every_day
from guanhu.demonstration.moves import Move, Paper
from guanhu.demonstration.papers import Tray, pdf
from guanhu.demonstration.stages import stage_goals
from guanhu.demonstration.story import Closing, Story, told_of
from guanhu.models import SownRow
from tasks.models import Evidence, OfficeDate, Person, Plan, Task, TaskEvent, Unit
from tasks.states import Kind, TaskRole
from tests.cast import Cast, TaskMaker

YEAR_END = date(2020, 12, 31)


def stored_files() -> set[Path]:
    return {path for path in Path(settings.EVIDENCE_DIR).rglob("*") if path.is_file()}


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Task, Person])
def test_a_database_that_is_not_fresh_is_refused(model: type, make_task: TaskMaker, cast: Cast) -> None:
    if model is Task:
        make_task()
    before = (Task.objects.count(), Person.objects.count())
    with pytest.raises(run.NotFresh):
        run.demonstrate()
    assert (Task.objects.count(), Person.objects.count()) == before
    assert not OfficeDate.objects.exists()


@pytest.mark.django_db
def test_a_failure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lived: list[date] = []

    def fail(day: date, moves: list[Move], tray: Tray) -> list[str]:
        lived.append(day)
        if moves:
            tray.hand_in(moves[0].task, moves[0].by, Paper("半途.txt", "演示中断"))
            raise KeyboardInterrupt
        return []

    monkeypatch.setattr(run, "_live", fail)
    files = stored_files()
    with pytest.raises(KeyboardInterrupt):
        run.demonstrate()
    assert lived[-1] == date(2020, 3, 16)
    for model in (Plan, Unit, Task, TaskEvent, Person, OfficeDate, Evidence, SownRow):
        assert not model.objects.exists(), model
    assert stored_files() == files


@pytest.mark.django_db
def test_a_tray_throws_out_what_was_rolled_back_and_keeps_what_stands(
    make_task: TaskMaker, cast: Cast
) -> None:
    task, tray = make_task(), Tray()
    kept = tray.hand_in(task, cast.reporter, Paper("保留.pdf", "已保存"))
    between = stored_files()
    with transaction.atomic():
        tray.hand_in(task, cast.reporter, Paper("撤销.txt", "未保存"))
        assert len(stored_files()) == len(between) + 1
        transaction.set_rollback(True)
    tray.throw_out()
    assert stored_files() == between
    assert list(Evidence.objects.values_list("pk", flat=True)) == [kept]


def test_a_paper_is_a_pdf_whose_table_points_at_its_objects() -> None:
    content = pdf(("演示材料", "第二行"))
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[start:].startswith(b"xref\n0 8\n")
    places = [int(row.split()[0]) for row in content[start:].splitlines()[3:10]]
    assert [content[place : place + 7] for place in places] == [f"{n} 0 obj".encode() for n in range(1, 8)]
    assert "第二行".encode("utf-16-be").hex().encode() in BytesIO(content).read()


@pytest.mark.parametrize(
    ("kind", "title", "value"),
    [
        (Kind.QUANTITY, "健身路径", Decimal(95)),
        (Kind.PROJECT, "某路建设", None),
        (Kind.MILESTONE, "某公园开工", None),
        (Kind.CONTINUING, "某项整治", None),
    ],
)
@pytest.mark.parametrize("ends_on", [date(2020, 6, 30), date(2020, 8, 31), date(2020, 10, 24), YEAR_END])
def test_stage_goals_rise_in_order_up_to_the_end_of_the_work(
    kind: Kind, title: str, value: Decimal | None, ends_on: date
) -> None:
    goals = stage_goals(title, kind, TaskRole.DELIVER, ends_on, value, "套")
    days = [goal.due_on for goal in goals]
    assert days == sorted(days)
    assert days[-1] <= ends_on
    heights = [goal.value if value else goal.percent for goal in goals]
    if kind in (Kind.QUANTITY, Kind.PROJECT):
        assert heights == sorted(set(heights))
        assert heights[-1] == (value or 100)
    else:
        assert set(heights) == {None}


def test_of_few_pieces_only_whole_ones_are_planned_and_a_control_task_has_no_stage_goals() -> None:
    goals = stage_goals("中转站", Kind.QUANTITY, TaskRole.DELIVER, YEAR_END, Decimal(2), "个")
    assert [goal.value for goal in goals] == [1, 2]
    halves = stage_goals("入库", Kind.QUANTITY, TaskRole.DELIVER, YEAR_END, Decimal(2), "公顷")
    assert [goal.value for goal in halves] == [Decimal("0.5"), 1, Decimal("1.5"), 2]
    assert stage_goals("PM2.5", Kind.CONTROL, TaskRole.DELIVER, YEAR_END, Decimal("26.5"), "%") == []


def test_where_the_office_does_not_build_its_own_steps_are_the_stages() -> None:
    own, others = (
        stage_goals("医院建设", Kind.PROJECT, role, YEAR_END, None, "") for role in ("deliver", "pursue")
    )
    assert "进场施工" in [goal.text for goal in own]
    assert "进场施工" not in [goal.text for goal in others]


def test_nobody_reports_while_a_request_to_close_waits() -> None:
    said = Closing(date(2020, 8, 28), "已完成", returned_on=date(2020, 9, 1), again_on=date(2020, 9, 14))
    waiting = [day for day in (28, 31) if said.waits(date(2020, 8, day))]
    free = [day for day in (2, 11) if not said.waits(date(2020, 9, day))]
    assert (waiting, free) == ([28, 31], [2, 11])
    assert not said.waits(date(2020, 8, 27))
    assert said.waits(date(2020, 9, 14))


def test_a_story_finds_its_task_by_words_of_the_title_and_complains_otherwise() -> None:
    tasks = [Task(pk=1, title="观盛二路开工"), Task(pk=2, title="澜清二路改造")]
    story = Story()
    assert told_of(tasks, {"观盛": story}) == {1: story}
    with pytest.raises(LookupError, match="“没有这条路”对应 0 项"):
        told_of(tasks, {"没有这条路": story})
    with pytest.raises(LookupError, match="对应 2 项"):
        told_of(tasks, {"二路": story})
    with pytest.raises(LookupError):
        told_of(tasks, {"观盛": story, "开工": story})


def test_people_work_on_working_days_and_the_sweep_on_every_day() -> None:
    assert at_work(date(2020, 6, 28)) == date(2020, 6, 28)  # a Sunday worked for the Dragon Boat holiday
    assert at_work(date(2020, 6, 27)) == date(2020, 6, 24)
    assert at_work(date(2020, 6, 27), later=True) == date(2020, 6, 28)
    days = list(every_day())
    assert (days[0], days[-1], len(days)) == (date(2020, 3, 13), date(2020, 9, 30), 202)
