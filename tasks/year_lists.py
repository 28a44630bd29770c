"""What a plan's year leaves to be done: answers by unit, changes since the baseline, tasks without an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count as Counted
from django.db.models import Q

from tasks import facts
from tasks.baseline import Difference, differences
from tasks.models import Plan, Task, TaskEvent
from tasks.selection import full
from tasks.states import NOT_CLOSED, Action, Consultation, Kind, State
from tasks.summaries import Count

ANSWERS = {"agreed": Consultation.AGREED, "objected": Consultation.OBJECTED, "none": Consultation.NONE}
"""Words of the list's filter and what they stand for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's or a pillar's name with its counts, each opening its list."""

    name: str
    counts: tuple[Count, ...]


def answers(plan: Plan) -> list[Line]:
    """By lead unit: all proposed rows, agreed, objected, not answered. One query."""
    waiting = Task.objects.filter(plan=plan, state=State.PROPOSED).exclude(lead_unit=None)
    rows = (
        waiting.values("lead_unit__code", "lead_unit__name", "lead_unit__ordinal")
        .annotate(
            total=Counted("pk"),
            **{word: Counted("pk", filter=Q(consultation=c)) for word, c in ANSWERS.items()},
        )
        .order_by("lead_unit__ordinal", "lead_unit__code")
    )
    return [_answers_of(plan, row) for row in rows]


def _answers_of(plan: Plan, row: Mapping[str, Any]) -> Line:
    base = {"plan": plan.slug, "state": State.PROPOSED, "lead_unit": row["lead_unit__code"]}
    counts = [Count(row["total"], _query(base))]
    counts += [Count(row[word], _query({**base, "consultation": word})) for word in ANSWERS]
    return Line(row["lead_unit__name"], tuple(counts))


def without_unit(plan: Plan) -> int:
    """Proposed rows that nobody can answer."""
    return Task.objects.filter(plan=plan, state=State.PROPOSED, lead_unit=None).count()


def _query(parameters: Mapping[str, object]) -> str:
    return urlencode(parameters, safe=",")


def unclosed(plan: Plan) -> list[Line]:
    """By pillar: tasks without an outcome, those of them in review, and the continuing ones still to be submitted."""
    not_closed = Q(state__in=NOT_CLOSED)
    rows = (
        Task.objects.filter(plan=plan)
        .values("measure__pillar__ordinal", "measure__pillar__name")
        .annotate(
            left=Counted("pk", filter=not_closed),
            in_review=Counted("pk", filter=Q(state=State.IN_REVIEW)),
            continuing=Counted("pk", filter=Q(state=State.ACTIVE, kind=Kind.CONTINUING)),
        )
        .order_by("measure__pillar__ordinal")
    )
    return [_left_of(plan, row) for row in rows]


def _left_of(plan: Plan, row: Mapping[str, Any]) -> Line:
    base = {"plan": plan.slug, "pillar": row["measure__pillar__ordinal"]}
    return Line(
        row["measure__pillar__name"],
        (
            Count(row["left"], _query({**base, "state": ",".join(NOT_CLOSED)})),
            Count(row["in_review"], _query({**base, "state": State.IN_REVIEW})),
            Count(row["continuing"], _query({**base, "state": State.ACTIVE, "kind": Kind.CONTINUING})),
        ),
    )


def to_submit(plan: Plan) -> list[Line]:
    """Continuing work by lead unit that its head has not asked to close yet."""
    rows = (
        Task.objects.filter(plan=plan, state=State.ACTIVE, kind=Kind.CONTINUING)
        .values("lead_unit__code", "lead_unit__name")
        .annotate(left=Counted("pk"))
        .order_by("lead_unit__ordinal", "lead_unit__code")
    )
    base = {"plan": plan.slug, "state": State.ACTIVE, "kind": Kind.CONTINUING}
    return [
        Line(
            row["lead_unit__name"],
            (Count(row["left"], _query({**base, "lead_unit": row["lead_unit__code"]})),),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """A task that is no longer as it was decided; without differences it was added later."""

    task: Task
    differences: tuple[Difference, ...]


def changed(plan: Plan) -> list[Changed]:
    """Tasks that differ from the frozen baseline, and those that were added since. Constant queries."""
    frozen = {
        event.task_id: event
        for event in TaskEvent.objects.filter(task__plan=plan, action=Action.BASELINE).select_related(
            "lead_unit"
        )
    }
    if not frozen:
        return []
    tasks = list(full(Task.objects.filter(plan=plan)).order_by("code"))
    known = facts.load(tasks)
    found = [
        Changed(
            task,
            tuple(differences(task, [frozen[task.pk]], known[task.pk].steps)) if task.pk in frozen else (),
        )
        for task in tasks
    ]
    return [row for row in found if row.differences or row.task.pk not in frozen]


def carried(plan: Plan) -> list[Task]:
    """Next year's tasks that go on with one of this plan."""
    return list(
        Task.objects.filter(carried_from__plan=plan).select_related("carried_from", "plan").order_by("code")
    )
