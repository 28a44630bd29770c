"""请假代理: who may name a delegate for whom, naming one, and ending it early."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from tasks import access, audit
from tasks.access import WORKING, Rights
from tasks.clock import now
from tasks.errors import Invalid, NotAllowed
from tasks.models import Delegation, Membership, Person
from tasks.states import Deed, MemberRole

LONGEST = 180
"""Days of one delegation; whoever is away for longer hands his work over."""


def may_name_for(who: Rights, person: Person) -> bool:
    """Himself, the administrators, and the head of every unit in which that person works. Delegated rights do not
    count: nobody passes on what is only lent to him."""
    if person.pk == who.person.pk or who.own.administrator:
        return True
    return subordinates(who).filter(pk=person.pk).exists()


def subordinates(who: Rights) -> QuerySet[Person]:
    """Staff of the units that this person heads, without those who also work elsewhere."""
    elsewhere = Membership.objects.filter(unit__active=True, role__in=WORKING).exclude(
        unit__code__in=who.own.head, role__in=(MemberRole.REPORTER, MemberRole.HEAD)
    )
    staff = Membership.objects.filter(unit__code__in=who.own.head, unit__active=True, role__in=WORKING)
    return (
        Person.objects.filter(is_active=True, pk__in=staff.values("person"))
        .exclude(pk=who.person.pk)
        .exclude(pk__in=elsewhere.values("person"))
    )


def others(who: Rights) -> QuerySet[Person]:
    """People besides himself for whom this person may name a delegate."""
    if not who.own.administrator:
        return subordinates(who)
    working = Membership.objects.filter(unit__active=True, role__in=WORKING)
    return Person.objects.filter(is_active=True, pk__in=working.values("person")).exclude(pk=who.person.pk)


def candidates(person: Person) -> QuerySet[Person]:
    """Colleagues of the same unit who can stand in for this person."""
    units = Membership.objects.filter(person=person, unit__active=True, role__in=WORKING).values("unit")
    colleagues = Membership.objects.filter(unit__in=units, role__in=WORKING).exclude(person=person)
    return Person.objects.filter(is_active=True, pk__in=colleagues.values("person"))


def name_delegate(
    person: Person,
    delegate: Person,
    *,
    starts_on: date,
    ends_on: date,
    by: Person,
    on: date,
    reason: str = "",
) -> Delegation:
    """Put the person's rights into the delegate's hands from the first to the last day, both included.

    Raises NotAllowed, Invalid; then nothing has been written. Recorded in the audit trail.
    """
    if not may_name_for(access.rights(by), person):
        raise NotAllowed("只能为自己或本单位人员设置代理;其他人员请由系统管理员设置。")
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two at once must not overlap
        _check(person, delegate, starts_on, ends_on, on)
        made = Delegation.objects.create(
            person=person,
            delegate=delegate,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            made_by=by,
            made_at=now(),
        )
        days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
        audit.record(
            Deed.DELEGATION,
            by=by,
            subject=person.username,
            data={"id": made.pk, "delegate": delegate.pk, **days},
        )
    return made


def _check(person: Person, delegate: Person, starts_on: date, ends_on: date, on: date) -> None:
    errors = {}
    if starts_on < on:
        errors["starts_on"] = f"起始日不能早于今天({on})。"
    if ends_on < starts_on:
        errors["ends_on"] = "截止日不得早于起始日。"
    elif (ends_on - starts_on).days >= LONGEST:
        errors["ends_on"] = f"代理最长 {LONGEST} 天;时间更长请办理工作移交。"
    if not candidates(person).filter(pk=delegate.pk).exists():
        errors["delegate"] = f"{delegate} 不是 {person} 同单位的在岗人员。"
    if not errors and (taken := _between(Q(person=person), starts_on, ends_on)):
        errors["starts_on"] = f"{taken.starts_on} 至 {taken.ends_on} 已由 {taken.delegate} 代理,请先结束。"
    if not errors and (away := _between(Q(person=delegate), starts_on, ends_on)):
        errors["delegate"] = f"{delegate} 在 {away.starts_on} 至 {away.ends_on} 也请了假。"
    if errors:
        raise Invalid(errors)


def _between(whose: Q, starts_on: date, ends_on: date) -> Delegation | None:
    rows = Delegation.objects.filter(whose, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return rows.select_related("delegate").first()


def end(delegation: Delegation, *, by: Person, on: date) -> None:
    """Give the rights back at once; the row stays. Raises NotAllowed, Invalid."""
    if not may_name_for(access.rights(by), delegation.person):
        raise NotAllowed("只能结束自己或本单位人员的代理。")
    running = Delegation.objects.filter(pk=delegation.pk, ended_at=None, ends_on__gte=on)
    with transaction.atomic():
        if not running.update(ended_at=now(), ended_by=by):
            raise Invalid({"delegation": "该代理已经结束。"})
        subject = delegation.person.username
        audit.record(Deed.DELEGATION, by=by, subject=subject, data={"id": delegation.pk, "ended": True})


def seen_by(who: Rights) -> QuerySet[Delegation]:
    """Delegations that concern this person: his own, those to him, and those he may end."""
    mine = Q(person=who.person) | Q(delegate=who.person) | Q(person__in=others(who).values("pk"))
    return Delegation.objects.filter(mine).select_related("person", "delegate", "made_by", "ended_by")
