"""The Gantt chart's arithmetic: edges of days, bars, marks, today's line. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from tasks.commitments import Commitment, Stage, Standing, standing
from tasks.gantt import Axis, axis, months, rows
from tasks.states import State

ON = date(2020, 9, 30)
YEAR = Axis(date(2020, 1, 1), date(2020, 12, 31))


@dataclass(frozen=True)
class Fake:
    """A task as far as the chart reads it."""

    code: str = "2020-2-01"
    title: str = "土地整备入库"
    state: str = State.ACTIVE
    starts_on: date = date(2020, 1, 1)
    due_on: date = date(2020, 12, 31)
    original_due_on: date | None = None
    expected_on: date | None = None
    submitted_on: date | None = None
    progress: Decimal | None = None
    planned: Decimal | None = None


def drawn(task: Fake, *stages: Stage, scale: Axis = YEAR):
    return rows(scale, [Commitment(task, stages)])[0]


def test_a_day_has_a_left_edge_a_middle_and_a_right_edge() -> None:
    scale = Axis(date(2020, 1, 1), date(2020, 4, 9))  # a hundred days
    assert scale.days == 100
    assert (scale.start(date(2020, 1, 1)), scale.end(date(2020, 4, 9))) == (0, 100)
    assert (scale.start(date(2020, 2, 1)), scale.middle(date(2020, 2, 1)), scale.end(date(2020, 2, 1))) == (
        31,
        31.5,
        32,
    )
    assert scale.start(date(2019, 1, 1)) == 0 and scale.end(date(2030, 1, 1)) == 100


def test_the_axis_has_the_months_of_the_plan_and_those_into_which_a_date_was_moved() -> None:
    plan = (date(2020, 1, 1), date(2020, 12, 31))
    assert axis(*plan, [date(2020, 6, 30), None]) == YEAR
    assert axis(*plan, [date(2021, 2, 10)]) == Axis(date(2020, 1, 1), date(2021, 2, 28))
    assert axis(*plan, [date(2030, 1, 1)]).last == date(2021, 12, 31)
    assert axis(date(2020, 3, 13), date(2020, 12, 31), []).first == date(2020, 3, 1)


def test_the_head_names_every_month_and_the_year_where_a_new_one_begins() -> None:
    head = months(Axis(date(2020, 1, 1), date(2021, 2, 28)))
    assert [month.number for month in head] == [*range(1, 13), 1, 2]
    assert [month.year for month in head if month.year] == [2021]
    assert all(one.middle < other.x for one, other in pairwise(head))


def test_a_bar_runs_from_the_first_day_to_the_due_date_and_is_filled_by_its_progress() -> None:
    bar = drawn(Fake(starts_on=date(2020, 7, 1), progress=Decimal("40.4"), planned=Decimal(75))).bar
    assert bar.x == YEAR.start(date(2020, 7, 1))
    assert round(bar.x + bar.width) == 100
    assert abs(bar.done - bar.width * 0.404) < 0.02
    assert bar.words == "2020-07-01 至 2020-12-31;进度 40%,计划 75%"
    assert (bar.added, drawn(Fake()).bar.done) == (0, 0)
    assert "进度" not in drawn(Fake()).words


def test_what_an_extension_added_stands_apart_and_the_first_date_is_named() -> None:
    bar = drawn(Fake(original_due_on=date(2020, 8, 31), due_on=date(2020, 11, 30))).bar
    assert bar.due == YEAR.end(date(2020, 8, 31))
    assert round(bar.due + bar.added, 2) == YEAR.end(date(2020, 11, 30))
    assert "(原定 2020-08-31)" in bar.words
    earlier = drawn(Fake(original_due_on=date(2020, 12, 31), due_on=date(2020, 11, 30))).bar
    assert earlier.added == 0 and "(原定 2020-12-31)" in earlier.words
    same = drawn(Fake(original_due_on=date(2020, 12, 31))).bar
    assert same.added == 0 and "原定" not in same.words


def test_marks_tell_shape_day_and_word() -> None:
    stages = (
        Stage(date(2020, 5, 31), "设计", date(2020, 5, 20), Standing.MET),
        Stage(date(2020, 8, 31), "开工", None, Standing.MISSED),
        Stage(date(2020, 12, 20), "竣工", None, Standing.OPEN),
    )
    row = drawn(Fake(), *stages)
    assert [mark.shape for mark in row.marks] == ["met", "missed", "open"]
    assert [mark.words for mark in row.marks] == [
        "设计 2020-05-31 已达成(2020-05-20)",
        "开工 2020-08-31 逾期未达成",
        "竣工 2020-12-20 未到期",
    ]
    assert all(mark.words in row.words for mark in row.marks)


def test_a_milestone_shows_when_it_is_expected_while_it_is_worked_on() -> None:
    late = Fake(due_on=date(2020, 6, 30), expected_on=date(2020, 7, 10))
    assert [(mark.shape, mark.words) for mark in drawn(late).marks] == [
        ("expected", "预计完成 2020-07-10,比时限晚 10 天")
    ]
    in_time = Fake(expected_on=date(2020, 12, 1))
    assert drawn(in_time).marks[0].words == "预计完成 2020-12-01"
    assert drawn(Fake(expected_on=date(2020, 12, 1), state=State.DONE)).marks == ()


def test_rows_stand_by_due_date_whatever_their_order() -> None:
    tasks = [Fake("3"), Fake("2", due_on=date(2020, 6, 30)), Fake("1")]
    assert [row.task.code for row in rows(YEAR, [Commitment(task, ()) for task in tasks])] == ["2", "1", "3"]


def test_a_stage_goal_is_late_from_the_day_after_while_somebody_works_on_it() -> None:
    due = date(2020, 9, 29)
    assert standing(Fake(), due, None, ON) == Standing.MISSED
    assert standing(Fake(), ON, None, ON) == Standing.OPEN
    assert standing(Fake(), due, date(2020, 9, 29), ON) == Standing.MET
    assert standing(Fake(), due, date(2020, 10, 1), ON) == Standing.MISSED  # met later than the day shown
    assert standing(Fake(state=State.DONE), due, None, ON) == Standing.DROPPED


def test_the_clock_stops_when_closing_is_asked_for() -> None:
    asked = Fake(state=State.IN_REVIEW, submitted_on=date(2020, 9, 1))
    assert standing(asked, date(2020, 9, 15), None, ON) == Standing.OPEN
    assert standing(asked, date(2020, 8, 31), None, ON) == Standing.MISSED
