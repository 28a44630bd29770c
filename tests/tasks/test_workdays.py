"""Working days: the national calendar with its 调休."""

import logging
from datetime import date

import pytest

from tasks import workdays
from tasks.workdays import WorkCalendar

calendar = WorkCalendar()


@pytest.fixture(autouse=True)
def nothing_warned_yet():
    workdays._warn.cache_clear()


@pytest.mark.parametrize("day", [date(2020, 9, 27), date(2020, 10, 10), date(2020, 9, 30), date(2020, 10, 9)])
def test_sundays_and_saturdays_moved_by_调休_are_worked(day):
    assert calendar.is_workday(day)


@pytest.mark.parametrize(
    "day", [*(date(2020, 10, n) for n in range(1, 9)), date(2020, 9, 26), date(2020, 10, 11)]
)
def test_national_day_week_and_ordinary_weekends_are_free(day):
    assert not calendar.is_workday(day)


def test_working_days_are_counted_over_the_holiday():
    assert calendar.add_workdays(date(2020, 9, 30), 1) == date(2020, 10, 9)
    assert calendar.add_workdays(date(2020, 9, 30), 2) == date(2020, 10, 10)
    assert calendar.add_workdays(date(2020, 9, 30), 3) == date(2020, 10, 12)
    assert calendar.add_workdays(date(2020, 10, 9), -1) == date(2020, 9, 30)
    assert calendar.add_workdays(date(2020, 10, 3), 0) == date(2020, 10, 3)


def test_days_between_leave_out_the_first_and_count_the_last():
    assert calendar.workdays_between(date(2020, 9, 30), date(2020, 10, 8)) == 0
    assert calendar.workdays_between(date(2020, 9, 30), date(2020, 10, 10)) == 2
    assert calendar.workdays_between(date(2020, 9, 25), date(2020, 9, 27)) == 1
    assert calendar.workdays_between(date(2020, 10, 9), date(2020, 10, 9)) == 0
    assert calendar.workdays_between(date(2020, 10, 9), date(2020, 9, 1)) == 0


def test_an_administrator_overrides_single_days_both_ways():
    declared = WorkCalendar({date(2020, 10, 1): True, date(2020, 9, 30): False})
    assert declared.is_workday(date(2020, 10, 1))
    assert not declared.is_workday(date(2020, 9, 30))
    assert not declared.is_workday(date(2020, 10, 2))


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2026])
def test_a_year_on_our_list_is_known_and_says_nothing(year, caplog):
    assert calendar.known(year)
    with caplog.at_level(logging.WARNING):
        calendar.is_workday(date(year, 10, 1))
    assert not caplog.records


def test_an_unknown_year_counts_monday_to_friday_and_warns_once(caplog):
    assert not calendar.known(2051)
    with caplog.at_level(logging.WARNING):
        found = [calendar.is_workday(date(2051, 10, day)) for day in range(2, 9)]
        WorkCalendar().is_workday(date(2051, 10, 9))
    assert found == [True] * 5 + [False] * 2
    assert [record.getMessage() for record in caplog.records] == [
        "2051 年调休安排未知,按周一至周五计算工作日"
    ]


def test_two_unknown_years_warn_twice(caplog):
    with caplog.at_level(logging.WARNING):
        assert calendar.add_workdays(date(2051, 12, 29), 3) == date(2052, 1, 3)
    assert len(caplog.records) == 2


def test_far_away_years_never_fail():
    assert calendar.is_workday(date(1, 1, 1))
    assert calendar.is_workday(date(9999, 12, 31))


def test_what_is_declared_holds_in_an_unknown_year_too(caplog):
    declared = WorkCalendar({date(2051, 10, 2): False})
    with caplog.at_level(logging.WARNING):
        assert not declared.is_workday(date(2051, 10, 2))
    assert not caplog.records
