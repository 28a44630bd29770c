"""The drawing of an indicator's year: places worked out by hand."""

from datetime import date
from decimal import Decimal

from guanhu.indicators.chart import BOTTOM, LEFT, RIGHT, TOP, Lines, Mark, axis, draw
from indicators.ranges import Range

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)
"""364 days from end to end."""


def mark(month: int, day: int, value: str, **more: object) -> Mark:
    return Mark(date(2021, month, day), Decimal(value), **more)


def test_the_axis_goes_in_round_steps_around_all_values() -> None:
    assert axis([Decimal("20.9"), Decimal("26.5")]) == (2, 20, 28)
    assert axis([Decimal(0), Decimal(28)]) == (10, 0, 30)
    assert axis([Decimal("-3"), Decimal("6.2")]) == (5, -5, 10)
    assert axis([Decimal("0.5"), Decimal("0.9")]) == (Decimal("0.1"), Decimal("0.5"), Decimal("0.9"))


def test_values_that_are_all_the_same_still_have_an_axis() -> None:
    assert axis([Decimal(0)]) == (Decimal("0.5"), 0, Decimal("0.5"))
    step, low, high = axis([Decimal(100)])
    assert low <= 100 <= high
    assert high - low == step == 50


def test_a_sum_begins_at_nothing_and_every_figure_stands_at_its_places() -> None:
    """Half of 364 days is 2 July; half of 0–30 is 15: (64 + 280, 260 - 120)."""
    drawn = draw(
        Lines(
            actual=(mark(7, 2, "15", said="上半年", provisional=True),),
            goal=Decimal(30),
            from_zero=True,
        ),
        FIRST,
        LAST,
    )
    assert drawn is not None
    assert drawn.actual == "64.0,260.0 344.0,140.0"
    (dot,) = drawn.dots
    assert (dot.x, dot.y, dot.said, dot.provisional) == ("344.0", "140.0", "上半年", True)
    assert drawn.goal_y == f"{TOP:.1f}"
    assert [tick.text for tick in drawn.values] == ["0", "10", "20", "30"]
    assert [tick.at for tick in drawn.values] == ["260.0", "180.0", "100.0", "20.0"]
    assert drawn.band == drawn.last_year == drawn.last_y == drawn.goal_max_y == ""


def test_what_is_no_sum_does_not_begin_at_nothing() -> None:
    drawn = draw(Lines(actual=(mark(12, 31, "26"),), own=(mark(12, 31, "22"),)), FIRST, LAST)
    assert drawn is not None
    assert drawn.actual == f"{RIGHT}.0,{TOP}.0"
    assert [(dot.x, dot.y) for dot in drawn.own] == [(f"{RIGHT}.0", f"{BOTTOM}.0")]


def test_the_band_opens_from_the_last_figure_to_the_range_at_the_end() -> None:
    drawn = draw(
        Lines(actual=(mark(7, 2, "10"),), ahead=Range(Decimal(20), Decimal(30)), from_zero=True), FIRST, LAST
    )
    assert drawn is not None
    assert drawn.band == "344.0,180.0 624.0,20.0 624.0,100.0"
    without = draw(Lines(last_level=Decimal(20), ahead=Range(Decimal(20), Decimal(30))), FIRST, LAST)
    assert without is not None
    assert without.band == ""


def test_last_year_is_a_line_where_its_months_are_known_and_a_level_where_only_the_year_is() -> None:
    by_month = draw(Lines(last_year=(mark(1, 1, "20"), mark(7, 2, "30"))), FIRST, LAST)
    assert by_month is not None
    assert (by_month.last_year, by_month.last_y) == ("64.0,260.0 344.0,20.0", "")
    whole = draw(Lines(last_level=Decimal(20), goal=Decimal(30), goal_max=Decimal(40)), FIRST, LAST)
    assert whole is not None
    assert (whole.last_year, whole.last_y) == ("", "260.0")
    assert (whole.goal_y, whole.goal_max_y) == ("140.0", "20.0")


def test_months_stand_under_their_last_days_and_quarters_have_precedence() -> None:
    drawn = draw(Lines(last_level=Decimal(1)), FIRST, LAST)
    assert drawn is not None
    assert len(drawn.months) == 12
    assert [tick.text for tick in drawn.months if not tick.minor] == ["3月", "6月", "9月", "12月"]
    assert drawn.months[0].at == f"{LEFT + 30 / 364 * 560:.1f}"
    assert drawn.months[-1].at == f"{RIGHT}.0"


def test_without_any_figure_there_is_nothing_to_draw() -> None:
    assert draw(Lines(goal=Decimal(28), ahead=Range(Decimal(1), Decimal(2))), FIRST, LAST) is None
