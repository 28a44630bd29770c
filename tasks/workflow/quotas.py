"""分解指标: how the first target is shared among the lead and the supporting units."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.quantities import plain
from tasks.errors import Invalid
from tasks.models import SubQuota, Task, Unit


@dataclass(frozen=True, slots=True)
class Quota:
    """A unit's share, in the unit of the task's first quantified target."""

    unit: Unit
    value: Decimal


def current_quotas(task: Task) -> list[Quota]:
    """The shares as they stand."""
    return [
        Quota(row.unit, row.value) for row in task.quotas.select_related("unit").order_by("unit__ordinal")
    ]


def described(quotas: Sequence[Quota]) -> list[dict[str, str]]:
    """The shares as the log keeps them, in the units' order."""
    ordered = sorted(quotas, key=lambda quota: (quota.unit.ordinal, quota.unit.code))
    return [{"unit": quota.unit.code, "value": plain(quota.value)} for quota in ordered]


def check(task: Task, quotas: Sequence[Quota]) -> None:
    """Only of the task's own units, each once, together the target. Raises Invalid."""
    if not quotas:
        return
    link = (
        task.task_targets.filter(target__value__isnull=False)
        .select_related("target")
        .order_by("ordinal")
        .first()
    )
    if link is None:
        raise Invalid({"quotas": "没有量化目标的任务不能分解。"})
    own = {task.lead_unit.code if task.lead_unit else "", *task.supporting_codes}
    codes = [quota.unit.code for quota in quotas]
    if strangers := [quota.unit.name for quota in quotas if quota.unit.code not in own]:
        raise Invalid({"quotas": f"{'、'.join(strangers)}不是本任务的牵头或配合单位。"})
    if len(set(codes)) < len(codes):
        raise Invalid({"quotas": "同一单位分解了两次。"})
    if any(quota.value < 0 for quota in quotas):
        raise Invalid({"quotas": "分解量不能为负。"})
    total, wanted = sum((quota.value for quota in quotas), Decimal(0)), link.target.value
    if wanted is not None and total != wanted:
        unit = link.target.unit
        raise Invalid({"quotas": f"分解量合计 {plain(total)} {unit},应等于目标 {plain(wanted)} {unit}。"})


def replace(task: Task, quotas: Sequence[Quota]) -> None:
    """Write the shares; they have been checked."""
    task.quotas.all().delete()
    SubQuota.objects.bulk_create(SubQuota(task=task, unit=quota.unit, value=quota.value) for quota in quotas)
