"""Last year's shape: the range for the year's end by the ratio to the same period."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.forecast import forecast, pace
from indicators.kinds import IndicatorKind, Method
from indicators.points import Point
from indicators.quantities import as_decimal
from indicators.ranges import Range
from indicators.seasonal import seasonal
from tests.indicators.goals import make_goal

END, SEPTEMBER = date(2020, 12, 31), date(2020, 9, 30)
MONTHS = tuple(f"-{month:02}" for month in range(1, 13))
QUARTERS = ("-Q1", "-Q2", "-Q3", "-Q4")
QUIET, BUSY = ["10"] * 9, ["30"] * 3
"""Nine quiet months, and half of the year's amount in the last three."""


def goal(this, last, names=MONTHS, last_names=None, **more):
    before = [Point(f"2019{name}", Decimal(v)) for name, v in zip(last_names or names, last, strict=False)]
    points = {f"2020{name}": value for name, value in zip(names, this, strict=False)}
    return replace(make_goal(points, **more), last_year=tuple(before))


def test_a_total_follows_the_busy_end_of_last_year():
    # Half of last year in every month: 45 ÷ (90/180) = 90. The pace alone says 45 + 3 × 5.
    half = goal(["5"] * 9, QUIET + BUSY)
    assert forecast(half, END, SEPTEMBER) == Range(Decimal(90), Decimal(90), Method.SEASONAL)
    assert pace(half, END, SEPTEMBER) == Range(Decimal(60), Decimal(60))


def test_the_range_is_how_far_months_lay_off_last_years_shape():
    # 45 in all, r = 45/90; July is 2 above 5, August 2 below: 45 + 3 × (15 − 2) to 45 + 3 × (15 + 2).
    uneven = goal(["5"] * 6 + ["7", "3", "5"], QUIET + BUSY)
    assert forecast(uneven, END, SEPTEMBER) == Range(Decimal(84), Decimal(96), Method.SEASONAL)


def test_no_month_to_come_is_below_nothing():
    # r = 9/90; e from −1 to +8; 9 + 3 × max(3 − 1, 0), and with a last year that ends in nothing 9 + 0.
    once = ["9"] + ["0"] * 8
    assert seasonal(goal(once, QUIET + BUSY), END, SEPTEMBER) == Range(
        Decimal(15), Decimal(42), Method.SEASONAL
    )
    assert seasonal(goal(once, QUIET + ["0"] * 3), END, SEPTEMBER).low == 9


def test_a_mean_scales_last_years_open_months_and_weighs_them_by_days():
    # r = 10/20; 274 days at 10, 92 days at 15.
    half = goal(["10"] * 9, ["20"] * 9 + ["30"] * 3, kind=IndicatorKind.MEAN)
    expected = as_decimal(Fraction(274 * 10 + 92 * 15, 366))
    assert forecast(half, END, SEPTEMBER) == Range(expected, expected, Method.SEASONAL)


def test_quarters_stand_in_where_one_of_the_years_has_no_months():
    # 15 ÷ (30/70) = 35
    last = ["10", "10", "10", "40"]
    expected = Range(Decimal(35), Decimal(35), Method.SEASONAL)
    assert seasonal(goal(["5"] * 3, last, QUARTERS), END, SEPTEMBER) == expected
    months = ["1", "2", "2"] * 3
    assert seasonal(goal(months, last, MONTHS, QUARTERS), END, SEPTEMBER) == expected
    # October stands already: the end cannot be below it.
    ahead = goal([*months, "30"], last, MONTHS, QUARTERS)
    assert seasonal(ahead, END, date(2020, 10, 31)) == Range(Decimal(45), Decimal(45), Method.SEASONAL)


def test_a_task_that_began_in_march_is_compared_with_last_years_march_and_later():
    late = goal(["5"] * 7, QUIET + BUSY, MONTHS[2:], MONTHS)
    # 35 ÷ 70 = 1/2; 35 + 3 × 15
    assert seasonal(late, END, SEPTEMBER) == Range(Decimal(80), Decimal(80), Method.SEASONAL)


@pytest.mark.parametrize(
    "odd",
    [
        goal(["5"] * 9, QUIET),
        goal(["5"] * 9, ["180"], MONTHS, ("",)),
        goal(["5"] * 9, []),
        goal(["5"] * 9, ["0"] * 9 + BUSY),
        goal(["5"] * 9, QUIET + BUSY, kind=IndicatorKind.RATE),
        goal(["5"] * 9, QUIET + BUSY, kind=IndicatorKind.LEVEL),
        goal(["5"] * 12, QUIET + BUSY, [f"-W{week}" for week in range(20, 32)], MONTHS),
    ],
    ids=["nine months", "one figure", "nothing", "nothing to scale", "a rate", "a level", "weeks"],
)
def test_without_a_shape_it_is_the_pace(odd):
    assert seasonal(odd, END, SEPTEMBER) is None
    assert forecast(odd, END, SEPTEMBER) == pace(odd, END, SEPTEMBER) is not None


def test_two_months_or_an_end_in_the_middle_of_one_say_nothing():
    half = goal(["5"] * 9, QUIET + BUSY)
    assert seasonal(half, END, date(2020, 2, 29)) is forecast(half, END, date(2020, 2, 29)) is None
    assert seasonal(half, END, date(2020, 3, 31)) is not None
    assert seasonal(half, date(2020, 12, 15), SEPTEMBER) is None
    assert seasonal(half, date(2021, 12, 31), SEPTEMBER) is None
