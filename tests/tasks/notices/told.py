"""Short ways to ask who has been told what."""

from datetime import date

from tasks import workflow
from tasks.models import Notice, Person, Task, TaskEvent
from tasks.notices import reader
from tasks.states import Level
from tests.cast import Cast

DAY = date(2020, 4, 20)


def read_all() -> int:
    """Everything that the log has to tell, told."""
    total = 0
    while count := reader.read():
        total += count
    return total


def told_by(event: TaskEvent) -> dict[str, str]:
    """Who has been told of this event, as what kind."""
    read_all()
    return dict(Notice.objects.filter(event=event).values_list("person__username", "kind"))


def told_today(prefix: str) -> set[str]:
    """Who has been told of a cause whose key begins so."""
    return set(Notice.objects.filter(key__startswith=prefix).values_list("person__username", flat=True))


def notices_of(person: Person) -> list[Notice]:
    return list(Notice.objects.filter(person=person).order_by("pk"))


def urge(task: Task, cast: Cast, level: Level = Level.BLUE, **given: object) -> TaskEvent:
    fields: dict[str, object] = {
        "by": cast.supervisor,
        "on": DAY,
        "version": None,
        "text": "请抓紧办理",
        "answer_by": date(2020, 4, 27),
    }
    return workflow.urge(task, level=level, **fields | given)  # type: ignore[arg-type]
