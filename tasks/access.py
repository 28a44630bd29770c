"""Every "may this person …", and the querysets that follow from it. HTML and REST use the same functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Q, QuerySet

from tasks.clock import today_in_query
from tasks.models import Delegation, Membership, Person, PlanRules, Task, TaskEvent, Unit
from tasks.querysets import TaskQuerySet
from tasks.states import TRANSITIONS, Action, MemberRole, Transition, Who

WORKING = (MemberRole.REPORTER, MemberRole.HEAD, MemberRole.SUPERVISOR, MemberRole.LEADER)
"""Roles that a delegate takes over; administration and audit stay with the person they were given to."""


@dataclass(frozen=True)
class Rights:
    """A person's memberships, read once, with those he holds today as somebody's delegate. Sets hold unit codes."""

    person: Person
    reporter: frozenset[str] = field(default_factory=frozenset)
    head: frozenset[str] = field(default_factory=frozenset)
    supervisor: bool = False
    leader: bool = False
    administrator: bool = False
    auditor: bool = False
    delegated: tuple["Rights", ...] = ()
    """What each absent person has left in this one's hands; it is part of the rights above."""
    without_delegation: "Rights | None" = None
    places: tuple[tuple[str, MemberRole], ...] = ()
    """His own memberships as people read them: the unit's name and the role."""

    @property
    def units(self) -> frozenset[str]:
        """Codes of the units this person works in."""
        return self.reporter | self.head

    @property
    def own(self) -> "Rights":
        """What this person may in his own name."""
        return self.without_delegation or self

    @cached_property
    def people(self) -> frozenset[int]:
        """This person and those he stands in for, by primary key."""
        return frozenset((self.person.pk, *(absent.person.pk for absent in self.delegated)))

    @cached_property
    def in_charge(self) -> frozenset[int]:
        """People whose tasks as leader in charge are this person's to watch, by primary key."""
        absent = (absent.person.pk for absent in self.delegated if absent.leader)
        return frozenset((self.person.pk, *absent))


def rights(person: Person) -> Rights:
    """The person's rights, from the database once per instance (so once a request)."""
    held: Rights | None = getattr(person, "_rights", None)
    if held is None:
        held = _load(person)
        person._rights = held  # type: ignore[attr-defined]  # lives as long as the request's person
    return held


def _load(person: Person) -> Rights:
    """One query for the person's own memberships and for those he holds as a delegate."""
    if not (person.pk and person.is_active):
        return Rights(person)
    rows: dict[int, list[Membership]] = {person.pk: []}
    for row in _memberships(person):
        rows.setdefault(row.person_id, []).append(row)
    mine = rows.pop(person.pk)
    own = _of_rows(person, mine)
    if not rows:
        return own
    delegated = tuple(_of_rows(lent[0].person, lent) for lent in rows.values())
    held = _of_rows(person, [*mine, *(row for lent in rows.values() for row in lent)])
    return replace(held, delegated=delegated, without_delegation=own, places=own.places)


def _memberships(person: Person) -> QuerySet[Membership]:
    day = today_in_query()
    away = Delegation.objects.filter(
        delegate=person, ended_at=None, starts_on__lte=day, ends_on__gte=day, person__is_active=True
    )
    delegated = Q(person__in=away.values("person"), role__in=WORKING)
    rows = Membership.objects.filter(Q(person=person) | delegated, unit__active=True)
    return rows.select_related("unit", "person").order_by("unit__ordinal", "role", "pk")


def _of_rows(person: Person, rows: Sequence[Membership]) -> Rights:
    roles = {row.role for row in rows}

    def units(role: MemberRole) -> frozenset[str]:
        return frozenset(row.unit.code for row in rows if row.role == role)

    return Rights(
        person=person,
        reporter=units(MemberRole.REPORTER),
        head=units(MemberRole.HEAD),
        supervisor=MemberRole.SUPERVISOR in roles,
        leader=MemberRole.LEADER in roles,
        administrator=MemberRole.ADMINISTRATOR in roles,
        auditor=MemberRole.AUDITOR in roles,
        places=tuple((row.unit.name, MemberRole(row.role)) for row in rows),
    )


def stands_in_for(who: Rights, may_he: Callable[[Rights], bool]) -> int | None:
    """The absent person by whose rights alone this may be done; None where the actor's own rights do."""
    if not who.delegated or may_he(who.own):
        return None
    return next((absent.person.pk for absent in who.delegated if may_he(absent)), None)


def visible_q(who: Rights) -> Q:
    """Which faces exist for this person: all but restricted ones that are neither his unit's nor his to lead."""
    if who.supervisor:
        return Q()
    mine = Q(restricted=False) | Q(leader__in=who.in_charge)
    for code in who.units:
        mine |= Q(lead_unit__code=code) | Q(supporting__contains=f",{code},")
    return mine


