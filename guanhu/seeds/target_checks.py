"""Target rows: a figure or a milestone, of a known indicator, in a unit that fits. Knows no ORM."""

from collections.abc import Iterator

from guanhu.seeds.rows import IndicatorRow, Seeds, TargetRow
from guanhu.seeds.yaml_reader import Problem
from indicators.kinds import Comparator
from indicators.quantities import UNITS, known


def targets_of(seeds: Seeds) -> Iterator[Problem]:
    """What is wrong with the targets of all tasks."""
    indicators = {row.code: row for row in seeds.indicators}
    aimed: dict[str, TargetRow] = {}
    for row in (target for task in seeds.tasks for target in task.targets):
        if row.indicator and aimed.setdefault(row.indicator, row) is not row:
            # Readings come through one task's report alone: two owners would overwrite each other's figures.
            yield Problem(row.at, f"指标“{row.indicator}”已是 {aimed[row.indicator].at} 的目标。")
        if row.sound:
            yield from _milestone(row) if row.comparator == Comparator.MILESTONE else _figure(row, indicators)


def _milestone(row: TargetRow) -> Iterator[Problem]:
    if not row.milestone or not row.name:
        yield Problem(row.at, "节点目标要写明名称(name)和节点(milestone)。")
    if row.value is not None or row.value_max is not None or row.unit:
        yield Problem(row.at, "节点目标不带数值(value)和单位(unit)。")
    if row.indicator or row.reading:
        yield Problem(row.at, "节点目标没有指标(indicator)和性质(reading)。")


def _figure(row: TargetRow, indicators: dict[str, IndicatorRow]) -> Iterator[Problem]:
    if row.value is None or not row.unit:
        yield Problem(row.at, "请写明目标的数值(value)和单位(unit)。")
    elif row.unit not in UNITS:
        yield Problem(row.at, f"单位表中没有“{row.unit}”。")
    if (row.value_max is not None) != (row.comparator == Comparator.RANGE):
        yield Problem(row.at, "区间(range)目标要写上限(value_max),别的目标不写。")
    elif row.value_max is not None and row.value is not None and row.value_max <= row.value:
        yield Problem(row.at, "区间的上限应大于下限。")
    yield from _indicator(row, indicators) if row.indicator else _new_indicator(row)


def _indicator(row: TargetRow, indicators: dict[str, IndicatorRow]) -> Iterator[Problem]:
    if row.reading:
        yield Problem(row.at, f"性质(reading)由指标“{row.indicator}”决定,不必再写。")
    if row.indicator not in indicators:
        yield Problem(row.at, f"indicators.yaml 中没有指标“{row.indicator}”。")
    elif row.unit and known(row.unit)[0] != known(indicators[row.indicator].unit)[0]:
        unit = indicators[row.indicator].unit
        yield Problem(row.at, f"单位“{row.unit}”不能换算为指标“{row.indicator}”的单位“{unit}”。")


def _new_indicator(row: TargetRow) -> Iterator[Problem]:
    if not row.name:
        yield Problem(row.at, "目标要有指标(indicator)或名称(name)。")
