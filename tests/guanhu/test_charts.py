"""The small line of an indicator, as numbers."""

from datetime import date
from decimal import Decimal

from guanhu import charts
from indicators.attainment import Goal
from indicators.kinds import IndicatorKind
from indicators.points import Point
from indicators.ranges import Range

YEAR = (date(2020, 1, 1), date(2020, 12, 31))


def goal(kind: str, value: str | None, *points: tuple[str, str]) -> Goal:
    return Goal(
        "g", "土地", kind, ">=", value and Decimal(value), None, "公顷", None, 2020,
        tuple(Point(period, Decimal(amount)) for period, amount in points),
    )  # fmt: skip


def heights(line: charts.Line) -> list[float]:
    return [float(dot.split(",")[1]) for dot in line.line.split()]


def test_amounts_are_drawn_as_their_running_total() -> None:
    land = goal(IndicatorKind.CUMULATIVE, "28", ("2020-03", "7"), ("2020-06", "7"))
    drawn = charts.line(land, None, *YEAR, date(2020, 6, 30))
    assert drawn is not None
    ground, top = heights(drawn)
    assert ground > top > drawn.goal
    assert (drawn.goal_label, drawn.low_label) == (28, 0)
    assert drawn.band == ""


def test_a_figure_that_is_not_due_yet_is_not_drawn() -> None:
    land = goal(IndicatorKind.CUMULATIVE, "28", ("2020-03", "7"), ("2020-06", "7"))
    drawn = charts.line(land, None, *YEAR, date(2020, 6, 29))
    assert drawn is not None
    assert len(heights(drawn)) == 1


def test_levels_are_drawn_as_they_were_read() -> None:
    level = goal(IndicatorKind.LEVEL, "10", ("2020-03", "8"), ("2020-06", "6"))
    drawn = charts.line(level, None, *YEAR, date(2020, 6, 30))
    assert drawn is not None
    first, last = heights(drawn)
    assert first < last
    assert drawn.low_label == 6


def test_the_forecast_is_a_fan_to_the_end_of_the_plan() -> None:
    land = goal(IndicatorKind.CUMULATIVE, "28", ("2020-03", "7"))
    drawn = charts.line(land, Range(Decimal(20), Decimal(30)), *YEAR, date(2020, 6, 30))
    assert drawn is not None
    last, high, low = drawn.band.split()
    assert last == f"{drawn.last.x},{drawn.last.y}"
    assert float(high.split(",")[1]) < drawn.goal < float(low.split(",")[1])


def test_without_readings_or_a_value_nothing_is_drawn() -> None:
    assert charts.line(goal(IndicatorKind.LEVEL, "10"), None, *YEAR, date(2020, 6, 30)) is None
    assert (
        charts.line(goal(IndicatorKind.LEVEL, None, ("2020-03", "1")), None, *YEAR, date(2020, 6, 30)) is None
    )


def test_one_height_for_everything_does_not_divide_by_nothing() -> None:
    flat = goal(IndicatorKind.LEVEL, "5", ("2020-03", "5"))
    drawn = charts.line(flat, None, *YEAR, date(2020, 6, 30))
    assert drawn is not None
    assert heights(drawn) == [drawn.goal]
