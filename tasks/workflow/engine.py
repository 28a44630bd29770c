"""What every verb does: claim, check, change, refresh, append; one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction

from tasks import access, facts, log
from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.models import Evidence, Person, PlanRules, Task, TaskEvent
from tasks.refresh import refresh
from tasks.rulebook import calendar, rules_for_lights, rules_row
from tasks.states import TRANSITIONS, Action, State
from tasks.workflow.checkpoints import settle_values


@dataclass(slots=True)
class Work:
    """What a verb holds while it changes one claimed task."""

    task: Task
    by: Person | None
    on: date
    rules: PlanRules
    entry: log.Entry
    event: TaskEvent = field(init=False)
    reported: str = ""
    """The period for which this very event is the task's report; the log does not know it yet."""

    def note_data(self, **values: Any) -> None:
        """Structured values for the log; what is empty is left out."""
        self.entry.data.update(
            {key: value for key, value in values.items() if value not in (None, "", [], {})}
        )

    def note_texts(self, **texts: str) -> None:
        """Free text for the log; what is empty is left out."""
        self.entry.texts.update({key: text for key, text in texts.items() if text})


@contextmanager
def performing(
    action: Action, task: Task, *, by: Person | None, on: date, version: int | None, note: str = ""
) -> Iterator[Work]:
    """One action on one task: the caller changes `work.task` inside the block, the rest is done around it.

    `by` None is the system. `on` is the office day of recording; it never decreases within a task. `version` is
    what the writer saw, None for a writer who needs no check. Raises Stale, WrongState, NotAllowed, Invalid;
    then nothing has been written.
    """
    with transaction.atomic():
        held = log.claim(task.pk, version)
        on = max(on, held.last_on or on)
        rules = rules_row(held.plan, on)
        _check(action, held, by, rules)
        work = Work(held, by, on, rules, log.Entry(held, action, on, by=by, note=note))
        yield work
        target = TRANSITIONS[action].target
        if target:
            held.state = target
        refresh_task(held, on, rules, reported=work.reported)
        work.event = log.append(work.entry)


def refresh_task(task: Task, on: date, rules: PlanRules, reported: str = "") -> None:
    """The stage goals that figures have reached, and the task's derived fields, as of the day."""
    known = facts.load([task])[task.pk]
    if reported:
        known = replace(known, reported=known.reported | {reported})
    refresh(task, settle_values(task, known, on), on, rules_for_lights(rules), calendar(on))


def _check(action: Action, task: Task, by: Person | None, rules: PlanRules) -> None:
    if by is not None and not access.may(access.rights(by), action, task, rules):
        raise NotAllowed(f"您不能对本任务执行“{action.label}”:须由{TRANSITIONS[action].who.label}办理。")
    if task.state not in TRANSITIONS[action].sources:
        allowed = "、".join(State(state).label for state in TRANSITIONS[action].sources)
        raise WrongState(
            f"任务现为“{task.get_state_display()}”,“{action.label}”只能在“{allowed}”时办理。", task
        )


def attach_evidence(work: Work, ids: list[int]) -> None:
    """Name uploaded files in the event. Only one's own uploads for this task that no event names yet."""
    if not ids:
        return
    found = list(
        Evidence.objects.select_related("file").filter(
            pk__in=ids, task=work.task, event=None, uploaded_by=work.by
        )
    )
    if missing := sorted(set(ids) - {row.pk for row in found}):
        raise Invalid({"evidence": f"佐证 {'、'.join(map(str, missing))} 不存在,或已用于其他记录。"})
    work.note_data(
        evidence=[{"id": r.pk, "name": r.name, "size": r.file.size, "sha256": r.file.sha256} for r in found]
    )


def bind_evidence(event: TaskEvent) -> None:
    """Tie the files an event names to it."""
    ids = [row["id"] for row in event.data.get("evidence", ())]
    if ids:
        Evidence.objects.filter(pk__in=ids, event=None).update(event=event)
