"""Task rows held against the plan, the units and each other. Knows no ORM."""

import re
from collections.abc import Iterator

from guanhu.seeds.rows import PlanRow, Seeds, TaskRow
from guanhu.seeds.yaml_reader import Problem
from indicators.kinds import Comparator
from tasks.states import Kind


def tasks_of(seeds: Seeds) -> Iterator[Problem]:
    """What is wrong with the tasks, their targets aside."""
    units = {row.code for row in seeds.units}
    yield from _codes(seeds)
    for row in seeds.tasks:
        yield from _measure(row, seeds)
        yield from _units(row, units)
        yield from _due(row, seeds.plan)
        if row.sound:
            yield from _kind(row)


def _codes(seeds: Seeds) -> Iterator[Problem]:
    """Serials count within their pillar, in the order of the file."""
    for pillar in seeds.pillars:
        expected, prefix = 1, f"{seeds.plan.slug}-{pillar.ordinal}-"
        for row in (row for row in seeds.tasks if row.pillar == pillar.ordinal):
            if row.code and not re.fullmatch(re.escape(prefix) + "[0-9]{2,3}", row.code):
                yield Problem(row.at, f"编号 {row.code} 应为 {prefix}{expected:02d} 的样子。")
            elif row.code and row.code != f"{prefix}{expected:02d}":
                yield Problem(row.at, f"编号应依次排列:这里应为 {prefix}{expected:02d},不是 {row.code}。")
                expected = int(row.code.removeprefix(prefix))
            expected += 1


def _measure(row: TaskRow, seeds: Seeds) -> Iterator[Problem]:
    if not row.measure:
        return
    measure = seeds.measures.get(row.measure)
    if measure is None or not row.measure.startswith(f"{row.pillar}."):
        yield Problem(row.at, f"板块 {row.pillar} 没有举措“{row.measure}”。")
    elif row.sound and measure.sound and row.source != measure.source:
        yield Problem(row.at, f"出处应与举措 {row.measure} 相同:{measure.source},不是{row.source}。")


def _units(row: TaskRow, units: set[str]) -> Iterator[Problem]:
    for code in (row.lead, *row.supporting):
        if code and code not in units:
            yield Problem(row.at, f"units.yaml 中没有单位“{code}”。")
    if row.lead and row.lead in row.supporting:
        yield Problem(row.at, f"牵头单位“{row.lead}”不必再列为配合单位。")


def _due(row: TaskRow, plan: PlanRow) -> Iterator[Problem]:
    if row.due and plan.sound and not plan.starts_on <= row.due <= plan.ends_on:
        yield Problem(row.at, f"时限 {row.due} 不在计划年度内。")


def _kind(row: TaskRow) -> Iterator[Problem]:
    """A kind that is measured by something must say by what."""
    figures = sum(target.comparator != Comparator.MILESTONE for target in row.targets)
    if row.kind in (Kind.QUANTITY, Kind.CONTROL) and not figures:
        yield Problem(row.at, f"{row.kind.label}任务至少要有一个带数值的目标。")
    if row.kind == Kind.MILESTONE and figures == len(row.targets):
        yield Problem(row.at, f"{row.kind.label}任务至少要有一个节点目标。")
