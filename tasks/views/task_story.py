"""What the page of one task reads from its log, once: letters, requests, dates, reports, the timeline."""

from collections.abc import Sequence
from typing import Any

from tasks import baseline, due_dates, timeline
from tasks.correspondence import waiting
from tasks.light_facts import Facts
from tasks.models import Task, TaskEvent
from tasks.states import Action, PlanState, State
from tasks.waiting_reports import waiting_reports


def story(task: Task, known: Facts) -> dict[str, Any]:
    """For the template; the same few queries for a short log and a long one."""
    events = list(timeline.events_of(task))
    said = timeline.entries(task, events)
    return {
        "letters": waiting(task, events),
        "extension": due_dates.pending(task, events),
        "dates": due_dates.history(events),
        "reports": waiting_reports(task, events, said),
        "differences": baseline.differences(task, events, known.steps),
        "objection": _last(events, Action.OBJECT) if _is_consulted(task) else None,
        "returned": _returned(task, events),
        "help": _help(events) if task.needs_help else None,
        "groups": timeline.grouped(said),
    }


def _is_consulted(task: Task) -> bool:
    return task.plan.state == PlanState.CONSULTING and task.state == State.PROPOSED


def _last(events: Sequence[TaskEvent], *actions: Action) -> TaskEvent | None:
    return next((event for event in reversed(events) if event.action in actions), None)


def _returned(task: Task, events: Sequence[TaskEvent]) -> TaskEvent | None:
    """The request to close that came back, until the unit has done something about it."""
    last = _last(events, Action.RETURN, Action.REPORT, Action.SUBMIT)
    returned = last is not None and last.action == Action.RETURN
    return last if returned and task.state == State.ACTIVE else None


def _help(events: Sequence[TaskEvent]) -> TaskEvent | None:
    """The report that asked for a leader's help."""
    asking = [event for event in events if event.action == Action.REPORT and event.needs_help]
    return asking[-1] if asking else None
