"""Adjectives: conditions on faces, each written once, usable on today's rows and on the log's."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from tasks.states import MEASURED, OPEN, State

if TYPE_CHECKING:
    from tasks.models import ProblemAnswer, Task  # noqa: F401  # models import this module


def is_open() -> Q:
    return Q(state__in=OPEN)


def of_unit(code: str) -> Q:
    """Lead or supporting."""
    return Q(lead_unit__code=code) | Q(supporting__contains=f",{code},")


def without_checkpoints() -> Q:
    """Open and with nothing to be measured against."""
    return is_open() & Q(checkpoint_count=0)


def measured() -> Q:
    """Has a percentage and a plan to hold it against: what the mean of progress covers."""
    return Q(kind__in=MEASURED, progress__isnull=False, planned__isnull=False) & ~Q(
        state__in=(State.CANCELLED, State.SUSPENDED)
    )


def closed_in_time() -> Q:
    """Closed, and asked to be closed by its first due date."""
    return Q(state=State.DONE, submitted_on__lte=F("original_due_on"))


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(is_open())

    def with_names(self) -> Self:
        """Everything a row of a list prints, in one query."""
        return self.select_related("measure__pillar__plan", "lead_unit", "leader", "assignee")


class ProblemAnswerQuerySet(models.QuerySet["ProblemAnswer"]):
    def to(self, group: int, problem: int | None = None) -> Self:
        """Answers to one problem, or to any of its group, by their ordinals: of every plan."""
        of_group = self.filter(problem__group__ordinal=group)
        return of_group if problem is None else of_group.filter(problem__ordinal=problem)

    def answering(self, task: str = "pk") -> Q:
        """Tasks that one of these answers names, or whose measure it names; `task` is the name of the task's key."""
        measures = self.filter(measure__isnull=False).order_by().values("measure")
        tasks = self.filter(task__isnull=False).order_by().values("task")
        return Q(measure__in=measures) | Q(**{f"{task}__in": tasks})
