"""Quantity tasks: the gap, the pace, the way back; and no flickering inside a month."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from indicators.kinds import IndicatorKind
from tasks.lights import Facts, Rules, progress
from tasks.periods import last_closed
from tasks.states import Kind, TaskRole
from tests.indicators.goals import make_goal
from tests.tasks.light_cast import Face, late_by, quarters, shine, step

LAND = {
    "2020-04": "1.6",
    "2020-05": "2.5",
    "2020-06": "2.5",
    "2020-07": "1.9",
    "2020-08": "2",
    "2020-09": "1.8",
}


def task(points, value="100", **overrides) -> Facts:
    """Reports of these amounts since March against a curve of equal quarters."""
    goal = make_goal(points, value, **overrides)
    return Facts(quarters(int(value)), (goal,), frozenset({f"2020-{n:02}" for n in range(1, 13)}), "2020-03")


def third_quarter(march: str, recent: str) -> dict[str, str]:
    return {"2020-03": march, "2020-07": recent, "2020-08": recent, "2020-09": recent}


def test_the_example_of_the_design():
    found = shine(Face(), task(LAND, "28", unit="公顷", name="土地整备"), date(2020, 9, 29))
    assert (found.colour, found.plan, found.time, found.reporting) == ("red", "red", "green", "green")
    assert found.reason == (
        "滞后计划 31.1 个百分点(累计 12.3 公顷、43.9%,计划 75.0%;黄 ≥ 10,红 > 30);"
        "步速:余下每月需 5.2 公顷,近三期平均 1.9 公顷,为 2.8 倍(黄 > 1.5,红 > 2.5)"
    )
    assert found.to_recover == "余下 3 个月每月需 5.2 公顷"
    assert found.planned == 75


def test_the_day_before_the_period_closes_august_is_still_compared():
    # 14 + 7 × 62/92 hectares planned by 31 August, 10.5 reported for periods up to it.
    found = shine(Face(), task(LAND, "28", unit="公顷"), date(2020, 9, 28))
    assert found.colour == "yellow"
    assert "滞后计划 29.3 个百分点(累计 10.5 公顷、37.5%,计划 66.8%" in found.reason


@pytest.mark.parametrize(
    ("march", "recent", "colour", "says"),
    [
        # By September 75 are planned; needed is a third of what is missing.
        ("26", "15", "green", "余下每月需 9.7 场,近三期平均 15 场,为 0.6 倍"),
        ("48", "7", "green", "余下每月需 10.3 场,近三期平均 7 场,为 1.48 倍"),
        ("50", "6.5", "yellow", "余下每月需 10.2 场,近三期平均 6.5 场,为 1.6 倍"),
        ("61", "3.9", "yellow", "余下每月需 9.1 场,近三期平均 3.9 场,为 2.3 倍"),
        ("64", "3", "red", "余下每月需 9 场,近三期平均 3 场,为 3 倍(黄 > 1.5,红 > 2.5)"),
        ("74", "0", "red", "余下每月需 8.7 场,近三期平均 0 场(红)"),
    ],
)
def test_from_july_pace_counts_too(march, recent, colour, says):
    found = shine(Face(), task(third_quarter(march, recent)), date(2020, 9, 29))
    assert says in found.reason
    assert found.plan == colour


@pytest.mark.parametrize(
    ("recent", "colour"), [("10", "green"), ("9.99", "yellow"), ("6", "yellow"), ("5.99", "red")]
)
def test_the_limits_of_pace_themselves_are_still_good(recent, colour):
    # 45 missing over three months are 15 a month: 1.5 times 10, 2.5 times 6. Gap's limits are put aside.
    march = str(Decimal(55) - 3 * Decimal(recent))
    rules = Rules(gap_yellow=101, gap_red=101)
    assert shine(Face(), task(third_quarter(march, recent)), date(2020, 9, 29), rules).plan == colour


@pytest.mark.parametrize(
    ("total", "colour", "points"),
    [("40.01", "green", "9.99"), ("40", "yellow", "10"), ("20", "yellow", "30"), ("19.99", "red", "30.01")],
)
def test_a_gap_is_never_rounded_onto_a_limit_that_it_does_not_touch(total, colour, points):
    found = shine(Face(), task({"2020-03": total}), date(2020, 6, 29))
    assert found.plan == colour
    assert f"滞后计划 {points} 个百分点" in found.reason


def test_a_missing_month_counts_as_nothing_and_three_are_red():
    one = shine(Face(), task({"2020-03": "52", "2020-08": "9", "2020-09": "9"}), date(2020, 9, 29))
    assert "近三期平均 6 场,为 1.7 倍" in one.reason
    none = shine(Face(), task({"2020-03": "70"}), date(2020, 9, 29))
    assert none.plan == "red"
    assert "余下每月需 10 场,近三期未报送数据(红)" in none.reason


def test_ahead_of_plan_or_before_july_pace_says_nothing():
    ahead = shine(Face(), task({"2020-03": "76"}), date(2020, 9, 29))
    assert (ahead.plan, "步速" in ahead.reason) == ("green", False)
    june = shine(Face(), task({"2020-03": "45"}), date(2020, 7, 28))
    assert (june.plan, "步速" in june.reason) == ("green", False)
    july = shine(Face(), task({"2020-03": "45"}), date(2020, 7, 29))
    assert (july.plan, "步速" in july.reason) == ("red", True)


def test_months_before_its_acceptance_are_not_held_against_a_task():
    facts = replace(task({"2020-09": "12"}), first_period="2020-09")
    found = shine(Face(), facts, date(2020, 9, 29))
    assert "近一期平均 12 场,为 2.4 倍" in found.reason


def test_with_no_month_left_the_gap_alone_decides():
    found = shine(Face(), task({"2020-03": "95"}), date(2020, 12, 29))
    assert found.plan == "green"
    assert found.to_recover.endswith("尚差 5 场")


def test_a_report_for_the_running_month_counts_only_when_its_period_has_closed():
    points = {"2020-03": "25", "2020-06": "20"}
    assert "累计 25 场" in shine(Face(), task(points), date(2020, 6, 28)).reason
    assert "累计 45 场" in shine(Face(), task(points), date(2020, 6, 29)).reason


def test_nothing_is_judged_before_the_first_period_has_closed():
    facts = replace(task({}), first_period="2020-06", reported=frozenset())
    waiting = shine(Face(), facts, date(2020, 6, 28))
    assert (waiting.colour, waiting.plan, waiting.planned) == ("none", "none", None)
    assert waiting.reason == "待首报(首期 2020-06-28 截止)"
    assert shine(Face(), facts, date(2020, 6, 29)).plan == "red"


def test_several_goals_are_averaged_each_capped_and_the_lowest_is_named():
    goals = (
        make_goal({"2020-03": "300"}, name="演出"),
        make_goal({"2020-03": "20"}, "100", name="健身路径", unit="套"),
        make_goal(None, "26.5", name="PM2.5", kind=IndicatorKind.MEAN, comparator="<"),
    )
    facts = replace(task({}), goals=goals)
    assert progress(Kind.QUANTITY, facts) == 60
    found = shine(Face(), facts, date(2020, 6, 29))
    assert found.plan == "green"
    assert "2 项平均 60.0%,最低为「健身路径」累计 20 套、20.0%" in found.reason


def test_a_reduction_is_measured_and_recovered_downwards():
    goal = make_goal(
        {"2020-05": "80", "2020-06": "76"}, "50", kind=IndicatorKind.LEVEL, comparator="<=",
        baseline=Decimal(86), unit="宗",
    )  # fmt: skip
    steps = (step(date(2020, 6, 30), value=68), step(date(2020, 12, 31), value=50))
    facts = replace(task({}), goals=(goal,), steps=steps)
    found = shine(Face(), facts, date(2020, 6, 29))
    # (86 − 76) / 36 = 27.8 of 50 planned.
    assert (found.plan, found.planned) == ("yellow", 50)
    assert "滞后计划 22.2 个百分点(现为 76 宗、27.8%,计划 50.0%" in found.reason
    assert found.to_recover == "余下 6 个月每月再降 4.3 宗"
    assert not found.checkpoint_overdue
    assert shine(Face(), facts, date(2020, 7, 1)).checkpoint_overdue


def test_a_reduction_has_a_pace_too():
    points = {"2020-06": "80", "2020-09": "74"}
    goal = make_goal(points, "50", kind=IndicatorKind.LEVEL, comparator="<=", baseline=Decimal(86), unit="宗")
    found = shine(
        Face(),
        replace(task({}), goals=(goal,), steps=(step(date(2020, 9, 30), value=70),)),
        date(2020, 9, 29),
    )
    # 24 to go in three months, 6 gone in the last three.
    assert "余下每月需 8 宗,近三期平均 2 宗,为 4 倍" in found.reason
    assert found.plan == "red"


def test_a_level_without_data_is_not_compared():
    goal = make_goal(kind=IndicatorKind.LEVEL)
    found = shine(Face(), replace(task({}), goals=(goal,)), date(2020, 6, 29))
    assert (found.colour, found.reason) == ("none", "尚无数据,无法与计划比较")


def test_a_checkpoint_with_a_figure_is_met_when_the_total_reaches_it():
    assert not shine(Face(), task({"2020-03": "25"}), date(2020, 4, 1)).checkpoint_overdue
    assert shine(Face(), task({"2020-03": "24.9"}), date(2020, 4, 1)).checkpoint_overdue
    assert not shine(Face(), task({"2020-03": "24.9"}), date(2020, 3, 31)).checkpoint_overdue


def test_what_others_must_deliver_is_lit_by_our_own_steps():
    hopeless = replace(
        task({"2020-03": "1"}), steps=(step(date(2020, 5, 1), "函告", met_on=date(2020, 5, 1)),)
    )
    for role in (TaskRole.COORDINATE, TaskRole.PURSUE):
        assert shine(Face(role=role), hopeless, date(2020, 6, 29)).plan == "green"
        late = replace(hopeless, steps=(late_by(1),))
        assert shine(Face(role=role), late, date(2020, 6, 29)).plan == "yellow"
    ours = replace(hopeless, steps=quarters())
    assert shine(Face(role=TaskRole.DELIVER), ours, date(2020, 6, 29)).plan == "red"


def year_of_days(monthly: str) -> list[tuple[date, str]]:
    """Days of 2020 on which the light of a task turned that reports `monthly` 场 on every 25th."""
    turned, last = [], ""
    for offset in range(366):
        day = date(2020, 1, 1) + timedelta(days=offset)
        months = [n for n in range(1, 13) if date(2020, n, 25) <= day]
        facts = replace(
            task({f"2020-{n:02}": monthly for n in months}),
            reported=frozenset(f"2020-{n:02}" for n in months),
            first_period="2020-01",
        )
        colour = shine(Face(), facts, day).colour
        if colour != last:
            turned.append((day, colour))
            last = colour
    return turned


@pytest.mark.parametrize(
    ("monthly", "expected"),
    [
        # From 1 December the year's end is 30 days away: yellow by time.
        ("10", [("01-01", "none"), ("01-29", "green"), ("12-01", "yellow")]),
        ("8", [("01-01", "none"), ("01-29", "green"), ("12-01", "yellow")]),
        # 5 a month: 10 points behind by March (15 of 25), 28.4 by July; there 65 missing in 5 months are 13 a
        # month, 2.6 times the pace.
        ("5", [("01-01", "none"), ("01-29", "green"), ("03-29", "yellow"), ("07-29", "red")]),
    ],
    ids=["ahead", "slightly behind", "behind"],
)
def test_in_a_year_of_days_a_punctual_task_turns_at_most_once_a_period(monthly, expected):
    turned = year_of_days(monthly)
    assert [(f"{day:%m-%d}", colour) for day, colour in turned] == expected
    periods = [last_closed(day, 28) for day, _ in turned[1:]]
    assert len(periods) == len(set(periods))


def test_a_task_judged_by_the_day_may_turn_twice_in_a_period():
    """The twin: a stage late on the 11th and met on the 25th."""
    colours = []
    for number in range(1, 29):
        day = date(2020, 6, number)
        met_on = date(2020, 6, 25) if number >= 25 else None
        facts = Facts((step(date(2020, 6, 10), met_on=met_on),), (), frozenset({"2020-05"}), "2020-05")
        colours.append(shine(Face(kind=Kind.PROJECT), facts, day).colour)
    assert [n + 1 for n in range(1, 28) if colours[n] != colours[n - 1]] == [11, 25]


def test_an_amount_of_a_period_still_open_is_said_and_judged_later():
    """On 30 September October's report is on record already; the light still holds September's end."""
    early = shine(Face(), task({**LAND, "2020-10": "15.7"}, "28", unit="公顷"), date(2020, 9, 30))
    assert early.colour == "red" and "另报 15.7 公顷属未截止的期次" in early.reason
    assert "未截止" not in shine(Face(), task(LAND, "28", unit="公顷"), date(2020, 9, 30)).reason
