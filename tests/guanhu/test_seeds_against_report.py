"""The seeds held against the office's own report, where this machine has it (GUANHU_REPORT).

Facts, names and numbers are the report's; the place that a row gives must be where it says so.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

from guanhu.seeds.folder import read_seeds
from guanhu.seeds.rows import Part, Seeds, SourceRow
from tests.machine import report_file

pytestmark = pytest.mark.report

HEADINGS = {"一、": Part.REVIEW, "二、": Part.AIMS, "三、": Part.WORK, "附:": Part.APPENDIX}
IN_WORDS = {
    # figures that the report writes without digits
    ("100", "%"): ("全覆盖", "完成区下达考核任务"),
    ("0", "平方米"): ("零增量",),
    ("0.5", "小时"): ("半小时",),
    ("0", "件"): ("“零复议”“零被诉”",),
    ("5", "年"): ("连续五年",),
    ("2", "个"): ("大和村和锦绣科学园党群智慧V站",),
}

ADMITTED = {
    # code of a problem: words of the report that it stands for
    "1.1": "产业基础不够扎实",
    "1.2": "产业空间供给不足与利用低效并存",
    "1.3": "商业业态急需提升",
    "1.4": "集体经济发展模式单一",
    "2.1": "大型文体设施不足",
    "2.2": "鹭湖新城公建群进展缓慢",
    "2.3": "路网密度和轨道覆盖率较低",
    "2.4": "交通拥堵",
    "2.5": "停车难与停车乱",
    "3.1": "历史遗留违法建筑量大面广",
    "3.2": "缺乏特色景观、地标性建筑",
    "3.3": "城中村“脏乱差”现象仍然突出",
    "3.4": "街道环境卫生指数排名靠后",
    "4.1": "干事创业激情有所弱化",
    "4.2": "担当意识不够强",
    "4.3": "部门之间壁垒依然存在",
    "4.4": "“一盘棋”意识不够强",
    "4.5": "凝聚力、向心力有待提升",
}


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return read_seeds(settings.SEEDS_DIR)


@pytest.fixture(scope="module")
def report() -> str:
    return squeezed(Path(report_file()).read_text(encoding="utf-8-sig"))


@pytest.fixture(scope="module")
def paragraphs(report: str) -> dict[SourceRow, str]:
    """The report's paragraphs by their place; 0 is a heading."""
    found: dict[SourceRow, str] = {}
    part, pillar, count = None, 0, 0
    for line in filter(None, report.split("\n")):
        if line[:2] in HEADINGS:
            part, pillar, count = HEADINGS[line[:2]], 0, 0
        elif part is Part.WORK and re.match(r"\([一二三四五六]\)", line):
            pillar, count = pillar + 1, 0
            found[SourceRow(part, pillar, 0)] = line
        elif part:
            count += 1
            found[SourceRow(part, pillar, count)] = line
    return found


def squeezed(text: str) -> str:
    """Lines without blanks; parentheses, commas and colons in one width."""
    return re.sub(r"[^\S\n]", "", text).translate(str.maketrans("（），：", "(),:"))


def says(paragraph: str, value: str, unit: str) -> bool:
    """Whether a paragraph has the figure: the number alone, not the tail or the head of a longer one."""
    if re.search(rf"(?<![0-9.]){re.escape(value.removeprefix('-'))}(?![0-9.]*[0-9])", paragraph):
        return True
    return any(words in paragraph for words in IN_WORDS.get((value, unit), ()))


def test_pillars_and_measures_are_the_reports_headings(
    seeds: Seeds, paragraphs: dict[SourceRow, str]
) -> None:
    for pillar in seeds.pillars:
        assert pillar.source and pillar.name in paragraphs[pillar.source]
        for measure in pillar.measures:
            assert measure.source and paragraphs[measure.source].startswith(f"{squeezed(measure.name)}。")
    work = {place for place in paragraphs if place.part == Part.WORK and place.pillar and place.paragraph}
    assert work - {SourceRow(Part.WORK, 6, 7)} == {row.source for row in seeds.measures.values()}


