"""The calendar's arithmetic: whole weeks from Monday, working days with 调休, few entries a day. Pure."""

from datetime import date

import pytest

from tasks.calendar_month import FEW, agendas, month, months_between
from tasks.commitments import Commitment, Stage, Standing
from tasks.errors import Invalid
from tasks.forms.calendar_place import Place, read_place
from tasks.gantt import Axis
from tasks.workdays import WorkCalendar
from tests.tasks.test_gantt import YEAR, Fake

SEPTEMBER, OCTOBER = date(2020, 9, 1), date(2020, 10, 1)
TODAY = date(2020, 9, 30)


def shown(first: date, *commitments: Commitment, reports: tuple[date, ...] = ()):
    return month(first, agendas(commitments), WorkCalendar(), set(reports), TODAY)


def day_of(found, number: int):
    return next(day for day in found.inside if day.day.day == number)


def test_a_month_is_whole_weeks_from_monday() -> None:
    found = shown(SEPTEMBER)
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in found.weeks)
    assert [day.day.day for day in found.inside] == list(range(1, 31))
    assert found.weeks[0][0].day == date(2020, 8, 31) and not found.weeks[0][0].inside
    assert found.last == TODAY


def test_working_days_follow_the_national_arrangement() -> None:
    october, september = shown(OCTOBER), shown(SEPTEMBER)
    assert (day_of(october, 5).note, day_of(october, 5).working) == ("休", False)
    assert (day_of(september, 27).note, day_of(september, 27).working) == ("班", True)
    assert (day_of(october, 17).note, day_of(october, 17).working) == ("", False)
    assert (day_of(october, 12).note, day_of(october, 12).working) == ("", True)


def test_due_dates_and_stage_goals_stand_on_their_day() -> None:
    goal = Stage(date(2020, 9, 15), "设计", None, Standing.MISSED)
    found = shown(SEPTEMBER, Commitment(Fake(due_on=TODAY), (goal,)), Commitment(Fake(), ()))
    assert (found.due, found.goals) == (1, 1)
    assert [task.code for task in day_of(found, 30).due] == ["2020-2-01"]
    assert [one.stage for one in day_of(found, 15).goals] == [goal]
    assert not found.blank and shown(OCTOBER).blank


def test_a_day_shows_few_and_says_that_there_is_more() -> None:
    goals = tuple(Stage(TODAY, f"第 {n} 项", None, Standing.OPEN) for n in range(2))
    tasks = [Commitment(Fake(str(n), due_on=TODAY), goals if n == 0 else ()) for n in range(FEW + 1)]
    day = day_of(shown(SEPTEMBER, *tasks), 30)
    assert (len(day.due), day.more_due, len(day.goals), day.more_goals) == (FEW, True, 0, True)
    day = day_of(shown(SEPTEMBER, tasks[0]), 30)
    assert (len(day.due), day.more_due, len(day.goals), day.more_goals) == (1, False, 2, False)
    assert day.agenda.count == 3


def test_an_agenda_has_the_days_with_something_to_read() -> None:
    found = shown(SEPTEMBER, Commitment(Fake(due_on=date(2020, 9, 10)), ()), reports=(date(2020, 9, 28),))
    assert [day.day.day for day in found.inside if not day.blank] == [10, 28, 30]
    assert (day_of(found, 28).reports, day_of(found, 10).reports) == (True, False)
    assert (day_of(found, 30).today, day_of(found, 28).today) == (True, False)
    assert [day_of(found, n).depth for n in (9, 10)] == [0, 1]


def test_a_neighbours_days_carry_nothing() -> None:
    found = shown(OCTOBER, Commitment(Fake(due_on=TODAY), ()), reports=(TODAY,))
    outside = next(day for day in found.weeks[0] if day.day == TODAY)
    assert outside.agenda.count == 0 and not outside.reports and not outside.today


def test_the_months_between_two_days() -> None:
    assert months_between(date(2020, 11, 5), date(2021, 1, 1)) == [
        date(2020, 11, 1),
        date(2020, 12, 1),
        date(2021, 1, 1),
    ]
    assert months_between(date(2020, 11, 5), date(2020, 10, 1)) == []


def test_an_address_names_a_month_or_a_day_or_nothing() -> None:
    assert read_place({}, YEAR, TODAY) == Place(SEPTEMBER)
    assert read_place({}, YEAR, date(2026, 1, 5)) == Place(date(2020, 12, 1))
    assert read_place({"month": "2020-10"}, YEAR, TODAY) == Place(OCTOBER)
    assert read_place({"day": "2020-10-08", "month": "x"}, YEAR, TODAY) == Place(OCTOBER, date(2020, 10, 8))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"month": "2020-13"}, "month"),
        ({"month": "2020-Q3"}, "month"),
        ({"month": "2021-01"}, "month"),
        ({"day": "2020-02-30"}, "day"),
        ({"day": "2020-10"}, "day"),
        ({"day": "2019-12-31"}, "day"),
        ({"day": "\0"}, "day"),
    ],
)
def test_what_is_no_month_or_lies_outside_is_refused(given: dict[str, str], name: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_place(given, Axis(YEAR.first, YEAR.last), TODAY)
    assert list(refused.value.errors) == [name]
