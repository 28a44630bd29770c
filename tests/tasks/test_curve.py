"""Progress and the planned curve."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.kinds import IndicatorKind
from tasks.curve import is_met
from tasks.lights import Facts, planned, progress
from tasks.states import Kind
from tests.indicators.goals import make_goal
from tests.tasks.light_cast import Face, quarters, step

TOTAL = Facts(steps=quarters(), goals=(make_goal(),))


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2019, 12, 31), 0),
        (date(2020, 1, 1), 0),
        (date(2020, 2, 15), Decimal("12.5")),
        (date(2020, 3, 31), 25),
        (date(2020, 9, 30), 75),
        (date(2020, 11, 15), Decimal("87.5")),
        (date(2020, 12, 31), 100),
        (date(2021, 6, 1), 100),
    ],
)
def test_the_curve_is_straight_between_checkpoints_and_flat_after_the_last(day, percent):
    assert planned(Face(), TOTAL, day) == percent


def test_the_curve_starts_with_the_task_or_else_with_the_year():
    late_start = Face(starts_on=date(2020, 2, 15))
    assert planned(late_start, TOTAL, date(2020, 2, 15)) == 0
    assert planned(Face(starts_on=None), TOTAL, date(2020, 2, 15)) == Decimal("12.5")
    assert planned(Face(starts_on=date(2020, 5, 1)), TOTAL, date(2020, 4, 30)) > 25


def test_a_checkpoint_in_percent_needs_no_goal_but_a_figure_does():
    in_percent = Facts(steps=(step(date(2020, 6, 30), percent=40),))
    assert planned(Face(), in_percent, date(2020, 6, 30)) == 40
    assert planned(Face(kind=Kind.PROJECT), in_percent, date(2020, 6, 30)) == 40
    assert planned(Face(), replace(TOTAL, goals=()), date(2020, 6, 30)) is None


@pytest.mark.parametrize("kind", [Kind.MILESTONE, Kind.CONTROL, Kind.CONTINUING])
def test_kinds_without_a_percentage_have_no_curve(kind):
    assert planned(Face(kind=kind), replace(TOTAL, straight_line=True), date(2020, 6, 30)) is None
    assert progress(kind, TOTAL) is None


def test_a_straight_line_only_where_it_was_chosen():
    words = Facts(steps=(step(date(2020, 6, 30)),), goals=(make_goal(),))
    assert planned(Face(), words, date(2020, 9, 30)) is None
    chosen = replace(words, straight_line=True)
    assert planned(Face(), chosen, date(2020, 9, 30)) == Decimal(27400) / 366
    assert planned(Face(), chosen, date(2019, 12, 1)) == 0
    assert planned(Face(), chosen, date(2021, 2, 1)) == 100
    assert planned(Face(due_on=None), chosen, date(2020, 9, 30)) is None


@pytest.mark.parametrize("kind", [IndicatorKind.RATE, IndicatorKind.MEAN])
def test_a_growth_rate_has_no_straight_line(kind):
    facts = Facts(goals=(make_goal(kind=kind),), straight_line=True)
    assert planned(Face(), facts, date(2020, 9, 30)) is None


def test_checkpoints_go_before_the_straight_line():
    assert planned(Face(), replace(TOTAL, straight_line=True), date(2020, 9, 30)) == 75


def test_the_progress_of_a_project_is_the_highest_stage_met():
    stages = (
        step(date(2020, 3, 1), "立项", percent=10, met_on=date(2020, 3, 1)),
        step(date(2020, 4, 1), "用地", percent=30),
        step(date(2020, 5, 1), "设计", percent=20, met_on=date(2020, 4, 1)),
    )
    assert progress(Kind.PROJECT, Facts(steps=stages)) == 20
    assert progress(Kind.PROJECT, Facts(steps=(stages[1],))) == 0
    assert progress(Kind.PROJECT, Facts(steps=(step(date(2020, 3, 1)),))) is None
    assert progress(Kind.PROJECT, Facts()) is None


def test_the_progress_of_a_quantity_is_the_mean_of_its_goals_each_capped_at_100():
    over, half = make_goal({"2020-03": "300"}), make_goal({"2020-03": "50"})
    unmeasured = make_goal({"2020-03": "9"}, comparator="<")
    assert progress(Kind.QUANTITY, Facts(goals=(over, half, unmeasured))) == 75
    assert progress(Kind.QUANTITY, Facts(goals=(unmeasured,))) is None
    assert progress(Kind.QUANTITY, Facts()) is None
    assert progress(Kind.QUANTITY, Facts(goals=(make_goal(),))) == 0


def test_a_stage_of_a_rate_is_met_by_the_rate_itself():
    growth = make_goal({"2020-06": "6.5"}, "7", kind=IndicatorKind.RATE)
    assert progress(Kind.QUANTITY, Facts(goals=(growth,))) is None
    for value, met in (("6.5", True), ("6.6", False)):
        stage = step(date(2020, 6, 30), value=value)
        assert is_met(stage, Kind.QUANTITY, Facts(goals=(growth,)), date(2020, 7, 1)) is met
