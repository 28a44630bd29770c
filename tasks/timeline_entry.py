"""One entry of a timeline, in words: who acted in whose name, what was done, what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from indicators.models import Target
from tasks import figures, report_words, supervision_words
from tasks.models import Evidence, Membership, Person, Task, TaskEvent, TaskTarget, Unit
from tasks.states import TRANSITIONS, Action, Colour, MemberRole, Outcome, State, Who
from tasks.timeline_words import changes, goals, listed, quotas, turn

SYSTEM = "系统"
_DOT = {
    **dict.fromkeys((Action.AGREE, Action.ACCEPT, Action.APPROVE), "green"),
    **dict.fromkeys((Action.OBJECT, Action.DECLINE, Action.RETURN, Action.REJECT), "yellow"),
}
_OF_LEAD_UNIT = tuple(
    row.action
    for row in TRANSITIONS.values()
    if row.who in (Who.HEAD, Who.HEAD_OR_REPORTER_BY_SETTING, Who.LEAD_UNIT)
)


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


@dataclass(slots=True)
class Names:
    """Names that events give by code or id."""

    units: dict[str, str] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    evidence: dict[int, list[Evidence]] = field(default_factory=dict)
    members: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    earlier: dict[int, TaskEvent] = field(default_factory=dict)


def read_names(task: Task, events: Sequence[TaskEvent]) -> Names:
    names = Names(
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


def entry_of(event: TaskEvent, before: TaskEvent | None, names: Names) -> Entry:
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


def _who(event: TaskEvent, names: Names) -> str:
    if event.actor is None:
        return SYSTEM
    name = str(event.actor)
    if absent := names.people.get(event.data.get("delegated_for", 0)):
        name += f"(代 {absent})"
    if event.on_behalf_of:
        done = "签收" if event.action == Action.ACCEPT else "填报"
        return f"督查室 {name}(代{event.on_behalf_of}{done})"
    return f"{_unit_of(event, names)} {name}".strip()


def _unit_of(event: TaskEvent, names: Names) -> str:
    """The unit in whose name the actor acted."""
    if event.action in (Action.REPORT, Action.WITHDRAW) and (part := event.data.get("part")):
        return names.units.get(part, "")
    held = names.members.get(event.data.get("delegated_for") or event.actor_id or 0, [])
    if event.action in (Action.ACCEPT, *_OF_LEAD_UNIT) and event.lead_unit:
        return event.lead_unit.name
    supervising = [name for role, name in held if role == MemberRole.SUPERVISOR]
    return (supervising or [name for _, name in held] or [""])[0]


def _title(event: TaskEvent, before: TaskEvent | None, names: Names) -> str:
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


def _lines(event: TaskEvent, before: TaskEvent | None, names: Names) -> Iterable[tuple[str, str]]:
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
    if event.action == Action.PROPOSE:
        yield "子项", listed([row["name"] for row in event.data.get("items", ())])
        yield "分解指标", quotas(event.data.get("quotas", ()), names.units)
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
