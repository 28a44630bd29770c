"""Every action on an existing task but the report: one page, the form that the action needs."""

from collections.abc import Mapping

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
from tasks.forms.revise import ReviseForm
from tasks.models import Task
from tasks.rulebook import rules_row
from tasks.states import TRANSITIONS, Action, State
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

FORMS: Mapping[Action, type[VerbForm]] = {
    Action.ASSIGN: AssignForm,
    Action.ACCEPT: AcceptForm,
    Action.DECLINE: DeclineForm,
    Action.SUBMIT: SubmitForm,
    Action.TAKE_BACK: TakeBackForm,
    Action.APPROVE: ApproveForm,
    Action.RETURN: ReturnForm,
    Action.REVISE: ReviseForm,
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
    page = _Page(request, task, verb, FORMS[verb](task))
    if task.state not in TRANSITIONS[verb].sources:
        page.refused, page.status = _wrong_state(task, verb), CONFLICT
    return page.shown()


def _wrong_state(task: Task, action: Action) -> str:
    allowed = "、".join(State(state).label for state in TRANSITIONS[action].sources)
    return f"任务现为“{task.get_state_display()}”,“{action.label}”只能在“{allowed}”时办理。"


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
            "form": self.form,
            "uploads": self.uploads,
            "takes_files": "evidence" in TRANSITIONS[self.action].takes,
            "version": self.task.version,
            "next": next_page(self.request, ""),
            "refused": self.refused,
            "conflict": self.conflict,
            "may_send": self.task.state in TRANSITIONS[self.action].sources,
        }
        page = render(self.request, "tasks/action.html", context, status=self.status)
        return not_cached(page)

    def refuse(self, status: int, message: str = "") -> HttpResponse:
        self.status, self.refused = status, message
        return self.shown()


def _posted(request: OfficeRequest, task: Task, action: Action) -> HttpResponse:
    uploads = take(request, task) if "evidence" in TRANSITIONS[action].takes else Uploads()
    form = FORMS[action](task, request.POST)
    page = _Page(request, task, action, form, uploads)
    if list_name := wanted_row(request, form):
        page.form = with_one_more(form, list_name, FORMS[action](task, initial=form.typed()))
        return page.shown()
    if not form.is_valid() or uploads.problems:
        return page.refuse(UNPROCESSABLE)
    try:
        form.perform(by=request.user, on=request.on, version=seen_version(request), evidence=uploads.ids)
    except Invalid as invalid:
        form.refuse(invalid)
        return page.refuse(UNPROCESSABLE)
    except Stale as stale:
        return _conflict(page, stale)
    except WrongState as wrong:
        return page.refuse(CONFLICT, wrong.message)
    messages.success(request, f"已办理“{action.label}”:{task.code} {task.title}。")
    return redirect(next_page(request, reverse("task", args=[task.code])))


def _conflict(page: _Page, stale: Stale) -> HttpResponse:
    """The form again with what was typed, for the version that now stands, and what happened meanwhile."""
    page.task = task_or_404(page.request, stale.task.code)
    page.form = FORMS[page.action](page.task, page.request.POST)
    page.conflict = timeline.since(page.task, stale.events[0].version - 1)
    return page.refuse(CONFLICT, stale.message)
