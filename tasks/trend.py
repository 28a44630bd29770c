"""How the lights stood when each period closed, from the log alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tasks.closed_periods import DueDays, closed
from tasks.models import Person, Plan, Task, TaskEvent, Unit
from tasks.states import Colour, State

Lights = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PeriodLights:
    """`on` is the day after the period closed, whose sweep turned its lights; `lights` has every colour, `by_pillar`
    the same of each pillar (by primary key) that had a task then."""

    period: str
    on: date
    lights: Lights
    done: int
    by_pillar: Mapping[int, Lights]

    @property
    def open(self) -> int:
        return sum(self.lights.values())


@dataclass(frozen=True, slots=True)
class _Face:
    """What the walk carries of a task; the charge is who led it then, and which unit."""

    task: int
    on: date
    state: str
    light: str
    pillar: int
    leader: int | None
    unit: int | None


def lights_by_period(
    plan: Plan,
    due_days: DueDays,
    tasks: QuerySet[Task],
    on: date,
    *,
    leader: Person | None = None,
    unit: Unit | None = None,
) -> list[PeriodLights]:
    """Each closed period of the plan, oldest first, over the given tasks: one query for any number of them.

    `leader` and `unit` keep those that were in his charge, or led by it, when the period closed.
    """
    closes = closed(plan, due_days, on)
    if not closes:
        return []
    rows = (
        TaskEvent.objects.filter(task__in=tasks.order_by().values("pk"), on__lte=closes[-1][1])
        .order_by("on", "position")
        .values_list("task_id", "on", "state", "light", "measure__pillar_id", "leader_id", "lead_unit_id")
    )

    def is_counted(face: _Face) -> bool:
        return (leader is None or face.leader == leader.pk) and (unit is None or face.unit == unit.pk)

    return [
        _counted(period, close, [face for face in faces if is_counted(face)])
        for period, close, faces in _walk(closes, (_Face(*row) for row in rows.iterator(2000)))
    ]


def _walk(
    closes: list[tuple[str, date]], events: Iterator[_Face]
) -> Iterator[tuple[str, date, Iterable[_Face]]]:
    """Carry every task's last face along the log; yields all of them at each close."""
    faces: dict[int, _Face] = {}
    event = next(events, None)
    for period, close in closes:
        while event is not None and event.on <= close:
            faces[event.task] = event
            event = next(events, None)
        yield period, close, faces.values()


def _counted(period: str, close: date, faces: list[_Face]) -> PeriodLights:
    pairs = Counter((face.pillar, face.light) for face in faces if face.light)
    pillars = dict.fromkeys(pillar for pillar, _ in pairs)
    by_pillar = {pillar: {str(c): pairs[pillar, c] for c in Colour} for pillar in pillars}
    return PeriodLights(
        period=period,
        on=close,
        lights={str(c): sum(lights[c] for lights in by_pillar.values()) for c in Colour},
        done=sum(1 for face in faces if face.state == State.DONE),
        by_pillar=by_pillar,
    )
