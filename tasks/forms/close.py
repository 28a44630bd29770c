"""申请办结, 撤回申请, 同意办结, 退回补办."""

from datetime import date
from typing import Any

from django import forms

from tasks import workflow
from tasks.forms.base import TaskForm
from tasks.forms.fields import Text
from tasks.models import Person, Task, TaskEvent
from tasks.states import Outcome
from tasks.workflow.closing import shortfall


class SubmitForm(TaskForm):
    """`lacking` says what is missing for 完成; the other outcomes can still be asked for."""

    outcome = forms.ChoiceField(label="办结结果", choices=Outcome.choices, widget=forms.RadioSelect)
    note = Text(label="办结情况", rows=5)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        super().__init__(task, *args, **options)
        self.lacking = shortfall(task)
        if self.lacking:
            self.fields["outcome"].help_text = f"不能按“完成”办结:{self.lacking}。"

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.submit(
            self.task,
            by=by,
            on=on,
            version=version,
            outcome=Outcome(given["outcome"]),
            note=given["note"],
            evidence=evidence,
        )


class TakeBackForm(TaskForm):
    note = Text(label="说明", rows=3, required=False)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.take_back(self.task, by=by, on=on, version=version, note=self.cleaned_data["note"])


class ApproveForm(TaskForm):
    outcome = forms.ChoiceField(label="办结结果", choices=Outcome.choices, widget=forms.RadioSelect)
    note = Text(label="审核意见", rows=3, required=False)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        options["initial"] = {"outcome": task.outcome} | (options.get("initial") or {})
        super().__init__(task, *args, **options)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.approve(
            self.task, by=by, on=on, version=version, outcome=Outcome(given["outcome"]), note=given["note"]
        )


class ReturnForm(TaskForm):
    reason = Text(label="退回理由和补办要求", rows=4)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.send_back(
            self.task, by=by, on=on, version=version, reason=self.cleaned_data["reason"]
        )
