"""What every verb does: claim, check, change, refresh, append; one transaction, for one task or for many."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from tasks import access, facts, log
from tasks.errors import Invalid, NotAllowed, Refused, WrongState
from tasks.light_facts import Facts
from tasks.models import Evidence, Person, PlanRules, Task, TaskEvent
from tasks.owing import RulesOf
from tasks.refresh import refresh
from tasks.rulebook import calendar, rules_for_lights, rules_row
from tasks.states import TRANSITIONS, Action, PlanState, State
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
    headway: str = ""
    """What that report says of its period."""
    void: int = 0
    """The version of the report that this very event undoes; the log does not know it yet."""

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
        check(action, held, by, rules)
        work = Work(held, by, on, rules, log.Entry(held, action, on, by=by, note=note))
        _note_delegation(work)
        yield work
        _reach(action, held)
        fallen = refresh_task(held, on, rules, reported=work.reported, headway=work.headway, void=work.void)
        if action == Action.REPORT:
            work.note_data(unmet=work.entry.data.get("unmet", {}) | fallen)
        work.event = log.append(work.entry)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task of a batch: an event, or why not. Nothing was written for a refused one."""

    task: Task
    event: TaskEvent | None = None
    refused: Refused | None = None


Change = Callable[[Work], None]
"""Changes a claimed task in memory and writes nothing: in a batch it may be refused after it began."""


def perform_many(
    action: Action,
    seen: Mapping[int, int | None],
    change: Change,
    *,
    by: Person | None,
    on: date,
    note: str = "",
    finish: Callable[[Sequence[Work]], None] = lambda works: None,
    authorised: bool = False,
) -> list[Result]:
    """The same action on many tasks, in one transaction and a constant number of queries.

    `seen` maps a task's primary key to the version its writer saw (None: no check). A task that is refused is left
    as it was, with its reason; the others are done. `finish` writes for all of them at once what `change` may not,
    before anything is appended. `authorised`: the rule that calls has seen to it who may (a unit is merged, a person
    leaves), which the table does not know.
    """
    with transaction.atomic():
        held = log.hold(seen)
        stale = log.stale(held, seen)
        rules = RulesOf(on)
        results: dict[int, Result] = {}
        works: list[Work] = []
        for task in held:
            day, kept = max(on, task.last_on or on), copy(task)
            try:
                if task.pk in stale:
                    raise stale[task.pk]
                check(action, task, None if authorised else by, rules(task))
                task.version += 1  # the row is locked; no other writer counts it up
                work = Work(task, by, day, rules(task), log.Entry(task, action, day, by=by, note=note))
                _note_delegation(work)
                change(work)
            except Refused as refused:
                results[task.pk] = Result(kept, refused=refused)
            else:
                works.append(work)
        finish(works)
        _refresh_all(action, works, on)
        for work, event in zip(works, log.append_all([work.entry for work in works]), strict=True):
            results[work.task.pk] = Result(work.task, event)
    return [results[task.pk] for task in held]


def _refresh_all(action: Action, works: Sequence[Work], on: date) -> None:
    known, days = facts.load([work.task for work in works]), calendar(on)
    for work in works:
        _reach(action, work.task)
        current = settle_values(work.task, known[work.task.pk], work.on)
        refresh(work.task, current, work.on, rules_for_lights(work.rules), days)


def _reach(action: Action, task: Task) -> None:
    task.state = TRANSITIONS[action].target or task.state


def refresh_task(
    task: Task, on: date, rules: PlanRules, *, reported: str = "", headway: str = "", void: int = 0
) -> dict[str, str]:
    """The stage goals that figures have reached, and the task's derived fields, as of the day. Returns the goals
    that the figures no longer reach, by ordinal, with the day on which they had been met."""
    known = facts.load([task], void={task.pk: void})[task.pk]
    if reported:
        known = with_report(known, reported, headway)
    settled = settle_values(task, known, on)
    refresh(task, settled, on, rules_for_lights(rules), calendar(on))
    steps = zip(known.steps, settled.steps, strict=True)
    return {str(was.ordinal): was.met_on.isoformat() for was, now in steps if was.met_on and not now.met_on}


def with_report(known: Facts, period: str, headway: str) -> Facts:
    """The facts with one report more, which the log does not hold yet."""
    return replace(known, reported=known.reported | {period}, headway={**known.headway, period: headway})


def check(action: Action, task: Task, by: Person | None, rules: PlanRules) -> None:
    """Who, in which state of the plan and of the task. Raises NotAllowed, WrongState."""
    row = TRANSITIONS[action]
    if by is not None and not access.may(access.rights(by), action, task, rules):
        raise NotAllowed(f"您不能对本任务执行“{action.label}”:须由{row.who.label}办理。")
    if refused := why_not(action, task):
        raise WrongState(refused, task)


def _note_delegation(work: Work) -> None:
    """Whose rights these were, where a delegate has none of his own."""
    if work.by is not None:
        action, task, rules = Action(work.entry.action), work.task, work.rules
        absent = access.stands_in_for(
            access.rights(work.by), lambda who: access.may(who, action, task, rules)
        )
        work.note_data(delegated_for=absent)


def why_not(action: Action, task: Task) -> str:
    """Why the task or its plan, as it stands, does not take the action; empty if it does."""
    row = TRANSITIONS[action]
    if task.plan.state not in row.plans:
        plans = "、".join(PlanState(state).label for state in row.plans)
        return f"计划现为“{task.plan.get_state_display()}”,“{action.label}”只能在计划“{plans}”时办理。"
    if task.state not in row.sources:
        allowed = "、".join(State(state).label for state in row.sources)
        return f"任务现为“{task.get_state_display()}”,“{action.label}”只能在“{allowed}”时办理。"
    if row.waits_for and not getattr(task, row.waits_for):
        return f"“{action.label}”没有可办的对象:{_NOTHING[row.waits_for]}。"
    return ""


_NOTHING = {
    "unverified": "没有待核定的报送",
    "pending_extension": "没有待答复的延期申请",
    "awaiting": "没有待回复的督查单或批示",
}


def attach_evidence(work: Work, ids: Iterable[int], *, own: bool = True) -> None:
    """Name uploaded files in the event. Only one's own uploads for this task that no event names yet; without `own`
    anybody's, which the caller has checked."""
    ids = list(ids)
    if not ids:
        return
    found = list(
        # Locked: the broom for loose uploads must not take away what is about to be named.
        Evidence.objects.select_related("file")
        .select_for_update(of=("self",), no_key=True)
        .filter(Q(uploaded_by=work.by) if own else Q(), pk__in=ids, task=work.task, event=None)
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
