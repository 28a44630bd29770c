"""Attainment: the arithmetic of each kind of indicator."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.attainment import current, is_measured, is_reduction, meets, percent, share, wanted
from indicators.kinds import Comparator, IndicatorKind
from tests.indicators.goals import make_goal

LEVEL, MEAN, RATE = IndicatorKind.LEVEL, IndicatorKind.MEAN, IndicatorKind.RATE


def test_amounts_of_periods_add_up():
    goal = make_goal({"2020-03": "10.5", "2020-04": "20", "2020-Q3": "30"})
    assert current(goal) == Decimal("60.5")
    assert percent(goal) == Decimal("60.5")


def test_only_spans_that_have_ended_count():
    goal = make_goal({"2020-03": "10", "2020-04": "20", "2020-Q2": "5"})  # the quarter holds its April
    assert current(goal, date(2020, 4, 30)) == 30
    assert current(goal, date(2020, 4, 29)) == 10
    assert current(goal, date(2020, 6, 30)) == 15
    assert current(goal, date(2020, 3, 30)) is None


@pytest.mark.parametrize("kind", [LEVEL, RATE])
def test_of_levels_and_rates_the_latest_stands_whatever_the_order(kind):
    goal = make_goal({"2020-05": "70", "2020-03": "90"}, kind=kind)
    assert current(goal) == 70
    assert current(goal, date(2020, 4, 30)) == 90


def test_a_mean_weighs_each_reading_by_its_days_and_never_divides_by_twelve():
    # (31 × 30 + 29 × 20 + 91 × 10) / 151 days = 2420 / 151; the plain mean would be 20.
    goal = make_goal(
        {"2020-01": "30", "2020-02": "20", "2020-Q2": "10"}, value="26.5", kind=MEAN, comparator="<"
    )
    assert round(current(goal), 6) == Decimal("16.026490")
    year = {f"2020-{month:02}": "24" for month in range(1, 13)}
    assert current(make_goal(year, kind=MEAN)) == 24


def test_a_mean_of_a_common_year_gives_february_28_days():
    goal = make_goal({"2021-01": "31", "2021-02": "28"}, kind=MEAN, year=2021)
    assert current(goal) == Decimal(31 * 31 + 28 * 28) / 59


def test_a_reduction_from_86_to_50_is_measured_by_the_way_down():
    goal = make_goal({"2020-05": "68"}, value="50", kind=LEVEL, comparator="<=", baseline=Decimal(86))
    assert is_reduction(goal)
    assert percent(goal) == 50
    assert share(goal, Decimal(86)) == 0
    assert share(goal, Decimal(50)) == 100
    assert share(goal, Decimal(40)) == 100
    assert share(goal, Decimal(90)) == 0


@pytest.mark.parametrize(
    "overrides",
    [
        {"comparator": "<", "kind": MEAN, "baseline": Decimal(200)},
        {"comparator": "<=", "kind": LEVEL, "baseline": Decimal(100)},
        {"comparator": "<=", "kind": LEVEL},
        {"comparator": ">=", "kind": LEVEL, "baseline": Decimal(200)},
    ],
    ids=["a mean", "baseline not above", "no baseline", "upwards"],
)
def test_what_does_not_go_down_from_a_baseline_is_no_reduction(overrides):
    assert not is_reduction(make_goal({"2020-05": "68"}, **overrides))


def test_a_percentage_is_capped_at_100_and_never_negative():
    assert percent(make_goal({"2020-03": "150"})) == 100
    assert percent(make_goal({"2020-03": "-5"})) == 0


def test_a_total_without_reports_is_nought_but_a_level_is_unknown():
    assert percent(make_goal()) == 0
    assert current(make_goal()) is None
    assert percent(make_goal(kind=LEVEL)) is None


@pytest.mark.parametrize(
    "goal",
    [
        make_goal({"2020-03": "1"}, value=None, comparator=Comparator.MILESTONE, milestone="开工"),
        make_goal({"2020-03": "20"}, value="26.5", kind=MEAN, comparator="<"),
        make_goal({"2020-03": "2"}, value="5", comparator="<="),
        make_goal({"2020-03": "0"}, value="0", comparator="="),
        make_goal(value="0", comparator="="),
    ],
    ids=["milestone", "ceiling of a mean", "ceiling of a total", "zero growth", "zero growth, no report"],
)
def test_what_has_no_meaningful_percentage_has_none(goal):
    assert not is_measured(goal)
    assert percent(goal) is None


def test_a_count_that_must_reach_a_stage_has_a_percentage():
    goal = make_goal({"2020-08": "7"}, value="21", comparator="=", unit="所", milestone="建成落地")
    assert round(percent(goal), 2) == Decimal("33.33")


@pytest.mark.parametrize(
    ("comparator", "kind", "value", "yes", "no"),
    [
        (">=", LEVEL, "28", ["28", "29"], ["27.99"]),
        (">", RATE, "7", ["7.01"], ["7", "6"]),
        ("<", MEAN, "26.5", ["26.49"], ["26.5", "27"]),
        ("<=", LEVEL, "50", ["50", "0"], ["50.01"]),
        ("=", IndicatorKind.CUMULATIVE, "95", ["95", "96"], ["94"]),
        ("=", LEVEL, "100", ["100", "101"], ["99.9"]),
        ("=", RATE, "7", ["7"], ["6.9", "7.1"]),
        ("=", IndicatorKind.CUMULATIVE, "0", ["0"], ["1", "-1"]),
        ("~", LEVEL, "200", ["190", "210"], ["189.9", "210.1"]),
        ("range", LEVEL, "100", ["100", "120"], ["99", "121"]),
        ("milestone", LEVEL, "1", [], ["1"]),
    ],
)
def test_each_comparator_accepts_and_refuses(comparator, kind, value, yes, no):
    goal = make_goal(value=value, kind=kind, comparator=comparator, value_max=Decimal(120))
    assert [meets(goal, Decimal(amount)) for amount in yes] == [True] * len(yes)
    assert [meets(goal, Decimal(amount)) for amount in no] == [False] * len(no)


def test_a_goal_without_a_value_is_met_by_no_amount():
    goal = make_goal(value=None)
    assert not meets(goal, Decimal(5))
    with pytest.raises(ValueError, match="没有目标值"):
        wanted(goal)
