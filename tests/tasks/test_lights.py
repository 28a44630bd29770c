"""The light table: every kind of promise in every situation of the design, colours worked out by hand.

All on 29 June 2020, the June period just closed, unless the situation says otherwise. Quantity: 100 场 in the
year, 50 planned by 30 June. The other kinds carry a checkpoint on 28 December whose height puts their curve
the given points ahead of what is done: they are judged by what is due, so that must not matter.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tasks.lights import Facts, planned, progress
from tasks.states import Kind, State
from tests.indicators.goals import make_goal
from tests.tasks.light_cast import ON, TO_JUNE, TO_MAY, Face, late_by, pm25, quarters, shine, step

QUANTITY, PROJECT, MILESTONE, CONTROL, CONTINUING = Kind


def situated(kind: Kind, situation: str) -> tuple[Face, Facts, date]:
    """The task of a row. What a situation does not name is in order."""
    face = Face(kind=kind, expected_on=date(2020, 12, 20) if kind == MILESTONE else None)
    facts = Facts(steps=ahead_steps(kind), goals=goals(kind), reported=TO_JUNE, first_period="2020-03")
    if situation.endswith(" points behind"):
        return face, behind(kind, facts, int(situation.split()[0])), ON
    if situation.startswith("checkpoint "):
        days = {"due today": 0, "1 day late": 1, "30 days late": 30, "31 days late": 31}
        late = late_by(days[situation.removeprefix("checkpoint ")])
        return face, replace(facts, steps=(*facts.steps, late)), ON
    in_review = replace(face, state=State.IN_REVIEW, due_on=date(2020, 7, 25))
    return {
        "ahead": (face, facts, ON),
        "unreported once": (face, replace(facts, reported=TO_MAY), ON),
        "unreported twice": (face, replace(facts, reported=TO_MAY - {"2020-05"}), ON),
        "overdue": (replace(face, due_on=date(2020, 6, 28)), facts, ON),
        # Submitted on 20 June; by 10 August it would be overdue, unreported twice and past a checkpoint.
        "in review": (in_review, submitted(kind, facts), date(2020, 8, 10)),
        "suspended": (replace(face, state=State.SUSPENDED), facts, ON),
        "no checkpoints": (replace(face, expected_on=None), replace(facts, steps=()), ON),
    }[situation]


def ahead_steps(kind: Kind):
    if kind == QUANTITY:
        return quarters()
    return (step(date(2020, 5, 20), "立项", percent=40, met_on=date(2020, 5, 18)),)


def goals(kind: Kind):
    if kind == CONTROL:
        return (pm25("24", "23", "22", "21", "20", "20"),)
    return (make_goal({"2020-03": "60"}),) if kind == QUANTITY else ()


def behind(kind: Kind, facts: Facts, points: int) -> Facts:
    if kind == QUANTITY:
        return replace(facts, goals=(make_goal({"2020-03": "20", "2020-04": str(30 - points)}),))
    # 30 June lies half-way between 1 January and 28 December.
    return replace(facts, steps=(step(date(2020, 12, 28), "竣工", percent=2 * points),))


def submitted(kind: Kind, facts: Facts) -> Facts:
    late_since = step(date(2020, 6, 25), "招标", ordinal=9)
    return replace(facts, steps=(*facts.steps, late_since), reported=TO_MAY, submitted_on=date(2020, 6, 20))


# kind, situation, colour ("" = not lit), what the reason must say, 节点逾期
TABLE = [
    (QUANTITY, "ahead", "green", "超前计划 10 个百分点(累计 60 场、60.0%,计划 50.0%", False),
    (QUANTITY, "9 points behind", "green", "滞后计划 9 个百分点(累计 41 场、41.0%,计划 50.0%", False),
    (QUANTITY, "10 points behind", "yellow", "滞后计划 10 个百分点(累计 40 场、40.0%,计划 50.0%", False),
    (QUANTITY, "30 points behind", "yellow", "滞后计划 30 个百分点(累计 20 场、20.0%,计划 50.0%", True),
    (QUANTITY, "31 points behind", "red", "滞后计划 31 个百分点(累计 19 场、19.0%,计划 50.0%", True),
    (QUANTITY, "checkpoint due today", "green", "超前计划 10 个百分点", False),
    (QUANTITY, "checkpoint 1 day late", "green", "超前计划 10 个百分点", True),
    (QUANTITY, "checkpoint 30 days late", "green", "超前计划 10 个百分点", True),
    (QUANTITY, "checkpoint 31 days late", "green", "超前计划 10 个百分点", True),
    (QUANTITY, "unreported once", "grey", "六月期未报送(截止 2020-06-28)", False),
    (QUANTITY, "unreported twice", "yellow", "连续 2 期未报送,至六月期", False),
    (QUANTITY, "overdue", "red", "已逾期(应于 2020-06-28 完成)", False),
    # As of May's end: 25 + 25 × 61/91 = 41.8 planned.
    (QUANTITY, "in review", "green", "超前计划 18.2 个百分点(累计 60 场、60.0%,计划 41.8%", False),
    (QUANTITY, "suspended", "", "", False),
    (QUANTITY, "no checkpoints", "none", "未设阶段目标", False),
    (PROJECT, "ahead", "green", "到期的阶段目标均已完成", False),
    (PROJECT, "9 points behind", "green", "到期的阶段目标均已完成", False),
    (PROJECT, "10 points behind", "green", "到期的阶段目标均已完成", False),
    (PROJECT, "30 points behind", "green", "到期的阶段目标均已完成", False),
    (PROJECT, "31 points behind", "green", "到期的阶段目标均已完成", False),
    (PROJECT, "checkpoint due today", "green", "到期的阶段目标均已完成", False),
    (PROJECT, "checkpoint 1 day late", "yellow", "最早为「招标」,应于 2020-06-28 完成", True),
    (PROJECT, "checkpoint 30 days late", "yellow", "应于 2020-05-30 完成(逾期黄,超过 30 天", True),
    (PROJECT, "checkpoint 31 days late", "red", "应于 2020-05-29 完成,已超过 30 天", True),
    (PROJECT, "unreported once", "grey", "六月期未报送(截止 2020-06-28)", False),
    (PROJECT, "unreported twice", "yellow", "连续 2 期未报送,至六月期", False),
    (PROJECT, "overdue", "red", "已逾期(应于 2020-06-28 完成)", False),
    (PROJECT, "in review", "green", "已于 2020-06-20 申请办结", False),
    (PROJECT, "suspended", "", "", False),
    (PROJECT, "no checkpoints", "none", "未设阶段目标", False),
    (MILESTONE, "ahead", "green", "预计 2020-12-20 完成,不晚于 2020-12-31", False),
    (MILESTONE, "9 points behind", "green", "到期的阶段目标均已完成", False),
    (MILESTONE, "10 points behind", "green", "到期的阶段目标均已完成", False),
    (MILESTONE, "30 points behind", "green", "到期的阶段目标均已完成", False),
    (MILESTONE, "31 points behind", "green", "到期的阶段目标均已完成", False),
    (MILESTONE, "checkpoint due today", "green", "到期的阶段目标均已完成", False),
    (MILESTONE, "checkpoint 1 day late", "yellow", "应于 2020-06-28 完成", True),
    (MILESTONE, "checkpoint 30 days late", "yellow", "应于 2020-05-30 完成", True),
    (MILESTONE, "checkpoint 31 days late", "red", "应于 2020-05-29 完成,已超过 30 天", True),
    (MILESTONE, "unreported once", "grey", "六月期未报送(截止 2020-06-28)", False),
    (MILESTONE, "unreported twice", "yellow", "连续 2 期未报送,至六月期", False),
    (MILESTONE, "overdue", "red", "已逾期(应于 2020-06-28 完成)", False),
    # Expected in December, wanted by 25 July: 148 days of slip, known on the day of submission.
    (MILESTONE, "in review", "red", "比要求的 2020-07-25 晚 148 天", False),
    (MILESTONE, "suspended", "", "", False),
    (MILESTONE, "no checkpoints", "none", "未设阶段目标,也未报预计完成日期", False),
    # 31 × 24 + 29 × 23 + 31 × 22 + 30 × 21 + 31 × 20 + 30 × 20 = 3943 over 182 days, 184 open at 20 to 24.
    (CONTROL, "ahead", "green", "预计 20.8–22.8 微克/立方米,在目标之内(目标 < 26.5", False),
    (CONTROL, "9 points behind", "green", "在目标之内", False),
    (CONTROL, "10 points behind", "green", "在目标之内", False),
    (CONTROL, "30 points behind", "green", "在目标之内", False),
    (CONTROL, "31 points behind", "green", "在目标之内", False),
    (CONTROL, "checkpoint due today", "green", "在目标之内", False),
    (CONTROL, "checkpoint 1 day late", "green", "在目标之内", True),
    (CONTROL, "checkpoint 30 days late", "green", "在目标之内", True),
    (CONTROL, "checkpoint 31 days late", "green", "在目标之内", True),
    (CONTROL, "unreported once", "grey", "六月期未报送(截止 2020-06-28)", False),
    (CONTROL, "unreported twice", "yellow", "连续 2 期未报送,至六月期", False),
    (CONTROL, "overdue", "red", "已逾期(应于 2020-06-28 完成)", False),
    (CONTROL, "in review", "green", "在目标之内", False),
    (CONTROL, "suspended", "", "", False),
    (CONTROL, "no checkpoints", "green", "在目标之内", False),
    (CONTINUING, "ahead", "green", "到期的年度事项均已完成", False),
    (CONTINUING, "9 points behind", "green", "到期的年度事项均已完成", False),
    (CONTINUING, "10 points behind", "green", "到期的年度事项均已完成", False),
    (CONTINUING, "30 points behind", "green", "到期的年度事项均已完成", False),
    (CONTINUING, "31 points behind", "green", "到期的年度事项均已完成", False),
    (CONTINUING, "checkpoint due today", "green", "到期的年度事项均已完成", False),
    (CONTINUING, "checkpoint 1 day late", "yellow", "应于 2020-06-28 完成(1 项黄,满 2 项红)", True),
    (CONTINUING, "checkpoint 30 days late", "yellow", "应于 2020-05-30 完成(1 项黄,满 2 项红)", True),
    (CONTINUING, "checkpoint 31 days late", "yellow", "应于 2020-05-29 完成(1 项黄,满 2 项红)", True),
    (CONTINUING, "unreported once", "grey", "六月期未报送(截止 2020-06-28)", False),
    (CONTINUING, "unreported twice", "yellow", "连续 2 期未报送,至六月期", False),
    (CONTINUING, "overdue", "red", "已逾期(应于 2020-06-28 完成)", False),
    (CONTINUING, "in review", "green", "已于 2020-06-20 申请办结", False),
    (CONTINUING, "suspended", "", "", False),
    (CONTINUING, "no checkpoints", "none", "常态化工作,未列年度事项", False),
]


@pytest.mark.parametrize(
    ("kind", "situation", "colour", "says", "late"), TABLE, ids=[f"{row[0].value}: {row[1]}" for row in TABLE]
)
def test_the_light_table(kind, situation, colour, says, late):
    found = shine(*situated(kind, situation))
    if not colour:
        assert found is None
        return
    assert found.colour == colour
    assert says in found.reason
    assert found.checkpoint_overdue is late
    assert found.overdue is (situation == "overdue")
    assert found.unreported is situation.startswith("unreported")


def test_the_table_is_complete():
    situations = {row[1] for row in TABLE}
    assert len(situations) == 15
    assert {(row[0], row[1]) for row in TABLE} == {(kind, name) for kind in Kind for name in situations}


@pytest.mark.parametrize("points", [9, 10, 30, 31])
def test_the_table_s_points_behind_are_what_they_say(points):
    for kind in (QUANTITY, PROJECT):
        face, facts, on = situated(kind, f"{points} points behind")
        assert planned(face, facts, date(2020, 6, 30)) - progress(kind, facts) == points
    for kind in (MILESTONE, CONTROL, CONTINUING):
        face, facts, on = situated(kind, f"{points} points behind")
        assert planned(face, facts, on) is None
        assert progress(kind, facts) is None


@pytest.mark.parametrize("state", list(State))
def test_only_open_tasks_are_lit(state):
    face, facts, on = situated(QUANTITY, "ahead")
    lit = shine(replace(face, state=state), facts, on) is not None
    assert lit is (state in (State.ASSIGNED, State.ACTIVE, State.IN_REVIEW))


def test_without_the_freeze_the_task_in_review_would_be_red():
    face, facts, on = situated(PROJECT, "in review")
    found = shine(replace(face, state=State.ACTIVE), facts, on)
    assert (found.colour, found.overdue, found.unreported, found.checkpoint_overdue) == (
        "red",
        True,
        True,
        True,
    )


def test_the_planned_value_is_that_of_the_last_closed_period():
    face, facts, _ = situated(QUANTITY, "ahead")
    assert shine(face, facts, date(2020, 6, 29)).planned == 50
    assert shine(face, facts, date(2020, 7, 28)).planned == 50
    assert round(shine(face, facts, date(2020, 7, 29)).planned, 2) == Decimal("58.42")
    assert shine(replace(face, state=State.ASSIGNED), facts).planned is None
