"""The log of one task as people read it: newest first, in words, series of light turns folded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import Target
from tasks import figures, report_words, supervision_words
from tasks.models import Evidence, Membership, Person, Task, TaskEvent, TaskTarget, Unit
from tasks.states import Action, Colour, MemberRole, Outcome, State
from tasks.timeline_words import changes, goals, turn

SYSTEM = "系统"
FOLD = 3
"""So many system entries in a row become one that unfolds."""
_DOT = {Action.APPROVE: "green", Action.ACCEPT: "green", Action.RETURN: "yellow", Action.DECLINE: "yellow"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `time` only where the office day was the real one; `dot` a colour or ""."""

    on: date
    time: time | None
    who: str
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    dot: str = ""
    by_system: bool = False
    version: int = 0
    slip: int = 0
    """The event's primary key, where it is a slip that can be printed."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries shown together; more than one is a folded series of system entries."""

    entries: tuple[Entry, ...]

    @property
    def folded(self) -> bool:
        return len(self.entries) >= FOLD


@dataclass(slots=True)
class _Names:
    """Names that events give by code or id."""

    units: dict[str, str] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    evidence: dict[int, list[Evidence]] = field(default_factory=dict)
    members: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    earlier: dict[int, TaskEvent] = field(default_factory=dict)


def events_of(task: Task) -> QuerySet[TaskEvent]:
    """Everything that a timeline reads, oldest first."""
    return (
        TaskEvent.objects.filter(task=task)
        .select_related("actor", "on_behalf_of", "lead_unit", "leader", "measure__pillar")
        .order_by("version")
    )


def timeline(task: Task) -> list[Group]:
    """The whole log of a task."""
    return grouped(entries(task, list(events_of(task))))


def grouped(said: Sequence[Entry]) -> list[Group]:
    """Entries in the log's order as a page shows them: newest first, series of system entries folded."""
    return _folded(list(reversed(said)))


def since(task: Task, version: int) -> list[Entry]:
    """What happened after a version, oldest first; the entry of that version itself is left out."""
    events = list(events_of(task))
    said = entries(task, events)
    return [entry for event, entry in zip(events, said, strict=True) if event.version > version]


def entries(task: Task, events: Sequence[TaskEvent]) -> list[Entry]:
    """One entry an event, in the events' order."""
    names = _names(task, events)
    before = [None, *events]
    return [_entry(event, previous, names) for previous, event in zip(before, events, strict=False)]


def _names(task: Task, events: Sequence[TaskEvent]) -> _Names:
    names = _Names(
        units=dict(Unit.objects.values_list("code", "name")),
        earlier={event.version: event for event in events},
    )
    links = TaskTarget.objects.filter(task=task).select_related("target__indicator")
    names.targets = {link.target.code: link.target for link in links}
    for row in Evidence.objects.filter(event__in=events).select_related("file"):
        names.evidence.setdefault(row.event_id or 0, []).append(row)
    absent = {event.data["delegated_for"] for event in events if "delegated_for" in event.data}
    named = absent | {event.data["prepared_by"] for event in events if "prepared_by" in event.data}
    named = named.union(*(supervision_words.named(event) for event in events))
    people = {event.actor_id for event in events if event.actor_id} | absent
    for person_id, role, name in Membership.objects.filter(person__in=people).values_list(
        "person", "role", "unit__name"
    ):
        names.members.setdefault(person_id, []).append((role, name))
    if named:
        names.people = dict(Person.objects.filter(pk__in=named).values_list("pk", "name"))
    return names


def _entry(event: TaskEvent, before: TaskEvent | None, names: _Names) -> Entry:
    return Entry(
        on=event.on,
        time=_time(event.at, event.on),
        who=_who(event, names),
        title=_title(event, before, names),
        lines=tuple((label, text) for label, text in _lines(event, before, names) if text),
        note=event.note,
        evidence=tuple(names.evidence.get(event.pk, ())),
        dot=_dot(event, before),
        by_system=event.action in (Action.LIGHT, Action.FLAG_OVERDUE),
        version=event.version,
        slip=event.pk if event.action == Action.URGE else 0,
    )


def _time(at: datetime, on: date) -> time | None:
    """The hour means something only where the office day was the day of the clock."""
    local = timezone.localtime(at)
    return local.time().replace(second=0, microsecond=0) if local.date() == on else None


