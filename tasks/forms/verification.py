"""核定, 退回重报, 撤回报送: each about one report, or several."""

from datetime import date
from typing import Any

from tasks import workflow
from tasks.errors import NotAllowed
from tasks.forms.base import TaskForm
from tasks.forms.fields import Text
from tasks.forms.reply_to import chosen, reply_to
from tasks.models import Person, Task, TaskEvent
from tasks.waiting_reports import WaitingReport, read_waiting


class _OnReports(TaskForm):
    """`reports` are those that can be chosen, in full."""

    label = ""
    all_label = ""

    def __init__(self, task: Task, *args: Any, **options: Any) -> None:
        super().__init__(task, *args, **options)
        self.reports = self.waiting()
        field = reply_to(
            [(report.event.pk, report.label) for report in self.reports],
            self.data.get("in_reply_to"),
            label=self.label,
            gone="这条报送已经核定、退回或撤回,请核对。",
            all_label=self.all_label,
        )
        if field:
            self.fields["in_reply_to"] = field
            self.order_fields(["in_reply_to"])

    def waiting(self) -> list[WaitingReport]:
        return read_waiting(self.task)

    @property
    def chosen(self) -> int | None:
        return chosen(self.cleaned_data.get("in_reply_to"))


class VerifyForm(_OnReports):
    label, all_label = "核定哪一条", "全部核定"

    note = Text(label="核定意见", rows=2, required=False)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.verify(
            self.task,
            by=by,
            on=on,
            version=version,
            in_reply_to=self.chosen,
            note=self.cleaned_data["note"],
        )


class RejectForm(_OnReports):
    label = "退回哪一条"

    reason = Text(
        label="退回理由和重报要求",
        rows=4,
        help_text="退回后该期数据不再计入,单位须重新报送。",
    )

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.reject(
            self.task,
            by=by,
            on=on,
            version=version,
            in_reply_to=self.chosen,
            reason=self.cleaned_data["reason"],
        )


class WithdrawForm(_OnReports):
    """Only one's own reports. Raises NotAllowed where those that wait are all other people's."""

    label = "撤回哪一条"

    note = Text(
        label="撤回说明", rows=3, required=False, help_text="撤回后该期数据不再计入,可重新报送;记录保留。"
    )

    def waiting(self) -> list[WaitingReport]:
        own = read_waiting(self.task, self.by)
        if self.task.unverified and not own:
            raise NotAllowed("没有您本人报送、尚未核定的记录;只能撤回自己的报送。")
        return own

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return workflow.withdraw(
            self.task,
            by=by,
            on=on,
            version=version,
            in_reply_to=self.chosen,
            note=self.cleaned_data["note"],
        )
