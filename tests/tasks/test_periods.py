"""Reporting periods: due on the 28th, closed the day after."""

from datetime import date, timedelta

import pytest

from tasks.periods import (
    between,
    due_day,
    ends_on,
    following,
    label,
    last_closed,
    open_period,
    period_of,
    previous,
    valid,
)  # fmt: skip


@pytest.mark.parametrize(
    ("on", "open_", "closed"),
    [
        (date(2020, 9, 27), "2020-09", "2020-08"),
        (date(2020, 9, 28), "2020-09", "2020-08"),
        (date(2020, 9, 29), "2020-10", "2020-09"),
        (date(2020, 9, 30), "2020-10", "2020-09"),
        (date(2020, 10, 1), "2020-10", "2020-09"),
        (date(2020, 12, 28), "2020-12", "2020-11"),
        (date(2020, 12, 29), "2021-01", "2020-12"),
        (date(2021, 1, 1), "2021-01", "2020-12"),
        (date(2020, 2, 28), "2020-02", "2020-01"),
        (date(2020, 2, 29), "2020-03", "2020-02"),
        (date(2021, 2, 28), "2021-02", "2021-01"),
        (date(2021, 3, 1), "2021-03", "2021-02"),
    ],
)
def test_a_period_closes_at_the_end_of_its_28th(on, open_, closed):
    assert open_period(on, 28) == open_
    assert last_closed(on, 28) == closed


def test_the_31st_is_the_last_day_of_a_shorter_month():
    assert due_day("2020-02", 31) == date(2020, 2, 29)
    assert due_day("2021-02", 30) == date(2021, 2, 28)
    assert due_day("2020-04", 31) == date(2020, 4, 30)
    assert due_day("2020-05", 31) == date(2020, 5, 31)
    assert open_period(date(2021, 2, 28), 31) == "2021-02"
    assert open_period(date(2021, 3, 1), 31) == "2021-03"


def test_the_due_day_is_the_28th_unless_set_and_stays_on_a_weekend():
    assert due_day("2020-11") == date(2020, 11, 28)
    assert due_day("2020-11").weekday() == 5
    assert due_day("2020-11", 5) == date(2020, 11, 5)


@pytest.mark.parametrize("day_of_month", [0, 32, -1])
def test_a_due_day_outside_a_month_is_refused(day_of_month):
    with pytest.raises(ValueError, match="1 至 31"):
        due_day("2020-09", day_of_month)


@pytest.mark.parametrize("day_of_month", [1, 5, 10, 25, 28, 31])
def test_on_every_day_one_period_is_open_and_the_one_before_is_closed(day_of_month):
    for offset in range(800):
        on = date(2019, 12, 1) + timedelta(days=offset)
        period = open_period(on, day_of_month)
        assert due_day(period, day_of_month) >= on > due_day(last_closed(on, day_of_month), day_of_month)
        assert following(last_closed(on, day_of_month)) == period


def test_months_follow_each_other_over_the_year_end():
    assert following("2020-12") == "2021-01"
    assert previous("2021-01") == "2020-12"
    assert between("2020-11", "2021-02") == ["2020-11", "2020-12", "2021-01", "2021-02"]
    assert between("2020-09", "2020-09") == ["2020-09"]
    assert between("2021-01", "2020-12") == []


def test_a_period_is_the_month_of_its_day_and_ends_with_it():
    assert period_of(date(2020, 9, 30)) == "2020-09"
    assert ends_on("2020-02") == date(2020, 2, 29)
    assert ends_on("2021-02") == date(2021, 2, 28)
    assert ends_on("2020-12") == date(2020, 12, 31)


def test_a_period_has_a_chinese_name():
    assert label("2020-01") == "一月期"
    assert label("2020-09") == "九月期"
    assert label("2020-12") == "十二月期"


@pytest.mark.parametrize(
    "text", ["2020-13", "2020-00", "2020-9", "2020", "2020-09-30", "0000-01", "２０２０-09", "2020-09\n", ""]
)
def test_what_is_no_month_is_no_period(text):
    assert not valid(text)
    with pytest.raises(ValueError, match="期次"):
        ends_on(text)


def test_a_month_is_a_period():
    assert valid("2020-09")
    assert valid("2020-12")
