"""申请延期, 同意延期, 不同意延期."""

from datetime import date, timedelta
from typing import Any

from django import forms

from tasks import access, workflow
from tasks.due_dates import Extension, pending
from tasks.forms.base import TaskForm
from tasks.forms.fields import Day, Text
from tasks.models import Person, Task, TaskEvent
from tasks.states import Action


class RequestExtensionForm(TaskForm):
    due_on = Day(label="申请延期至")
    reason = Text(label="申请延期的理由", rows=4, help_text="写明目前进展、不能按期完成的原因、下一步安排。")

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        super().__init__(task, *args, **options)
        self.fields["due_on"].help_text = self._said()
        if self.on > task.due_on:
            self.fields["reason"].label = "逾期情况说明"

    def _said(self) -> str:
        """Where the task stands with its due date, and what the rules want."""
        due, days = self.task.due_on, self.rules.extension_notice_days
        said = f"现时限 {due}。"
        if self.task.pending_extension:
            said += f"已申请延至 {self.task.pending_extension},再次申请将取代前次。"
        if self.on > due:
            return said + "已逾期:同意延期后,逾期记录仍然保留。"
        if self.on > due - timedelta(days=days):
            return said + f"按规定应提前 {days} 天申请,本次将注明“提前不足”。"
        return said + f"须提前 {days} 天申请。"

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.request_extension(
            self.task,
            by=by,
            on=on,
            version=version,
            reason=given["reason"],
            due_on=given["due_on"],
            evidence=evidence,
        )


class _DecisionForm(TaskForm):
    """`asked` is what is decided."""

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        self.asked = _asked(task)
        super().__init__(task, *args, **options)


def _asked(task: Task) -> Extension | None:
    rows = TaskEvent.objects.filter(task=task, action=Action.REQUEST_EXTENSION).select_related("actor")
    return pending(task, list(rows.order_by("version")))


class GrantForm(_DecisionForm):
    due_on = Day(label="同意延期至", help_text="可按申请,也可另定。")
    note = Text(label="意见", rows=3, required=False)

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        options["initial"] = {"due_on": task.pending_extension} | (options.get("initial") or {})
        super().__init__(task, *args, **options)
        if self.rules.extension_needs_leader:
            self.fields["leader"] = forms.ModelChoiceField(
                label="哪位领导同意",
                queryset=access.leaders(),
                to_field_name="username",
                empty_label="请选择",
                help_text="按规则,延期须经领导同意;有批件的请附在下面。",
            )
            self.order_fields(["due_on", "leader"])

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        given = self.cleaned_data
        return workflow.grant(
            self.task,
            by=by,
            on=on,
            version=version,
            due_on=given["due_on"],
            leader=given.get("leader"),
            note=given["note"],
            evidence=evidence,
        )


class RefuseForm(_DecisionForm):
    reason = Text(label="不同意的理由", rows=4)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.refuse(self.task, by=by, on=on, version=version, reason=self.cleaned_data["reason"])
