"""Who is told what by an event: one table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tasks.models import TaskEvent
from tasks.notices.directory import Directory, To
from tasks.states import Action, Level, NoticeKind, PlanState


def _always(event: TaskEvent) -> bool:
    return True


def _red(event: TaskEvent) -> bool:
    return bool(event.data.get("level") == Level.RED)


def _asks_help(event: TaskEvent) -> bool:
    return "help_what" in event.texts


def _consulting(event: TaskEvent) -> bool:
    return event.task.plan.state == PlanState.CONSULTING


@dataclass(frozen=True, slots=True)
class Telling:
    """One row: what action tells whom, as what kind of notice, under which condition."""

    action: Action
    kind: NoticeKind
    to: tuple[To, ...]
    when: Callable[[TaskEvent], bool] = _always


_LEAD_UNIT = (To.HEADS, To.STAFF, To.ASSIGNEE)
_IN_CHARGE = (To.HEADS, To.DOERS)

TOLD: tuple[Telling, ...] = (
    Telling(Action.OBJECT, NoticeKind.CONSULTED, (To.SUPERVISORS,)),
    Telling(Action.REVISE, NoticeKind.CONSULTED, (To.HEADS,), when=_consulting),
    Telling(Action.ASSIGN, NoticeKind.ASSIGNED, _LEAD_UNIT),
    Telling(Action.HAND_OVER, NoticeKind.ASSIGNED, (To.ASSIGNEE,)),
    Telling(Action.RESUME, NoticeKind.ASSIGNED, _LEAD_UNIT),
    Telling(Action.REOPEN, NoticeKind.ASSIGNED, _LEAD_UNIT),
    Telling(Action.DECLINE, NoticeKind.RETURNED, (To.SUPERVISORS,)),
    Telling(Action.REJECT, NoticeKind.RETURNED, (*_IN_CHARGE, To.REPORTED)),
    Telling(Action.RETURN, NoticeKind.RETURNED, _IN_CHARGE),
    Telling(Action.REPORT, NoticeKind.HELP, (To.LEADER,), when=_asks_help),
    Telling(Action.REQUEST_EXTENSION, NoticeKind.EXTENSION, (To.SUPERVISORS,)),
    Telling(Action.GRANT, NoticeKind.EXTENSION, _IN_CHARGE),
    Telling(Action.REFUSE, NoticeKind.EXTENSION, _IN_CHARGE),
    Telling(Action.SUBMIT, NoticeKind.REVIEW, (To.SUPERVISORS,)),
    Telling(Action.URGE, NoticeKind.URGED, _IN_CHARGE),
    Telling(Action.URGE, NoticeKind.URGED, (To.LEADER,), when=_red),
    Telling(Action.INSTRUCT, NoticeKind.INSTRUCTED, _IN_CHARGE),
    Telling(Action.ANSWER, NoticeKind.ANSWERED, (To.WRITER,)),
    Telling(Action.APPROVE, NoticeKind.CLOSED, _LEAD_UNIT),
    Telling(Action.SUSPEND, NoticeKind.CLOSED, _LEAD_UNIT),
    Telling(Action.CANCEL, NoticeKind.CLOSED, _LEAD_UNIT),
)
"""The whole of it: an action that has no row tells nobody. What is told by the day, not by an event: `reminders`."""

TELLING_ACTIONS = tuple({row.action for row in TOLD})

Earlier = Mapping[tuple[int, int], tuple[int, ...]]
"""The people behind earlier events, by task and version: their actor, and the leader whose instruction it was."""


def told(event: TaskEvent, directory: Directory, earlier: Earlier) -> dict[int, NoticeKind]:
    """The people whom this event tells, by primary key; never the one who did it."""
    found: dict[int, NoticeKind] = {}
    for row in TOLD:
        if row.action == event.action and row.when(event):
            for person in directory.people(event, row.to, event.on, behind(event, earlier)):
                found.setdefault(person, row.kind)
    found.pop(event.actor_id or 0, None)
    return found


def behind(event: TaskEvent, earlier: Earlier) -> tuple[int, ...]:
    """The people behind the event that this one refers to."""
    version = refers_to(event)
    return earlier.get((event.task_id, version), ()) if version else ()


def refers_to(event: TaskEvent) -> int:
    """The version of the letter that this event answers, or of the report that it sends back; 0 for none."""
    return int(event.data.get("answered") or event.data.get("report") or 0)


def earlier_people(events: Iterable[TaskEvent]) -> Earlier:
    """Who stands behind the events to which these refer: at most one query."""
    wanted = {(event.task_id, version) for event in events if (version := refers_to(event))}
    if not wanted:
        return {}
    rows = TaskEvent.objects.filter(
        task__in={task for task, _ in wanted}, version__in={version for _, version in wanted}
    ).values_list("task_id", "version", "actor_id", "data__leader")
    return {
        (task, version): tuple(person for person in (actor, leader) if person)
        for task, version, actor, leader in rows
        if (task, version) in wanted
    }
