"""工作移交: somebody moves or leaves, and everything he answers for in a unit goes to a colleague at once."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from tasks import access, audit
from tasks.access import Rights
from tasks.errors import Invalid, NotAllowed
from tasks.models import Membership, Person, Task, Unit
from tasks.querysets import TaskQuerySet
from tasks.states import OPEN, Action, Deed, MemberRole
from tasks.workflow.bulk import perform_all

STAFF = (MemberRole.REPORTER, MemberRole.HEAD)


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of the person: does he leave the unit, and where does he go to (nowhere: None)?"""

    leaves: bool = False
    joins: Unit | None = None
    role: MemberRole = MemberRole.REPORTER


def places(who: Rights) -> QuerySet[Membership]:
    """People in units whose work this person may hand over; a person once for each unit and role."""
    rows = Membership.objects.filter(role__in=STAFF, unit__active=True)
    if not (who.supervisor or who.own.administrator):
        rows = rows.filter(unit__code__in=who.head)
    return rows.select_related("person", "unit").order_by("unit__ordinal", "unit__code", "person__name", "pk")


def open_tasks(person: Person, unit: Unit) -> TaskQuerySet:
    """What he answers for there."""
    return Task.objects.filter(assignee=person, lead_unit=unit, state__in=OPEN)


def seen_tasks(person: Person, unit: Unit, by: Person) -> TaskQuerySet:
    """Those of them that exist for who looks; the others are handed over without being named."""
    seen = open_tasks(person, unit).filter(access.visible_q(access.rights(by)))
    return seen.with_names().order_by("due_on", "code")


def hand_over_everything(
    person: Person,
    unit: Unit,
    successor: Person,
    *,
    by: Person,
    on: date,
    note: str = "",
    move: Move | None = None,
) -> int:
    """All open tasks of the person in the unit go to the successor, and with `move`, which is the administrator's,
    his membership ends or changes; one transaction. Returns how many tasks. Raises NotAllowed, Invalid."""
    who, move = access.rights(by), move or Move()
    if not places(who).filter(person=person, unit=unit).exists():
        raise NotAllowed("只能移交本单位人员的工作;其他单位请由督查室或系统管理员办理。")
    if move != Move() and not who.own.administrator:
        raise NotAllowed("变更任职由系统管理员办理。")
    _check(person, unit, successor, move)
    with transaction.atomic():
        pks = list(open_tasks(person, unit).values_list("pk", flat=True))
        results = perform_all(
            Action.HAND_OVER,
            dict.fromkeys(pks),
            by=by,
            on=on,
            note=note,
            authorised=True,
            assignee=successor,
        )
        if refused := next((result.refused for result in results if result.refused), None):
            raise Invalid({"to": f"没有作任何改动:{refused.message}"})
        if move != Move():
            _move(person, unit, move, by)
    return len(results)


def _check(person: Person, unit: Unit, successor: Person, move: Move) -> None:
    if successor.pk == person.pk or not access.staff_of(unit).filter(pk=successor.pk).exists():
        raise Invalid({"to": f"{successor} 不是{unit}的其他在岗人员。"})
    if move.joins is None:
        return
    if not move.joins.active:
        raise Invalid({"joins": f"{move.joins}已停用。"})
    if Membership.objects.filter(person=person, unit=move.joins, role=move.role).exists():
        raise Invalid({"joins": f"{person} 已是{move.joins}{move.role.label}。"})


def _move(person: Person, unit: Unit, move: Move, by: Person) -> None:
    data = {"person": person.pk, "unit": unit.code, "left": move.leaves}
    if move.leaves:
        Membership.objects.filter(person=person, unit=unit, role__in=STAFF).delete()
    if move.joins:
        Membership.objects.create(person=person, unit=move.joins, role=move.role)
        data |= {"joined": move.joins.code, "role": move.role.value}
    audit.record(Deed.RIGHTS, by=by, subject=person.username, data=data)
