"""What one person has to do, most urgent first. Every task stands in one group, so the counts are true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tasks import access, owing
from tasks.access import Rights
from tasks.models import PlanRules, Task, TaskEvent
from tasks.rejections import Rejection, open_rejections, return_reasons
from tasks.report_subjects import help_asked
from tasks.states import CONFLICTING, OPEN, Action, Colour, Consultation, PlanState, State
from tasks.workflow.reporting import Help

MINE = ("letters", "sign", "consult", "rejected", "returned", "late", "report", "lit", "waiting", "steady")
"""The groups of what the person's units have to do, in the order of the page."""
_IDLE = ("waiting", "steady")
_BY_LIGHT = {Colour.RED: 0, Colour.YELLOW: 1, Colour.GREY: 2}


@dataclass(frozen=True, slots=True)
class Item:
    """A task with what its row needs. `owed`: periods still missing, the oldest first; `asked`: what help; `sent_back`:
    what the supervisors returned, `period` empty where it was the request to close."""

    task: Task
    owed: tuple[str, ...] = ()
    late: bool = False
    asked: Help | None = None
    sent_back: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """`key` is one of `MINE`, or helping, supporting, help."""

    key: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """`mine`: what the person's units lead; `supporting`: what they help with, first where their own part is
    not reported yet; `led`: what a leader is in charge of."""

    mine: tuple[Group, ...]
    supporting: tuple[Group, ...]
    led: tuple[Group, ...]

    @property
    def to_do(self) -> int:
        """Tasks that wait for this person or his unit."""
        return sum(len(group.items) for group in self.mine if group.key not in _IDLE)

    @property
    def is_empty(self) -> bool:
        return not (self.mine or self.supporting or self.led)


def agenda(who: Rights, on: date) -> Agenda:
    """The same few queries for five tasks and for fifty."""
    mine, supporting = _of_units(who, on) if who.units else ({}, ())
    return Agenda(
        mine=_groups(mine),
        supporting=_groups(
            {
                "helping": [item for item in supporting if item.owed],
                "supporting": [item for item in supporting if not item.owed],
            }
        ),
        led=_groups(_led(who, on)) if who.leader else (),
    )


def _groups(found: dict[str, list[Item]]) -> tuple[Group, ...]:
    return tuple(
        Group(key, tuple(sorted(items, key=answer_first if key == "letters" else urgency)))
        for key, items in found.items()
        if items
    )


def urgency(item: Item) -> tuple[object, ...]:
    """Late reports, then overdue, red and yellow before the rest; then by due date."""
    task = item.task
    colour = _BY_LIGHT.get(Colour(task.light), 3) if task.light else 3
    return (not item.late, not task.overdue, not task.checkpoint_overdue, colour, task.due_on, task.code)


def answer_first(item: Item) -> tuple[object, ...]:
    """The letter that is to be answered first, so what is overdue stands on top."""
    return (item.task.answer_by or date.max, *urgency(item))


def _of_units(who: Rights, on: date) -> tuple[dict[str, list[Item]], Iterable[Item]]:
    tasks = list(_tasks_of(who))
    known, rules, rejected = owing.reported(tasks), owing.RulesOf(on), open_rejections(tasks)
    returned = return_reasons(task for task in tasks if getattr(task, "last_action", "") == Action.RETURN)
    mine: dict[str, list[Item]] = {key: [] for key in MINE}
    supporting = []
    for task in tasks:
        part, plan_rules = access.part_of(who, task), rules(task)
        owed = owing.owed_periods(task, part, known, on, plan_rules.report_due_day)
        late = owing.is_late(owed, on, plan_rules.report_due_day)
        again = rejected.get((task.pk, part)) if task.state == State.ACTIVE else None
        item = Item(task, owed, late, sent_back=again or returned.get(task.pk))
        if task.lead_unit and part == task.lead_unit.code:
            if key := _key(item, who, plan_rules):
                mine[key].append(item)
        elif again:
            mine["rejected"].append(item)
        elif task.state == State.ACTIVE:
            supporting.append(Item(task, owed))
    return mine, supporting


def _tasks_of(who: Rights) -> QuerySet[Task]:
    """Open tasks of the person's units, and draft rows about which a unit is asked."""
    last = TaskEvent.objects.filter(task=OuterRef("pk"), action__in=CONFLICTING).order_by("-version")
    asked = Q(state=State.PROPOSED, plan__state=PlanState.CONSULTING, consultation=Consultation.NONE)
    rows = Task.objects.filter(access.of_units_q(who)).filter(Q(state__in=OPEN) | asked).with_names()
    return rows.annotate(last_action=Subquery(last.values("action")[:1]))


def _key(item: Item, who: Rights, rules: PlanRules) -> str:
    """The first of the groups that fits; empty where somebody else of the unit is asked."""
    task = item.task
    if task.state == State.PROPOSED:
        return "consult" if access.may(who, Action.AGREE, task, rules) else ""
    if task.state == State.ASSIGNED and access.may(who, Action.ACCEPT, task, rules):
        return "sign"
    if task.awaiting:
        return "letters"
    if task.state != State.ACTIVE:
        return "waiting"
    if item.sent_back:
        return "rejected" if item.sent_back.period else "returned"
    if item.owed:
        return "late" if item.late else "report"
    return "lit" if task.overdue or task.light in (Colour.RED, Colour.YELLOW) else "steady"


def _led(who: Rights, on: date) -> dict[str, list[Item]]:
    """Of the tasks this leader is in charge of: those that need his help, then those that are lit."""
    rows = list(Task.objects.open().filter(leader__in=who.in_charge).with_names())
    asked = help_asked(rows, on)
    found: dict[str, list[Item]] = {"help": [], "lit": []}
    for task in rows:
        if task.needs_help:
            found["help"].append(Item(task, asked=asked.get(task.pk)))
        elif task.light in (Colour.RED, Colour.YELLOW):
            found["lit"].append(Item(task))
    return found
