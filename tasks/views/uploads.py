"""Files that come with a form: stored at once, so that a message elsewhere costs nobody his upload."""

from dataclasses import dataclass, field

from tasks import evidence
from tasks.errors import Invalid
from tasks.models import Evidence, Person, Task
from tasks.views.common import OfficeRequest

FILES, KEPT = "files", "kept"
MOST = 20
"""Files of one form."""


@dataclass(slots=True)
class Uploads:
    """Files of a form, the ones uploaded before included; `problems` are messages about those refused."""

    files: list[Evidence] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [file.pk for file in self.files]


def take(request: OfficeRequest, task: Task) -> Uploads:
    """Store what was uploaded now, beside what this person had uploaded for this form before."""
    taken = Uploads(kept(task, request.user, request.POST.getlist(KEPT)))
    for upload in request.FILES.getlist(FILES):
        if len(taken.files) >= MOST:
            taken.problems.append(f"一次最多附 {MOST} 个文件。")
            break
        try:
            taken.files.append(evidence.store(task, request.user, upload))
        except Invalid as refused:
            taken.problems.append(refused.message)
    return taken


def kept(task: Task, person: Person, ids: list[str]) -> list[Evidence]:
    """Of the ids that a form names, the person's own uploads for this task that are still free."""
    return [file for file in kept_of([ids], person) if file.task_id == task.pk]


def kept_of(lists: list[list[str]], person: Person) -> list[Evidence]:
    """The same for several forms or drafts at once, in one query, or none where there are no ids."""
    numbers = [
        int(text)
        for ids in lists
        for text in map(str, ids[:MOST])
        if text.isascii() and text.isdecimal() and len(text) < 18
    ]
    return evidence.own_loose(person, numbers)
