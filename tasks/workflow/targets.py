"""Targets of a task: checking a list of them, and writing it."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.kinds import Comparator, Direction, IndicatorKind
from indicators.models import Indicator, Target
from indicators.quantities import plain
from tasks.errors import Invalid
from tasks.models import Task, TaskTarget
from tasks.states import Kind


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """One target as asked for. Without `code` it is new; without `indicator` one is made under its name."""

    name: str
    comparator: Comparator
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    milestone: str = ""
    baseline: Decimal | None = None
    code: str = ""
    indicator: str = ""
    reading: str = ""


def check(specs: Sequence[TargetSpec]) -> None:
    problems = []
    for number, spec in enumerate(specs, start=1):
        if spec.comparator == Comparator.MILESTONE:
            if not spec.milestone or spec.value is not None:
                problems.append(f"第 {number} 个目标:节点目标要写明节点,不带数值。")
        elif spec.value is None or not spec.unit:
            problems.append(f"第 {number} 个目标:请写明数值和单位。")
        if spec.comparator == Comparator.RANGE and (
            spec.value_max is None or spec.value_max <= (spec.value or 0)
        ):
            problems.append(f"第 {number} 个目标:区间的上限应大于下限。")
    if problems:
        raise Invalid({"targets": problems})


def replace(task: Task, specs: Sequence[TargetSpec]) -> None:
    """Make the task's targets those of the list, in its order. One with readings cannot be dropped."""
    check(specs)
    linked = {link.target.code: link for link in task.task_targets.select_related("target")}
    if unknown := [spec.code for spec in specs if spec.code and spec.code not in linked]:
        raise Invalid({"targets": f"目标 {'、'.join(unknown)} 不属于本任务。"})
    for code in linked.keys() - {spec.code for spec in specs}:
        _drop(linked[code])
    taken = set(linked)
    for ordinal, spec in enumerate(specs, start=1):
        if spec.code:
            _change(linked[spec.code], spec, ordinal)
        else:
            taken.add(_create(task, spec, ordinal, taken))


def _drop(link: TaskTarget) -> None:
    if link.target.indicator and link.target.indicator.readings.exclude(origin="").exists():
        raise Invalid({"targets": f"目标“{link.target.name}”已有报送数据,不能删除。"})
    target = link.target
    link.delete()
    target.delete()


def _change(link: TaskTarget, spec: TargetSpec, ordinal: int) -> None:
    target = link.target
    for name in ("name", "comparator", "value", "value_max", "unit", "milestone", "baseline"):
        setattr(target, name, getattr(spec, name))
    target.save()
    if link.ordinal != ordinal:
        link.ordinal = ordinal
        link.save(update_fields=["ordinal"])


def _create(task: Task, spec: TargetSpec, ordinal: int, taken: set[str]) -> str:
    code = _next_code(task, taken)
    target = Target.objects.create(
        code=code,
        indicator=None if spec.comparator == Comparator.MILESTONE else _indicator(task, spec, code),
        name=spec.name or task.title[:80],
        year=task.plan.year,
        comparator=spec.comparator,
        value=spec.value,
        value_max=spec.value_max,
        unit=spec.unit,
        milestone=spec.milestone,
        baseline=spec.baseline,
    )
    TaskTarget.objects.create(task=task, target=target, ordinal=ordinal)
    return code


def _next_code(task: Task, taken: set[str]) -> str:
    """A number that no target has, and none had that was dropped: its indicator stays, and so do past days' figures."""
    kept = set(
        Indicator.objects.filter(code__startswith=_own_indicator(f"{task.code}.")).values_list(
            "code", flat=True
        )
    )
    codes = (f"{task.code}.{number}" for number in range(1, 1000))
    return next(code for code in codes if code not in taken and _own_indicator(code) not in kept)


def _own_indicator(target_code: str) -> str:
    """What an indicator is called that was made for one target."""
    return f"t{target_code.replace('.', '-')}"


def _indicator(task: Task, spec: TargetSpec, target_code: str) -> Indicator:
    if spec.indicator:
        found = Indicator.objects.filter(code=spec.indicator).first()
        if not found:
            raise Invalid({"targets": f"没有代码为 {spec.indicator} 的指标。"})
        return found
    kind = spec.reading or (IndicatorKind.CUMULATIVE if task.kind == Kind.QUANTITY else IndicatorKind.LEVEL)
    down = spec.comparator in (Comparator.BELOW, Comparator.AT_MOST)
    return Indicator.objects.create(
        code=_own_indicator(target_code),
        name=spec.name or task.title[:80],
        unit=spec.unit,
        kind=kind,
        direction=Direction.DOWN if down else Direction.UP,
    )


def described(specs: Sequence[TargetSpec]) -> list[dict[str, Any]]:
    """The list as the log keeps it; by `code` and `baseline` a past list can be told from today's."""
    return [
        {
            "name": spec.name,
            "comparator": str(spec.comparator),
            "value": _plain(spec.value),
            "value_max": _plain(spec.value_max),
            "unit": spec.unit,
            "milestone": spec.milestone,
            **({"code": spec.code} if spec.code else {}),
            **({"baseline": plain(spec.baseline)} if spec.baseline is not None else {}),
        }
        for spec in specs
    ]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def current_specs(task: Task) -> list[TargetSpec]:
    """The list as it stands."""
    return [
        TargetSpec(
            name=t.name,
            comparator=Comparator(t.comparator),
            value=t.value,
            value_max=t.value_max,
            unit=t.unit,
            milestone=t.milestone,
            baseline=t.baseline,
            code=t.code,
        )
        for t in (
            link.target for link in task.task_targets.select_related("target").order_by("ordinal", "pk")
        )
    ]


def next_years_specs(task: Task) -> list[TargetSpec]:
    """The same targets for a task that carries this one on: new rows, the same indicators."""
    links = task.task_targets.select_related("target__indicator").order_by("ordinal", "pk")
    indicators = [link.target.indicator.code if link.target.indicator else "" for link in links]
    return [
        dataclasses.replace(spec, code="", indicator=indicator)
        for spec, indicator in zip(current_specs(task), indicators, strict=True)
    ]
