"""Goals from the readings' log: what was known at the end of a day, exact whatever the units."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.attainment import current, is_provisional, meets, percent
from indicators.goals import goals_for, stands_by_part
from indicators.kinds import IndicatorKind, Standing
from indicators.models import Indicator, Reading, ReadingMark, Target
from tasks.clock import now

pytestmark = pytest.mark.django_db


def make_target(kind: str = IndicatorKind.CUMULATIVE, value: str = "28", unit: str = "公顷") -> Target:
    indicator = Indicator.objects.create(code="land", name="土地整备入库", unit=unit, kind=kind)
    return Target.objects.create(
        code="land-2020",
        indicator=indicator,
        name="土地",
        year=2020,
        comparator=">=",
        value=Decimal(value),
        unit=unit,
    )


def read(target: Target, period: str, value: str, on: date, unit: str = "", **more: object) -> Reading:
    given = {"part": "tudi", "unit": unit or target.unit, "at": now(), **more}
    return Reading.objects.create(
        indicator=target.indicator, period=period, value=Decimal(value), on=on, **given
    )


def mark(reading: Reading, standing: Standing, on: date) -> None:
    ReadingMark.objects.create(reading=reading, standing=standing, on=on, at=now())


def at(target: Target, on: date | None = None):
    return goals_for([target], on)[target.pk]


def test_a_day_is_shown_by_the_readings_and_marks_known_at_its_end(django_assert_num_queries):
    target = make_target()
    first = read(target, "2020-03", "2", date(2020, 3, 25))
    read(target, "2020-03", "3", date(2020, 4, 2))
    wrong = read(target, "2020-04", "9", date(2020, 4, 28))
    mark(first, Standing.VERIFIED, date(2020, 3, 30))
    mark(wrong, Standing.REJECTED, date(2020, 5, 6))
    stands = {
        date(2020, 3, 24): None,
        date(2020, 3, 25): 2,
        date(2020, 4, 1): 2,
        date(2020, 4, 2): 3,
        date(2020, 5, 5): 12,
        date(2020, 5, 6): 3,
        None: 3,
    }
    assert {day: current(at(target, day)) for day in stands} == stands
    assert stands_by_part(target, date(2020, 5, 5)) == {"tudi": 12}
    assert stands_by_part(target) == {"tudi": 3}
    assert not at(target, date(2020, 3, 29)).verified
    assert [point.value for point in at(target, date(2020, 3, 30)).verified] == [2]
    for day in (date(2020, 5, 5), None):
        with django_assert_num_queries(1):
            at(target, day)


def test_28_hectares_in_square_metres_and_mu_are_28_to_the_last_digit():
    target = make_target()
    for number in range(1, 16):  # 15 亩 = 1 公顷, one at a time
        read(target, f"2020-04-{number:02}", "1", date(2020, 5, 1), "亩")
    read(target, "2020-05", "34.9", date(2020, 5, 28), "万平方米", part="other")
    read(target, "2020-06", "7.8", date(2020, 6, 28), "万平方米")
    read(target, "2020-05", "19.1", date(2020, 6, 28), "万平方米", part="other")  # corrected
    read(target, "2020-07", "1.5", date(2020, 7, 28), "亩")
    goal = at(target)
    # 15 × 1/15 + 19.1 + 7.8 + 1/10 = 28
    assert current(goal) == 28 and meets(goal, current(goal)) and percent(goal) == 100
    read(target, "2020-07", "1.499999", date(2020, 8, 1), "亩")
    short = at(target)
    assert not meets(short, current(short)) and percent(short) < 100
    assert current(at(target, date(2020, 7, 31))) == 28


def test_last_year_comes_with_its_months_or_its_single_figure(django_assert_num_queries):
    target = make_target(IndicatorKind.MEAN, "26.5", "微克/立方米")
    read(target, "2019", "23.9", date(2020, 3, 13), part="")
    goal = at(target)
    assert ([point.period for point in goal.last_year], goal.last_end) == (["2019"], Decimal("23.9"))
    assert (goal.points, current(goal)) == ((), None)
    for month in range(1, 13):
        read(target, f"2019-{month:02}", "24", date(2020, 4, 1), part="")
    with django_assert_num_queries(1):
        goal = at(target)
    assert len(goal.last_year) == 12
    assert goal.last_end == Decimal("23.9")  # the official figure of the year stays the last word
    assert at(target, date(2020, 3, 12)).last_end is None


def test_a_provisional_reading_is_marked_until_the_final_one_comes():
    target = make_target(IndicatorKind.RATE, "7", "%")
    read(target, "2020-Q1", "6.1", date(2020, 4, 20), provisional=True)
    assert is_provisional(at(target))
    read(target, "2020-Q1", "6.3", date(2020, 5, 20))
    assert (is_provisional(at(target)), current(at(target))) == (False, Decimal("6.3"))
    assert is_provisional(at(target, date(2020, 5, 19)))
