"""Rows of the seeds are held against each other: references lead somewhere, keys are the only ones."""

from pathlib import Path

import pytest

from tests.guanhu import toy_seeds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return toy_seeds.write(tmp_path)


TASKS, PLAN, UNITS, INDICATORS, TERMS, PROBLEMS = (
    "tasks/1.yaml", "plan.yaml", "units.yaml", "indicators.yaml", "terms.yaml", "problems.yaml",
)  # fmt: skip
FAULTS = [
    # file, what stands there, what is put there, the line that is named, what the sentence says
    (TASKS, 'measure: "1.2"', 'measure: "1.3"', 24, "没有举措“1.3”"),
    (TASKS, 'measure: "1.2"', 'measure: "1.1"', 24, "出处应与举措 1.1 相同"),
    (TASKS, "code: 2020-1-02", "code: 2020-1-04", 12, "这里应为 2020-1-02,不是 2020-1-04"),
    (TASKS, "code: 2020-1-03", "code: 2020-2-03", 24, "应为 2020-1-03 的样子"),
    (TASKS, "title: 观盛二路开工", "title: 投诉降到 50 件以内", 24, "任务名称“投诉降到 50 件以内”重复"),
    (TASKS, "supporting: [luhu]", "supporting: [tudi]", 2, "不必再列为配合单位"),
    (TASKS, "supporting: [luhu]", "supporting: [nobody]", 2, "没有单位“nobody”"),
    (TASKS, 'due: "2020-06-30"', 'due: "2021-01-01"', 12, "不在计划年度内"),
    (TASKS, "kind: milestone", "kind: quantity", 12, "至少要有一个带数值的目标"),
    (TASKS, "kind: quantity", "kind: milestone", 2, "至少要有一个节点目标"),
    (TASKS, "indicator: land-storage", "indicator: land", 11, "没有指标“land”"),
    (TASKS, "indicator: land-storage", "indicator: complaints", 32, "已是 seeds/tasks/1.yaml:11 的目标"),
    (TASKS, "unit: 公顷", "unit: 套", 11, "单位“套”不能换算为指标“land-storage”的单位“公顷”"),
    (TASKS, "unit: 套", "unit: 大套", 33, "单位表中没有“大套”"),
    (TASKS, ', unit: 套', "", 33, "请写明目标的数值(value)和单位(unit)"),
    (TASKS, 'value: "95", ', "", 33, "请写明目标的数值(value)和单位(unit)"),
    (TASKS, "name: 健身路径, ", "", 33, "目标要有指标(indicator)或名称(name)"),
    (TASKS, ', unit: 公顷', ", unit: 公顷, reading: level", 11, "由指标“land-storage”决定"),
    (TASKS, ", milestone: 开工", "", 23, "要写明名称(name)和节点(milestone)"),
    (TASKS, "milestone: 开工", 'milestone: 开工, value: "1"', 23, "节点目标不带数值"),
    (TASKS, "milestone: 开工", "milestone: 开工, unit: 条", 23, "节点目标不带数值"),
    (TASKS, "milestone: 开工", "milestone: 开工, reading: level", 23, "节点目标没有指标"),
    (TASKS, 'comparator: "="', "comparator: range", 33, "要写上限"),
    (TASKS, 'value: "95"', 'value: "95", value_max: "99"', 33, "别的目标不写"),
    (TASKS, 'comparator: "=", value: "95"', 'comparator: range, value: "95", value_max: "95"', 33, "上限"),
    (PLAN, "ordinal: 2\n", "ordinal: 1\n", 17, "举措序号应为 2,不是 1"),
    (PLAN, "pillar: 1, paragraph: 2", "pillar: 1, paragraph: 3", 17, "出处应为三、板块 1 第 2 段"),
    (PLAN, 'ends_on: "2020-12-31"', 'ends_on: "2019-12-31"', 2, "截止日应晚于起始日"),
    (PLAN, 'starts_on: "2020-01-01"', 'starts_on: "2019-01-01"', 2, "不在 2020 年"),
    (UNITS, "name: 鹭湖社区", "name: 土地整备办公室", 7, "单位名称“土地整备办公室”重复"),
    (UNITS, "assumed: false", "assumed: true", 7, "不是假定的"),
    (UNITS, "assumed: true", "assumed: false", 2, "写明报告何处点名"),
    (INDICATORS, "name: 投诉", "name: 土地整备入库", 9, "指标名称“土地整备入库”重复"),
    (INDICATORS, "unit: 万平方米", "unit: 件", 7, "不能换算为指标的单位“公顷”"),
    (INDICATORS, 'year: 2019, value: "86"', 'year: 2020, value: "86"', 14, "基数应早于 2020 年"),
    (TERMS, "ordinal: 2", "ordinal: 3", 8, "名词序号应为 2,不是 3"),
    (TERMS, "slug: yilu-yidang", "slug: luzhangzhi", 8, "名词代码“luzhangzhi”重复"),
    (TERMS, 'aliases: ["一路一档"]', 'aliases: ["路长制"]', 8, "名词的又作“路长制”重复"),
    (TERMS, "paragraph: 2", "paragraph: 3", 8, "出处应为附、第 2 段"),
    (PROBLEMS, 'measures: ["1.2"]', 'measures: ["1.9"]', 6, "计划中没有举措“1.9”"),
    (PROBLEMS, "tasks: [2020-1-01]", "tasks: [2020-1-09]", 6, "没有任务“2020-1-09”"),
    (PROBLEMS, "tasks: [2020-1-01]", "tasks: [2020-1-03]", 6, "已随举措“1.2”在内"),
    (PROBLEMS, "ordinal: 2", "ordinal: 3", 11, "问题序号应为 2,不是 3"),
    (PROBLEMS, "text: 部门有壁垒", "text: 空间不够", 11, "问题“空间不够”重复"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "stands", "fault", "line", "said"), FAULTS)
def test_a_fault_between_rows_is_named_with_file_and_line(
    folder: Path, file: str, stands: str, fault: str, line: int, said: str
) -> None:
    toy_seeds.edit(folder, file, stands, fault)
    assert (f"seeds/{file}:{line}", True) in [
        (str(problem.at), said in problem.text) for problem in toy_seeds.problems(folder)
    ]


def test_without_a_fault_nothing_is_said(folder: Path) -> None:
    assert toy_seeds.problems(folder) == []


def test_a_duplicate_code_is_told_with_the_place_of_the_first(folder: Path) -> None:
    toy_seeds.edit(folder, UNITS, "code: luhu", "code: tudi")
    assert "seeds/units.yaml:7: 单位代码“tudi”重复,seeds/units.yaml:2 已有。" in [
        str(problem) for problem in toy_seeds.problems(folder)
    ]


def test_a_range_with_both_ends_is_accepted(folder: Path) -> None:
    toy_seeds.edit(
        folder, TASKS, 'comparator: "=", value: "95"', 'comparator: range, value: "95", value_max: "96"'
    )
    assert toy_seeds.problems(folder) == []


def test_a_row_that_cannot_be_read_is_not_reported_a_second_time(folder: Path) -> None:
    toy_seeds.edit(folder, TASKS, "kind: milestone", "kind: milestones")
    assert len(toy_seeds.problems(folder)) == 1


def test_tasks_of_a_pillar_that_is_not_on_the_plan_are_told(folder: Path) -> None:
    (folder / "tasks" / "2.yaml").write_text("tasks: []\n")
    assert [str(problem) for problem in toy_seeds.problems(folder)] == [
        "seeds/tasks/2.yaml:1: 不认识的文件。"
    ]
