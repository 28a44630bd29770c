"""A report form with everything around it: the draft, the files, the version, what happened meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks import drafts
from tasks.forms.report import ReportForm
from tasks.models import Evidence, Person, ReportDraft
from tasks.report_subjects import Subject
from tasks.timeline import Entry
from tasks.views.uploads import KEPT, Uploads, kept_of


@dataclass(slots=True)
class Card:
    """`conflict` and `refused` say why the form is shown again; `version` is what the next attempt names."""

    subject: Subject
    form: ReportForm
    version: int
    uploads: Uploads = field(default_factory=Uploads)
    draft: ReportDraft | None = None
    conflict: Sequence[Entry] = ()
    refused: str = ""


def fresh(subjects: Iterable[Subject], person: Person) -> list[Card]:
    """Cards as they first appear, each with the person's draft if there is one."""
    subjects = list(subjects)
    held = drafts.load((subject.task for subject in subjects), person)
    files = kept_of([draft.data.get(KEPT) or [] for draft in held.values()], person)
    return [_fresh(subject, held.get(subject.task.pk), files) for subject in subjects]


def _fresh(subject: Subject, draft: ReportDraft | None, files: list[Evidence]) -> Card:
    task = subject.task
    return Card(
        subject=subject,
        form=ReportForm(subject, initial=_restorable(draft, subject)),
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


def typed(form: ReportForm, uploads: Uploads) -> dict[str, Any]:
    """What a draft keeps of a form that was posted."""
    return form.typed() | {KEPT: [str(number) for number in uploads.ids]}
