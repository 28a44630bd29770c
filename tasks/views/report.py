"""One report on one task: the page, the card of 本期报送, and the draft behind both."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tasks import access, owing, periods
from tasks.errors import Invalid, NotAllowed
from tasks.models import Task, TaskEvent
from tasks.rulebook import rules_row
from tasks.states import Action
from tasks.views.cards import Card, fresh, keep, posted, prefix_of, subject_of, taken_over
from tasks.views.common import (
    CONFLICT,
    OfficeRequest,
    next_page,
    not_cached,
    seen_version,
    staff_view,
    task_or_404,
)
from tasks.views.sending import send
from tasks.workflow.engine import why_not

SAVE, TAKE_OVER = "save_draft", "take_over"
"""Buttons beside 报送: keep what is typed; put the words of the previous report into a field."""


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def task_report(request: OfficeRequest, code: str) -> HttpResponse:
    """The form of one task. 422 with messages, 409 with what happened meanwhile; the typed text is kept."""
    task = _reportable(request, code)
    if request.method == "POST":
        return _save_draft(request, task) if {SAVE, TAKE_OVER} & request.POST.keys() else _send(request, task)
    card = fresh([subject_of(request, task)], request.user)[0]
    if refused := why_not(Action.REPORT, task):
        card.refused, card.status = refused, CONFLICT
    return _page(request, card)


@staff_view
@require_POST
def task_draft(request: OfficeRequest, code: str) -> HttpResponse:
    """Keep what is being typed; answers with one line, and where the figures would stand."""
    task = _reportable(request, code)
    if _sent_meanwhile(request, task):
        return HttpResponse(status=204)
    card = posted(request, subject_of(request, task))
    draft = keep(card, request.user)
    context = {"draft": draft, "previews": card.form.previews()}
    return not_cached(render(request, "tasks/_draft_state.html", context))


def _reportable(request: OfficeRequest, code: str) -> Task:
    task = task_or_404(request, code)
    if not access.may(access.rights(request.user), Action.REPORT, task, rules_row(task.plan, request.on)):
        raise NotAllowed("只有责任单位的经办人、负责人和督查室可以报送本任务的进展。")
    return task


def _sent_meanwhile(request: OfficeRequest, task: Task) -> bool:
    """An autosave that arrives after its own report must not bring the draft back."""
    prefix = prefix_of(request, task)
    try:
        seen = seen_version(request, f"{prefix}-version" if prefix else "version")
    except Invalid:
        return True
    return TaskEvent.objects.filter(
        task=task, actor=request.user, action=Action.REPORT, version__gt=seen
    ).exists()


def _save_draft(request: OfficeRequest, task: Task) -> HttpResponse:
    card = posted(request, subject_of(request, task))
    wanted = request.POST.get(TAKE_OVER, "")
    keep(card, request.user, **taken_over(card.subject, wanted))
    for problem in card.uploads.problems:
        messages.error(request, problem)
    if request.htmx:
        again = fresh([card.subject], request.user, many=bool(card.prefix))[0]
        again.uploads.problems = card.uploads.problems
        return _page(request, again)
    said = "上期内容已带入" if wanted else "草稿已保存"
    messages.success(request, f"{said}:{task.code} {task.title}。尚未报送。")
    return redirect(next_page(request, reverse("task-report", args=[task.code])))


def _send(request: OfficeRequest, task: Task) -> HttpResponse:
    sent = send(request, posted(request, subject_of(request, task)))
    return _page(request, sent) if isinstance(sent, Card) else _sent(request, sent)


def _sent(request: OfficeRequest, event: TaskEvent) -> HttpResponse:
    task = event.task
    if request.htmx:
        left = owing.count_owed(access.rights(request.user), request.on)
        context = {"subject": subject_of(request, task), "event": event, "task": task, "left": left}
        return not_cached(render(request, "tasks/_card_sent.html", context))
    messages.success(request, said_of(event))
    return redirect(next_page(request, reverse("task", args=[task.code])))


def said_of(event: TaskEvent) -> str:
    """ "已报送九月期:2020-2-07 土地整备入库。" A late one says so."""
    verb = "已补报" if event.data.get("late") else "已报送"
    return f"{verb}{periods.label(event.period)}:{event.task.code} {event.task.title}。"


def _page(request: OfficeRequest, card: Card) -> HttpResponse:
    context = {
        "card": card,
        "task": card.subject.task,
        "next": next_page(request, ""),
        "may_send": not why_not(Action.REPORT, card.subject.task),
    }
    name = "tasks/_card.html" if request.htmx else "tasks/report.html"
    return not_cached(render(request, name, context, status=card.status))
