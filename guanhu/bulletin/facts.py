"""What a bulletin is written from: the plan at the end of the day after the period's due day, from the log
alone, of the tasks that everybody on the staff may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from tasks import naming, summaries
from tasks.closed_periods import closes_on, due_days_of, due_on
from tasks.correspondence import Letter, letters
from tasks.faces import as_tasks, logged
from tasks.models import LogPosition, Plan, Task, TaskEvent
from tasks.moment import Moment
from tasks.naming import Urge
from tasks.periods import ends_on, following, previous
from tasks.querysets import TaskQuerySet
from tasks.rulebook import calendar
from tasks.states import NOT_CLOSED, Action, Colour, Level, State
from tasks.summaries import Dashboard


@dataclass(frozen=True, slots=True)
class Named:
    """A task that is named, and the slip that nobody answered."""

    task: Task
    letter: Letter


@dataclass(frozen=True, slots=True)
class Wish:
    """What a unit asks of its leaders."""

    task: Task
    whom: str
    what: str


@dataclass(frozen=True, slots=True)
class Slips:
    """Slips issued since the period before closed, by level; how many of these were answered; how many of all
    still wait."""

    issued: Mapping[str, int]
    answered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`lit`: red and yellow tasks, the worst first. `position` is the log's, whose word on who may see what holds."""

    plan: Plan
    period: str
    on: date
    position: int
    board: Dashboard
    lit: Sequence[Task]
    slips: Slips
    named: Sequence[Named]
    wishes: Sequence[Wish]
    due_next: Sequence[Task]
    next_due_day: date

    @property
    def red(self) -> list[Task]:
        return [task for task in self.lit if task.light == Colour.RED]


def position_now() -> int:
    """The last event that is committed."""
    return LogPosition.objects.values_list("last", flat=True).first() or 0


def public_tasks(plan: Plan, position: int) -> TaskQuerySet:
    """Tasks that were not restricted by the log's word at this position: what anybody on the staff could see then."""
    known = TaskEvent.objects.filter(task=OuterRef("pk"), position__lte=position).order_by("-version")
    kept_close = Subquery(known.values("restricted")[:1])
    return Task.objects.filter(plan=plan).annotate(kept_close=kept_close).filter(kept_close=False)


def load(plan: Plan, period: str, position: int, today: date) -> Facts:
    """A fixed number of queries. The period's day has to be over (`on` < today), or it would not keep."""
    due_days = due_days_of(plan)
    on = closes_on(period, due_days)
    tasks = as_tasks(logged(public_tasks(plan, position), Moment(today, on, period)))
    board = summaries.board_of(plan, tasks, Moment(today, on, period), {"plan": plan.slug})
    counted = {task.pk: task for task in tasks if task.state != State.CANCELLED}
    sent = _letters(plan, counted, on)
    until = ends_on(following(period))
    return Facts(
        plan=plan,
        period=period,
        on=on,
        position=position,
        board=board,
        lit=summaries.attention(counted.values()),
        slips=_slips(sent, closes_on(previous(period), due_days), counted),
        named=_named(sent, counted, on),
        wishes=_wishes(counted, on),
        due_next=[t for t in counted.values() if t.state in NOT_CLOSED and on <= t.due_on <= until],
        next_due_day=due_on(following(period), due_days),
    )


def _letters(plan: Plan, tasks: Mapping[int, Task], on: date) -> list[Letter]:
    """Every slip on these tasks up to the day, each with its answer if there was one by then."""
    events = TaskEvent.objects.filter(task__in=tasks, on__lte=on).order_by("position")
    urges = events.filter(action=Action.URGE).only("task", "version", "on", "action", "data", "actor")
    answers = events.filter(action=Action.ANSWER).only("task", "data", "on")
    return letters(urges.select_related("actor"), dict.fromkeys(tasks, plan), answers)


def _slips(sent: Sequence[Letter], after: date, tasks: Mapping[int, Task]) -> Slips:
    mine = [letter for letter in sent if letter.event.on > after]
    waiting = [letter for letter in sent if letter.answer is None and tasks[letter.event.task_id].is_open]
    return Slips(
        issued={str(level): sum(letter.level == level for letter in mine) for level in Level},
        answered=sum(letter.answer is not None for letter in mine),
        waiting=len(waiting),
    )


def _named(sent: Sequence[Letter], tasks: Mapping[int, Task], on: date) -> list[Named]:
    urges = {_urge(letter, tasks[letter.event.task_id]): letter for letter in sent}
    found = naming.named(urges, on, calendar(on))
    return [Named(tasks[urge.task_id], urges[urge]) for urge in found]


def _urge(letter: Letter, task: Task) -> Urge:
    return Urge(
        task_id=task.pk,
        level=letter.level,
        number=letter.event.data["number"],
        on=letter.event.on,
        answered=letter.answer is not None,
        still_overdue=task.is_open and (task.overdue or task.checkpoint_overdue),
    )


def _wishes(tasks: Mapping[int, Task], on: date) -> list[Wish]:
    """What the latest report asks for, of tasks that still asked at the end of the day."""
    asking = [pk for pk, task in tasks.items() if task.needs_help]
    events = TaskEvent.objects.filter(task__in=asking, action=Action.REPORT, needs_help=True, on__lte=on)
    said = {e.task_id: e.texts for e in events.order_by("position") if e.texts.get("help_what")}
    return [
        Wish(tasks[pk], said[pk].get("help_whom", ""), said[pk]["help_what"]) for pk in asking if pk in said
    ]
