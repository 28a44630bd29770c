"""PM2.5 with the twelve months of a made-up leap year against "< 26.5": all figures worked out by hand.

month      1    2    3 |   4    5    6 |   7    8    9 |  10   11   12
days      31   29   31 |  30   31   30 |  31   31   30 |  31   30   31   = 366
value     34   28   30 |  29   22   18 |  14   16   26 |  28   30   33
v × days 1054  812  930 | 870  682  540 | 434  496  780 | 868  900 1023
sum       to March 2796 | to June 4888  | to Sept. 6598 | to Dec.  9389
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.attainment import current
from indicators.forecast import forecast
from indicators.kinds import Method, Verdict
from indicators.outlook import outlook
from indicators.outlook_words import required, words
from indicators.quantities import as_decimal
from indicators.ranges import Range
from tests.tasks.light_cast import pm25

MONTHS = ("34", "28", "30", "29", "22", "18", "14", "16", "26", "28", "30", "33")
GOAL = pm25(*MONTHS)
END = date(2020, 12, 31)
SEPTEMBER, NOVEMBER = date(2020, 9, 30), date(2020, 11, 30)


def of_366(sum_of_days: int) -> Decimal:
    return as_decimal(Fraction(sum_of_days, 366))


def test_in_september_the_year_can_go_either_way():
    seen = outlook(GOAL, END, SEPTEMBER)
    # 6598 over 31+29+31+30+31+30+31+31+30 = 274 days
    assert seen.current == as_decimal(Fraction(6598, 274))
    # 92 days are open: at 14 as in July 6598 + 1288 = 7886, at 34 as in January 6598 + 3128 = 9726.
    assert seen.ahead == Range(of_366(7886), of_366(9726), Method.PACE)
    # 7886/366 = 21.55 is below 26.5, 9726/366 = 26.57 is not.
    assert (seen.verdict, seen.percent) == (Verdict.AT_RISK, None)
    # 26.5 × 366 = 9699; 9699 − 6598 = 3101 for 92 days = 33.70…
    assert seen.required == as_decimal(Fraction(3101, 92))
    assert words(GOAL, seen) == "预计 21.5–26.6 微克/立方米,可能达不到目标"
    assert required(GOAL, seen) == "余下 3 个月月均须 ≤ 33.7 微克/立方米"


def test_keeping_to_what_is_required_keeps_the_target_and_a_little_more_does_not():
    kept = pm25(*MONTHS[:9], *["33.7"] * 3)
    assert outlook(kept, END, END).verdict == Verdict.MET  # 6598 + 92 × 33.7 = 9698.4 < 9699
    broken = pm25(*MONTHS[:9], *["33.8"] * 3)
    assert outlook(broken, END, END).verdict == Verdict.MISSED  # 6598 + 92 × 33.8 = 9707.6


def test_the_year_ends_at_its_mean_over_the_days_never_divided_by_twelve():
    seen = outlook(GOAL, END, END)
    assert (seen.verdict, seen.current) == (Verdict.MET, of_366(9389))
    assert seen.current != Decimal(308) / 12  # the months' plain mean
    assert (seen.ahead, seen.required, seen.left) == (None, None, None)
    assert (words(GOAL, seen), required(GOAL, seen)) == ("已达成", "")
    assert forecast(GOAL, END, END) == Range(of_366(9389), of_366(9389))


@pytest.mark.parametrize(
    ("until", "verdict", "ahead", "asked"),
    [
        # 1866 in 60 days; (9699 − 1866) / 306 = 25.598: what is asked is known, where it goes is not.
        (date(2020, 2, 29), None, None, "余下 10 个月月均须 ≤ 25.5 微克/立方米"),
        # (2796 + 275 × 28) / 366 = 28.7 and (2796 + 275 × 34) / 366 = 33.2; (9699 − 2796) / 275 = 25.1
        (date(2020, 3, 31), Verdict.MISSED, (10496, 12146), "余下 9 个月月均须 ≤ 25.1 微克/立方米"),
        # (4888 + 184 × 18) / 366 = 22.4 and (4888 + 184 × 34) / 366 = 30.4; (9699 − 4888) / 184 = 26.1
        (date(2020, 6, 30), Verdict.AT_RISK, (8200, 11144), "余下 6 个月月均须 ≤ 26.1 微克/立方米"),
        # 8366 by November: (8366 + 31 × 14) / 366 and (8366 + 31 × 34) / 366; (9699 − 8366) / 31 = 43
        (NOVEMBER, Verdict.ON_TRACK, (8800, 9420), "余下 1 个月月均须 ≤ 42.9 微克/立方米"),
    ],
)
def test_the_verdict_through_the_year(until, verdict, ahead, asked):
    seen = outlook(GOAL, END, until)
    assert seen.verdict == verdict
    assert seen.ahead == (ahead and Range(*map(of_366, ahead)))
    assert required(GOAL, seen) == asked
    assert words(GOAL, seen).startswith("数据不足" if ahead is None else "预计")


def test_a_mean_that_cannot_be_kept_any_more_is_missed_before_the_end():
    # 60 for 213 days is 12780: more than 26.5 × 366 already.
    seen = outlook(pm25(*["60"] * 7), END, SEPTEMBER)
    assert (seen.verdict, seen.required) == (Verdict.MISSED, None)
    assert words(GOAL, seen) == "预计 60 微克/立方米,达不到目标"
    assert current(GOAL, NOVEMBER) == as_decimal(Fraction(8366, 335))


def test_the_last_month_alone_is_not_the_year():
    alone = replace(GOAL, points=GOAL.points[-1:])
    assert (outlook(alone, END, END).verdict, outlook(GOAL, END, END).verdict) == (None, Verdict.MET)
