"""What one person has to do, most urgent first. Every task stands in one group, so the counts are true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from tasks import access, owing
from tasks.access import Rights
from tasks.models import Task, TaskEvent
from tasks.report_subjects import help_asked
from tasks.states import CONFLICTING, OPEN, Action, Colour, State
from tasks.workflow.reporting import Help

_BY_LIGHT = {Colour.RED: 0, Colour.YELLOW: 1, Colour.GREY: 2}


@dataclass(frozen=True, slots=True)
class Item:
    """A task with what its row needs. `owed`: periods still missing, the oldest first; `asked`: what help."""

    task: Task
    owed: tuple[str, ...] = ()
    late: bool = False
    asked: Help | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """`key` is one of sign, returned, late, report, lit, waiting, steady, supporting, help."""

    key: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """`mine`: what the person's units lead; `supporting`: what they help with; `led`: what a leader is in charge of."""

    mine: tuple[Group, ...]
    supporting: tuple[Group, ...]
    led: tuple[Group, ...]

    @property
    def to_do(self) -> int:
        """Tasks that wait for this person or his unit."""
        return sum(len(group.items) for group in self.mine if group.key not in ("waiting", "steady"))

    @property
    def is_empty(self) -> bool:
        return not (self.mine or self.supporting or self.led)


def agenda(who: Rights, on: date) -> Agenda:
    """The same few queries for five tasks and for fifty."""
    mine, supporting = _of_units(who, on) if who.units else ({}, ())
    return Agenda(
        mine=_groups(mine),
        supporting=_groups({"supporting": list(supporting)}),
        led=_groups(_led(who)) if who.leader else (),
    )


def _groups(found: dict[str, list[Item]]) -> tuple[Group, ...]:
    return tuple(Group(key, tuple(sorted(items, key=urgency))) for key, items in found.items() if items)


def urgency(item: Item) -> tuple[object, ...]:
    """Late reports, then overdue, red and yellow before the rest; then by due date."""
    task = item.task
    colour = _BY_LIGHT.get(Colour(task.light), 3) if task.light else 3
    return (not item.late, not task.overdue, not task.checkpoint_overdue, colour, task.due_on, task.code)


def _of_units(who: Rights, on: date) -> tuple[dict[str, list[Item]], Iterable[Item]]:
    last = TaskEvent.objects.filter(task=OuterRef("pk"), action__in=CONFLICTING).order_by("-version")
    rows = (
        Task.objects.filter(access.of_units_q(who), state__in=OPEN)
        .with_names()
        .annotate(last_action=Subquery(last.values("action")[:1]))
    )
    tasks = list(rows)
    known, rules = owing.reported(tasks), owing.RulesOf(on)
    mine: dict[str, list[Item]] = {
        key: [] for key in ("sign", "returned", "late", "report", "lit", "waiting", "steady")
    }
    supporting = []
    for task in tasks:
        part, plan_rules = access.part_of(who, task), rules(task)
        owed = owing.owed_periods(task, part, known, on, plan_rules.report_due_day)
        late = owing.is_late(owed, on, plan_rules.report_due_day)
        if task.lead_unit and part == task.lead_unit.code:
            may_sign = access.may(who, Action.ACCEPT, task, plan_rules)
            mine[_key(task, owed, late, may_sign)].append(Item(task, owed, late))
        elif task.state == State.ACTIVE:
            supporting.append(Item(task, owed))
    return mine, supporting


def _key(task: Task, owed: tuple[str, ...], late: bool, may_sign: bool) -> str:
    """The first of the groups that fits."""
    if task.state == State.ASSIGNED:
        return "sign" if may_sign else "waiting"
    if task.state == State.IN_REVIEW:
        return "waiting"
    if getattr(task, "last_action", "") == Action.RETURN:
        return "returned"
    if owed:
        return "late" if late else "report"
    return "lit" if task.overdue or task.light in (Colour.RED, Colour.YELLOW) else "steady"


def _led(who: Rights) -> dict[str, list[Item]]:
    """Of the tasks this leader is in charge of: those that need his help, then those that are lit."""
    rows = list(Task.objects.open().filter(leader__in=who.in_charge).with_names())
    asked = help_asked(rows)
    found: dict[str, list[Item]] = {"help": [], "lit": []}
    for task in rows:
        if task.needs_help:
            found["help"].append(Item(task, asked=asked.get(task.pk)))
        elif task.light in (Colour.RED, Colour.YELLOW):
            found["lit"].append(Item(task))
    return found
