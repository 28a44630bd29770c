"""Project, milestone, control and continuing work: what lights their plan."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from indicators.kinds import IndicatorKind
from tasks.lights import Facts, late_steps
from tasks.states import Kind, TaskRole
from tests.indicators.goals import make_goal
from tests.tasks.light_cast import ON, TO_JUNE, Face, late_by, pm25, shine, step

REPORTED = Facts(reported=TO_JUNE, first_period="2020-03")


def lit(kind, *steps, goals=(), on=ON, **face):
    return shine(Face(kind=kind, **face), replace(REPORTED, steps=steps, goals=goals), on)


@pytest.mark.parametrize("kind", [Kind.PROJECT, Kind.MILESTONE, Kind.CONTINUING])
def test_one_thing_late_is_yellow_and_two_are_red(kind):
    assert lit(kind, late_by(1)).plan == "yellow"
    both = lit(kind, late_by(2), late_by(1))
    assert both.plan == "red"
    assert "2 项" in both.reason
    assert "应于 2020-06-27 完成" in both.reason
    assert lit(kind, late_by(0), late_by(-1)).plan == "green"


def test_a_stage_met_late_is_late_no_more():
    assert lit(Kind.PROJECT, replace(late_by(40), met_on=ON)).plan == "green"
    assert lit(Kind.PROJECT, replace(late_by(40), met_on=ON + timedelta(days=1))).plan == "red"


def test_the_way_back_names_what_is_to_be_caught_up():
    steps = [replace(late_by(n), text=f"第{n}项") for n in range(1, 6)]
    assert lit(Kind.CONTINUING, *steps[:2]).to_recover == "补做年度事项「第2项」、「第1项」"
    assert lit(Kind.PROJECT, *steps).to_recover == "补做阶段目标「第5项」、「第4项」、「第3项」等 5 项"


def test_late_steps_come_oldest_first_and_without_the_met():
    steps = (late_by(1), late_by(9), replace(late_by(20), met_on=ON), late_by(0))
    assert late_steps(Face(kind=Kind.PROJECT), replace(REPORTED, steps=steps), ON) == [late_by(9), late_by(1)]


@pytest.mark.parametrize(
    ("expected_on", "colour", "says"),
    [
        (date(2020, 12, 31), "green", "预计 2020-12-31 完成,不晚于 2020-12-31"),
        (date(2021, 1, 1), "yellow", "比要求的 2020-12-31 晚 1 天(晚黄,超过 30 天红)"),
        (date(2021, 1, 30), "yellow", "晚 30 天"),
        (date(2021, 1, 31), "red", "晚 31 天"),
    ],
)
def test_a_milestone_slips_with_its_expected_date(expected_on, colour, says):
    found = lit(Kind.MILESTONE, expected_on=expected_on)
    assert (found.plan, found.colour) == (colour, colour)
    assert says in found.reason


def test_a_milestone_takes_the_worse_of_steps_and_slip():
    found = lit(Kind.MILESTONE, late_by(1), expected_on=date(2021, 3, 1))
    assert found.plan == "red"
    assert "「招标」" in found.reason
    assert "晚 60 天" in found.reason
    assert lit(Kind.MILESTONE, late_by(31), expected_on=date(2021, 1, 2)).plan == "red"


def test_for_a_project_the_expected_date_means_nothing():
    assert lit(Kind.PROJECT, late_by(0), expected_on=date(2021, 12, 1)).plan == "green"


def test_a_milestone_of_others_is_lit_by_our_steps_not_by_their_date():
    found = lit(Kind.MILESTONE, late_by(0), expected_on=date(2021, 12, 1), role=TaskRole.PURSUE)
    assert found.plan == "green"
    unlit = lit(Kind.MILESTONE, expected_on=date(2021, 12, 1), role=TaskRole.COORDINATE)
    assert unlit.plan == "none"


@pytest.mark.parametrize("role", list(TaskRole))
def test_continuing_work_keeps_its_list_whatever_the_role(role):
    assert lit(Kind.CONTINUING, late_by(31), role=role).plan == "yellow"


@pytest.mark.parametrize(
    ("readings", "colour", "says"),
    [
        # (91 days' sum + 275 × lowest or highest) / 366.
        (["25", "24", "23"], "green", "预计 23.2–24.8 微克/立方米,在目标之内(目标 < 26.5 微克/立方米)"),
        (["30", "24", "21"], "yellow", "预计 22–28.8 微克/立方米,可能超出目标"),
        (["30", "29", "28"], "red", "预计 28.2–29.8 微克/立方米,在目标之外"),
        (["25", "24"], "none", "数据不足,暂不预测(目标 < 26.5 微克/立方米)"),
        ([], "none", "数据不足"),
    ],
)
def test_a_control_task_is_lit_by_its_forecast(readings, colour, says):
    found = lit(Kind.CONTROL, goals=(pm25(*readings),))
    assert (found.plan, found.colour) == (colour, colour)
    assert says in found.reason


def test_a_control_task_tells_what_the_rest_of_the_year_may_be():
    # (26.5 × 366 − 2277) / 275
    assert (
        lit(Kind.CONTROL, goals=(pm25("30", "24", "21"),)).to_recover
        == "余下 9 个月月均须 ≤ 26.9 微克/立方米"
    )
    assert lit(Kind.CONTROL, goals=(pm25("25", "24", "23"),)).to_recover == ""
    assert lit(Kind.CONTROL, goals=(pm25(*["90"] * 6),)).to_recover == "按已有数据已难以达到目标"


def test_a_reading_counts_when_its_period_has_closed():
    goal = pm25("25", "24", "23", "22", "21", "60")
    assert lit(Kind.CONTROL, goals=(goal,), on=date(2020, 6, 28)).plan == "green"
    assert lit(Kind.CONTROL, goals=(goal,), on=date(2020, 6, 29)).plan == "yellow"


@pytest.mark.parametrize(
    ("comparator", "value", "amount", "colour"),
    [
        ("=", "0", "1", "red"),
        ("=", "0", "0", "none"),
        ("<=", "5", "6", "red"),
        ("<=", "5", "5", "none"),
        ("<", "5", "5", "red"),
        ("range", "5", "9", "red"),
        ("range", "5", "8", "none"),
        (">=", "5", "9", "green"),
        (">=", "5", "1", "none"),
    ],
)
def test_a_ceiling_broken_or_a_sum_reached_needs_no_second_reading(comparator, value, amount, colour):
    goal = make_goal({"2020-05": amount}, value, comparator=comparator, value_max=Decimal(8), unit="起")
    found = lit(Kind.CONTROL, goals=(goal,))
    assert found.plan == colour
    assert ("已突破目标" in found.reason) is (colour == "red")


def test_a_level_going_down_again_is_not_broken_for_ever():
    readings = {"2020-03": "9", "2020-04": "4", "2020-05": "4", "2020-06": "4"}
    level = make_goal(readings, "5", kind=IndicatorKind.LEVEL, comparator="<=")
    assert lit(Kind.CONTROL, goals=(level,)).plan == "green"
    assert lit(Kind.CONTROL, goals=(replace(level, kind=IndicatorKind.CUMULATIVE),)).plan == "red"


@pytest.mark.parametrize(
    ("comparator", "readings", "colour"),
    [
        ("range", ["100", "110", "120"], "green"),
        ("range", ["99", "110", "121"], "yellow"),
        ("range", ["99", "98", "121"], "yellow"),
        ("range", ["121", "130", "140"], "red"),
        ("range", ["80", "90", "99"], "red"),
        ("~", ["95", "100", "105"], "green"),
        ("~", ["94", "100", "106"], "yellow"),
        ("~", ["80", "120", "80"], "yellow"),
        ("~", ["106", "107", "108"], "red"),
        (">", ["100", "100", "100"], "red"),
        (">", ["100", "101", "102"], "yellow"),
        (">", ["101", "102", "103"], "green"),
    ],
)
def test_a_band_is_kept_missed_or_straddled(comparator, readings, colour):
    points = {f"2020-{month:02}": reading for month, reading in enumerate(readings, 4)}
    goal = make_goal(points, kind=IndicatorKind.LEVEL, comparator=comparator, value_max=Decimal(120))
    assert lit(Kind.CONTROL, goals=(goal,)).plan == colour


def test_of_several_readings_the_worst_counts_and_is_named():
    good, bad = pm25("25", "24", "23"), replace(pm25("30", "29", "28"), name="PM10")
    found = lit(Kind.CONTROL, goals=(good, bad, replace(pm25("25"), name="臭氧")))
    assert found.plan == "red"
    assert found.reason.startswith("「PM10」预计")
    assert "另有 1 项数据不足" in found.reason


def test_a_control_task_without_any_figure_to_hold_is_unlit():
    stage = make_goal(None, None, comparator="milestone", milestone="建成")
    assert lit(Kind.CONTROL, goals=(stage,)).reason == "未设控制目标"
    assert lit(Kind.CONTROL).plan == "none"


def test_a_growth_rate_is_lit_as_a_rate_and_never_as_a_share_of_it():
    points = {"2020-04": "6.1", "2020-05": "6.4", "2020-06": "6.9"}
    growth = make_goal(points, "7", name="增速", kind=IndicatorKind.RATE, unit="%")
    curve = step(date(2020, 6, 30), value=6, ordinal=1)
    found = lit(Kind.QUANTITY, curve, goals=(growth,))
    assert (found.plan, found.planned) == ("red", None)
    assert "预计 6.1–6.9 %,在目标之外(目标 ≥ 7 %)" in found.reason
    assert found.to_recover == "后续数据须为 ≥ 7 %"
    assert lit(Kind.QUANTITY, goals=(replace(growth, value=Decimal(6)),)).plan == "green"
    assert lit(Kind.QUANTITY, goals=(replace(growth, points=growth.points[:2]),)).plan == "none"


def test_the_worse_of_an_amount_and_a_rate_counts_and_both_are_told():
    amount = make_goal({"2020-06": "50"})
    growth = make_goal(
        {"2020-04": "6", "2020-05": "8", "2020-06": "8"}, "7", name="增速", kind=IndicatorKind.RATE, unit="%"
    )
    half = step(date(2020, 6, 30), value=50, ordinal=1)
    both = lit(Kind.QUANTITY, half, goals=(growth, amount))
    assert both.plan == "yellow"
    assert "与计划持平" in both.reason and "预计 6–8 %" in both.reason
    assert lit(Kind.QUANTITY, half, goals=(replace(growth, points=()), amount)).plan == "green"
    assert lit(Kind.QUANTITY, half, goals=(amount,)).plan == "green"
