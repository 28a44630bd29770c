"""签收, with the stage goals agreed, and 申请改派."""

from datetime import date
from typing import Any

from django import forms

from tasks import access, workflow
from tasks.forms.base import TaskForm
from tasks.forms.fields import Text
from tasks.forms.stage_goals import changed_goals, goal_rows
from tasks.models import Person, Task, TaskEvent, Unit
from tasks.workflow.checkpoints import current_goals
from tasks.workflow.units import first_unit


class AcceptForm(TaskForm):
    """For the lead unit; for a supervisor who does not belong to it, 代签收 with the unit's paper."""

    assignee = forms.ModelChoiceField(
        label="责任人",
        queryset=Person.objects.none(),
        to_field_name="username",
        required=False,
        empty_label="暂不指定",
    )
    note = Text(label="说明", rows=2, required=False)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        self.unit, self.before = first_unit(task), current_goals(task)
        options["initial"] = {"assignee": task.assignee.username if task.assignee else None} | (
            options.get("initial") or {}
        )
        super().__init__(task, *args, **options)
        if task.lead_unit:
            staff = access.staff_of(task.lead_unit)
            self.fields["assignee"].queryset = staff  # type: ignore[attr-defined]  # a ModelChoiceField
            if not access.leads(access.rights(self.by), task):
                self._for_the_unit(task.lead_unit)
        self.rows["checkpoints"] = goal_rows(task.kind, self.unit, self.before, self.data or None)

    def _for_the_unit(self, unit: Unit) -> None:
        self.called, self.paper = "代签收", "代签收须附该单位的书面材料(扫描件或照片)。"
        self.fields["on_behalf_of"] = forms.ChoiceField(
            label="代哪个单位签收", choices=[(unit.code, unit.name)], initial=unit.code
        )
        self.order_fields(["on_behalf_of"])

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.accept(
            self.task,
            by=by,
            on=on,
            version=version,
            checkpoints=changed_goals(self.rows["checkpoints"], self.before, self.unit),
            assignee=self.cleaned_data["assignee"],
            note=self.cleaned_data["note"],
            evidence=evidence,
            on_behalf_of=self.task.lead_unit if "on_behalf_of" in self.fields else None,
        )


class DeclineForm(TaskForm):
    reason = Text(label="申请改派的理由", rows=4)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.decline(self.task, by=by, on=on, version=version, reason=self.cleaned_data["reason"])
