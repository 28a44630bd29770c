"""Tasks as they stood at a moment: today's rows, or the log's last ones up to that day.

Both carry the same columns (`models.Face`), so conditions, filters and sums are written once. Access is by today's
rights: the caller hands in the tasks that may be seen.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from tasks.models import Face, Task, TaskEvent
from tasks.moment import Moment

_NAMES = ("measure__pillar__plan", "lead_unit", "leader", "assignee")
_RELATIONS = ("measure", "lead_unit", "leader", "assignee")
_LOGGED = {"pk": "task_id", "plan": "task__plan", "code": "task__code", "updated_at": "at"}
_UNREAD = ("note", "data", "texts", "hashes", "digest")


def faces(tasks: QuerySet[Task], moment: Moment) -> QuerySet[Any]:
    """Rows of `Task` or of `TaskEvent`, filterable by the columns of a face.

    A task is not there before its first event. `tasks` should be narrowed to a plan: the past is looked up task by
    task, each by its unique (task, version).
    """
    return tasks if not moment.is_past else logged(tasks, moment)


def logged(tasks: QuerySet[Task], moment: Moment) -> QuerySet[TaskEvent]:
    """The same from the log, for a day past and for today."""
    known = TaskEvent.objects.filter(task=OuterRef("pk"), on__lte=moment.on).order_by("-version")
    last = tasks.order_by().annotate(last_event=Subquery(known.values("pk")[:1]))
    return TaskEvent.objects.filter(pk__in=last.values("last_event"))


def column(rows: QuerySet[Any], name: str) -> str:
    """What a column of the task is called in these rows: `code` → `task__code` in the log's, a face's as it is."""
    return _LOGGED.get(name, name) if rows.model is TaskEvent else name


def as_tasks(rows: QuerySet[Any]) -> list[Task]:
    """The rows as tasks with that moment's face and all names, by code; for reading only. One query."""
    return dressed(with_names(rows).order_by(column(rows, "code")))


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Everything that `dressed` and a row of a list need, in the same query."""
    if rows.model is Task:
        return rows.select_related("plan", *_NAMES)
    return rows.select_related("task__plan", *_NAMES).defer(*_UNREAD, *_faded())


def dressed(rows: Iterable[Task | TaskEvent]) -> list[Task]:
    """Tasks as they are, or in the clothes of that day: face, version and time of each event."""
    return [_dressed(row) if isinstance(row, TaskEvent) else row for row in rows]


def _faded() -> Sequence[str]:
    """Columns of today's face, which the event's replace."""
    return [f"task__{field.name}" for field in Face._meta.local_fields]


def _dressed(event: TaskEvent) -> Task:
    task, names = event.task, event.__dict__
    worn = task.__dict__
    for name in _FACE:
        worn[name] = names[name]
    for relation in _RELATIONS:
        if relation in event._state.fields_cache:
            task._state.fields_cache[relation] = event._state.fields_cache[relation]
        else:
            task._state.fields_cache.pop(relation, None)
    worn.update(version=event.version, updated_at=event.at, last_on=event.on)
    return task


_FACE = Face.face_fields()
