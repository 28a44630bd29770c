"""A small folder of seeds with one of everything, and the means to spoil it."""

from pathlib import Path

from guanhu.seeds.folder import read_seeds
from guanhu.seeds.yaml_reader import Problem, SeedsRefused

FILES = {
    "plan.yaml": """\
plan:
  slug: "2020"
  year: 2020
  title: 2020 年重点工作
  starts_on: "2020-01-01"
  ends_on: "2020-12-31"
  source_title: 工作报告
pillars:
  - ordinal: 1
    name: 品质观湖
    slogan: 打造品质观湖
    source: {part: 三, pillar: 1}
    measures:
      - ordinal: 1
        name: 打赢空间拓展大会战
        source: {part: 三, pillar: 1, paragraph: 1}
      - ordinal: 2
        name: 打赢污染防治攻坚战
        source: {part: 三, pillar: 1, paragraph: 2}
""",
    "units.yaml": """\
units:
  - code: tudi
    name: 土地整备办公室
    kind: office
    assumed: true
    note: 按惯例设置
  - code: luhu
    name: 鹭湖社区
    kind: community
    assumed: false
    source: {part: 三, pillar: 1, paragraph: 1}
""",
    "indicators.yaml": """\
indicators:
  - code: land-storage
    name: 土地整备入库
    unit: 公顷
    kind: cumulative
    direction: up
    baseline: {year: 2019, value: "34.9", unit: 万平方米, note: "完成率第一。"}
    source: {part: 一, paragraph: 4}
  - code: complaints
    name: 投诉
    unit: 件
    kind: cumulative
    direction: down
    baseline: {year: 2019, value: "86", unit: 件}
    source: {part: 一, paragraph: 5}
""",
    "terms.yaml": """\
terms:
  - ordinal: 1
    term: 路长制
    slug: luzhangzhi
    aliases: ["路长制"]
    definition: 主次干道由班子成员包干。
    source: {part: 附, paragraph: 1}
  - ordinal: 2
    term: 一路一档
    slug: yilu-yidang
    aliases: ["一路一档"]
    definition: 逐条道路登记成档。
    source: {part: 附, paragraph: 2}
""",
    "problems.yaml": """\
groups:
  - ordinal: 1
    name: 城市功能
    source: {part: 一, paragraph: 10}
    problems:
      - ordinal: 1
        text: 空间不够
        measures: ["1.2"]
        tasks: [2020-1-01]
        source: {part: 一, paragraph: 10}
      - ordinal: 2
        text: 部门有壁垒
        source: {part: 一, paragraph: 10}
""",
    "tasks/1.yaml": """\
tasks:
  - code: 2020-1-01
    measure: "1.1"
    title: 土地整备入库 28 公顷以上
    kind: quantity
    role: deliver
    lead: tudi
    supporting: [luhu]
    source: {part: 三, pillar: 1, paragraph: 1}
    targets:
      - {indicator: land-storage, comparator: ">=", value: "28", unit: 公顷}
  - code: 2020-1-02
    measure: "1.1"
    title: 观盛二路开工
    detail: 先办用地手续。
    kind: milestone
    role: coordinate
    restricted: true
    lead: tudi
    due: "2020-06-30"
    source: {part: 三, pillar: 1, paragraph: 1}
    targets:
      - {name: 观盛二路开工, comparator: milestone, milestone: 开工}
  - code: 2020-1-03
    measure: "1.2"
    title: 投诉降到 50 件以内
    kind: control
    role: deliver
    lead: tudi
    source: {part: 三, pillar: 1, paragraph: 2}
    targets:
      - {indicator: complaints, comparator: "<=", value: "50", unit: 件}
      - {name: 健身路径, comparator: "=", value: "95", unit: 套, reading: level}
""",
}


def write(parent: Path) -> Path:
    """The folder, as it should be."""
    folder = parent / "seeds"
    (folder / "tasks").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the only `old` in a file; returns its line."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} has {text.count(old)} times: {old}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def append(folder: Path, file: str, rows: str) -> None:
    """Add text at the end of a file."""
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(rows)


def problems(folder: Path) -> list[Problem]:
    """All that is wrong with the folder."""
    try:
        read_seeds(folder)
    except SeedsRefused as refused:
        return refused.problems
    return []
