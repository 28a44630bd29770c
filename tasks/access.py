"""Every "may this person …", and the querysets that follow from it. HTML and REST use the same functions."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from tasks.models import Membership, Person, PlanRules, Task, Unit
from tasks.querysets import TaskQuerySet
from tasks.states import TRANSITIONS, Action, MemberRole, Transition, Who


@dataclass(frozen=True, slots=True)
class Rights:
    """A person's memberships, read once. Sets hold unit codes."""

    person: Person
    reporter: frozenset[str] = field(default_factory=frozenset)
    head: frozenset[str] = field(default_factory=frozenset)
    supervisor: bool = False
    leader: bool = False
    administrator: bool = False
    auditor: bool = False

    @property
    def units(self) -> frozenset[str]:
        """Codes of the units this person works in."""
        return self.reporter | self.head


def rights(person: Person) -> Rights:
    """The person's rights, from the database once per instance (so once a request)."""
    held: Rights | None = getattr(person, "_rights", None)
    if held is None:
        held = _load(person)
        person._rights = held  # type: ignore[attr-defined]  # lives as long as the request's person
    return held


def _load(person: Person) -> Rights:
    rows = list(
        Membership.objects.filter(person=person, unit__active=True).values_list("role", "unit__code")
        if person.pk and person.is_active
        else ()
    )
    roles = {role for role, _ in rows}

    def units(role: MemberRole) -> frozenset[str]:
        return frozenset(code for held, code in rows if held == role)

    return Rights(
        person=person,
        reporter=units(MemberRole.REPORTER),
        head=units(MemberRole.HEAD),
        supervisor=MemberRole.SUPERVISOR in roles,
        leader=MemberRole.LEADER in roles,
        administrator=MemberRole.ADMINISTRATOR in roles,
        auditor=MemberRole.AUDITOR in roles,
    )


def visible_q(who: Rights) -> Q:
    """Which faces exist for this person: all but restricted ones that are neither his unit's nor his to lead."""
    if who.supervisor:
        return Q()
    mine = Q(restricted=False) | Q(leader=who.person)
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


def may(who: Rights, action: Action, task: Task, rules: PlanRules) -> bool:
    """Whether this person may perform the action on this task, whatever the task's state."""
    row = TRANSITIONS[action]
    match row.who:
        case Who.SUPERVISOR:
            return who.supervisor
        case Who.REVIEWER:
            return who.supervisor and task.submitted_by_id != who.person.pk
        case Who.HEAD:
            return _leads(who, task, setting=False)
        case Who.HEAD_OR_REPORTER_BY_SETTING:
            return _leads(who, task, setting=_by_setting(row, rules))
        case Who.ACCEPTING:
            return who.supervisor or _leads(who, task, setting=_by_setting(row, rules))
        case Who.LEAD_UNIT:
            return _leads(who, task, setting=True)
        case Who.REPORTING:
            return who.supervisor or bool(part_of(who, task))
        case Who.REPORTED:
            return bool(part_of(who, task))
        case Who.INSTRUCTING:
            return who.leader or who.supervisor
    return False


def _by_setting(row: Transition, rules: PlanRules) -> bool:
    return rules.reporters_may_accept if row.action == Action.ACCEPT else rules.reporters_may_submit


def may_propose(who: Rights) -> bool:
    return who.supervisor


def allowed_actions(who: Rights, task: Task, rules: PlanRules) -> list[Action]:
    """What this person can do with the task as it stands: the buttons, and the API's `allowed_actions`."""
    return [
        row.action
        for row in TRANSITIONS.values()
        if task.state in row.sources
        and task.plan.state in row.plans
        and (not row.waits_for or getattr(task, row.waits_for))
        and may(who, row.action, task, rules)
    ]


def leaders() -> QuerySet[Person]:
    """People who can be in charge of a task."""
    return Person.objects.filter(is_active=True, memberships__role=MemberRole.LEADER).distinct()


def is_leader(person: Person) -> bool:
    """Whether this person can be in charge of a task."""
    return rights(person).leader


def is_staff_of(person: Person, unit: Unit) -> bool:
    """Whether this person can be responsible for a task of this unit."""
    return unit.code in rights(person).units


def staff_of(unit: Unit) -> QuerySet[Person]:
    """People who can be responsible for a task of this unit."""
    return Person.objects.filter(
        is_active=True, memberships__unit=unit, memberships__role__in=(MemberRole.REPORTER, MemberRole.HEAD)
    ).distinct()