def visible_tasks(person: Person) -> TaskQuerySet:
    """Tasks this person may see; anything else is a 404 to him."""
    return Task.objects.filter(visible_q(rights(person)))


def of_units_q(who: Rights) -> Q:
    """Tasks that this person's units lead or support."""
    mine = Q(pk__in=())
    for code in who.units:
        mine |= Q(lead_unit__code=code) | Q(supporting__contains=f",{code},")
    return mine


def _lead_code(task: Task) -> str:
    return task.lead_unit.code if task.lead_unit else ""


def part_of(who: Rights, task: Task) -> str:
    """The unit for which this person reports on the task; empty if for none. The lead unit comes first."""
    for code in (_lead_code(task), *task.supporting_codes):
        if code in who.units:
            return code
    return ""


def leads(who: Rights, task: Task) -> bool:
    """Whether this person works in the task's lead unit."""
    return _leads(who, task, setting=True)


def _leads(who: Rights, task: Task, setting: bool) -> bool:
    lead = _lead_code(task)
    return lead in who.head or (setting and lead in who.reporter)


def may_sign(who: Rights, task: Task, rules: PlanRules) -> bool:
    """Whether this person accepts a task for his own unit (签收); a supervisor signs for another's (代签收)."""
    return _leads(who, task, setting=rules.reporters_may_accept)


def may(who: Rights, action: Action, task: Task, rules: PlanRules) -> bool:
    """Whether this person may perform the action on this task, whatever the task's state."""
    row = TRANSITIONS[action]
    match row.who:
        case Who.SUPERVISOR:
            return who.supervisor
        case Who.REVIEWER:
            return who.supervisor and _applicant(action, task) not in who.people
        case Who.HEAD:
            return _leads(who, task, setting=False)
        case Who.HEAD_OR_REPORTER_BY_SETTING:
            return _leads(who, task, setting=_by_setting(row, rules))
        case Who.ACCEPTING:
            return who.supervisor or may_sign(who, task, rules)
        case Who.LEAD_UNIT:
            return _leads(who, task, setting=True)
        case Who.REPORTING:
            return who.supervisor or bool(part_of(who, task))
        case Who.REPORTED:
            return bool(part_of(who, task))
        case Who.INSTRUCTING:
            return who.leader or who.supervisor
    return False


def _applicant(action: Action, task: Task) -> int | None:
    """Whose request is decided: nobody decides on his own."""
    return task.extension_by_id if action in (Action.GRANT, Action.REFUSE) else task.submitted_by_id


def _by_setting(row: Transition, rules: PlanRules) -> bool:
    return rules.reporters_may_accept if row.action == Action.ACCEPT else rules.reporters_may_submit


def may_propose(who: Rights) -> bool:
    return who.supervisor


def allowed_actions(who: Rights, task: Task, rules: PlanRules) -> list[Action]:
    """What this person can do with the task as it stands: the buttons, and the API's `allowed_actions`. One query
    where he might have a report to withdraw."""
    return [
        row.action
        for row in TRANSITIONS.values()
        if task.state in row.sources
        and task.plan.state in row.plans
        and (not row.waits_for or getattr(task, row.waits_for))
        and may(who, row.action, task, rules)
        and (row.action != Action.WITHDRAW or _has_reported(who, task))
    ]


def _has_reported(who: Rights, task: Task) -> bool:
    """Whether one of the reports that wait to be verified is this person's own, or of somebody he stands in for."""
    return TaskEvent.objects.filter(task=task, version__in=task.unverified, actor__in=who.people).exists()


def may_attach(who: Rights, task: Task, rules: PlanRules) -> bool:
    """Whether this person may upload files for the task: he may do something with it that takes evidence."""
    return any(may(who, row.action, task, rules) for row in TRANSITIONS.values() if "evidence" in row.takes)


def may_read_trail(who: Rights) -> bool:
    """Whether the audit trail is open to this person; nobody reads it in another's place."""
    return who.own.auditor or who.own.administrator or who.person.is_superuser


def leaders() -> QuerySet[Person]:
    """People who can be in charge of a task."""
    return Person.objects.filter(is_active=True, memberships__role=MemberRole.LEADER).distinct()


def is_leader(person: Person) -> bool:
    """Whether this person can be in charge of a task, in his own name."""
    return rights(person).own.leader


def is_staff_of(person: Person, unit: Unit) -> bool:
    """Whether this person can be responsible for a task of this unit, in his own name."""
    return unit.code in rights(person).own.units


def staff_of(unit: Unit) -> QuerySet[Person]:
    """People who can be responsible for a task of this unit."""
    return Person.objects.filter(
        is_active=True, memberships__unit=unit, memberships__role__in=(MemberRole.REPORTER, MemberRole.HEAD)
    ).distinct()
