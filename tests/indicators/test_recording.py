"""Which periods can have a figure on a day. Pure; what is written is tested through the pages and REST."""

from datetime import date

import pytest

from indicators.quantities import convertible
from indicators.recording import problem_of_period

ON = date(2020, 9, 15)


@pytest.mark.parametrize(
    "period", ["2020-09", "2020-Q3", "2020-08", "2019", "2019-12-31", "2020-09-15", "1990-01"]
)
def test_a_period_has_a_figure_from_its_last_month_on(period: str) -> None:
    assert problem_of_period(period, ON) == ""


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2020-10", "尚未结束"),
        ("2020-Q4", "尚未结束"),
        ("2020", "尚未结束"),
        ("2020-09-16", "尚未结束"),
        ("2021", "尚未结束"),
        ("1989", "1990 年以后"),
        ("2020-09-H1", "不按周或半月"),
        ("2020-W10", "不按周或半月"),
        ("2020-13", "无法识别"),
        ("2019-02-29", "无法识别"),
        ("", "无法识别"),
    ],
)
def test_other_periods_have_none_and_why(period: str, said: str) -> None:
    assert said in problem_of_period(period, ON)


def test_units_that_fit_are_offered_the_own_one_first() -> None:
    assert convertible("公顷") == ["公顷", "平方米", "万平方米", "亩", "万亩", "平方公里"]
    assert convertible("套") == ["套"]
    assert convertible("标准车") == ["标准车"]
