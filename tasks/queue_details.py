"""What the rows of a queue say: the report to verify, the date asked for, the letter without an answer.

A queue's page asks the log once, whatever the number of rows.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.models import Target
from tasks import owing, periods
from tasks.correspondence import letters
from tasks.help_requests import help_requests
from tasks.models import Checkpoint, Task, TaskEvent, TaskTarget
from tasks.states import Action, Outcome
from tasks.timeline_words import amounts


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that waits in a row: `what` in a few words, `text` as somebody wrote it."""

    what: str = ""
    text: str = ""


Details = Mapping[int, Sequence[Detail]]
"""By the task's primary key."""


def details(key: str, tasks: Sequence[Task], on: date) -> Details:
    """What to say about each of these rows of the queue."""
    return _BY_QUEUE.get(key, _light)(tasks, on)


def _latest(tasks: Sequence[Task], action: Action) -> dict[int, TaskEvent]:
    """The last event of this action of every task."""
    events = (
        TaskEvent.objects.filter(task__in=tasks, action=action).select_related("actor").order_by("version")
    )
    return {event.task_id: event for event in events}


def _named(tasks: Sequence[Task], wanted: Mapping[int, Sequence[int]]) -> dict[int, list[TaskEvent]]:
    """The events that the tasks' faces name by version, oldest first."""
    numbers = {number for versions in wanted.values() for number in versions}
    events = TaskEvent.objects.filter(task__in=tasks, version__in=numbers).select_related(
        "actor", "task__plan"
    )
    found = defaultdict(list)
    for event in events.order_by("version"):
        if event.version in wanted[event.task_id]:
            found[event.task_id].append(event)
    return found


def _kind(tasks: Sequence[Task], on: date) -> Details:
    return {task.pk: [Detail(str(task.get_kind_display()))] for task in tasks}


def _proposed(tasks: Sequence[Task], on: date) -> Details:
    declined = _latest(tasks, Action.DECLINE)
    return {
        task.pk: [
            Detail(str(task.get_kind_display())),
            *([Detail("申请改派", declined[task.pk].texts.get("reason", ""))] if task.pk in declined else []),
        ]
        for task in tasks
    }


def _person(tasks: Sequence[Task], on: date) -> Details:
    return {task.pk: [Detail(str(task.assignee) if task.assignee else "未指定")] for task in tasks}


def _light(tasks: Sequence[Task], on: date) -> Details:
    return {task.pk: [Detail("", task.light_reason)] for task in tasks}


def _reports(tasks: Sequence[Task], on: date) -> Details:
    events = _named(tasks, {task.pk: task.unverified for task in tasks})
    links = TaskTarget.objects.filter(task__in=tasks).select_related("target__indicator")
    targets = {link.target.code: link.target for link in links}
    return {pk: [_report(event, targets) for event in found] for pk, found in events.items()}


def _report(event: TaskEvent, targets: Mapping[str, Target]) -> Detail:
    said = amounts(event, targets)
    by = str(event.actor) if event.actor else ""
    return Detail(f"{_period(event.period)} {by}" + (f":{said}" if said else ""), event.note)


def _requests(tasks: Sequence[Task], on: date) -> Details:
    return {
        pk: [Detail(f"{_outcome(event)} · {event.actor or ''} {event.on}", event.note)]
        for pk, event in _latest(tasks, Action.SUBMIT).items()
    }


def _outcome(event: TaskEvent) -> str:
    outcome = event.data.get("outcome", "")
    return str(Outcome(outcome).label) if outcome in Outcome.values else ""


def _extensions(tasks: Sequence[Task], on: date) -> Details:
    asked = _latest(tasks, Action.REQUEST_EXTENSION)
    by_pk = {task.pk: task for task in tasks}
    return {pk: [_extension(by_pk[pk], event)] for pk, event in asked.items()}


def _extension(task: Task, event: TaskEvent) -> Detail:
    late = "(逾期后申请)" if event.data.get("overdue") else ""
    short = "(未按规定提前申请)" if event.data.get("short_notice") else ""
    return Detail(f"{task.due_on} → {task.pending_extension}{late}{short}", event.texts.get("reason", ""))


def _steps(tasks: Sequence[Task], on: date) -> Details:
    late = defaultdict(list)
    for row in Checkpoint.objects.filter(task__in=tasks, met_on=None, due_on__lt=on).order_by(
        "due_on", "ordinal"
    ):
        late[row.task_id].append(Detail(f"{row.due_on}(已过 {(on - row.due_on).days} 天)", row.text))
    return late


def _overdue(tasks: Sequence[Task], on: date) -> Details:
    return {task.pk: [Detail(f"已逾期 {(on - task.due_on).days} 天", task.light_reason)] for task in tasks}


def _owed(tasks: Sequence[Task], on: date) -> Details:
    known, rules = owing.reported(tasks), owing.RulesOf(on)
    return {task.pk: [_debt(task, known, rules, on)] for task in tasks}


def _debt(task: Task, known: owing.Reported, rules: owing.RulesOf, on: date) -> Detail:
    """The lead unit's missing periods with their due days, and its last report."""
    part, due_day = task.lead_unit.code if task.lead_unit else "", rules(task).report_due_day
    owed = owing.owed_periods(task, part, known, on, due_day)
    last = f"最近报送{_period(task.last_period)}" if task.last_period else "尚未报送过"
    return Detail(",".join(_said_debt(period, periods.due_day(period, due_day), on) for period in owed), last)


def _said_debt(period: str, due: date, on: date) -> str:
    word = "欠" if due < on else ""
    return f"{word}{_period(period)}({due.month} 月 {due.day} 日截止)"


def _period(period: str) -> str:
    return periods.label(period) if periods.valid(period) else period


def _letters(tasks: Sequence[Task], on: date) -> Details:
    events = _named(tasks, {task.pk: [row["version"] for row in task.awaiting] for task in tasks})
    found = defaultdict(list)
    plans = {task.pk: task.plan for task in tasks}
    for letter in letters([event for mine in events.values() for event in mine], plans):
        sent, due = letter.event.on, letter.answer_by
        late = f"(已过 {(on - due).days} 天)" if due and due < on else ""
        found[letter.event.task_id].append(
            Detail(f"{letter.title},{sent} 发,{due} 前回复{late}", letter.text)
        )
    return found


def _help(tasks: Sequence[Task], on: date) -> Details:
    return {request.task.pk: [Detail(request.whom, request.what)] for request in help_requests(tasks, on)}


def _objections(tasks: Sequence[Task], on: date) -> Details:
    return {
        pk: [Detail(f"{event.actor or ''} {event.on}", event.texts.get("text", ""))]
        for pk, event in _latest(tasks, Action.OBJECT).items()
    }


def _suspended(tasks: Sequence[Task], on: date) -> Details:
    return {
        pk: [Detail(f"{event.on} 起", event.texts.get("reason", ""))]
        for pk, event in _latest(tasks, Action.SUSPEND).items()
    }


_BY_QUEUE: Mapping[str, Callable[[Sequence[Task], date], Details]] = {
    "proposed": _proposed,
    "assigned": _person,
    "no_checkpoints": _kind,
    "unverified": _reports,
    "in_review": _requests,
    "extension": _extensions,
    "checkpoint_overdue": _steps,
    "overdue": _overdue,
    "unreported": _owed,
    "unanswered": _letters,
    "answer_overdue": _letters,
    "needs_help": _help,
    "objections": _objections,
    "suspended": _suspended,
}
