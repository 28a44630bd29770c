"""办结申请拟稿: written by a reporter, released or not by the head of the unit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tasks import access, closing_drafts
from tasks.errors import Invalid, NotAllowed, Refused, WrongState
from tasks.forms.prepare import PrepareForm
from tasks.models import ClosingDraft, Evidence, Task
from tasks.rulebook import rules_row
from tasks.states import Action
from tasks.views.common import (
    CONFLICT,
    UNPROCESSABLE,
    OfficeRequest,
    next_page,
    not_cached,
    seen_version,
    staff_view,
    task_or_404,
)
from tasks.views.uploads import KEPT, Uploads, take
from tasks.workflow.engine import why_not


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: OfficeRequest, code: str) -> HttpResponse:
    """The draft's page; 422 with messages, 409 where the task is not under way."""
    task, draft = _found(request, code)
    who, rules = access.rights(request.user), rules_row(task.plan, request.on)
    if refused := why_not(Action.SUBMIT, task):
        return _page(
            request, task, draft, PrepareForm(task, by=request.user, on=request.on), Uploads(), refused
        )
    if not closing_drafts.may_write(who, task, rules, draft):
        raise NotAllowed("办结申请由牵头单位经办人拟稿、单位负责人放行。")
    if request.method == "POST":
        return _posted(request, task, draft)
    form = PrepareForm(task, draft=draft, by=request.user, on=request.on)
    return _page(request, task, draft, form, Uploads(_files(draft)))


def _found(request: OfficeRequest, code: str) -> tuple[Task, ClosingDraft | None]:
    task = task_or_404(request, code)
    return task, closing_drafts.of(task)


def _files(draft: ClosingDraft | None) -> list[Evidence]:
    return closing_drafts.files_of([draft])[draft.pk] if draft else []


def _page(
    request: OfficeRequest,
    task: Task,
    draft: ClosingDraft | None,
    form: PrepareForm,
    uploads: Uploads,
    refused: str = "",
) -> HttpResponse:
    wrong = UNPROCESSABLE if form.errors or uploads.problems else 200
    context = {"task": task, "draft": draft, "form": form, "uploads": uploads, "refused": refused}
    page = render(request, "tasks/prepare.html", context, status=CONFLICT if refused else wrong)
    return not_cached(page)


def _posted(request: OfficeRequest, task: Task, draft: ClosingDraft | None) -> HttpResponse:
    uploads = _with_those_of(draft, request, take(request, task))
    form = PrepareForm(task, request.POST, by=request.user, on=request.on)
    if not form.is_valid() or uploads.problems:
        return _page(request, task, draft, form, uploads)
    try:
        form.save(uploads.ids)
    except Invalid as invalid:
        form.refuse(invalid)
        return _page(request, task, draft, form, uploads)
    except WrongState as wrong:
        return _page(request, task, draft, form, uploads, wrong.message)
    messages.success(request, f"已拟好 {task.code} 的办结申请,待单位负责人放行。")
    return redirect(next_page(request, reverse("task", args=[task.code])))


def _with_those_of(draft: ClosingDraft | None, request: OfficeRequest, uploads: Uploads) -> Uploads:
    """Files that the draft has already, also another person's, as far as they stay ticked."""
    ticked, own = set(request.POST.getlist(KEPT)), set(uploads.ids)
    others = [file for file in _files(draft) if str(file.pk) in ticked and file.pk not in own]
    return Uploads([*others, *uploads.files], uploads.problems)


@staff_view
@require_POST
def release(request: OfficeRequest, code: str) -> HttpResponse:
    """One tap of the head: what was prepared is asked for in his name."""
    task, draft = _found(request, code)
    if draft is None:
        raise Http404("没有待放行的办结申请。")
    try:
        closing_drafts.release(draft, by=request.user, on=request.on, version=seen_version(request))
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, f"{task.code} 没有放行:{refused.message}")
    else:
        messages.success(request, f"已放行 {task.code} 的办结申请,待督查室审核。")
    return redirect(next_page(request, reverse("unit-desk")))


@staff_view
@require_POST
def discard(request: OfficeRequest, code: str) -> HttpResponse:
    """Its writer, or the head, takes it back."""
    task, draft = _found(request, code)
    if draft is None:
        raise Http404("没有待放行的办结申请。")
    closing_drafts.discard(draft, by=request.user, rules=rules_row(task.plan, request.on))
    messages.success(request, f"已撤销 {task.code} 的办结申请拟稿。")
    return redirect(next_page(request, reverse("task", args=[task.code])))
