"""Files that come with a form: stored at once, so that a message elsewhere costs nobody his upload. With a script
they come one by one as they are chosen, without one all together with the form."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tasks import access, evidence, file_types
from tasks.errors import FileTooLarge, Invalid, NotAllowed, WrongFileType
from tasks.models import Evidence, Person, Task
from tasks.rulebook import rules_row
from tasks.views.common import OfficeRequest, not_cached, staff_view, task_or_404

FILES, KEPT = "files", "kept"


@dataclass(slots=True)
class Uploads:
    """Files of a form, the ones uploaded before included; `problems` are messages about those refused."""

    files: list[Evidence] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [file.pk for file in self.files]

    @property
    def most(self) -> int:
        """Files of one form."""
        return settings.EVIDENCE_MAX_FILES

    @property
    def most_bytes(self) -> int:
        """Bytes of one file."""
        return settings.EVIDENCE_MAX_BYTES

    @property
    def side(self) -> int:
        """Pixels to which a browser shrinks a photograph's longer side."""
        return settings.EVIDENCE_PICTURE_SIDE

    @property
    def accept(self) -> str:
        """For the file field. `image/*` is what makes a phone offer its camera beside its files."""
        pictures = "image/*," if file_types.PICTURES.intersection(settings.EVIDENCE_TYPES) else ""
        return pictures + file_types.accepted(settings.EVIDENCE_TYPES)

    @property
    def taken(self) -> str:
        """The types that are taken, in words."""
        return file_types.taken(settings.EVIDENCE_TYPES)


def take(request: OfficeRequest, task: Task, prefix: str = "") -> Uploads:
    """Store what was uploaded now, beside what this person had uploaded for this form before. `prefix`, dash
    included, tells the files of several forms on one page apart; what is kept already names its task."""
    taken = Uploads(kept(task, request.user, request.POST.getlist(KEPT)))
    for upload in request.FILES.getlist(prefix + FILES):
        if len(taken.files) >= taken.most:
            taken.problems.append(f"一次最多附 {taken.most} 个文件。")
            break
        try:
            taken.files.append(evidence.store(task, request.user, upload))
        except Invalid as refused:
            taken.problems.append(refused.message)
    return taken


def kept(task: Task, person: Person, ids: list[str]) -> list[Evidence]:
    """Of the ids that a form names, the person's own uploads for this task that are still free."""
    mine = [file for file in kept_of([[number] for number in ids], person) if file.task_id == task.pk]
    return mine[: settings.EVIDENCE_MAX_FILES]


def kept_of(lists: list[list[str]], person: Person) -> list[Evidence]:
    """The same for several forms or drafts at once, in one query, or none where there are no ids."""
    numbers = [
        int(text)
        for ids in lists
        for text in map(str, ids[: settings.EVIDENCE_MAX_FILES])
        if text.isascii() and text.isdecimal() and len(text) < 18
    ]
    return evidence.own_loose(person, numbers)


@staff_view
@require_POST
def task_files(request: OfficeRequest, code: str) -> HttpResponse:
    """One file as soon as it is chosen: 201 with the line that the form keeps of it, or one sentence with 400, 413 or
    415."""
    task = task_or_404(request, code)
    if not access.may_attach(access.rights(request.user), task, rules_row(task.plan, request.on)):
        raise NotAllowed("只有本任务的责任单位、督查室和街道领导可以上传佐证。")
    files = request.FILES.getlist(FILES)
    if len(files) != 1:
        return _refused("请选择一个文件。", 400)
    try:
        stored = evidence.store(task, request.user, files[0])
    except FileTooLarge as refused:
        return _refused(refused.message, 413)
    except WrongFileType as refused:
        return _refused(refused.message, 415)
    except Invalid as refused:
        return _refused(refused.message, 400)
    return not_cached(render(request, "tasks/_file_kept.html", {"file": stored}, status=201))


def _refused(message: str, status: int) -> HttpResponse:
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
