"""Tasks and events as JSON, with everything they name loaded in a constant number of queries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from rest_framework.request import Request

from tasks import access
from tasks.api.event_serializers import EventSerializer, people_of
from tasks.api.serializers import TaskRowSerializer, TaskSerializer
from tasks.models import Person, SubQuota, Task, TaskEvent, TaskTarget, Unit
from tasks.moment import Moment
from tasks.past_targets import targets_of
from tasks.rulebook import rules_row


def with_names(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with whatever a row names, in one query."""
    return tasks.select_related("plan", "measure__pillar", "lead_unit", "leader", "assignee")


def with_actors(events: QuerySet[TaskEvent]) -> QuerySet[TaskEvent]:
    """Rows that `events` can print without further queries a row."""
    return events.select_related(
        "task__plan", "actor", "on_behalf_of", "measure__pillar", "lead_unit", "leader", "assignee"
    )


def rows(tasks: Iterable[Task], request: Request, on: date | None = None) -> list[dict[str, Any]]:
    """Tasks as they stand, or as they stood on the day (from `faces`)."""
    tasks = list(tasks)
    _load(tasks)
    moment = Moment(request.on, on or request.on)
    context = _context(request) | {
        "on": moment.on,
        "targets": targets_of(tasks, moment),
        "carried": _carried(tasks, request),
    }
    return TaskRowSerializer(tasks, many=True, context=context).data


def represent(task: Task, request: Request) -> dict[str, Any]:
    """One task, whole, as it now stands in the database."""
    task = with_names(Task.objects.prefetch_related("checkpoints", "items")).get(pk=task.pk)
    _load([task])
    allowed = access.allowed_actions(access.rights(request.user), task, rules_row(task.plan, request.on))
    more = {
        "allowed_actions": [str(action) for action in allowed],
        "targets": targets_of([task], Moment.now(request.on)),
        "carried": _carried([task], request),
    }
    return TaskSerializer(task, context=_context(request) | more).data


def _load(tasks: list[Task]) -> None:
    """What rows need beyond their own columns and has not been loaded with them."""
    links = TaskTarget.objects.select_related("target__indicator").order_by("task", "ordinal", "pk")
    quotas = SubQuota.objects.select_related("unit").order_by("task", "unit__ordinal")
    prefetch_related_objects(tasks, "plan", Prefetch("task_targets", links), Prefetch("quotas", quotas))


def _carried(tasks: list[Task], request: Request) -> dict[int, str]:
    """Codes of last year's tasks that these go on with, as far as they are there for this person."""
    ids = {task.carried_from_id for task in tasks if task.carried_from_id}
    return (
        dict(access.visible_tasks(request.user).filter(pk__in=ids).values_list("pk", "code")) if ids else {}
    )


def events(found: Iterable[TaskEvent], request: Request) -> list[dict[str, Any]]:
    found = list(found)
    ids = {pk for event in found for pk in people_of(event)}
    context = _context(request) | {"people": Person.objects.in_bulk(ids)}
    return EventSerializer(found, many=True, context=context).data


def event_and_task(event: TaskEvent, request: Request) -> dict[str, Any]:
    """The answer to an action."""
    event = with_actors(TaskEvent.objects.all()).get(pk=event.pk)
    (written,) = events([event], request)
    return {"event": written, "task": represent(event.task, request)}


def _context(request: Request) -> dict[str, Any]:
    return {
        "request": request,
        "on": request.on,
        "unit_names": dict(Unit.objects.values_list("code", "name")),
    }
