"""What a person has been told, as far as he may see it today and wants it."""

from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When

from tasks import access
from tasks.models import Notice, NoticeChoice, Person
from tasks.states import NoticeKind

_READ_LAST = Case(When(read_at=None, then=Value(0)), default=Value(1))


def visible(person: Person) -> QuerySet[Notice]:
    """Without those of tasks that he may no longer see."""
    tasks = access.visible_tasks(person).order_by().values("pk")
    return Notice.objects.filter(Q(task=None) | Q(task__in=tasks), person=person)


def inbox(person: Person) -> QuerySet[Notice]:
    """What he wants to see in the application: unread first, then the newest."""
    unwanted = NoticeChoice.objects.filter(person=person, in_app=False).values("kind")
    return visible(person).exclude(kind__in=unwanted).order_by(_READ_LAST, "-pk")


def unread_count(person: Person) -> int:
    """The badge: one query."""
    return inbox(person).order_by().filter(read_at=None).count()


def mark_read(notices: QuerySet[Notice], at: datetime) -> int:
    """Returns how many had not been read."""
    return notices.order_by().filter(read_at=None).update(read_at=at)


def choices(person: Person) -> dict[NoticeKind, NoticeChoice]:
    """What he gets, for every kind: all of it until he says otherwise."""
    kept = {NoticeKind(row.kind): row for row in NoticeChoice.objects.filter(person=person)}
    return {kind: kept.get(kind) or NoticeChoice(person=person, kind=kind) for kind in NoticeKind}


def choose(person: Person, wanted: dict[NoticeKind, tuple[bool, bool]]) -> None:
    """Keep for each kind whether he wants it in the application and by e-mail."""
    NoticeChoice.objects.bulk_create(
        [
            NoticeChoice(person=person, kind=kind, in_app=in_app, mail=mail)
            for kind, (in_app, mail) in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["in_app", "mail"],
    )