def test_every_number_of_a_target_stands_in_the_paragraph_that_its_task_names(
    seeds: Seeds, paragraphs: dict[SourceRow, str]
) -> None:
    missing = [
        (task.code, value, target.unit)
        for task in seeds.tasks
        for target in task.targets
        if target.value is not None and (value := format(target.value, "f"))
        if not task.source or not says(paragraphs[task.source], value, target.unit)
    ]
    assert missing == []


def test_every_number_of_2019_stands_in_the_paragraph_that_its_indicator_names(
    seeds: Seeds, paragraphs: dict[SourceRow, str]
) -> None:
    missing = [
        (row.code, value, row.baseline.unit)
        for row in seeds.indicators
        if row.baseline and (value := format(row.baseline.value, "f"))
        if not row.source or not says(paragraphs[row.source], value, row.baseline.unit)
    ]
    assert missing == []


def test_a_number_that_the_report_does_not_have_would_be_found(paragraphs: dict[SourceRow, str]) -> None:
    land = paragraphs[SourceRow(Part.WORK, 2, 2)]
    assert says(land, "28", "公顷")
    assert not says(land, "29", "公顷")
    assert not says(land, "2", "公顷")
    assert not says(land, "0.5", "小时")


def test_every_term_and_every_other_wording_of_it_occurs_in_the_report(seeds: Seeds, report: str) -> None:
    words = [word for term in seeds.terms for word in (term.term, *term.aliases)]
    assert [word for word in words if squeezed(word) not in report] == []


def test_every_term_is_explained_at_its_place_in_the_appendix_in_other_words(
    seeds: Seeds, paragraphs: dict[SourceRow, str]
) -> None:
    entries = [place for place in paragraphs if place.part == Part.APPENDIX]
    assert len(entries) == len(seeds.terms)
    for term in seeds.terms:
        assert term.source and paragraphs[term.source].startswith(f"{term.ordinal}.{squeezed(term.term)}:")
        assert squeezed(term.definition) not in paragraphs[term.source]


def test_units_that_are_not_assumed_are_named_where_they_say(
    seeds: Seeds, paragraphs: dict[SourceRow, str]
) -> None:
    named = [unit for unit in seeds.units if unit.source]
    assert named
    for unit in named:
        assert unit.source and unit.name.removesuffix("社区") in paragraphs[unit.source]


def test_the_problems_are_those_that_the_report_admits_at_the_place_they_name(
    seeds: Seeds, paragraphs: dict[SourceRow, str]
) -> None:
    place = SourceRow(Part.REVIEW, 0, 10)
    rows = {f"{group.ordinal}.{row.ordinal}": row for group in seeds.groups for row in group.problems}
    assert rows.keys() == ADMITTED.keys()
    assert {row.source for row in (*seeds.groups, *rows.values())} == {place}
    said = [paragraphs[place].find(ADMITTED[code]) for code in sorted(rows)]
    assert said == sorted(said) and -1 not in said
    assert SourceRow(Part.REVIEW, 0, 11) not in paragraphs


def test_the_groups_of_problems_are_the_four_of_the_report(
    seeds: Seeds, paragraphs: dict[SourceRow, str]
) -> None:
    admitted = paragraphs[SourceRow(Part.REVIEW, 0, 10)]
    for numeral, group in zip("一二三四", seeds.groups, strict=True):
        assert f"{numeral}是{group.name}方面" in admitted
    assert "五是" not in admitted


def test_problems_are_told_in_our_own_words(seeds: Seeds, paragraphs: dict[SourceRow, str]) -> None:
    admitted = paragraphs[SourceRow(Part.REVIEW, 0, 10)]
    assert [
        row.text for group in seeds.groups for row in group.problems if squeezed(row.text) in admitted
    ] == []
