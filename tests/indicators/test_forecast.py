"""Forecast: a simple range, or nothing where there is too little to say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.forecast import forecast
from indicators.kinds import IndicatorKind
from indicators.ranges import Range
from indicators.remaining import room
from tests.indicators.goals import make_goal

END = date(2020, 12, 31)
LATE = date(2020, 9, 30)


def pm25(points):
    return make_goal(points, value="26.5", kind=IndicatorKind.MEAN, comparator="<", unit="微克/立方米")


def test_a_mean_ends_between_its_lowest_and_highest_month_going_on():
    # 31 × 30 + 29 × 24 + 31 × 21 = 2277 over 91 days; 275 days open.
    goal = pm25({"2020-01": "30", "2020-02": "24", "2020-03": "21"})
    found = forecast(goal, END, LATE)
    assert found == Range(Decimal(2277 + 275 * 21) / 366, Decimal(2277 + 275 * 30) / 366)


def test_a_full_year_leaves_no_range():
    goal = pm25({f"2020-{month:02}": "24" for month in range(1, 13)})
    assert forecast(goal, END, END) == Range(Decimal(24), Decimal(24))


def test_a_total_goes_on_with_its_lowest_or_highest_month():
    goal = make_goal({"2020-07": "2", "2020-08": "5", "2020-09": "3"})
    assert forecast(goal, END, LATE) == Range(Decimal(10 + 3 * 2), Decimal(10 + 3 * 5))


def test_a_quarter_counts_by_its_months():
    # Per month 2, 3 and 3; one quarter open.
    goal = make_goal({"2020-Q1": "6", "2020-Q2": "9", "2020-Q3": "9"})
    assert forecast(goal, END, LATE) == Range(Decimal(24 + 6), Decimal(24 + 9))


@pytest.mark.parametrize("kind", [IndicatorKind.LEVEL, IndicatorKind.RATE])
def test_levels_and_rates_stay_among_their_last_three(kind):
    goal = make_goal({"2020-05": "99", "2020-06": "70", "2020-07": "68", "2020-08": "71"}, kind=kind)
    assert forecast(goal, END, LATE) == Range(Decimal(68), Decimal(71))


@pytest.mark.parametrize(
    ("more", "readings", "low", "high"),
    [
        ({}, ["60", "70", "76"], "94", "106"),  # 76 + 3 × 6 to 76 + 3 × 10
        ({"comparator": "="}, ["60", "70", "76"], "94", "100"),  # covered is covered
        ({}, ["60", "70", "69"], "60", "70"),  # back and forth leads nowhere
        ({}, ["90", "99", "101"], "90", "101"),  # there already: to be kept
        ({"kind": IndicatorKind.RATE}, ["60", "70", "76"], "60", "76"),
        ({"comparator": "<=", "value": "50", "baseline": Decimal(86)}, ["80", "75", "73"], "58", "67"),
        ({"comparator": "<=", "value": "50"}, ["80", "75", "73"], "73", "80"),
        ({"comparator": "<=", "value": "50", "baseline": Decimal(86)}, ["75", "73", "80"], "73", "80"),
    ],
)
def test_a_level_goes_on_its_way_where_it_is_on_one(more, readings, low, high):
    points = {f"2020-{month:02}": reading for month, reading in enumerate(readings, 7)}
    goal = make_goal(points, **{"kind": IndicatorKind.LEVEL} | more)
    assert forecast(goal, END, LATE) == Range(Decimal(low), Decimal(high))


def test_quarters_of_a_level_count_by_their_months():
    goal = make_goal({"2020-Q1": "60", "2020-Q2": "72", "2020-Q3": "81"}, kind=IndicatorKind.LEVEL)
    assert forecast(goal, END, LATE) == Range(Decimal(81 + 3 * 3), Decimal(81 + 3 * 4))


def test_readings_of_single_days_stand_together_as_their_month():
    days = {f"2020-{month:02}-{day:02}": "1" for month in (6, 7, 8) for day in range(10, 10 + month)}
    goal = make_goal(days)
    # 6, 7 and 8 a month, 21 in all; four months open.
    assert forecast(goal, END, date(2020, 8, 31)) == Range(Decimal(21 + 4 * 6), Decimal(21 + 4 * 8))
    # A month that is not over is no month yet: 13 in two of them say nothing.
    assert forecast(goal, END, date(2020, 8, 30)) is None
    assert forecast(replace(goal, kind=IndicatorKind.MEAN), END, date(2020, 8, 30)) is not None


@pytest.mark.parametrize("kind", list(IndicatorKind))
def test_fewer_than_three_readings_say_nothing(kind):
    goal = make_goal({"2020-07": "2", "2020-08": "5", "2020-09": "3"}, kind=kind)
    assert forecast(goal, END, LATE) is not None
    assert forecast(goal, END, date(2020, 9, 29)) is None
    assert forecast(make_goal(kind=kind), END, LATE) is None


def test_what_a_mean_may_still_be_is_told():
    # (26.5 × 366 − 2277) / 275
    goal = pm25({"2020-01": "30", "2020-02": "24", "2020-03": "21"})
    assert round(room(goal, END, LATE), 4) == Decimal("26.9891")


def test_what_a_total_may_still_add_is_told():
    goal = make_goal({"2020-07": "2", "2020-08": "1"}, value="5", comparator="<=")
    assert room(goal, END, LATE) == 2


def test_where_nothing_is_open_any_more_no_room_is_left_to_tell():
    assert room(pm25({"2020-12": "24"}), END, END) is None
    assert room(make_goal({"2020-12": "2"}, value="5"), END, END) is None
    assert room(make_goal({"2020-07": "2"}, kind=IndicatorKind.LEVEL), END, LATE) is None
    assert room(make_goal(), END, LATE) is None
