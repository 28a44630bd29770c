"""The seeds are read strictly: each trap of YAML is refused with file and line, and its cure is accepted."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guanhu.seeds.folder import read_seeds
from guanhu.seeds.yaml_reader import Place, SeedsRefused
from indicators.kinds import Comparator, IndicatorKind
from tasks.states import Kind, TaskRole, UnitKind
from tests.guanhu import toy_seeds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return toy_seeds.write(tmp_path)


def test_a_sound_folder_is_read_as_it_is_written(folder: Path) -> None:
    seeds = read_seeds(folder)
    assert (seeds.plan.slug, seeds.plan.starts_on) == ("2020", date(2020, 1, 1))
    assert [measure.name for measure in seeds.pillars[0].measures] == [
        "打赢空间拓展大会战",
        "打赢污染防治攻坚战",
    ]
    assert [(unit.kind, unit.assumed) for unit in seeds.units] == [
        (UnitKind.OFFICE, True),
        (UnitKind.COMMUNITY, False),
    ]
    assert [row.baseline.value for row in seeds.indicators if row.baseline] == [Decimal("34.9"), Decimal(86)]
    assert seeds.terms[0].aliases == ("路长制",)


def test_what_a_row_leaves_out_is_blank_and_what_it_says_is_kept(folder: Path) -> None:
    first, second, third = read_seeds(folder).tasks
    assert (first.restricted, first.detail, first.due, first.supporting) == (False, "", None, ("luhu",))
    assert (second.restricted, second.due, second.supporting) == (True, date(2020, 6, 30), ())
    assert (second.kind, second.role) == (Kind.MILESTONE, TaskRole.COORDINATE)
    assert (first.targets[0].comparator, first.targets[0].value) == (Comparator.AT_LEAST, Decimal(28))
    assert [target.reading for target in third.targets] == [None, IndicatorKind.LEVEL]


def test_a_problem_keeps_its_answers_and_may_have_none(folder: Path) -> None:
    (group,) = read_seeds(folder).groups
    assert [(row.text, row.measures, row.tasks) for row in group.problems] == [
        ("空间不够", ("1.2",), ("2020-1-01",)),
        ("部门有壁垒", (), ()),
    ]


def test_every_row_knows_its_line(folder: Path) -> None:
    assert [row.at for row in read_seeds(folder).tasks] == [
        Place("seeds/tasks/1.yaml", line) for line in (2, 12, 24)
    ]


TASKS, PLAN, UNITS = "tasks/1.yaml", "plan.yaml", "units.yaml"
TRAPS = [
    # file, what stands there, the trap, its cure, what the sentence says
    (TASKS, "title: 观盛二路开工", "title: 7:30", 'title: "7:30"', "7:30 会被读作数字"),
    (TASKS, "title: 观盛二路开工", "title: on", 'title: "on"', "on 会被读作真假值"),
    (TASKS, "title: 观盛二路开工", "title: 2020-09-30", "title: '2020-09-30'", "会被读作日期"),
    (TASKS, "title: 观盛二路开工", "title:", "title: 开工", "会被读作空值"),
    (TASKS, "title: 观盛二路开工", "title: [开, 工]", "title: 开工", "应为一个值"),
    (TASKS, "title: 观盛二路开工", 'title: ""', "title: 开工", "不能为空"),
    (TASKS, "title: 观盛二路开工", 'title: " 开工"', "title: 开工", "首尾不能有空白"),
    (TASKS, "title: 观盛二路开工", f"title: {'长' * 41}", f"title: {'长' * 40}", "有 41 个字,最多 40 个"),
    (TASKS, 'measure: "1.2"', "measure: 1.2", 'measure: "1.2"', "会被读作数字"),
    (TASKS, "restricted: true", "restricted: yes", "restricted: true", "应为不加引号的 true"),
    (TASKS, "restricted: true", 'restricted: "true"', "restricted: false", "应为不加引号的 true"),
    (TASKS, "kind: control", "kind: controll", "kind: control", "不认识“controll”"),
    (TASKS, "role: coordinate", "role: on", "role: pursue", "会被读作真假值"),
    (TASKS, "lead: tudi\n    due", "lead: 土地\n    due", "lead: luhu\n    due", "只能由小写英文字母"),
    (TASKS, 'due: "2020-06-30"', "due: 2020-06-30", 'due: "2020-06-30"', "会被读作日期"),
    (TASKS, 'due: "2020-06-30"', 'due: "2020-06-31"', 'due: "2020-06-30"', "2020-06-31 不是"),
    (TASKS, 'due: "2020-06-30"', 'due: "20200630"', 'due: "2020-06-30"', "20200630 不是"),
    (TASKS, 'value: "28"', "value: 28", 'value: "28"', "会被读作数字"),
    (TASKS, 'value: "28"', "value: 26.5", 'value: "26.5"', "会被读作数字"),
    (TASKS, 'value: "28"', 'value: "28公顷"', 'value: "28"', "“28公顷”不是"),
    (TASKS, 'value: "28"', 'value: "1e3"', 'value: "1000"', "“1e3”不是"),
    (TASKS, 'value: "28"', 'value: "0.1234567"', 'value: "0.123456"', "小数最多 6 位"),
    (TASKS, 'comparator: ">="', 'comparator: "≥"', 'comparator: ">"', "不认识“≥”"),
    (TASKS, "supporting: [luhu]", "supporting: luhu", "supporting: [luhu]", "应为不空的列表"),
    (TASKS, "supporting: [luhu]", "supporting: []", "supporting: [luhu]", "应为不空的列表"),
    (TASKS, "supporting: [luhu]", "supporting: [luhu, luhu]", "supporting: [luhu]", "“luhu”重复"),
    (TASKS, "detail: 先办用地手续。", "detial: 先办。", "detail: 先办。", "不认识的键“detial”"),
    (TASKS, 'due: "2020-06-30"', "role: deliver", 'due: "2020-07-01"', "键“role”重复"),
    (TASKS, "detail: 先办用地手续。", "on: 先办。", "detail: 先办。", "键应为文字"),
    (TASKS, "detail: 先办用地手续。", "<<: {a: b}", "detail: 先办。", "键应为文字"),
    (PLAN, "year: 2020", 'year: "2020"', "year: 2020", "应为不加引号的整数"),
    (PLAN, "year: 2020", "year: 33:40", "year: 2020", "应为不加引号的整数"),
    (PLAN, "year: 2020", "year: 2_020", "year: 2020", "应为不加引号的整数"),
    ("terms.yaml", "ordinal: 2", "ordinal: 02", "ordinal: 2", "应为不加引号的整数"),
    (PLAN, 'starts_on: "2020-01-01"', "starts_on: 2020-01-01", "starts_on: '2020-01-01'", "日期"),
    (UNITS, "assumed: true", "assumed: on", "assumed: true", "应为不加引号的 true"),
    (UNITS, "note: 按惯例设置", "note: no", 'note: "no"', "会被读作真假值"),
    ("indicators.yaml", 'value: "34.9"', "value: 34.9", 'value: "34.9"', "会被读作数字"),
    ("problems.yaml", 'measures: ["1.2"]', "measures: [1.2]", 'measures: ["1.2"]', "会被读作数字"),
    ("problems.yaml", "text: 部门有壁垒", "text: no", 'text: "no"', "会被读作真假值"),
    ("terms.yaml", 'aliases: ["路长制"]', "aliases: [1]", 'aliases: ["1"]', "会被读作数字"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "stands", "trap", "cure", "said"), TRAPS)
def test_a_trap_is_named_with_file_and_line(
    folder: Path, file: str, stands: str, trap: str, cure: str, said: str
) -> None:
    line = toy_seeds.edit(folder, file, stands, trap)
    found = toy_seeds.problems(folder)
    assert [str(problem.at) for problem in found] == [f"seeds/{file}:{line}"]
    assert said in found[0].text


@pytest.mark.parametrize(("file", "stands", "trap", "cure", "said"), TRAPS)
def test_the_cure_of_a_trap_is_accepted(
    folder: Path, file: str, stands: str, trap: str, cure: str, said: str
) -> None:
    toy_seeds.edit(folder, file, stands, cure)
    assert toy_seeds.problems(folder) == []


def test_a_missing_key_is_named_at_its_row(folder: Path) -> None:
    toy_seeds.edit(folder, "tasks/1.yaml", "    role: coordinate\n", "")
    (problem,) = toy_seeds.problems(folder)
    assert str(problem) == "seeds/tasks/1.yaml:12: 缺少“role”。"


def test_a_duplicate_key_names_the_line_of_the_first(folder: Path) -> None:
    toy_seeds.edit(folder, "units.yaml", "    note: 按惯例设置", "    kind: other")
    (problem,) = toy_seeds.problems(folder)
    assert str(problem) == "seeds/units.yaml:6: 键“kind”重复,第 4 行已有。"


def test_all_faults_of_all_files_are_told_at_once_in_order(folder: Path) -> None:
    toy_seeds.edit(folder, "tasks/1.yaml", 'value: "28"', "value: 28")
    toy_seeds.edit(folder, "tasks/1.yaml", "title: 观盛二路开工", "title: 7:30")
    toy_seeds.edit(folder, "plan.yaml", "year: 2020", 'year: "2020"')
    toy_seeds.edit(folder, "units.yaml", "assumed: true", "assumed: yes")
    assert [str(problem.at) for problem in toy_seeds.problems(folder)] == [
        "seeds/plan.yaml:3",
        "seeds/tasks/1.yaml:11",
        "seeds/tasks/1.yaml:14",
        "seeds/units.yaml:5",
    ]


BROKEN = [
    (b"units: [\n", 2, "不是有效的 YAML"),
    (b"units:\n\t- code: tudi\n", 2, "不是有效的 YAML"),
    (b"units:\n  - &one {code: tudi}\n  - *one\n", 3, "不支持引用"),
    (b"units: []\n---\nunits: []\n", 2, "不是有效的 YAML"),
    (b"# one\n# two\n\xff\n", 3, "不是 UTF-8"),
    (b"# one\nunits: \x00\n", 2, "控制字符"),
    (b"# nothing\n", 1, "文件是空的"),
    (b"- code: tudi\n", 1, "应由“键: 值”组成"),
    (b"units:\n  - tudi\n", 2, "应由“键: 值”组成"),
    (b"[" * 50_000, 1, "嵌套过深"),
]


@pytest.mark.parametrize(("content", "line", "said"), BROKEN)
def test_a_file_that_is_no_list_of_rows_is_refused(
    folder: Path, content: bytes, line: int, said: str
) -> None:
    (folder / "units.yaml").write_bytes(content)
    found = toy_seeds.problems(folder)
    assert [str(problem.at) for problem in found] == [f"seeds/units.yaml:{line}"]
    assert said in found[0].text


def test_a_missing_file_and_a_stray_one_are_named(folder: Path) -> None:
    (folder / "terms.yaml").rename(folder / "term.yaml")
    assert [str(problem) for problem in toy_seeds.problems(folder)] == [
        "seeds/term.yaml:1: 不认识的文件。",
        "seeds/terms.yaml:1: 文件不存在或无法读取。",
    ]


def test_the_refusal_prints_a_line_a_problem(folder: Path) -> None:
    toy_seeds.edit(folder, "plan.yaml", "year: 2020", "year: on")
    toy_seeds.edit(folder, "units.yaml", "assumed: true", "assumed: on")
    with pytest.raises(SeedsRefused) as refused:
        read_seeds(folder)
    assert [line.partition(" ")[0] for line in str(refused.value).splitlines()] == [
        "seeds/plan.yaml:3:",
        "seeds/units.yaml:5:",
    ]
