"""调整: any editable field, with a reason. Only what was changed is handed on."""

from datetime import date
from typing import Any

from django import forms

from tasks import access, workflow
from tasks.forms.assign import units_for
from tasks.forms.fields import Text
from tasks.forms.item_lines import unchanged
from tasks.forms.quota_rows import posted_quotas, quota_rows, same
from tasks.forms.stage_goals import changed_goals, goal_rows
from tasks.forms.target_rows import posted_targets, target_rows
from tasks.forms.task_fields import TaskFieldsForm
from tasks.models import Person, Task, TaskEvent
from tasks.workflow.checkpoints import current_goals
from tasks.workflow.items import current_items
from tasks.workflow.quotas import current_quotas
from tasks.workflow.targets import current_specs
from tasks.workflow.units import first_unit

_PLAIN = ("title", "detail", "measure", "kind", "role", "weight", "starts_on", "due_on", "restricted", "lead_unit",
          "leader", "assignee", "cadence")  # fmt: skip


class ReviseForm(TaskFieldsForm):
    last = ("items", "reason")

    assignee = forms.ModelChoiceField(
        label="责任人",
        queryset=Person.objects.none(),
        to_field_name="username",
        required=False,
        empty_label="未指定",
    )
    reason = Text(label="调整理由", rows=3)

    def __init__(self, task: Task, *args: Any, by: Person, on: date, **options: Any) -> None:
        self.task, self.by, self.on, self.unit = task, by, on, first_unit(task)
        self.items_before, self.quotas_before = current_items(task), current_quotas(task)
        self.goals_before, self.targets_before = current_goals(task), current_specs(task)
        options["initial"] = (
            _as_it_stands(task) | {"items": self.items_before} | (options.get("initial") or {})
        )
        super().__init__([task.plan], *args, task=task, **options)
        if task.lead_unit:
            staff = access.staff_of(task.lead_unit)
            self.fields["assignee"].queryset = staff  # type: ignore[attr-defined]  # a ModelChoiceField
        self.rows["targets"] = target_rows(self.targets_before, self.data or None)
        self.rows["checkpoints"] = goal_rows(task.kind, self.unit, self.goals_before, self.data or None)
        self.rows["quotas"] = quota_rows(
            units_for(task), self.unit, self.data or None, task, self.quotas_before
        )

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.revise(
            self.task, by=by, on=on, version=version, reason=self.cleaned_data["reason"], **self.changes()
        )

    def changes(self) -> dict[str, Any]:
        """The fields that say something else than before."""
        given, before = self.cleaned_data, self.task
        changed: dict[str, Any] = {
            name: given[name] for name in _PLAIN if given[name] != getattr(before, name)
        }
        units = list(given["supporting_units"])
        if sorted(unit.code for unit in units) != sorted(before.supporting_codes):
            changed["supporting_units"] = units
        if (targets := posted_targets(self.rows["targets"])) != self.targets_before:
            changed["targets"] = targets
        goals = changed_goals(self.rows["checkpoints"], self.goals_before, self.unit)
        if goals is not None:
            changed["checkpoints"] = goals
        return changed | self._changed_parts()

    def _changed_parts(self) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        if not unchanged(self.cleaned_data["items"], self.items_before):
            changed["items"] = self.cleaned_data["items"]
        quotas = posted_quotas(self.rows["quotas"])
        if not same(quotas, self.quotas_before):
            changed["quotas"] = quotas
        return changed


def _as_it_stands(task: Task) -> dict[str, Any]:
    plain = ("title", "detail", "kind", "role", "weight", "starts_on", "due_on", "restricted", "cadence")
    return {name: getattr(task, name) for name in plain} | {
        "measure": task.measure_id,
        "lead_unit": task.lead_unit.code if task.lead_unit else None,
        "supporting_units": task.supporting_codes,
        "leader": task.leader.username if task.leader else None,
        "assignee": task.assignee.username if task.assignee else None,
    }
