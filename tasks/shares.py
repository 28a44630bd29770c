"""分解指标 as it stands: what each unit owes of the first target, and what it has reported."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.goals import stands_by_part
from tasks.models import Task, Unit


@dataclass(frozen=True, slots=True)
class Share:
    """One unit's part, in `measure`, the target's unit. `percent` None where nothing is owed."""

    unit: Unit
    value: Decimal
    reported: Decimal
    measure: str

    @property
    def percent(self) -> Decimal | None:
        return min(self.reported / self.value * 100, Decimal(100)) if self.value else None


def shares(task: Task) -> list[Share]:
    """Each unit's share in the units' order; empty where the target is not divided."""
    quotas = list(task.quotas.select_related("unit").order_by("unit__ordinal", "unit__code"))
    if not quotas:
        return []
    target = task.task_targets.filter(target__value__isnull=False).select_related("target__indicator")
    first = target.order_by("ordinal", "pk")[0].target
    reported = stands_by_part(first)
    return [
        Share(quota.unit, quota.value, reported.get(quota.unit.code, Decimal(0)), first.unit)
        for quota in quotas
    ]
