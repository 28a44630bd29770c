"""拟办结申请: the form of the request itself, kept for the head."""

from typing import Any

from tasks import closing_drafts
from tasks.forms.close import SubmitForm
from tasks.models import ClosingDraft, Task
from tasks.states import Outcome


class PrepareForm(SubmitForm):
    called = "拟办结申请"

    def __init__(self, task: Task, *args: Any, draft: ClosingDraft | None = None, **options: Any) -> None:
        if draft is not None:
            options["initial"] = {"outcome": draft.outcome, "note": draft.note}
        super().__init__(task, *args, **options)

    def save(self, evidence: list[int]) -> ClosingDraft:
        """Raises what `closing_drafts.prepare` raises."""
        return closing_drafts.prepare(
            self.task,
            by=self.by,
            on=self.on,
            rules=self.rules,
            outcome=Outcome(self.cleaned_data["outcome"]),
            note=self.cleaned_data["note"],
            evidence=evidence,
        )
