"""Rows held against each other: what each file alone cannot say. Knows no ORM."""

from collections.abc import Iterable, Iterator

from guanhu.seeds.answer_checks import answers_of
from guanhu.seeds.rows import (
    IndicatorRow,
    Part,
    PlanRow,
    ProblemGroupRow,
    Row,
    Seeds,
    SourceRow,
    TermRow,
    UnitRow,
)
from guanhu.seeds.target_checks import targets_of
from guanhu.seeds.task_checks import tasks_of
from guanhu.seeds.yaml_reader import Problem
from indicators.quantities import known


def problems_of(seeds: Seeds) -> Iterator[Problem]:
    """All that is wrong between the rows, in no order."""
    yield from _plan(seeds.plan)
    yield from _structure(seeds)
    yield from _units(seeds.units)
    yield from _indicators(seeds.indicators, seeds.plan)
    yield from _terms(seeds.terms)
    yield from _alike(((row, row.code) for row in seeds.tasks), "编号")
    yield from _alike(((row, row.title) for row in seeds.tasks), "任务名称")
    yield from tasks_of(seeds)
    yield from targets_of(seeds)
    yield from _admitted(seeds.groups)
    yield from answers_of(seeds)


def _alike(keyed: Iterable[tuple[Row, object]], what: str) -> Iterator[Problem]:
    """Rows with a key that an earlier row has; blanks are reported elsewhere."""
    first: dict[object, Row] = {}
    for row, key in keyed:
        if key and key in first:
            yield Problem(row.at, f"{what}“{key}”重复,{first[key].at} 已有。")
        else:
            first[key] = row


def _numbered(ordinals: Iterable[tuple[Row, int]], what: str) -> Iterator[Problem]:
    """Ordinals that do not count from one, each by one."""
    expected = 1
    for row, ordinal in ordinals:
        if ordinal and ordinal != expected:
            yield Problem(row.at, f"{what}序号应为 {expected},不是 {ordinal}。")
        expected = (ordinal or expected) + 1


def _plan(plan: PlanRow) -> Iterator[Problem]:
    if plan.sound and plan.starts_on >= plan.ends_on:
        yield Problem(plan.at, "截止日应晚于起始日。")
    if plan.sound and plan.starts_on.year != plan.year:
        yield Problem(plan.at, f"起始日 {plan.starts_on} 不在 {plan.year} 年。")


def _structure(seeds: Seeds) -> Iterator[Problem]:
    yield from _numbered(((row, row.ordinal) for row in seeds.pillars), "板块")
    yield from _alike(((row, row.name) for row in seeds.pillars), "板块")
    for pillar in seeds.pillars:
        yield from _numbered(((row, row.ordinal) for row in pillar.measures), "举措")
        for row in pillar.measures:
            if row.sound and row.source != (place := SourceRow(Part.WORK, pillar.ordinal, row.ordinal)):
                yield Problem(row.at, f"出处应为{place},不是{row.source}。")
        if pillar.sound and pillar.source != (place := SourceRow(Part.WORK, pillar.ordinal, 0)):
            yield Problem(pillar.at, f"出处应为{place},不是{pillar.source}。")


def _units(units: tuple[UnitRow, ...]) -> Iterator[Problem]:
    yield from _alike(((row, row.code) for row in units), "单位代码")
    yield from _alike(((row, row.name) for row in units), "单位名称")
    for row in units:
        if row.sound and row.assumed and row.source:
            yield Problem(row.at, "报告点名的单位(有 source)不是假定的(assumed)。")
        if row.sound and not row.assumed and not row.source:
            yield Problem(row.at, "不是假定的单位要写明报告何处点名(source)。")


def _indicators(rows: tuple[IndicatorRow, ...], plan: PlanRow) -> Iterator[Problem]:
    yield from _alike(((row, row.code) for row in rows), "指标代码")
    yield from _alike(((row, row.name) for row in rows), "指标名称")
    for row in rows:
        if not row.sound or row.baseline is None:
            continue
        if known(row.baseline.unit)[0] != known(row.unit)[0]:
            yield Problem(
                row.baseline.at, f"基数的单位“{row.baseline.unit}”不能换算为指标的单位“{row.unit}”。"
            )
        if plan.sound and row.baseline.year >= plan.year:
            yield Problem(row.baseline.at, f"基数应早于 {plan.year} 年。")


def _terms(rows: tuple[TermRow, ...]) -> Iterator[Problem]:
    yield from _numbered(((row, row.ordinal) for row in rows), "名词")
    yield from _alike(((row, row.slug) for row in rows), "名词代码")
    yield from _alike(((row, row.term) for row in rows), "名词")
    yield from _alike(((row, alias) for row in rows for alias in row.aliases), "名词的又作")
    for row in rows:
        if row.sound and row.source != SourceRow(Part.APPENDIX, 0, row.ordinal):
            yield Problem(row.at, f"出处应为{SourceRow(Part.APPENDIX, 0, row.ordinal)},不是{row.source}。")


def _admitted(groups: tuple[ProblemGroupRow, ...]) -> Iterator[Problem]:
    yield from _numbered(((row, row.ordinal) for row in groups), "问题方面")
    yield from _alike(((row, row.name) for row in groups), "问题方面")
    yield from _alike(((row, row.text) for group in groups for row in group.problems), "问题")
    for group in groups:
        yield from _numbered(((row, row.ordinal) for row in group.problems), "问题")
