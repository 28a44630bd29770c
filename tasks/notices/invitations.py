"""A plan goes out for consultation: its heads are told how many drafts wait for their word."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from tasks.models import AuditEntry, Person, Plan, Task
from tasks.notices.directory import Directory, To, directory
from tasks.notices.telling import Reminder, tell
from tasks.states import Consultation, Deed, NoticeKind, PlanState, State


def invite(plan: Plan, on: date, by: Person | None = None) -> int:
    """Tell every head whose unit has drafts in the plan, but not the one who sends it out; once each time that it
    goes out."""
    return tell(drafts_to_agree(plan, directory(on), on, by), on)


def drafts_to_agree(plan: Plan, known: Directory, on: date, by: Person | None = None) -> Iterator[Reminder]:
    """One reminder a head; two queries."""
    moves = AuditEntry.objects.filter(deed=Deed.PLAN, subject=plan.slug, data__to=PlanState.CONSULTING.value)
    sent = moves.order_by("-number").values_list("number", flat=True).first() or 0
    counts: Counter[int] = Counter()
    rows = Task.objects.filter(plan=plan, state=State.PROPOSED, consultation=Consultation.NONE)
    for task in rows.exclude(lead_unit=None):
        counts.update(known.people(task, (To.HEADS,), on))
    counts.pop(by.pk if by else 0, None)
    for person, count in counts.items():
        data = {"plan": plan.slug, "count": count}
        yield Reminder(f"consult:{plan.pk}:{sent}", NoticeKind.CONSULTED, (person,), data=data)
