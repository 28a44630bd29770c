"""The verdict on a goal of each kind, what is asked of the rest, and how it is said."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.kinds import IndicatorKind, Verdict
from indicators.outlook import outlook
from indicators.outlook_words import required, wanted, words
from tests.indicators.goals import make_goal

CUMULATIVE, LEVEL, MEAN, RATE = (
    IndicatorKind.CUMULATIVE, IndicatorKind.LEVEL, IndicatorKind.MEAN, IndicatorKind.RATE,
)  # fmt: skip
END, SEPTEMBER = date(2020, 12, 31), date(2020, 9, 30)


def months(*values: str, last: int = 9) -> dict[str, str]:
    return {f"2020-{last - len(values) + number:02}": value for number, value in enumerate(values, 1)}


def seen(kind, comparator, value, points, until=SEPTEMBER, **more):
    goal = make_goal(points, value, kind=kind, comparator=comparator, **more)
    found = outlook(goal, END, until)
    return found, words(goal, found), required(goal, found)


def test_an_amount_still_missing_is_told_by_the_month():
    # The sketch: 12.3 of 28 公顷, three months left; (28 − 12.3) / 3 = 5.23
    found, said, asked = seen(CUMULATIVE, ">=", "28", months("6.6", "1.9", "1.7", "2.1"), unit="公顷")
    assert (found.verdict, found.current) == (Verdict.AT_RISK, Decimal("12.3"))
    assert found.percent == Decimal("12.3") / 28 * 100
    # 12.3 + 3 × 1.7 to 12.3 + 3 × 6.6: the highest month three times over is enough for 32.1
    assert said == "预计 17.4–32.1 公顷,可能达不到目标"
    assert asked == "余下 3 个月每月须 5.2 公顷"


@pytest.mark.parametrize(
    ("comparator", "value", "points", "verdict"),
    [
        (">=", "10", months("4", "3", "3"), Verdict.MET),
        (">", "10", months("4", "3", "3"), Verdict.ON_TRACK),
        ("=", "10", months("4", "3", "4"), Verdict.MET),
        (">=", "19", months("4", "3", "3"), Verdict.ON_TRACK),
        (">=", "20", months("4", "3", "3"), Verdict.AT_RISK),
        (">=", "23", months("4", "3", "3"), Verdict.MISSED),
        (">=", "19", months("4", "6"), None),
        (">=", "10", months("4", "6"), Verdict.MET),
        (">=", "10", {}, None),
        ("<=", "9", months("4", "3", "3"), Verdict.MISSED),
        ("<=", "9", months("10"), Verdict.MISSED),
        ("<=", "25", months("4", "3", "3"), Verdict.ON_TRACK),
        ("<=", "20", months("4", "3", "3"), Verdict.AT_RISK),
        ("<=", "18", months("4", "3", "3"), Verdict.MISSED),
        ("=", "0", months("0", "0", "0"), Verdict.ON_TRACK),
        ("=", "0", months("0", "1"), Verdict.MISSED),
        ("=", "0", months("0"), None),
    ],
)
def test_a_sum_is_reached_for_good_and_a_ceiling_broken_for_good(comparator, value, points, verdict):
    assert seen(CUMULATIVE, comparator, value, points)[0].verdict == verdict


def test_a_ceiling_is_kept_only_when_the_year_is_over():
    whole = months(*["1"] * 12, last=12)
    assert seen(CUMULATIVE, "<=", "12", whole, date(2020, 11, 30))[0].verdict == Verdict.ON_TRACK
    assert seen(CUMULATIVE, "<=", "12", whole, END)[0].verdict == Verdict.MET
    assert seen(CUMULATIVE, "<=", "11", whole, END)[0].verdict == Verdict.MISSED
    found, _, asked = seen(CUMULATIVE, "<=", "12", months("2", "1", "3"), unit="宗")
    assert (found.verdict, asked) == (Verdict.AT_RISK, "余下 3 个月合计须 ≤ 6 宗")


@pytest.mark.parametrize(
    ("comparator", "value", "baseline", "points", "verdict", "asked"),
    [
        # Down from 86 to 50: 18 of 36 are done, 18 in three months.
        ("<=", "50", "86", months("72", "70", "68"), Verdict.MISSED, "余下 3 个月每月须降 6 场"),
        ("<=", "50", "86", months("72", "70", "50"), Verdict.MET, ""),
        (">=", "260", "242", months("242", "250", "260"), Verdict.MET, ""),
        # 254 + 3 × 4 is enough; 254 + 3 × 0 is not, 254 + 3 × 12 is; three at 254 lead nowhere.
        (">=", "260", "242", months("242", "250", "254"), Verdict.ON_TRACK, "余下 3 个月每月须增 2 场"),
        (">=", "260", "242", months("242", "242", "254"), Verdict.AT_RISK, "余下 3 个月每月须增 2 场"),
        (">=", "260", "242", months("254", "254", "254"), Verdict.MISSED, "余下 3 个月每月须增 2 场"),
        # What is to be kept is not reached before the end: it may fall back.
        (">=", "95", None, months("94", "96", "97"), Verdict.AT_RISK, "后续数据须为 ≥ 95 场"),
        (">=", "95", "97", months("96", "96", "97"), Verdict.ON_TRACK, "后续数据须为 ≥ 95 场"),
        ("<=", "5", "4", months("4", "4", "3"), Verdict.ON_TRACK, "后续数据须为 ≤ 5 场"),
        ("<=", "5", None, months("4", "4"), None, "后续数据须为 ≤ 5 场"),
    ],
)  # fmt: skip
def test_a_level_is_reached_where_it_has_a_way_to_go_and_else_kept(
    comparator, value, baseline, points, verdict, asked
):
    found, _, told = seen(LEVEL, comparator, value, points, baseline=baseline and Decimal(baseline))
    assert (found.verdict, told) == (verdict, asked)


def test_a_rate_is_compared_as_a_rate():
    found, said, asked = seen(RATE, ">=", "7", months("6", "6.5", "8"), unit="%")
    assert (found.current, found.percent, found.verdict) == (8, None, Verdict.AT_RISK)
    assert (said, asked) == ("预计 6–8 %,可能达不到目标", "后续数据须为 ≥ 7 %")
    assert seen(RATE, ">=", "7", months("7", "7.5", "8"))[0].verdict == Verdict.ON_TRACK
    assert seen(RATE, ">=", "7", months("7", "7.5", "8", last=12), until=END)[0].verdict == Verdict.MET
    assert seen(RATE, ">=", "7", months("9", "9", "6.9", last=12), until=END)[0].verdict == Verdict.MISSED


def test_a_mean_to_be_reached_is_certain_once_nothing_can_undo_it():
    # 80 × 366 = 29280 day-values are reached by 107 for 274 days (29318), and not by 106 (29044).
    assert (
        seen(MEAN, ">=", "80", {"2020-Q1": "107", "2020-Q2": "107", "2020-Q3": "107"})[0].verdict
        == Verdict.MET
    )
    found, _, asked = seen(
        MEAN, ">=", "80", {"2020-Q1": "106", "2020-Q2": "106", "2020-Q3": "106"}, unit="分"
    )
    # (29280 − 29044) / 92 = 2.57
    assert (found.verdict, asked) == (Verdict.ON_TRACK, "余下 1 个季度季均须 ≥ 2.6 分")


def test_weeks_leave_days():
    weekly = {f"2020-W{week}": "3" for week in (36, 37, 38)}  # to 20 September
    found, _, asked = seen(CUMULATIVE, ">=", "60", weekly, until=date(2020, 9, 20))
    assert (found.left.count, asked) == (102, "余下 102 天每天须 0.5 场")


@pytest.mark.parametrize("kind", list(IndicatorKind))
def test_a_milestone_and_no_readings_have_no_verdict(kind):
    stage = make_goal(months("1", "2", "3"), None, kind=kind, comparator="milestone", milestone="开工")
    assert outlook(stage, END, SEPTEMBER).verdict is None
    found, said, asked = seen(kind, ">=", "5", {})
    assert (found.verdict, found.ahead, said, asked) == (None, None, "数据不足", "")


def test_targets_are_said_with_their_sign():
    assert wanted(make_goal(value="26.5", comparator="<", unit="微克/立方米")) == "< 26.5 微克/立方米"
    assert wanted(make_goal(comparator="range", value_max=Decimal(120), unit="家")) == "100–120 家"
    assert wanted(make_goal(comparator="~", unit="个")) == "约 100 个"
