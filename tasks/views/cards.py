"""A report form with everything around it: the draft, the files, the version, what happened meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks import access, drafts
from tasks.forms.report import ReportForm
from tasks.forms.report_choices import starting
from tasks.models import Evidence, Person, ReportDraft, Task
from tasks.plausibility import Pointer
from tasks.report_subjects import Subject, subjects
from tasks.timeline import Entry
from tasks.views.common import OfficeRequest
from tasks.views.uploads import KEPT, Uploads, kept_of, take


@dataclass(slots=True)
class Card:
    """`conflict`, `refused` and `doubts` say why the form is shown again, `status` the same to a machine; `version` is
    what the next attempt names."""

    subject: Subject
    form: ReportForm
    version: int
    uploads: Uploads = field(default_factory=Uploads)
    draft: ReportDraft | None = None
    conflict: Sequence[Entry] = ()
    refused: str = ""
    doubts: Sequence[Pointer] = ()
    status: int = 200

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with on a page of many."""
        return f"{self.form.prefix}-" if self.form.prefix else ""

    @property
    def is_filled(self) -> bool:
        """Whether there is something to send: posted, or kept in the draft."""
        if self.form.is_bound:
            return self.form.is_filled
        begun = starting(self.subject, among_many=True)
        kept = self.draft.data if self.draft else {}
        return any(
            value not in ("", None, []) and str(value) != str(begun.get(name, ""))
            for name, value in kept.items()
            if name != "period"
        )

    @property
    def looked_at(self) -> str:
        """The codes of the doubts, for the second attempt."""
        return ",".join(pointer.code for pointer in self.doubts)


def subject_of(request: OfficeRequest, task: Task) -> Subject:
    """The task as this person reports on it."""
    return subjects([task], access.rights(request.user), request.on)[0]


def fresh(chosen: Iterable[Subject], person: Person, *, many: bool = False) -> list[Card]:
    """Cards as they first appear, each with the person's draft if there is one; `many` on one page, in one form."""
    chosen = list(chosen)
    held = drafts.load((subject.task for subject in chosen), person)
    files = kept_of([draft.data.get(KEPT) or [] for draft in held.values()], person)
    return [_fresh(subject, held.get(subject.task.pk), files, many) for subject in chosen]


def _fresh(subject: Subject, draft: ReportDraft | None, files: list[Evidence], many: bool) -> Card:
    task = subject.task
    prefix = task.code if many else ""
    return Card(
        subject=subject,
        form=ReportForm(subject, prefix=prefix, initial=_restorable(draft, subject)),
        version=task.version,
        uploads=Uploads([file for file in files if file.task_id == task.pk]),
        draft=draft,
    )


def _restorable(draft: ReportDraft | None, subject: Subject) -> dict[str, Any]:
    """What was typed; but not a period that has been reported since, or is no longer on offer."""
    if draft is None:
        return {}
    typed = {key: value for key, value in draft.data.items() if value is not None}
    if typed.get("period") not in {choice.period for choice in subject.choices if not choice.reported}:
        typed.pop("period", None)
    return typed


def prefix_of(request: OfficeRequest, task: Task) -> str:
    """How the names of this task's fields begin in what was posted: on a page of many, with its code."""
    return task.code if f"{task.code}-version" in request.POST else ""


def posted(request: OfficeRequest, subject: Subject) -> Card:
    """The card that was posted, its new files stored."""
    task, prefix = subject.task, prefix_of(request, subject.task)
    form = ReportForm(subject, request.POST, prefix=prefix)
    taken = take(request, task, f"{prefix}-" if prefix else "")
    return Card(subject, form, task.version, taken)


def typed(form: ReportForm, uploads: Uploads) -> dict[str, Any]:
    """What a draft keeps of a form that was posted."""
    return form.typed() | {KEPT: [str(number) for number in uploads.ids]}


def keep(card: Card, person: Person, **more: str) -> ReportDraft:
    """Keep a posted card as the person's draft; `more` takes the place of what was typed."""
    return drafts.save(card.subject.task, person, typed(card.form, card.uploads) | more)


def taken_over(subject: Subject, field_name: str) -> dict[str, str]:
    """What the previous report said in a field, to be said again; nothing where it said nothing."""
    if field_name == "help" and subject.asked:
        return {"help_what": subject.asked.what, "help_whom": subject.asked.whom}
    if field_name in ("problem", "next_step") and subject.previous:
        return {field_name: getattr(subject.previous, field_name)}
    return {}
