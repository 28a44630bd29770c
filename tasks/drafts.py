"""What somebody has typed and not yet sent: kept on the server, his alone, gone once it is sent."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from tasks.models import Person, ReportDraft, Task

_LONGEST = 8000
"""Characters of one field; what is typed beyond that is not a report."""


def save(task: Task, person: Person, data: dict[str, Any]) -> ReportDraft:
    """Keep the fields as typed, right or wrong; the latest replaces the one before."""
    draft, _ = ReportDraft.objects.update_or_create(
        task=task, person=person, defaults={"data": {key: _storable(value) for key, value in data.items()}}
    )
    return draft


def _storable(value: Any) -> Any:
    """Without what a database refuses (NUL) or what nobody can encode (lone surrogates)."""
    if isinstance(value, list):
        return [_storable(one) for one in value[:200]]
    if isinstance(value, str):
        return "".join(
            char
            for char in value[:_LONGEST]
            if unicodedata.category(char) not in ("Cc", "Cs") or char in "\r\n\t"
        )
    return value


def load(tasks: Iterable[Task], person: Person) -> dict[int, ReportDraft]:
    """The person's drafts of these tasks, by the task's primary key."""
    return {draft.task_id: draft for draft in ReportDraft.objects.filter(task__in=list(tasks), person=person)}


def discard(task: Task, person: Person) -> None:
    """The report is sent, or the person gave it up."""
    ReportDraft.objects.filter(task=task, person=person).delete()
