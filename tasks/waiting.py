"""Since when a task has been in a condition, asked of the log in the same query that lists the tasks."""

from django.db.models import IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from tasks.models import TaskEvent
from tasks.querysets import TaskQuerySet


def since_condition(tasks: TaskQuerySet, condition: Q) -> TaskQuerySet:
    """`since`: the office day of the first event after the last one whose face was not in the condition. The faces
    of events have the columns of tasks, so the condition of a list serves for the log too."""
    mine = TaskEvent.objects.filter(task=OuterRef("pk"))
    other = mine.exclude(condition).order_by("-version").values("version")[:1]
    first = mine.filter(version__gt=OuterRef("_other")).order_by("version").values("on")[:1]
    return tasks.annotate(_other=Coalesce(Subquery(other), Value(0))).annotate(since=Subquery(first))


def since_version(tasks: TaskQuerySet, path: str) -> TaskQuerySet:
    """`since`: the office day of the event whose version the face's JSON field names at the path."""
    event = TaskEvent.objects.filter(task=OuterRef("pk"), version=OuterRef("_version")).values("on")[:1]
    return tasks.annotate(_version=Cast(KT(path), IntegerField())).annotate(since=Subquery(event))
