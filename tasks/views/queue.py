"""One queue of the supervisors' desk: its rows, what can be done about them, and the texts that remind the units."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tasks import access
from tasks.access import Rights
from tasks.models import Plan, PlanRules, Task, Unit
from tasks.querysets import TaskQuerySet
from tasks.queue_details import Detail, details
from tasks.queues import BY_KEY, Queue, query_of, rows
from tasks.reminders import can_remind, reminders
from tasks.rulebook import rules_row
from tasks.selection import full
from tasks.states import Action
from tasks.views import bulk
from tasks.views.bulk import Place
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.desk import for_supervisors, wanted_plan
from tasks.workflow.bulk import MOST

PAGE = 50
NARROWING = ("search", "lead_unit")
"""Parameters of the list by which a queue can be narrowed."""


@dataclass(frozen=True, slots=True)
class Row:
    """`since` the day from which it waits, `days` how long; `buttons` are actions on this one row."""

    task: Task
    days: int
    details: tuple[Detail, ...]
    buttons: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which queue of which plan, narrowed how."""

    queue: Queue
    plan: Plan
    narrowed: dict[str, str]

    def tasks(self, request: OfficeRequest) -> TaskQuerySet:
        return full(rows(self.queue, self.plan, request.user, request.on, self.narrowed))

    def url(self, name: str) -> str:
        query = urlencode({"plan": self.plan.slug, **self.narrowed})
        return f"{reverse(name, args=[self.queue.key])}?{query}"


def asked_queue(request: OfficeRequest, key: str) -> Asked:
    for_supervisors(request)
    plan = wanted_plan(request)
    if key not in BY_KEY or plan is None:
        raise Http404("没有这个队列。")
    narrowed = {name: request.GET[name] for name in NARROWING if request.GET.get(name)}
    return Asked(BY_KEY[key], plan, narrowed)


def _place(request: OfficeRequest, asked: Asked) -> Place:
    return Place(
        key=f"queue-{asked.queue.key}-{asked.plan.slug}",
        title=asked.queue.name,
        plan=asked.plan,
        back=asked.url("desk-queue"),
        act=asked.url("desk-act"),
        result=asked.url("desk-result"),
        actions=asked.queue.bulk,
        rows=asked.tasks(request),
    )


@staff_view
@require_safe
def queue(request: OfficeRequest, key: str) -> HttpResponse:
    """The rows of a queue, the longest waiting first, each with a box; the actions that fit below."""
    asked = asked_queue(request, key)
    page = Paginator(asked.tasks(request), PAGE).get_page(request.GET.get("page"))
    tasks = list(page.object_list)
    context = {
        "queue": asked.queue,
        "plan": asked.plan,
        "place": _place(request, asked),
        "page": page,
        "rows": _rows(request, asked, tasks),
        "total": page.paginator.count,
        "most": MOST,
        "narrowed": asked.narrowed,
        "units": Unit.objects.filter(active=True),
        "ledger_query": urlencode(query_of(asked.queue, asked.plan, request.on) | asked.narrowed, safe=","),
        "can_remind": can_remind(asked.queue),
        "text_url": asked.url("desk-text"),
        "csv_url": asked.url("desk-csv"),
    }
    return not_cached(render(request, "tasks/queue.html", context))


def _rows(request: OfficeRequest, asked: Asked, tasks: list[Task]) -> list[Row]:
    known = details(asked.queue.key, tasks, request.on)
    who, rules = access.rights(request.user), rules_row(asked.plan, request.on)
    return [
        Row(
            task,
            waited(task, request.on),
            tuple(known.get(task.pk, ())),
            _buttons(who, asked.queue, task, rules),
        )
        for task in tasks
    ]


def waited(task: Task, on: date) -> int:
    since: date | None = getattr(task, "since", None)
    return max((on - since).days, 0) if since else 0


def _buttons(who: Rights, queue: Queue, task: Task, rules: PlanRules) -> tuple[Action, ...]:
    allowed = access.allowed_actions(who, task, rules)
    return tuple(action for action in queue.single if action in allowed)


@staff_view
@require_POST
def queue_act(request: OfficeRequest, key: str) -> HttpResponse:
    """Preview and deed: see `bulk.act`."""
    return bulk.act(request, _place(request, asked_queue(request, key)))


@staff_view
@require_safe
def queue_result(request: OfficeRequest, key: str) -> HttpResponse:
    """What became of the last batch."""
    return bulk.show_result(request, _place(request, asked_queue(request, key)))


@staff_view
@require_safe
def queue_text(request: OfficeRequest, key: str) -> HttpResponse:
    """Texts for the chat group, one a unit."""
    asked = asked_queue(request, key)
    if not can_remind(asked.queue):
        raise Http404("这个队列不向单位催办。")
    tasks = list(asked.tasks(request)[:MOST])
    known = details(key, tasks, request.on)
    found = reminders(asked.queue, asked.plan, tasks, known, request.on)
    context = {"queue": asked.queue, "plan": asked.plan, "found": found, "back": asked.url("desk-queue")}
    return not_cached(render(request, "tasks/reminders.html", context))
