"""Puts the task rows on the plan, through the verb that every other door uses."""

from collections.abc import Mapping
from decimal import Decimal

from guanhu.models import SownKind
from guanhu.seeds.plan_loader import measures_of
from guanhu.seeds.rows import IndicatorRow, Seeds, SourceRow, TargetRow, TaskRow
from guanhu.seeds.sowing import Sowing, still_there
from guanhu.seeds.yaml_reader import Problem, SeedsRefused
from indicators.attainment import CEILINGS, SUMMED_OR_STOCK
from indicators.quantities import convert
from tasks import workflow
from tasks.errors import Invalid
from tasks.models import Measure, Task, Unit
from tasks.workflow.planning import Source
from tasks.workflow.targets import TargetSpec


def sow_tasks(sowing: Sowing, seeds: Seeds) -> None:
    """Every new task, proposed; its lead unit is a suggestion until somebody assigns it."""
    taken = Task.objects.filter(plan__slug=seeds.plan.slug).values_list("code", flat=True)
    new = sowing.new(SownKind.TASK, {row.code: row for row in seeds.tasks}, set(taken))
    task_sower = _TaskSower(sowing, seeds)
    for row in new.values():
        task_sower.propose(row)


class _TaskSower:
    """What task rows refer to, looked up once for all of them."""

    def __init__(self, sowing: Sowing, seeds: Seeds) -> None:
        self._on = sowing.on
        self._measures: Mapping[str, Measure] = measures_of(seeds.plan.slug)
        self._units = Unit.objects.in_bulk(field_name="code")
        self._indicators = {row.code: row for row in seeds.indicators}

    def propose(self, row: TaskRow) -> None:
        try:
            workflow.propose(
                by=None,
                on=self._on,
                code=row.code,
                title=row.title,
                detail=row.detail,
                measure=still_there(self._measures.get(row.measure), row.at, f"举措 {row.measure} "),
                kind=row.kind,
                role=row.role,
                restricted=row.restricted,
                lead_unit=self._unit(row, row.lead),
                supporting_units=[self._unit(row, code) for code in row.supporting],
                due_on=row.due,
                targets=[self._target(target) for target in row.targets],
                source=_source(row.source),
            )
        except Invalid as refused:
            raise SeedsRefused([Problem(row.at, refused.message)]) from refused

    def _unit(self, row: TaskRow, code: str) -> Unit:
        return still_there(self._units.get(code), row.at, f"单位 {code} ")

    def _target(self, row: TargetRow) -> TargetSpec:
        indicator = self._indicators.get(row.indicator)
        return TargetSpec(
            name=row.name or (indicator.name if indicator else ""),
            comparator=row.comparator,
            value=row.value,
            value_max=row.value_max,
            unit=row.unit,
            milestone=row.milestone,
            baseline=_reduced_from(row, indicator),
            indicator=row.indicator,
            reading=row.reading or "",
        )


def _source(row: SourceRow | None) -> Source | None:
    return Source(part=row.part, pillar=row.pillar or None, paragraph=row.paragraph or None) if row else None


def _reduced_from(row: TargetRow, indicator: IndicatorRow | None) -> Decimal | None:
    """What a reduction starts from, in the target's unit: from 86 to 50. None for anything else."""
    reducible = indicator and row.comparator in CEILINGS and indicator.kind in SUMMED_OR_STOCK
    if not (reducible and indicator and indicator.baseline and row.value is not None):
        return None
    start = convert(indicator.baseline.value, indicator.baseline.unit, row.unit)
    return start if start > row.value else None
