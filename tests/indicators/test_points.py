"""Readings of several lengths of one time: each amount counts once, and none is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.attainment import current, is_provisional
from indicators.kinds import IndicatorKind
from indicators.points import Point, counted_once, spelled_out, summed
from tests.indicators.goals import make_goal


def periods(points):
    return [point.period for point in points]


def points(*names: str) -> list[Point]:
    return [Point(name, Decimal(1)) for name in names]


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (["2020-07", "2020-08", "2020-Q3"], ["2020-Q3"]),
        (["2020-06", "2020-Q3", "2020-10"], ["2020-06", "2020-Q3", "2020-10"]),
        (["2020-01", "2020-Q1", "2020-Q2", "2020-11", "2020"], ["2020"]),
        (["2020-09-30", "2020-09-H2", "2020-09-H1", "2020-09"], ["2020-09"]),
        (["2020-09-H1", "2020-09-20", "2020-W38"], ["2020-09-H1", "2020-W38"]),
        # W40 is 28 September to 4 October: inside neither month, inside the year.
        (["2020-09", "2020-W40", "2020-10"], ["2020-09", "2020-W40", "2020-10"]),
        (["2020-W40", "2020"], ["2020"]),
        ([], []),
    ],
)
def test_a_longer_period_takes_the_place_of_the_shorter_ones_inside_it(given, counts):
    assert periods(counted_once(points(*given))) == counts


def test_a_quarter_counts_beside_its_months_only_when_it_is_over():
    goal = make_goal({"2020-07": "2", "2020-08": "3", "2020-09": "5", "2020-Q3": "9"})
    assert [current(goal, date(2020, month, 28)) for month in (8, 9)] == [2, 5]
    assert current(goal, date(2020, 9, 30)) == 9


@pytest.mark.parametrize(
    ("kind", "stands"), [(IndicatorKind.MEAN, 22), (IndicatorKind.LEVEL, 22), (IndicatorKind.RATE, 22)]
)
def test_an_official_figure_of_the_year_is_the_last_word(kind, stands):
    months = {f"2020-{month:02}": "24" for month in range(1, 13)}
    assert current(make_goal(months | {"2020": "22"}, kind=kind)) == stands
    assert current(make_goal(months, kind=kind)) == 24


def test_one_units_quarter_leaves_another_units_months_alone():
    mixed = [
        summed("2020-07", [("tudi", Fraction(1)), ("chengjian", Fraction(4))]),
        summed("2020-08", [("tudi", Fraction(1))]),
        summed("2020-Q3", [("tudi", Fraction(3))]),
    ]
    found = counted_once(mixed)
    assert [(point.period, point.value) for point in found] == [("2020-07", 4), ("2020-Q3", 3)]
    assert [point.value for point in counted_once(mixed[:2])] == [5, 1]


def test_thirds_of_a_hectare_add_up_without_a_rest():
    thirds = [summed(f"2020-0{month}", [("", Fraction(5, 15))]) for month in (1, 2, 3)]
    assert current(replace(make_goal(unit="公顷"), points=tuple(thirds))) == 1
    assert sum(point.value for point in thirds) < 1  # what rounding each of them comes to


def test_a_years_shape_is_its_months_where_they_are_all_there():
    year = [f"2019-{month:02}" for month in range(1, 13)]
    assert periods(spelled_out(points("2019", "2019-Q1", *year))) == year
    assert periods(spelled_out(points("2019", *year[1:]))) == ["2019"]
    quarters = ["2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4"]
    assert periods(spelled_out(points("2019", *quarters, "2019-12", *year[:3]))) == [*year[:3], *quarters[1:]]


def test_a_provisional_figure_is_said_where_it_counts():
    march, april = Point("2020-03", Decimal(1), provisional=True), Point("2020-04", Decimal(2))
    for kind in (IndicatorKind.CUMULATIVE, IndicatorKind.MEAN):
        assert is_provisional(replace(make_goal(kind=kind), points=(march, april)))
    level = replace(make_goal(kind=IndicatorKind.LEVEL), points=(march, april))
    assert not is_provisional(level)
    assert is_provisional(level, date(2020, 3, 31))
    assert not is_provisional(replace(make_goal(), points=(april,)))
    official = Point("2020-Q1", Decimal(1))
    assert not is_provisional(replace(make_goal(), points=(march, official)))
