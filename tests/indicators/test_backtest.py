"""The back-test: what the forecasts of the past were worth, counted by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.backtest import Score, scores, trials
from indicators.kinds import IndicatorKind, Method
from indicators.models import Indicator, Reading, Target
from indicators.points import Point
from tasks.clock import now
from tests.indicators.goals import make_goal

FIVE = make_goal({"2020-01": "2", "2020-02": "4", "2020-03": "3", "2020-04": "6", "2020-05": "5"})
"""20 in all by May; forecasts can be made at the ends of March and April."""


def test_the_error_of_the_pace_is_that_of_the_middle_and_hits_are_counted():
    # March: 9 + 2 × 2 to 9 + 2 × 4 = 13..17 misses 20, its middle is 5 off.
    # April: 15 + 2 to 15 + 6 = 17..21 holds it, its middle is 1 off.
    made = trials(FIVE)
    assert [(t.made_on, t.ahead.low, t.ahead.high, t.covered) for t in made] == [
        (date(2020, 3, 31), 13, 17, False),
        (date(2020, 4, 30), 17, 21, True),
    ]
    assert [t.error for t in made] == [Fraction(5, 20), Fraction(1, 20)]
    assert scores(made) == {Method.PACE: Score(2, 1, Decimal(15)), Method.SEASONAL: None}


def test_last_years_shape_is_tried_beside_the_pace():
    shape = tuple(
        Point(f"2019-{month:02}", value) for month, value in enumerate(map(Decimal, "243650000000"), 1)
    )
    found = scores(trials(replace(FIVE, last_year=shape)))
    # r = 1 without errors: 9 + 6 + 5 in March, 15 + 5 in April.
    assert found[Method.SEASONAL] == Score(2, 2, Decimal(0))
    assert found[Method.PACE] == Score(2, 1, Decimal(15))


def test_too_few_readings_are_no_trial_and_a_result_of_nought_has_no_percentage():
    three = replace(FIVE, points=FIVE.points[:3])
    assert trials(three) == trials(make_goal()) == []
    assert scores([]) == {Method.PACE: None, Method.SEASONAL: None}
    none = make_goal({f"2020-{month:02}": "0" for month in range(1, 5)})
    assert scores(trials(none))[Method.PACE] == Score(1, 1, None)


@pytest.mark.django_db
def test_the_command_states_its_error_by_target_and_says_where_it_knows_too_little():
    land = make_target("land", "土地入库")
    make_target("parks", "公园")
    for point in FIVE.points:
        Reading.objects.create(
            indicator=land.indicator,
            period=point.period,
            value=point.value,
            unit="公顷",
            on=date(2020, 6, 1),
            at=now(),
        )
    nothing = "按目前进度数据不足;按上年同期数据不足"
    told = "按目前进度命中 1/2,平均误差 15%;按上年同期数据不足"
    assert run().splitlines() == [f"2020 土地入库:{told}", f"2020 公园:{nothing}", f"合计:{told}"]
    assert run("--indicator", "parks").splitlines() == [f"2020 公园:{nothing}", f"合计:{nothing}"]
    assert run("--year", "2019").splitlines() == [f"合计:{nothing}"]
    with pytest.raises(CommandError, match="没有代码为 nowhere 的指标"):
        run("--indicator", "nowhere")


def make_target(code: str, name: str) -> Target:
    indicator = Indicator.objects.create(code=code, name=name, unit="公顷", kind=IndicatorKind.CUMULATIVE)
    return Target.objects.create(
        code=f"2020-{code}", indicator=indicator, name=name, year=2020, comparator=">=", value=28, unit="公顷"
    )


def run(*words: str) -> str:
    out = StringIO()
    call_command("backtest_forecast", *words, stdout=out, skip_checks=True)
    return out.getvalue()
