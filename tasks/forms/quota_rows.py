"""Rows of 分解指标: how much of the first target each unit owes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from tasks.forms.fields import DecimalField
from tasks.forms.rows import Row, Rows
from tasks.models import Task, Unit
from tasks.workflow.quotas import Quota

PREFIX = "quotas"


class QuotaRow(Row):
    """A row with a unit alone says nothing: the task's own units come filled in."""

    ignored = ("unit",)

    unit = forms.ChoiceField(label="单位", required=False)
    value = DecimalField(label="分解量", required=False, min_value=Decimal(0))

    def __init__(self, *args: Any, units: Sequence[Unit], measure: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {unit.code: unit for unit in units}
        choices = [("", "请选择"), *((unit.code, unit.name) for unit in units)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if measure:
            self.fields["value"].label = f"分解量({measure})"

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "请选择单位。")
        return cleaned

    def quota(self) -> Quota:
        """The line, once it is valid."""
        return Quota(self.units[self.cleaned_data["unit"]], self.cleaned_data["value"])


def quota_rows(
    units: Iterable[Unit], measure: str, data: Any = None, task: Task | None = None, now: Sequence[Quota] = ()
) -> Rows:
    """A row for each unit of the task with what it owes, and a blank one; or what was posted. `units` can be chosen,
    `measure` is the target's unit."""
    offered = list(units)
    owed = {quota.unit.code: quota.value for quota in now}
    own = ([task.lead_unit.code] if task.lead_unit else []) + task.supporting_codes if task else []
    initial = [{"unit": code, "value": owed.get(code)} for code in dict.fromkeys([*own, *owed])]
    options = {"units": offered, "measure": measure}
    return Rows(PREFIX, QuotaRow, initial, data, options, blank=1 if initial else 2)


def posted_quotas(rows: Rows) -> list[Quota]:
    return [row.quota() for row in rows.filled if isinstance(row, QuotaRow)]


def same(given: Iterable[Quota], before: Iterable[Quota]) -> bool:
    """Whether the list says what stood there, in whatever order."""
    return {quota.unit.code: quota.value for quota in given} == {q.unit.code: q.value for q in before}
