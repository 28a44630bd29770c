"""点名: still overdue five working days after an urge, and no answer."""

from dataclasses import replace
from datetime import date

from tasks.naming import Urge, is_named, named
from tasks.states import Level
from tasks.workdays import WorkCalendar

CALENDAR = WorkCalendar()
SLIP = Urge(task_id=1, level=Level.BLUE, number=3, on=date(2020, 9, 1), answered=False, still_overdue=True)


def test_five_working_days_have_to_pass() -> None:
    assert not is_named(SLIP, date(2020, 9, 7), CALENDAR)
    assert is_named(SLIP, date(2020, 9, 8), CALENDAR)


def test_a_working_sunday_counts_and_a_holiday_does_not() -> None:
    late = replace(SLIP, on=date(2020, 9, 23))
    assert not is_named(late, date(2020, 9, 28), CALENDAR)
    assert is_named(late, date(2020, 9, 29), CALENDAR)  # Sunday the 27th was worked
    before_the_holidays = replace(SLIP, on=date(2020, 9, 28))
    assert not is_named(before_the_holidays, date(2020, 10, 10), CALENDAR)
    assert is_named(before_the_holidays, date(2020, 10, 12), CALENDAR)


def test_an_answer_is_an_explanation_and_who_caught_up_is_not_named() -> None:
    day = date(2020, 9, 30)
    assert named([SLIP], day, CALENDAR) == [SLIP]
    assert named([replace(SLIP, answered=True), replace(SLIP, still_overdue=False)], day, CALENDAR) == []


def test_a_task_is_named_once_by_its_gravest_slip() -> None:
    graver = replace(SLIP, level=Level.ORANGE, number=1, on=date(2020, 9, 2))
    other = replace(SLIP, task_id=2, number=4)
    assert named([graver, SLIP, other], date(2020, 9, 30), CALENDAR) == [other, graver]
