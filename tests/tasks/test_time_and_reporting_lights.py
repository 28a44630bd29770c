"""The lights that every kind has: time and reporting, and how the three make one."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.lights import Facts, Rules
from tasks.states import Kind, State
from tests.indicators.goals import make_goal
from tests.tasks.light_cast import ON, TO_JUNE, TO_MAY, Face, late_by, quarters, shine, step

ORDERLY = Facts(
    steps=(step(date(2020, 5, 20), met_on=date(2020, 5, 18)),), reported=TO_JUNE, first_period="2020-03"
)
PROJECT = Face(kind=Kind.PROJECT)


@pytest.mark.parametrize(
    ("due_on", "colour", "overdue"),
    [
        (date(2020, 6, 28), "red", True),
        (date(2020, 6, 29), "yellow", False),
        (date(2020, 7, 29), "yellow", False),
        (date(2020, 7, 30), "green", False),
        (None, "none", False),
    ],
)
def test_a_long_task_warns_30_days_ahead_and_is_overdue_the_day_after(due_on, colour, overdue):
    found = shine(replace(PROJECT, due_on=due_on), ORDERLY)
    assert (found.time, found.overdue) == (colour, overdue)


@pytest.mark.parametrize(
    ("on", "colour"),
    [
        # 30 September is followed by eight free days: 9, 10 (Saturday, worked) and 12 October are left.
        (date(2020, 9, 30), "yellow"),
        (date(2020, 10, 8), "yellow"),
        (date(2020, 9, 29), "green"),
        (date(2020, 10, 12), "yellow"),
        (date(2020, 10, 13), "red"),
    ],
)
def test_a_short_task_warns_three_working_days_ahead(on, colour):
    face = replace(PROJECT, starts_on=date(2020, 9, 1), due_on=date(2020, 10, 12))
    facts = replace(ORDERLY, first_period="2020-09", reported=frozenset({"2020-09"}))
    assert shine(face, facts, on).time == colour


@pytest.mark.parametrize(
    ("starts_on", "due_on", "colour"),
    [
        # The first quarter of a common year, 90 days, is a quarter all the same; one day less is short.
        (date(2021, 1, 1), date(2021, 3, 31), "yellow"),
        (date(2021, 1, 2), date(2021, 3, 31), "green"),
        (None, date(2021, 3, 31), "yellow"),
    ],
)
def test_a_quarter_is_long(starts_on, due_on, colour):
    facts = Facts(steps=(), first_period="2021-03")
    assert shine(replace(PROJECT, starts_on=starts_on, due_on=due_on), facts, date(2021, 3, 5)).time == colour


@pytest.mark.parametrize(
    ("due_on", "colour", "says"),
    [
        (date(2020, 12, 31), "none", "待签收"),
        (date(2020, 7, 20), "yellow", "临近时限 2020-07-20(提前 30 天提示);待签收"),
        (date(2020, 6, 1), "red", "已逾期(应于 2020-06-01 完成);待签收"),
    ],
)
def test_an_assigned_task_has_its_time_light_only(due_on, colour, says):
    facts = replace(ORDERLY, first_period=None, steps=(late_by(31),))
    found = shine(replace(PROJECT, state=State.ASSIGNED, due_on=due_on), facts)
    assert (found.colour, found.plan, found.reporting) == (colour, "none", "none")
    assert found.reason == says
    assert not found.unreported


def test_in_review_the_clock_stands_at_the_day_of_submission():
    face = replace(PROJECT, state=State.IN_REVIEW, due_on=date(2020, 6, 20))
    in_time = shine(face, replace(ORDERLY, submitted_on=date(2020, 6, 20)))
    assert (in_time.colour, in_time.overdue) == ("yellow", False)
    assert "已于 2020-06-20 申请办结,按当日判定" in in_time.reason
    too_late = shine(face, replace(ORDERLY, submitted_on=date(2020, 6, 21)))
    assert (too_late.colour, too_late.overdue) == ("red", True)


def test_an_active_task_once_submitted_and_returned_is_judged_today():
    face = replace(PROJECT, due_on=date(2020, 6, 20))
    found = shine(face, replace(ORDERLY, submitted_on=date(2020, 6, 20)))
    assert (found.colour, found.overdue) == ("red", True)
    assert "申请办结,按当日判定" not in found.reason


@pytest.mark.parametrize(
    ("on", "first", "reported", "colour", "unreported"),
    [
        (date(2020, 6, 28), "2020-06", [], "none", False),
        (date(2020, 6, 29), "2020-06", [], "grey", True),
        (date(2020, 6, 29), "2020-06", ["2020-06"], "green", False),
        (date(2020, 7, 28), "2020-06", [], "grey", True),
        (date(2020, 7, 29), "2020-06", [], "yellow", True),
        (date(2020, 7, 29), "2020-06", ["2020-06"], "grey", True),
        (date(2020, 7, 29), "2020-06", ["2020-07"], "green", False),
        (date(2020, 6, 29), "2020-07", [], "none", False),
        (date(2020, 6, 29), None, [], "none", False),
        (date(2021, 1, 28), "2020-11", ["2020-11"], "grey", True),
        (date(2021, 1, 29), "2020-11", ["2020-11"], "yellow", True),
    ],
)
def test_a_missed_period_is_grey_and_two_running_yellow(on, first, reported, colour, unreported):
    face = replace(PROJECT, due_on=date(2021, 12, 31))
    facts = replace(ORDERLY, first_period=first, reported=frozenset(reported))
    found = shine(face, facts, on)
    assert (found.reporting, found.unreported) == (colour, unreported)
    assert found.colour == colour


def test_before_the_first_closed_period_a_task_waits_and_says_until_when():
    facts = replace(ORDERLY, first_period="2020-07", reported=frozenset())
    found = shine(PROJECT, facts)
    assert found.colour == "none"
    assert "待首报(首期 2020-07-28 截止)" in found.reason
    late = shine(PROJECT, replace(facts, steps=(late_by(1),)))
    assert late.colour == "yellow"


def test_a_yellow_or_red_task_that_did_not_report_says_so_beside():
    for days, colour in ((1, "yellow"), (31, "red")):
        found = shine(PROJECT, replace(ORDERLY, steps=(late_by(days),), reported=TO_MAY))
        assert (found.colour, found.reporting, found.unreported) == (colour, "grey", True)
        assert "「招标」" in found.reason
        assert "六月期未报送" in found.reason
        assert found.to_recover == "补做阶段目标「招标」;补报六月期进展"


def test_a_green_or_unlit_task_that_did_not_report_is_grey():
    assert shine(PROJECT, replace(ORDERLY, reported=TO_MAY)).colour == "grey"
    unlit = shine(PROJECT, Facts(reported=TO_MAY, first_period="2020-03"))
    assert (unlit.colour, unlit.plan) == ("grey", "none")
    assert unlit.reason == "六月期未报送(截止 2020-06-28);未设阶段目标,无计划可比"


def test_the_worst_of_time_and_plan_counts():
    soon = replace(PROJECT, due_on=date(2020, 7, 10))
    assert shine(soon, ORDERLY).colour == "yellow"
    both = shine(soon, replace(ORDERLY, steps=(late_by(31),)))
    assert (both.colour, both.time, both.plan) == ("red", "yellow", "red")
    assert both.reason.startswith("临近时限 2020-07-10")


def test_close_to_its_date_a_task_without_a_plan_is_yellow_and_not_unlit():
    found = shine(replace(PROJECT, due_on=date(2020, 7, 10)), replace(ORDERLY, steps=()))
    assert (found.colour, found.plan) == ("yellow", "none")


def test_an_orderly_task_needs_no_way_back():
    assert shine(PROJECT, ORDERLY).to_recover == ""


def test_a_reason_stays_true_until_something_turns():
    late = replace(ORDERLY, steps=(late_by(2),))
    assert shine(PROJECT, late, ON).reason == shine(PROJECT, late, date(2020, 7, 27)).reason
    assert shine(PROJECT, late, ON).reason != shine(PROJECT, late, date(2020, 7, 29)).reason


def test_the_rules_are_settings():
    rules = Rules(report_due_day=25, due_warning_days=5, unreported_yellow=3)
    facts = replace(ORDERLY, reported=TO_MAY - {"2020-05"})
    near = replace(PROJECT, due_on=date(2020, 7, 4))
    assert shine(near, facts, date(2020, 6, 28)).time == "yellow"
    assert shine(near, facts, date(2020, 6, 28), rules).time == "green"
    assert (
        shine(PROJECT, facts, date(2020, 6, 26)).reason
        == "五月期未报送(截止 2020-05-28);到期的阶段目标均已完成"
    )
    twice = shine(PROJECT, facts, date(2020, 6, 26), rules)
    assert (twice.colour, twice.reason) == ("grey", "六月期未报送(截止 2020-06-25);到期的阶段目标均已完成")


def test_colours_are_plain_words():
    found = shine(Face(), Facts(quarters(), (make_goal({"2020-03": "60"}),), TO_JUNE, "2020-03"))
    assert [type(word) for word in (found.colour, found.time, found.plan, found.reporting)] == [str] * 4
