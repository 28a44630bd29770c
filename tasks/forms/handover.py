"""转办: to another person of the lead unit."""

from datetime import date
from typing import Any

from django import forms

from tasks import access, workflow
from tasks.forms.base import TaskForm
from tasks.forms.fields import Text
from tasks.models import Person, Task, TaskEvent


class HandOverForm(TaskForm):
    assignee = forms.ModelChoiceField(
        label="转给", queryset=Person.objects.none(), to_field_name="username", empty_label="请选择"
    )
    note = Text(label="说明", rows=3, required=False)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        super().__init__(task, *args, **options)
        if task.lead_unit:
            staff = access.staff_of(task.lead_unit)
            others = staff.exclude(pk=task.assignee.pk) if task.assignee else staff
            self.fields["assignee"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField
        if task.assignee:
            self.fields["assignee"].help_text = f"现责任人:{task.assignee}。"

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.hand_over(
            self.task, by=by, on=on, version=version, assignee=given["assignee"], note=given["note"]
        )
