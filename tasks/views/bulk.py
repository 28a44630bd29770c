"""One action on many rows of a list: choose, see what will happen, do it, see what became of each.

Shared by the supervisors' queues and the heads' lists: a `Place` says where the rows come from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tasks import selection
from tasks.errors import Invalid
from tasks.forms.bulk import FORMS, BulkForm
from tasks.models import Plan, Task, TaskEvent
from tasks.querysets import TaskQuerySet
from tasks.selection import Choice
from tasks.states import Action, Level
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached
from tasks.workflow.bulk import MOST, perform_all
from tasks.workflow.engine import Result
from tasks.workflow.letters import slip_number

SESSION = "bulk"
SLIPS_A_PAGE = 200
"""Slips printed by one page: what an address holds, and what somebody carries to the printer."""
NOTHING_CHOSEN = "请先勾选要办理的任务。"


@dataclass(frozen=True, slots=True)
class Place:
    """A list on whose rows something is done. Addresses: `back` the list, `act` takes the action, `result` shows it."""

    key: str
    title: str
    plan: Plan
    back: str
    act: str
    result: str
    actions: Sequence[Action]
    rows: TaskQuerySet


def act(request: OfficeRequest, place: Place) -> HttpResponse:
    """The preview of an action, and on its second step the deed itself; 422 with messages."""
    action = _action(request, place)
    try:
        chosen = _chosen(request, place)
    except Invalid as invalid:
        return _preview(request, place, action, [], FORMS[action](place.plan, request.on), invalid.message)
    if request.POST.get("step") != "perform":
        return _preview(request, place, action, chosen, FORMS[action](place.plan, request.on))
    form = FORMS[action](place.plan, request.on, request.POST)
    if not chosen or not form.is_valid():
        return _preview(request, place, action, chosen, form, "" if chosen else NOTHING_CHOSEN)
    return _perform(request, place, action, chosen, form)


def _action(request: OfficeRequest, place: Place) -> Action:
    wanted = request.POST.get("action", "")
    if wanted not in place.actions:
        raise Http404("没有这个操作。")
    return Action(wanted)


def _chosen(request: OfficeRequest, place: Place) -> list[tuple[Task, int]]:
    if request.POST.get("all"):
        return [(task, task.version) for task in selection.full(place.rows)[:MOST]]
    return selection.read(request.user, selection.parse(request.POST.getlist("task")))


def _preview(
    request: OfficeRequest,
    place: Place,
    action: Action,
    chosen: Sequence[tuple[Task, int]],
    form: BulkForm,
    problem: str = "",
) -> HttpResponse:
    rows = selection.preview(action, chosen, request.user, request.on)
    problem = problem or ("" if rows else NOTHING_CHOSEN)
    context = {
        "place": place,
        "action": action,
        "form": form,
        "ready": [row for row in rows if not row.refused],
        "refused": [row for row in rows if row.refused],
        "problem": problem,
    }
    status = UNPROCESSABLE if problem or form.errors else 200
    return not_cached(render(request, "tasks/bulk.html", context, status=status))


def _perform(
    request: OfficeRequest, place: Place, action: Action, chosen: Sequence[tuple[Task, int]], form: BulkForm
) -> HttpResponse:
    seen = {task.pk: version for task, version in chosen}
    results = perform_all(action, seen, by=request.user, on=request.on, **form.given())
    remember(request, place, action, results)
    return redirect(place.result)


def remember(request: OfficeRequest, place: Place, action: Action, results: Sequence[Result]) -> None:
    """Keep what became of a batch for the page that shows it; a reload of that page does nothing again."""
    request.session[SESSION] = {
        "place": place.key,
        "action": str(action),
        "done": [result.event.pk for result in results if result.event],
        "refused": [[result.task.code, result.refused.message] for result in results if result.refused],
    }


@dataclass(frozen=True, slots=True)
class Done:
    """A row that was done; `slip` is the number of the slip it got, if any."""

    event: TaskEvent
    slip: str


def show_result(request: OfficeRequest, place: Place) -> HttpResponse:
    """What became of the last batch of this place: done with links, refused with reasons and boxes to try again."""
    kept = request.session.get(SESSION, {})
    if kept.get("place") != place.key:
        return redirect(place.back)
    done = [Done(event, _slip(event)) for event in _events(kept["done"])]
    context = {
        "place": place,
        "action": Action(kept["action"]),
        "done": done,
        "printing": _printing([row.event.pk for row in done if row.slip]),
        "refused": _refused(request, dict(kept["refused"])),
    }
    return not_cached(render(request, "tasks/bulk_result.html", context))


def _events(ids: Sequence[int]) -> list[TaskEvent]:
    rows = TaskEvent.objects.filter(pk__in=ids).select_related("task__plan", "task__lead_unit")
    return list(rows.order_by("position"))


def _refused(request: OfficeRequest, said: Mapping[str, str]) -> list[Choice]:
    """The refused rows that still exist for this person, with the versions of now: he has read why."""
    rows = selection.read(request.user, dict.fromkeys(said, 0))
    return [Choice(task, task.version, said[task.code]) for task, _ in rows]


@dataclass(frozen=True, slots=True)
class Printing:
    """The page that prints slips `first` to `last` of this batch."""

    first: int
    last: int
    url: str


def _printing(ids: Sequence[int]) -> list[Printing]:
    """As many pages as addresses can hold."""
    parts = [(start, ids[start : start + SLIPS_A_PAGE]) for start in range(0, len(ids), SLIPS_A_PAGE)]
    return [
        Printing(start + 1, start + len(part), f"{reverse('slips')}?{urlencode({'event': part}, doseq=True)}")
        for start, part in parts
    ]


def _slip(event: TaskEvent) -> str:
    if event.action != Action.URGE:
        return ""
    return slip_number(event.task.plan, Level(event.data["level"]), event.data["number"])
