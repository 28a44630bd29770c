"""Numbers over faces. Each count carries the query that opens exactly the rows it counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import urlencode

from tasks import access
from tasks.faces import as_tasks, faces
from tasks.models import Face, Person, Pillar, Plan, Task, Unit
from tasks.moment import Moment
from tasks.punctuality import InTime, LastClosed, last_closed_on, owes, reported_in_time
from tasks.states import MEASURED, Cadence, Colour, Kind, State

_ATTENTION = 12
COUNTED = tuple(state for state in State if state != State.CANCELLED)
CLOSABLE = tuple(kind for kind in Kind if kind != Kind.CONTINUING)


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the query string (without "?") of the list that has that many rows; `change` since the day compared
    with, None without one."""

    value: int
    query: str
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """`n` out of `of`; the queries open their lists, "" where no list of tasks has them."""

    n: int
    of: int
    n_query: str = ""
    of_query: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Mean percent of the tasks that have one and a plan for it; None without any. `change` of the mean, in percentage
    points, where compared."""

    tasks: Count
    progress: Decimal | None
    planned: Decimal | None
    change: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Cancelled tasks are left out everywhere."""

    tasks: Count
    continuing: Count
    closable: Count
    closable_done: Count
    done: Count
    proposed: Count
    assigned: Count
    active: Count
    in_review: Count
    suspended: Count
    overdue: Count
    checkpoint_overdue: Count
    unreported: Count
    needs_help: Count
    lights: Mapping[str, Count]
    measured: Measured


@dataclass(frozen=True, slots=True)
class PillarTotals:
    pillar: Pillar
    totals: Totals


@dataclass(frozen=True, slots=True)
class UnitTotals:
    """By lead unit. `reported_on_time`: for the last closed period; `closed_on_time`: by the first due date."""

    unit: Unit
    totals: Totals
    reported_on_time: Ratio
    closed_on_time: Ratio


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`period` is the last closed one; `tasks` all that are counted, with the face of the day, by code."""

    plan: Plan
    moment: Moment
    period: str
    tasks: list[Task]
    totals: Totals
    pillars: list[PillarTotals]
    units: list[UnitTotals]
    attention: list[Task]

    @property
    def on(self) -> date:
        return self.moment.on


def totals(found: Iterable[Face], base: Mapping[str, str], before: Iterable[Face] | None = None) -> Totals:
    """Count faces; `base` is the query that selects exactly these faces' tasks. With the faces of an earlier day, every
    count says by how much it changed."""
    counted = _totals(found, base)
    return counted if before is None else _compared(counted, _totals(before, base))


def _compared(now: Any, before: Any) -> Any:
    """The same numbers, each with its change."""
    if isinstance(now, Count):
        return replace(now, change=now.value - before.value)
    if isinstance(now, Mapping):
        return {key: _compared(counted, before[key]) for key, counted in now.items()}
    if isinstance(now, Measured):
        known = now.progress is not None and before.progress is not None
        change = now.progress - before.progress if known else None
        return replace(now, tasks=_compared(now.tasks, before.tasks), change=change)
    return replace(
        now, **{f.name: _compared(getattr(now, f.name), getattr(before, f.name)) for f in fields(now)}
    )


def _totals(found: Iterable[Face], base: Mapping[str, str]) -> Totals:
    rows = [face for face in found if face.state != State.CANCELLED]
    states = ",".join(COUNTED)

    def count(found: Iterable[Face], **query: str) -> Count:
        return Count(len(list(found)), urlencode({**base, **query}, safe=","))

    def by_state(state: State) -> Count:
        return count((f for f in rows if f.state == state), state=state)

    def flagged(name: str) -> Count:
        return count((f for f in rows if getattr(f, name)), **{name: "true", "state": states})

    closable = [f for f in rows if f.kind in CLOSABLE]
    return Totals(
        tasks=count(rows, state=states),
        continuing=count((f for f in rows if f.kind == Kind.CONTINUING), kind=Kind.CONTINUING, state=states),
        closable=count(closable, kind=",".join(CLOSABLE), state=states),
        closable_done=count(
            (f for f in closable if f.state == State.DONE), kind=",".join(CLOSABLE), state=State.DONE
        ),
        done=by_state(State.DONE),
        proposed=by_state(State.PROPOSED),
        assigned=by_state(State.ASSIGNED),
        active=by_state(State.ACTIVE),
        in_review=by_state(State.IN_REVIEW),
        suspended=by_state(State.SUSPENDED),
        overdue=flagged("overdue"),
        checkpoint_overdue=flagged("checkpoint_overdue"),
        unreported=flagged("unreported"),
        needs_help=flagged("needs_help"),
        lights={str(c): count((f for f in rows if f.light == c), light=c, state="open") for c in Colour},
        measured=_measured(rows, base),
    )


def _measured(rows: list[Face], base: Mapping[str, str]) -> Measured:
    tasks, progress, planned = means(rows)
    return Measured(Count(tasks, urlencode({**base, "measured": "true"}, safe=",")), progress, planned)


class Progressing(Protocol):
    """The part of a face that says how far a task is."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def progress(self) -> Decimal | None: ...
    @property
    def planned(self) -> Decimal | None: ...


def means(rows: Iterable[Progressing]) -> tuple[int, Decimal | None, Decimal | None]:
    """How many tasks are measured against a plan, the mean of their progress and that of their plan. The same condition
    as `querysets.measured`, over faces already in memory."""
    found = [
        (f.progress, f.planned)
        for f in rows
        if f.kind in MEASURED
        and f.progress is not None
        and f.planned is not None
        and f.state not in (State.SUSPENDED, State.CANCELLED)
    ]
    return len(found), _mean([p for p, _ in found]), _mean([p for _, p in found])


