"""Who is who: turns "the heads of its lead unit" into people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tasks.models import Delegation, Membership, Person
from tasks.models.face import Face
from tasks.states import MemberRole


class To(StrEnum):
    """Whom, as seen from one task at one moment."""

    HEADS = "heads of the lead unit"
    STAFF = "reporters of the lead unit"
    DOERS = "the person responsible; where there is none, the lead unit's reporters"
    ASSIGNEE = "the person responsible"
    LEADER = "the leader in charge"
    SUPERVISORS = "all supervisors"
    WRITER = "who wrote the letter that is answered, or whose instruction it was"
    REPORTED = "who made the report that is sent back"


@dataclass(frozen=True, slots=True)
class Directory:
    """Who is who, read once for a batch; accounts that are not active are not in it."""

    active: frozenset[int]
    members: Mapping[tuple[int, str], tuple[int, ...]]
    """By unit and role."""
    supervisors: tuple[int, ...]
    stand_ins: Mapping[int, tuple[tuple[date, date, int], ...]] = field(default_factory=dict)
    """By person: first day, last day, who stands in for him while he is away."""

    def people(
        self, face: Face, circles: Iterable[To], on: date, referred: Iterable[int] = ()
    ) -> frozenset[int]:
        """The active people of these circles, and on their days of leave those who stand in for them."""
        found = self.active.intersection(
            person for to in circles for person in self._circle(face, to, referred)
        )
        stand_ins = {
            delegate
            for person in found
            for first, last, delegate in self.stand_ins.get(person, ())
            if first <= on <= last
        }
        return found | (self.active & stand_ins)

    def _circle(self, face: Face, to: To, referred: Iterable[int]) -> Iterable[int]:
        match to:
            case To.HEADS:
                return self._of_unit(face, MemberRole.HEAD)
            case To.STAFF:
                return self._of_unit(face, MemberRole.REPORTER)
            case To.DOERS:
                return self._assignee(face) or self._of_unit(face, MemberRole.REPORTER)
            case To.ASSIGNEE:
                return self._assignee(face)
            case To.LEADER:
                return (face.leader_id,) if face.leader_id else ()
            case To.SUPERVISORS:
                return self.supervisors
            case To.WRITER | To.REPORTED:
                return referred

    def _assignee(self, face: Face) -> tuple[int, ...]:
        return (face.assignee_id,) if face.assignee_id in self.active else ()

    def _of_unit(self, face: Face, role: MemberRole) -> tuple[int, ...]:
        return self.members.get((face.lead_unit_id or 0, role), ())


def directory(on: date) -> Directory:
    """Three queries, however many tasks it serves. `on`: leave that ended before does not matter."""
    members: dict[tuple[int, str], tuple[int, ...]] = {}
    rows = Membership.objects.filter(unit__active=True).values_list("unit_id", "role", "person_id")
    for unit, role, person in rows.order_by("pk"):
        members[unit, role] = (*members.get((unit, role), ()), person)
    away: dict[int, tuple[tuple[date, date, int], ...]] = {}
    for leave in Delegation.objects.filter(ended_at=None, ends_on__gte=on):
        away[leave.person_id] = (
            *away.get(leave.person_id, ()),
            (leave.starts_on, leave.ends_on, leave.delegate_id),
        )
    return Directory(
        active=frozenset(Person.objects.filter(is_active=True).values_list("pk", flat=True)),
        members=members,
        supervisors=tuple(
            person
            for (_, role), people in members.items()
            if role == MemberRole.SUPERVISOR
            for person in people
        ),
        stand_ins=away,
    )
