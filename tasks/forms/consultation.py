"""征求意见: 同意分工, with the stage goals that the unit sets itself, or 提出修改意见."""

from datetime import date
from typing import Any

from tasks import workflow
from tasks.forms.base import TaskForm
from tasks.forms.fields import Text
from tasks.forms.stage_goals import changed_goals, goal_rows
from tasks.models import Person, Task, TaskEvent
from tasks.workflow.checkpoints import current_goals
from tasks.workflow.units import first_unit


class AgreeForm(TaskForm):
    note = Text(label="说明", rows=2, required=False)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        self.unit, self.before = first_unit(task), current_goals(task)
        super().__init__(task, *args, **options)
        self.rows["checkpoints"] = goal_rows(task.kind, self.unit, self.before, self.data or None)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.agree(
            self.task,
            by=by,
            on=on,
            version=version,
            checkpoints=changed_goals(self.rows["checkpoints"], self.before, self.unit),
            note=self.cleaned_data["note"],
        )


class ObjectForm(TaskForm):
    text = Text(
        label="修改意见",
        rows=5,
        help_text="写明哪里要改、改成什么、为什么,如牵头单位、目标值、时限。",
    )

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.object_to(self.task, by=by, on=on, version=version, text=self.cleaned_data["text"])