def _mean(values: list[Decimal]) -> Decimal | None:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.1")) if values else None


def shown(
    plan: Plan, person: Person, moment: Moment, *, leader: Person | None = None, unit: Unit | None = None
) -> list[Task]:
    """The plan's tasks that this person may see, as they stood at the moment, by code; of those only what was in the
    leader's charge, or led by the unit, then. One query."""
    rows = faces(access.visible_tasks(person).filter(plan=plan), moment)
    if leader:
        rows = rows.filter(leader=leader)
    if unit:
        rows = rows.filter(lead_unit=unit)
    return as_tasks(rows)


def dashboard(
    plan: Plan, person: Person, moment: Moment, *, leader: Person | None = None, unit: Unit | None = None
) -> Dashboard:
    """The plan at a glance, of what this person may see: the same few queries for 20 tasks and for 200, for today and
    for a day past."""
    base = {"plan": plan.slug, **moment.query}
    base |= {"leader": leader.username} if leader else {}
    base |= {"lead_unit": unit.code} if unit else {}
    tasks = shown(plan, person, moment, leader=leader, unit=unit)
    compared = moment.compared
    before = shown(plan, person, compared, leader=leader, unit=unit) if compared else None
    return board_of(plan, tasks, moment, base, before)


def board_of(
    plan: Plan,
    tasks: list[Task],
    moment: Moment,
    base: Mapping[str, str],
    before: list[Task] | None = None,
) -> Dashboard:
    """The same numbers of tasks that the caller has chosen, with the faces of the moment."""
    closed = last_closed_on(plan, moment.on)
    in_time = reported_in_time((task.pk for task in tasks), closed)
    return Dashboard(
        plan=plan,
        moment=moment,
        period=closed.periods[Cadence.MONTHLY],
        tasks=tasks,
        totals=totals(tasks, base, before),
        pillars=_by_pillar(plan, tasks, base, before),
        units=_by_unit(tasks, base, before, closed, in_time),
        attention=attention(tasks)[:_ATTENTION],
    )


def attention(tasks: Iterable[Task]) -> list[Task]:
    """Red before yellow; within a colour the nearest due date first."""
    lit = [task for task in tasks if task.light in (Colour.RED, Colour.YELLOW)]
    return sorted(
        lit, key=lambda t: (t.light != Colour.RED, not t.overdue, not t.checkpoint_overdue, t.due_on, t.code)
    )


def _grouped(tasks: Iterable[Task] | None, key: str) -> dict[Any, list[Task]]:
    groups = defaultdict(list)
    for task in tasks or ():
        groups[getattr(task, key)].append(task)
    return groups


def _by_pillar(
    plan: Plan, tasks: list[Task], base: Mapping[str, str], before: list[Task] | None
) -> list[PillarTotals]:
    now, then = _grouped(tasks, "pillar_id"), _grouped(before, "pillar_id")
    return [
        PillarTotals(
            pillar,
            totals(
                now[pillar.pk],
                {**base, "pillar": str(pillar.ordinal)},
                None if before is None else then[pillar.pk],
            ),
        )
        for pillar in plan.pillars.order_by("ordinal")
    ]


def _by_unit(
    tasks: list[Task],
    base: Mapping[str, str],
    before: list[Task] | None,
    closed: LastClosed,
    in_time: InTime,
) -> list[UnitTotals]:
    now, then = _grouped(tasks, "lead_unit"), _grouped(before, "lead_unit")
    led = {unit for unit in (*now, *then) if unit}  # what a unit has given away since is a change too
    found = sorted(led, key=lambda unit: (unit.ordinal, unit.code))
    return [
        UnitTotals(
            unit,
            totals(now[unit], {**base, "lead_unit": unit.code}, None if before is None else then[unit]),
            _reporting(now[unit], closed, in_time, {**base, "lead_unit": unit.code}),
            _closing(now[unit], closed.on, {**base, "lead_unit": unit.code}),
        )
        for unit in found
    ]


def _reporting(tasks: list[Task], closed: LastClosed, in_time: InTime, base: Mapping[str, str]) -> Ratio:
    """Reported by the due day ÷ owing a report for the last closed period of its cadence."""
    owing = [(task.pk, closed.periods[task.cadence]) for task in tasks if owes(task, closed)]
    day = closed.on.isoformat()
    return Ratio(
        sum(1 for owed in owing if owed in in_time),
        len(owing),
        urlencode({**base, "reported_in_time": day}, safe=","),
        urlencode({**base, "owed_report": day}, safe=","),
    )


def _closing(tasks: list[Task], on: date, base: Mapping[str, str]) -> Ratio:
    """Closed by the first due date ÷ due by now, or closed."""
    due = [
        (t, t.original_due_on)
        for t in tasks
        if t.original_due_on and t.original_due_on < on and t.state != State.CANCELLED
    ]
    in_time = [t for t, first in due if t.state == State.DONE and t.submitted_on and t.submitted_on <= first]
    query = {**base, "first_due_before": (on - timedelta(days=1)).isoformat()}
    return Ratio(
        len(in_time),
        len(due),
        urlencode({**query, "closed_in_time": "true"}, safe=","),
        urlencode({**query, "state": ",".join(COUNTED)}, safe=","),
    )
