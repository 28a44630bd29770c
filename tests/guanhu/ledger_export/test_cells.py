"""What stands in a cell, how high its row is, and what the four quarters say. Pure."""

from datetime import date
from decimal import Decimal

import pytest

from guanhu.ledger_export.cells import CUT, LONGEST, Cell, Figure, Light, Percent, spelled, text
from guanhu.ledger_export.heights import HIGHEST, LOWEST, height
from guanhu.ledger_export.quarters import StageGoal, quarter_of, quarters
from guanhu.ledger_export.styles import LIGHT_FILLS, figure_format
from tasks import csv_file
from tasks.models import Task
from tasks.states import Colour, State
from tests.indicators.goals import make_goal


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, ""),
        (12, "12"),
        (date(2020, 9, 30), "2020-09-30"),
        (Figure(Decimal("28.000000")), "28"),
        (Figure(Decimal("26.500"), "< "), "< 26.5"),
        (Figure(Decimal("-3.20")), "-3.2"),
        (Percent(Decimal("43.75")), "43.75%"),
        (Light("red"), "红灯"),
        (Light(""), "—"),
        ("=1+1", "'=1+1"),
        ("-3.2", "'-3.2"),
    ],
)
def test_a_cell_of_the_csv_says_what_the_workbook_shows(cell: Cell, said: str) -> None:
    assert csv_file.cell(spelled(cell)) == said


def test_what_xml_cannot_hold_is_left_out_and_what_is_too_long_is_cut_with_a_word() -> None:
    assert text("甲\x00\x0b乙\ud800\n丙\t丁") == "甲乙\n丙\t丁"
    whole, cut = "长" * LONGEST, text("长" * (LONGEST + 1))
    assert text(whole) == whole
    assert len(cut) == LONGEST and cut.endswith(CUT)


def test_a_number_keeps_its_sign_in_the_format_and_no_zeros_behind() -> None:
    assert figure_format(Figure(Decimal("28.000"))) == "0"
    assert figure_format(Figure(Decimal("26.50"), "< ")) == '"< "0.0'


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_words_of_a_light_can_be_read_on_its_colour() -> None:
    assert LIGHT_FILLS.keys() == set(Colour.values) - {Colour.NONE}
    for fill, letters in LIGHT_FILLS.values():
        light, dark = sorted((_luminance(fill), _luminance(letters)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, fill


def test_a_row_is_as_high_as_its_longest_cell_and_no_higher_than_a_program_can() -> None:
    assert height([("短", 10), (7, 3), (None, 3)]) == LOWEST
    two, three = height([("一\n二", 10)]), height([("一\n二", 10), ("一二三四五六七八九十" * 2, 16)])
    assert LOWEST < two < three < HIGHEST
    assert height([("长" * 5000, 10)]) == HIGHEST


def test_dates_outside_the_year_belong_to_its_first_and_last_quarter() -> None:
    days = (date(2019, 12, 1), date(2020, 3, 31), date(2020, 4, 1), date(2020, 12, 31), date(2021, 2, 1))
    assert [quarter_of(day, 2020) for day in days] == [1, 1, 2, 4, 4]


def test_a_quarter_says_what_was_to_stand_and_what_stood_on_the_day() -> None:
    task = Task(state=State.ACTIVE, due_on=date(2020, 12, 31))
    stages = (
        StageGoal(date(2020, 3, 31), "累计 7 公顷", date(2020, 4, 10)),
        StageGoal(date(2020, 6, 30), "累计 14 公顷", date(2020, 8, 1)),
        StageGoal(date(2021, 1, 15), "移交", None),
    )
    goal = make_goal({"2020-02": "3", "2020-03": "2.5", "2020-05": "4"}, unit="公顷")
    said = quarters(task, stages, [goal], {2: "签约\n 3 户" + "长" * 60}, 2020, date(2020, 7, 15))
    assert said[0] == "计划:累计 7 公顷 3月31日 已达成(4月10日)\n完成:5.5 公顷"
    assert said[1].split("\n")[:2] == ["计划:累计 14 公顷 6月30日 逾期未达成", "完成:9.5 公顷"]
    assert said[1].split("\n")[2] == f"进展:签约 3 户{'长' * 54}…"
    assert said[2] == "完成:9.5 公顷"
    assert said[3] == "计划:移交 2021年1月15日 未到期", "a quarter that has not begun has no figures"
    later = quarters(task, stages, [goal], {}, 2020, date(2020, 8, 1))
    assert "6月30日 已达成(8月1日)" in later[1]
