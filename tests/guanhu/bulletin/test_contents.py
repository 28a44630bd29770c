"""A paper's structure: sections numbered without gaps, levels told by their numbers, kept as JSON and read back."""

import json

from guanhu.bulletin.contents import Line, Section, body, from_json, to_json
from tests.guanhu.bulletin.papers import PAPER, paper


def test_sections_are_numbered_in_order_and_an_empty_one_makes_no_gap() -> None:
    lines = body("导语。", {Section.RED: "红。", Section.OVERALL: "总。", Section.UNITS: "  \n "})
    assert [line.text for line in lines if line.level == 1] == ["一、总体情况", "二、红灯任务及原因"]
    assert lines[0] == Line(0, "导语。")


def test_levels_follow_from_how_a_line_begins() -> None:
    found = {line.text[:4]: (line.level, line.lead) for line in PAPER.lines}
    assert found["（一）任"] == (2, "（一）任务总量。")
    assert found["平常的一"] == (0, "平常的一段。")
    assert found["1．土地"][0] == 3
    assert found["2.5公"][0] == 0


def test_a_paper_comes_back_from_json_as_it_was() -> None:
    assert from_json(json.loads(json.dumps(to_json(PAPER)))) == PAPER


def test_attachments_are_numbered_only_where_there_are_several() -> None:
    assert PAPER.attachments == ["1.各板块进展情况", "2.各单位进展情况"]
    assert [label for label, _ in PAPER.attached] == ["附件1", "附件2"]
    alone = paper(tables=PAPER.tables[:1])
    assert alone.attachments == ["各板块进展情况"]
    assert [label for label, _ in alone.attached] == ["附件"]
    assert paper(tables=()).attachments == []
