"""What changed between two moments: net, from the log alone, each with the event that did it.

Who may see a task is judged by today's rights, in whose charge it is by the later moment.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter

from tasks import access
from tasks.closed_periods import DueDays, closed
from tasks.faces import as_tasks, faces, logged
from tasks.models import Person, Plan, Task, TaskEvent
from tasks.moment import Moment
from tasks.querysets import TaskQuerySet
from tasks.states import Colour, State


class What(StrEnum):
    """The lists, in the order in which they are read."""

    TURNED = "turned"
    SLIPPED = "slipped"
    CLOSED = "closed"
    EXTENDED = "extended"
    NEW = "new"
    REOPENED = "reopened"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Change:
    """`task` as it stood at the later moment, `before` at the earlier one (None where it was not there yet), `event`
    what last did it."""

    task: Task
    before: Task | None
    event: TaskEvent

    @property
    def reason(self) -> str:
        """What whoever did it gave as his reason, or noted."""
        return str(self.event.texts.get("reason") or self.event.note)

    @property
    def newly_overdue(self) -> bool:
        """Whether the task itself is late since, and not a stage goal alone."""
        return self.task.overdue and not (self.before and self.before.overdue)


@dataclass(frozen=True, slots=True)
class Changes:
    """`lists` has every What; what turned comes worst light first, everything else by code."""

    earlier: Moment
    later: Moment
    lists: dict[What, list[Change]]

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.lists.values())


def changes(
    plan: Plan, person: Person, earlier: Moment, later: Moment, leader: Person | None = None
) -> Changes:
    """From the end of the earlier day to the end of the later one; six queries at most, however much happened.

    With a leader, what is in his charge at the later moment.
    """
    tasks = _visible(plan, person)
    found = list(_found(tasks, earlier, later, leader))
    changed = tasks.filter(pk__in={pk for pk, _, _ in found})
    then = {task.pk: task for task in as_tasks(faces(changed, earlier))}
    now = {task.pk: task for task in as_tasks(faces(changed, later))}
    events = TaskEvent.objects.select_related("actor", "on_behalf_of").in_bulk({key for _, _, key in found})
    lists: dict[What, list[Change]] = {what: [] for what in What}
    for pk, what, key in found:
        lists[what].append(Change(now[pk], then.get(pk), events[key]))
    for what, rows in lists.items():
        rows.sort(key=lambda row: (_WORST.index(row.task.light) if what == What.TURNED else 0, row.task.code))
    return Changes(earlier, later, lists)


def counts(
    plan: Plan, person: Person, earlier: Moment, later: Moment, leader: Person | None = None
) -> dict[What, int]:
    """How long each list of `changes` is; two queries."""
    found = [what for _, what, _ in _found(_visible(plan, person), earlier, later, leader)]
    return {what: found.count(what) for what in What}


def since(plan: Plan, due_days: DueDays, until: date, looked: date | None) -> date:
    """The day from which news is told when nobody says: that of the last look, else the last close before `until`,
    else the day before the plan began to run."""
    if looked is not None and looked < until:
        return looked
    closes = [day for _, day in closed(plan, due_days, until) if day < until]
    return closes[-1] if closes else min(eve(plan), until)


def eve(plan: Plan) -> date:
    """The day before the plan began to run: since then everything is a change."""
    return (plan.activated_on or plan.starts_on) - timedelta(days=1)


def _visible(plan: Plan, person: Person) -> TaskQuerySet:
    return access.visible_tasks(person).filter(plan=plan)


_WORST = (*Colour.values, "")
_COLUMNS = ("state", "light", "due_on", "overdue", "checkpoint_overdue", "leader_id")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a list looks at; as it stands here, a task that is not there yet."""

    state: str = ""
    light: str = ""
    due_on: date = date.max
    overdue: bool = False
    checkpoint_overdue: bool = False
    leader: int | None = None


_Step = Callable[[_Seen, _Seen], bool]


def _reached(state: State) -> _Step:
    return lambda was, now: now.state == state != was.state


def _lit(was: _Seen, now: _Seen) -> bool:
    """Another light than before; where it was not lit before, red and yellow alone are news."""
    return now.light not in ("", was.light) and bool(was.light or now.light in (Colour.RED, Colour.YELLOW))


def _slipped(was: _Seen, now: _Seen) -> bool:
    return (now.overdue and not was.overdue) or (now.checkpoint_overdue and not was.checkpoint_overdue)


def _extended(was: _Seen, now: _Seen) -> bool:
    """A date that had been set with an assignment, moved later."""
    return was.state not in ("", State.PROPOSED) and now.due_on > was.due_on


def _reopened(was: _Seen, now: _Seen) -> bool:
    return was.state == State.DONE != now.state


def _appeared(was: _Seen, now: _Seen) -> bool:
    return not was.state and now.state != State.CANCELLED


def _cancelled(was: _Seen, now: _Seen) -> bool:
    return bool(was.state) and _reached(State.CANCELLED)(was, now)


_NET: dict[What, _Step] = {
    What.TURNED: _lit,
    What.SLIPPED: _slipped,
    What.CLOSED: _reached(State.DONE),
    What.EXTENDED: _extended,
    What.NEW: _appeared,
    What.REOPENED: _reopened,
    What.SUSPENDED: _reached(State.SUSPENDED),
    What.CANCELLED: _cancelled,
}
"""Whether a task belongs on the list, by its faces at both moments."""
_DID: dict[What, _Step] = _NET | {
    What.TURNED: lambda was, now: now.light != was.light,
    What.EXTENDED: lambda was, now: now.due_on != was.due_on,
}
"""Whether an event is one that did it, by the faces before and after."""


def _found(
    tasks: TaskQuerySet, earlier: Moment, later: Moment, leader: Person | None
) -> Iterator[tuple[int, What, int]]:
    """Task, list and event by their primary keys."""
    for pk, was, steps in _histories(tasks, earlier, later):
        _, now = steps[-1]
        if leader is not None and now.leader != leader.pk:
            continue
        for what, is_so in _NET.items():
            if is_so(was, now):
                yield pk, what, _doer(_DID[what], was, steps)


def _doer(did: _Step, was: _Seen, steps: Sequence[tuple[int, _Seen]]) -> int:
    """The last event that did it; of a net change there is one."""
    walked = pairwise([(0, was), *steps])
    return [key for (_, before), (key, after) in walked if did(before, after)][-1]


def _histories(
    tasks: TaskQuerySet, earlier: Moment, later: Moment
) -> Iterator[tuple[int, _Seen, list[tuple[int, _Seen]]]]:
    """Each task to which something happened: how it stood before, then every event with the face after it."""
    before = {pk: _Seen(*face) for pk, *face in logged(tasks, earlier).values_list("task_id", *_COLUMNS)}
    events = (
        TaskEvent.objects.filter(task__in=tasks.order_by().values("pk"), on__gt=earlier.on, on__lte=later.on)
        .order_by("task_id", "version")
        .values_list("task_id", "pk", *_COLUMNS)
    )
    for pk, rows in groupby(events.iterator(2000), itemgetter(0)):
        yield pk, before.get(pk, _Seen()), [(key, _Seen(*face)) for _, key, *face in rows]
