"""A paper to draw, without any database."""

from dataclasses import replace
from datetime import date
from typing import Any

from guanhu.bulletin.contents import Paper, Section, Table, body

ROWS = tuple((f"板块{number}", str(number)) for number in range(120))
TABLE = Table("各板块进展情况", ("板块", "任务"), ROWS, (100, 56), (False, True), note="单位：项。")
PAPER = Paper(
    masthead="观湖街道督查通报",
    mark="",
    number="观湖督通〔2020〕3号",
    title="关于2020年重点工作9月份推进情况的通报",
    to="各社区：",
    lines=body(
        "现将有关情况通报如下。",
        {
            Section.OVERALL: "（一）任务总量。任务226项。\n平常的一段。",
            Section.RED: "1．土地整备入库（土地整备办公室）：滞后。\n2.5公顷不是序号。",
        },
    ),
    signed_by="观湖街道督查室",
    dated_on=date(2020, 9, 30),
    tables=(TABLE, replace(TABLE, title="各单位进展情况")),
)


def paper(**changes: Any) -> Paper:
    return replace(PAPER, **changes)