def _who(event: TaskEvent, names: _Names) -> str:
    if event.actor is None:
        return SYSTEM
    name = str(event.actor)
    if absent := names.people.get(event.data.get("delegated_for", 0)):
        name += f"(代 {absent})"
    if event.on_behalf_of:
        done = "签收" if event.action == Action.ACCEPT else "填报"
        return f"督查室 {name}(代{event.on_behalf_of}{done})"
    return f"{_unit_of(event, names)} {name}".strip()


def _unit_of(event: TaskEvent, names: _Names) -> str:
    """The unit in whose name the actor acted."""
    if part := event.data.get("part"):
        return names.units.get(part, "")
    held = names.members.get(event.data.get("delegated_for") or event.actor_id or 0, [])
    if event.action in (Action.ACCEPT, Action.DECLINE, Action.SUBMIT, Action.TAKE_BACK) and event.lead_unit:
        return event.lead_unit.name
    supervising = [name for role, name in held if role == MemberRole.SUPERVISOR]
    return (supervising or [name for _, name in held] or [""])[0]


def _title(event: TaskEvent, before: TaskEvent | None, names: _Names) -> str:
    match event.action:
        case Action.REPORT:
            return report_words.title(event, names.targets)
        case Action.ASSIGN:
            unit = event.lead_unit.name if event.lead_unit else ""
            verb = "改派" if before and before.state != State.PROPOSED else "交办"
            return f"{verb},牵头{unit},时限 {_day(event.due_on)}"
        case Action.ACCEPT:
            agreed = event.checkpoint_count
            return f"签收,{agreed} 项阶段目标" if agreed else "签收,未设阶段目标"
        case Action.SUBMIT | Action.APPROVE:
            outcome = event.data.get("outcome", "")
            known = Outcome(outcome).label if outcome in Outcome.values else ""
            return Action(event.action).label + (f":{known}" if known else "")
        case Action.LIGHT | Action.FLAG_OVERDUE:
            return turn(event, before) or f"仍为{event.get_light_display()},原因有变"
    said = supervision_words.title(event, names.earlier, names.people)
    return said or str(Action(event.action).label)


def _lines(event: TaskEvent, before: TaskEvent | None, names: _Names) -> Iterable[tuple[str, str]]:
    texts: dict[str, Any] = event.texts
    yield "拟稿", names.people.get(event.data.get("prepared_by", 0), "")
    yield "存在问题", texts.get("problem", "")
    yield "下一步", texts.get("next_step", "")
    if what := texts.get("help_what"):
        yield "需领导协调", f"{texts['help_whom']}:{what}" if texts.get("help_whom") else what
    yield "原因", texts.get("reason", "")
    yield from supervision_words.lines(event, names.people)
    if event.action == Action.REPORT:
        yield from report_words.lines(event)
    if event.action == Action.REVISE:
        yield "调整", changes(event, names.units)
    elif before:
        yield from _moved(event, before)
    if event.action != Action.REVISE:
        yield "阶段目标", goals(event.data.get("checkpoints", ()))
    if event.action in (Action.LIGHT, Action.FLAG_OVERDUE):
        yield "", event.light_reason
    elif said := turn(event, before):
        yield "亮灯", f"{said}:{event.light_reason}" if event.light_reason else said


def _moved(event: TaskEvent, before: TaskEvent) -> Iterable[tuple[str, str]]:
    """What an action changed besides what it is about."""
    if event.due_on != before.due_on and event.action != Action.ASSIGN:
        yield "时限", f"{before.due_on} → {event.due_on}"
    elif event.due_on != before.due_on:
        yield "原时限", before.due_on.isoformat()
    if event.action == Action.REPORT and event.progress != before.progress and event.progress is not None:
        was = figures.percent(before.progress) if before.progress is not None else "—"
        yield "进度", f"{was} → {figures.percent(event.progress)}"


def _dot(event: TaskEvent, before: TaskEvent | None) -> str:
    if event.action in (Action.LIGHT, Action.FLAG_OVERDUE):
        return event.light if event.light in (Colour.RED, Colour.YELLOW, Colour.GREEN) else "grey"
    return _DOT.get(Action(event.action), "")


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"


def _folded(said: list[Entry]) -> list[Group]:
    """Neighbouring system entries together, if there are enough of them to be in the way."""
    groups: list[list[Entry]] = []
    for entry in said:
        if groups and entry.by_system and groups[-1][-1].by_system:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [
        Group(tuple(part))
        for group in groups
        for part in ([group] if len(group) >= FOLD else [[entry] for entry in group])
    ]
