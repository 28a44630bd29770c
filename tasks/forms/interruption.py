"""暂缓, 恢复办理, 不再实施, 重新督办: a decision and its reason."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from tasks import workflow
from tasks.forms.base import TaskForm
from tasks.forms.fields import Text
from tasks.models import Person, TaskEvent


class DecisionForm(TaskForm):
    """Base; `verb` is the workflow's function."""

    verb: ClassVar[Callable[..., TaskEvent]]

    reason = Text(label="理由", rows=4)

    def perform(self, *, by: Person, on: date, version: int, evidence: list[int]) -> TaskEvent:
        return type(self).verb(self.task, by=by, on=on, version=version, reason=self.cleaned_data["reason"])


class SuspendForm(DecisionForm):
    verb = staticmethod(workflow.suspend)
    reason = Text(
        label="暂缓的理由", rows=4, help_text="暂缓期间不亮灯、不要求报送;未答复的督查单和延期申请一并了结。"
    )


class ResumeForm(DecisionForm):
    verb = staticmethod(workflow.resume)
    reason = Text(label="恢复办理的理由", rows=4, help_text="时限不变;从本期起恢复报送。")


class CancelForm(DecisionForm):
    verb = staticmethod(workflow.cancel)
    reason = Text(label="不再实施的理由", rows=4, help_text="任务退出督办,不能恢复;全部记录保留在台账。")


class ReopenForm(DecisionForm):
    verb = staticmethod(workflow.reopen)
    reason = Text(label="重新督办的理由", rows=4, help_text="任务回到办理中;从本期起恢复报送。")
