"""One report on one task: the page, the card of 本期报送, and the draft behind both."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tasks import access, drafts, owing, periods, timeline
from tasks.errors import Invalid, NotAllowed, Stale, WrongState
from tasks.forms.report import ReportForm
from tasks.models import Task, TaskEvent
from tasks.report_subjects import Subject, subjects
from tasks.rulebook import rules_row
from tasks.states import Action
from tasks.views.cards import Card, fresh, typed
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
from tasks.views.uploads import take
from tasks.workflow.engine import why_not


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def task_report(request: OfficeRequest, code: str) -> HttpResponse:
    """The form of one task. 422 with messages, 409 with what happened meanwhile; the typed text is kept."""
    task = _reportable(request, code)
    if request.method == "POST":
        return _save_draft(request, task) if "save_draft" in request.POST else _send(request, task)
    if refused := why_not(Action.REPORT, task):
        return _page(request, _first_card(request, task), status=CONFLICT, refused=refused)
    return _page(request, _first_card(request, task))


@staff_view
@require_POST
def task_draft(request: OfficeRequest, code: str) -> HttpResponse:
    """Keep what is being typed; answers with one line, and where the figures would stand."""
    task = _reportable(request, code)
    if _sent_meanwhile(request, task):
        return HttpResponse(status=204)
    form = ReportForm(_subject(request, task), request.POST)
    draft = drafts.save(task, request.user, typed(form, take(request, task)))
    return not_cached(
        render(request, "tasks/_draft_state.html", {"draft": draft, "previews": form.previews()})
    )


def _reportable(request: OfficeRequest, code: str) -> Task:
    task = task_or_404(request, code)
    if not access.may(access.rights(request.user), Action.REPORT, task, rules_row(task.plan, request.on)):
        raise NotAllowed("只有责任单位的经办人、负责人和督查室可以报送本任务的进展。")
    return task


def _subject(request: OfficeRequest, task: Task) -> Subject:
    return subjects([task], access.rights(request.user), request.on)[0]


def _first_card(request: OfficeRequest, task: Task) -> Card:
    return fresh([_subject(request, task)], request.user)[0]


def _sent_meanwhile(request: OfficeRequest, task: Task) -> bool:
    """An autosave that arrives after its own report must not bring the draft back."""
    try:
        seen = seen_version(request)
    except Invalid:
        return True
    return TaskEvent.objects.filter(
        task=task, actor=request.user, action=Action.REPORT, version__gt=seen
    ).exists()


def _save_draft(request: OfficeRequest, task: Task) -> HttpResponse:
    taken = take(request, task)
    form = ReportForm(_subject(request, task), request.POST)
    drafts.save(task, request.user, typed(form, taken))
    for problem in taken.problems:
        messages.error(request, problem)
    if request.htmx:
        card = _first_card(request, task)
        card.uploads.problems = taken.problems
        return _page(request, card)
    messages.success(request, f"草稿已保存:{task.code} {task.title}。尚未报送。")
    return redirect(next_page(request, reverse("task-report", args=[task.code])))


def _send(request: OfficeRequest, task: Task) -> HttpResponse:
    taken = take(request, task)
    card = Card(
        _subject(request, task), ReportForm(_subject(request, task), request.POST), task.version, taken
    )
    if not card.form.is_valid() or taken.problems:
        return _page(request, card, status=UNPROCESSABLE)
    try:
        event = card.form.perform(
            by=request.user, on=request.on, version=seen_version(request), evidence=taken.ids
        )
    except Invalid as invalid:
        card.form.refuse(invalid)
        return _page(request, card, status=UNPROCESSABLE)
    except Stale as stale:
        return _conflict(request, stale, card)
    except WrongState as wrong:
        return _page(request, card, status=CONFLICT, refused=wrong.message)
    drafts.discard(task, request.user)
    return _sent(request, event)


def _conflict(request: OfficeRequest, stale: Stale, card: Card) -> HttpResponse:
    """The form again, made for the task as it now stands, with what was typed and what happened meanwhile."""
    task = task_or_404(request, stale.task.code)
    subject = _subject(request, task)
    again = Card(
        subject=subject,
        form=ReportForm(subject, request.POST),
        version=task.version,
        uploads=card.uploads,
        conflict=timeline.since(task, stale.events[0].version - 1),
    )
    return _page(request, again, status=CONFLICT, refused=stale.message)


def _sent(request: OfficeRequest, event: TaskEvent) -> HttpResponse:
    task = event.task
    said = f"已报送{periods.label(event.period)}:{task.code} {task.title}。"
    if request.htmx:
        subject = _subject(request, task)
        left = owing.count_owed(access.rights(request.user), request.on)
        context = {"subject": subject, "event": event, "task": task, "left": left}
        return not_cached(render(request, "tasks/_card_sent.html", context))
    messages.success(request, said)
    return redirect(next_page(request, reverse("task", args=[task.code])))


def _page(request: OfficeRequest, card: Card, *, status: int = 200, refused: str = "") -> HttpResponse:
    card.refused = refused
    context = {
        "card": card,
        "task": card.subject.task,
        "next": next_page(request, ""),
        "may_send": not why_not(Action.REPORT, card.subject.task),
    }
    name = "tasks/_card.html" if request.htmx else "tasks/report.html"
    return not_cached(render(request, name, context, status=status))
