"""Every action on an existing task but the report: one page, the form that the action needs."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tasks import access, timeline
from tasks.errors import Invalid, NotAllowed, Stale, WrongState
from tasks.forms.accept import AcceptForm, DeclineForm
from tasks.forms.assign import AssignForm
from tasks.forms.base import VerbForm
from tasks.forms.close import ApproveForm, ReturnForm, SubmitForm, TakeBackForm
from tasks.forms.consultation import AgreeForm, ObjectForm
from tasks.forms.extension import GrantForm, RefuseForm, RequestExtensionForm
from tasks.forms.handover import HandOverForm
from tasks.forms.interruption import CancelForm, ReopenForm, ResumeForm, SuspendForm
from tasks.forms.letters import AnswerForm, InstructForm, UrgeForm
from tasks.forms.revise import ReviseForm
from tasks.forms.verification import RejectForm, VerifyForm, WithdrawForm
from tasks.models import Task
from tasks.rulebook import rules_row
from tasks.states import TRANSITIONS, Action
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
from tasks.views.more_rows import wanted_row, with_one_more
from tasks.views.uploads import Uploads, take
from tasks.workflow.engine import why_not

FORMS: Mapping[Action, Callable[..., VerbForm]] = {
    Action.AGREE: AgreeForm,
    Action.OBJECT: ObjectForm,
    Action.ASSIGN: AssignForm,
    Action.ACCEPT: AcceptForm,
    Action.DECLINE: DeclineForm,
    Action.HAND_OVER: HandOverForm,
    Action.WITHDRAW: WithdrawForm,
    Action.VERIFY: VerifyForm,
    Action.REJECT: RejectForm,
    Action.REQUEST_EXTENSION: RequestExtensionForm,
    Action.GRANT: GrantForm,
    Action.REFUSE: RefuseForm,
    Action.URGE: UrgeForm,
    Action.INSTRUCT: InstructForm,
    Action.ANSWER: AnswerForm,
    Action.SUBMIT: SubmitForm,
    Action.TAKE_BACK: TakeBackForm,
    Action.APPROVE: ApproveForm,
    Action.RETURN: ReturnForm,
    Action.REVISE: ReviseForm,
    Action.SUSPEND: SuspendForm,
    Action.RESUME: ResumeForm,
    Action.CANCEL: CancelForm,
    Action.REOPEN: ReopenForm,
}


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def task_action(request: OfficeRequest, code: str, action: str) -> HttpResponse:
    """The form of one action on one task; 422 with messages, 409 where the task has moved on."""
    task = task_or_404(request, code)
    if action not in FORMS:
        raise Http404("没有这个操作。")
    verb = Action(action)
    if not access.may(access.rights(request.user), verb, task, rules_row(task.plan, request.on)):
        raise NotAllowed(f"“{verb.label}”须由{TRANSITIONS[verb].who.label}办理。")
    if request.method == "POST":
        return _posted(request, task, verb)
    page = _Page(request, task, verb, _form(request, task, verb, initial=_wanted(request)))
    return page.refuse(CONFLICT, refused) if (refused := why_not(verb, task)) else page.shown()


def _form(request: OfficeRequest, task: Task, action: Action, *args: Any, **options: Any) -> VerbForm:
    return FORMS[action](task, *args, by=request.user, on=request.on, **options)


def _wanted(request: OfficeRequest) -> dict[str, str]:
    """A link may say which letter or report it is about."""
    chosen = request.GET.get("in_reply_to")
    return {"in_reply_to": chosen} if chosen else {}


class _Page:
    """The page of one action, with whatever there is to say about the attempt."""

    def __init__(
        self,
        request: OfficeRequest,
        task: Task,
        action: Action,
        form: VerbForm,
        uploads: Uploads | None = None,
    ) -> None:
        self.request, self.task, self.action, self.form = request, task, action, form
        self.uploads = uploads or Uploads()
        self.status, self.refused = 200, ""
        self.conflict: list[timeline.Entry] = []

    def shown(self) -> HttpResponse:
        context = {
            "task": self.task,
            "action": self.action,
            "called": self.form.called or self.action.label,
            "form": self.form,
            "uploads": self.uploads,
            "takes_files": "evidence" in TRANSITIONS[self.action].takes,
            "version": self.task.version,
            "next": next_page(self.request, ""),
            "refused": self.refused,
            "conflict": self.conflict,
            "may_send": not why_not(self.action, self.task),
        }
        page = render(self.request, "tasks/action.html", context, status=self.status)
        return not_cached(page)

    def refuse(self, status: int, message: str = "") -> HttpResponse:
        self.status, self.refused = status, message
        return self.shown()

    def invalid(self, invalid: Invalid) -> HttpResponse:
        """Messages at their fields; those about files stand at the files."""
        about_files = invalid.errors.pop("evidence", [])
        self.uploads.problems.extend(about_files)
        self.form.refuse(invalid)
        return self.refuse(UNPROCESSABLE)


def _posted(request: OfficeRequest, task: Task, action: Action) -> HttpResponse:
    uploads = take(request, task) if "evidence" in TRANSITIONS[action].takes else Uploads()
    form = _form(request, task, action, request.POST)
    page = _Page(request, task, action, form, uploads)
    if list_name := wanted_row(request, form):
        again = _form(request, task, action, initial=form.typed())
        page.form = with_one_more(form, list_name, again)
        return page.shown()
    if not form.is_valid() or uploads.problems:
        return page.refuse(UNPROCESSABLE)
    try:
        form.perform(by=request.user, on=request.on, version=seen_version(request), evidence=uploads.ids)
    except Invalid as invalid:
        return page.invalid(invalid)
    except Stale as stale:
        return _conflict(page, stale)
    except WrongState as wrong:
        return page.refuse(CONFLICT, wrong.message)
    messages.success(request, f"已办理“{form.called or action.label}”:{task.code} {task.title}。")
    return redirect(next_page(request, reverse("task", args=[task.code])))


def _conflict(page: _Page, stale: Stale) -> HttpResponse:
    """The form again with what was typed, for the version that now stands, and what happened meanwhile."""
    page.task = task_or_404(page.request, stale.task.code)
    page.form = _form(page.request, page.task, page.action, page.request.POST)
    page.conflict = timeline.since(page.task, stale.events[0].version - 1)
    return page.refuse(CONFLICT, stale.message)
