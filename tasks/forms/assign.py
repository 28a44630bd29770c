"""交办 and 改派: to which unit, under which leader, by when."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from tasks import access, workflow
from tasks.forms.base import TaskForm
from tasks.forms.fields import Day, Text
from tasks.forms.stage_goals import changed_goals, goal_rows
from tasks.models import Person, Task, TaskEvent, Unit
from tasks.states import State
from tasks.workflow.checkpoints import current_goals
from tasks.workflow.units import first_unit

AGAIN = "改派"
"""What 交办 is called once a unit has had the task."""


def units_for(task: Task | None) -> QuerySet[Unit]:
    """Units in use, and those that the task has already."""
    if task is None:
        return Unit.objects.filter(active=True)
    return Unit.objects.filter(Q(active=True) | Q(pk=task.lead_unit_id) | Q(code__in=task.supporting_codes))


class AssignForm(TaskForm):
    side_by_side = (("lead_unit", "leader"), ("starts_on", "due_on"))

    lead_unit = forms.ModelChoiceField(label="牵头单位", queryset=Unit.objects.none(), to_field_name="code")
    leader = forms.ModelChoiceField(
        label="分管领导", queryset=Person.objects.none(), to_field_name="username"
    )
    starts_on = Day(label="起始日")
    due_on = Day(label="时限")
    supporting_units = forms.ModelMultipleChoiceField(
        label="配合单位",
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = Text(label="交办要求", rows=3, required=False)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        self.unit, self.before = first_unit(task), current_goals(task)
        options["initial"] = _as_it_stands(task) | (options.get("initial") or {})
        super().__init__(task, *args, **options)
        if task.state != State.PROPOSED:
            self.called = AGAIN
        for name in ("lead_unit", "supporting_units"):
            self.fields[name].queryset = units_for(task)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["leader"].queryset = access.leaders()  # type: ignore[attr-defined]  # likewise
        self.rows["checkpoints"] = goal_rows(task.kind, self.unit, self.before, self.data or None)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.assign(
            self.task,
            by=by,
            on=on,
            version=version,
            lead_unit=given["lead_unit"],
            leader=given["leader"],
            due_on=given["due_on"],
            starts_on=given["starts_on"],
            supporting_units=list(given["supporting_units"]),
            # Another unit chooses its own person; the same one keeps whom it chose.
            assignee=self.task.assignee if given["lead_unit"] == self.task.lead_unit else None,
            checkpoints=changed_goals(self.rows["checkpoints"], self.before, self.unit),
            note=given["note"],
        )


def _as_it_stands(task: Task) -> dict[str, Any]:
    return {
        "lead_unit": task.lead_unit.code if task.lead_unit else None,
        "leader": task.leader.username if task.leader else None,
        "starts_on": task.starts_on,
        "due_on": task.due_on,
        "supporting_units": task.supporting_codes,
    }
