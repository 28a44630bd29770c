"""The screens' spelling as papers spell it, and what a file of XML cannot hold."""

import pytest

from guanhu.bulletin.print_text import in_print, one_line, printable


@pytest.mark.parametrize(
    ("screen", "paper"),
    [
        ("滞后计划 31.1 个百分点(累计 12.3 公顷;黄 ≥ 10)", "滞后计划31.1个百分点（累计12.3公顷；黄≥10）"),
        ("应于 2020-06-30 完成,预计 2020-11-15", "应于2020年6月30日完成，预计2020年11月15日"),
        ("补做阶段目标「完成设计」", "补做阶段目标“完成设计”"),
        ("投资 1,000 元", "投资1,000元"),
        ("PM2.5 (mean)", "PM2.5 (mean)"),
        ("编号 2020-2-07", "编号2020-2-07"),
    ],
)
def test_punctuation_blanks_and_days_are_those_of_a_paper(screen: str, paper: str) -> None:
    assert in_print(screen) == paper


def test_what_xml_cannot_hold_is_left_out_and_everything_else_stays() -> None:
    assert printable("土地\x00\x0b整备\ud800\uffff\r\n入库\t𠮷") == "土地整备\n入库\t𠮷"
    assert one_line("土地\n整备\t入库 ") == "土地 整备 入库"
