"""Cells of the editable table: dates in several spellings, stage goals in one line."""

from datetime import date
from decimal import Decimal

import pytest

from tasks.grid_text import goals_text, parse_day, parse_goals
from tasks.states import Kind
from tasks.workflow.checkpoints import StageGoal

MIDYEAR = date(2020, 6, 30)


@pytest.mark.parametrize(
    "text",
    ["2020-06-30", "2020/6/30", "2020.6.30", "2020年6月30日", "20200630", "6-30", "6/30", "6.30", "6月30日", "6月30",
     "6月底", "2020-6-30", " 2020/6/30 0:00 ", "2020-06-30 00:00:00"],
)  # fmt: skip
def test_a_date_may_be_spelled_as_people_spell_it(text: str):
    assert parse_day(text, 2020) == MIDYEAR


def test_the_end_of_the_year_and_another_year():
    assert parse_day("年底", 2020) == date(2020, 12, 31)
    assert parse_day("2021-3-1", 2020) == date(2021, 3, 1)


@pytest.mark.parametrize(
    "text", ["", "2-30", "13-1", "2020-02-30", "六月", "尽快", "6-30 以前完成", "2020063", "30"]
)
def test_what_is_no_date_is_refused_in_words(text: str):
    with pytest.raises(ValueError, match=r"日期|没有这一天"):
        parse_day(text, 2020)


def test_amounts_carry_their_sum():
    wanted = [StageGoal(MIDYEAR, value=Decimal(14)), StageGoal(date(2020, 9, 30), value=Decimal(21))]
    for text in (
        "6-30 累计14; 9-30 累计21",
        "6月30日:累计 14 公顷\n9月30日:累计21",
        "6-30 14;9-30 210000平方米",
    ):
        assert parse_goals(text, Kind.QUANTITY, "公顷", 2020) == wanted


def test_words_and_percentages_of_other_kinds():
    assert parse_goals("5-31 设计 20%;8-31 开工50%", Kind.PROJECT, "", 2020) == [
        StageGoal(date(2020, 5, 31), "设计", percent=Decimal(20)),
        StageGoal(date(2020, 8, 31), "开工", percent=Decimal(50)),
    ]
    assert parse_goals("6-30 完成 3 项方案(初稿)", Kind.MILESTONE, "", 2020) == [
        StageGoal(MIDYEAR, "完成 3 项方案(初稿)")
    ]
    assert parse_goals("6-30 完成签约 累计 10", Kind.QUANTITY, "套", 2020) == [
        StageGoal(MIDYEAR, "完成签约", value=Decimal(10))
    ]
    assert parse_goals("6-30 出台 2 份方案后动工", Kind.QUANTITY, "套", 2020)[0].value is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("累计14", "缺少日期"), ("6-30", "只有日期"), ("6-30 累计14套", "单位"), ("2-30 累计1", "没有这一天"),
     ("6-30 累计1..2", "数字"), ("6-30 " + "长" * 201, "太长")],
)  # fmt: skip
def test_what_is_no_stage_goal_is_refused_in_words(text: str, said: str):
    with pytest.raises(ValueError, match=said):
        parse_goals(text, Kind.QUANTITY, "公顷", 2020)


@pytest.mark.parametrize(
    ("kind", "goal"),
    [
        (Kind.QUANTITY, StageGoal(MIDYEAR, "累计 14 公顷", Decimal(14))),
        (Kind.QUANTITY, StageGoal(date(2021, 3, 31), "完成签约", Decimal("3.5"))),
        (Kind.PROJECT, StageGoal(MIDYEAR, "开工", percent=Decimal(50))),
        (Kind.MILESTONE, StageGoal(MIDYEAR, "方案报批")),
    ],
)
def test_what_is_shown_reads_back_as_it_was(kind: Kind, goal: StageGoal):
    (again,) = parse_goals(goals_text([goal], "公顷", 2020), kind, "公顷", 2020)
    assert (again.due_on, again.value, again.percent) == (goal.due_on, goal.value, goal.percent)
    assert again.text in (goal.text, "")
