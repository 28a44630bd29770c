"""How the plan stood when each period closed, from the log alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet

from tasks.closed_periods import DueDays, closed
from tasks.models import Person, Plan, Task, TaskEvent, Unit
from tasks.states import Colour, State
from tasks.summaries import means

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

    def query(self, base: Mapping[str, str], **more: str) -> str:
        """The query of the list of those of the plan's tasks which `more` describes, as they stood then."""
        return urlencode({**base, "as_of": self.on.isoformat(), **more}, safe=",")


@dataclass(frozen=True, slots=True)
class PeriodTrend:
    """With what was late and missing, and the means of the measured tasks: percent, None without any."""

    lights: PeriodLights
    overdue: int
    checkpoint_overdue: int
    unreported: int
    measured: int
    progress: Decimal | None
    planned: Decimal | None


class _Face(NamedTuple):
    """What the walk carries of a task; the charge is who led it then, and which unit."""

    task: int
    on: date
    state: str
    light: str
    pillar: int
    leader: int | None
    unit: int | None
    kind: str = ""
    overdue: bool = False
    checkpoint_overdue: bool = False
    unreported: bool = False
    progress: Decimal | None = None
    planned: Decimal | None = None


_COLUMNS = ("task_id", "on", "state", "light", "measure__pillar_id", "leader_id", "lead_unit_id")
_MORE = ("kind", "overdue", "checkpoint_overdue", "unreported", "progress", "planned")


@dataclass(frozen=True, slots=True)
class Charge:
    """Keeps tasks that were in this leader's charge, or led by this unit, when the period closed."""

    leader: Person | None = None
    unit: Unit | None = None

    def covers(self, face: _Face) -> bool:
        return (self.leader is None or face.leader == self.leader.pk) and (
            self.unit is None or face.unit == self.unit.pk
        )


EVERYBODY = Charge()


def lights_by_period(
    plan: Plan, due_days: DueDays, tasks: QuerySet[Task], on: date, charge: Charge = EVERYBODY
) -> list[PeriodLights]:
    """Each period of the plan that is closed on the day, oldest first, over the given tasks: one query for any number
    of them."""
    closes = closed(plan, due_days, on)
    return [_lights(period, close, faces) for period, close, faces in _walk(closes, tasks, _COLUMNS, charge)]


def trend(
    plan: Plan, due_days: DueDays, tasks: QuerySet[Task], on: date, charge: Charge = EVERYBODY
) -> list[PeriodTrend]:
    """The same with everything that the log says of a period."""
    closes = closed(plan, due_days, on)
    walked = _walk(closes, tasks, (*_COLUMNS, *_MORE), charge)
    return [_trend(_lights(period, close, faces), faces) for period, close, faces in walked]


def _walk(
    closes: list[tuple[str, date]], tasks: QuerySet[Task], columns: tuple[str, ...], charge: Charge
) -> Iterator[tuple[str, date, list[_Face]]]:
    """Carry every task's last face along the log; yields those that count at each close."""
    if not closes:
        return
    rows = TaskEvent.objects.filter(task__in=tasks.order_by().values("pk"), on__lte=closes[-1][1])
    events = (_Face(*row) for row in rows.order_by("on", "position").values_list(*columns).iterator(2000))
    faces: dict[int, _Face] = {}
    event = next(events, None)
    for period, close in closes:
        while event is not None and event.on <= close:
            faces[event.task] = event
            event = next(events, None)
        yield period, close, [face for face in faces.values() if charge.covers(face)]


def _lights(period: str, close: date, faces: Iterable[_Face]) -> PeriodLights:
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


def _trend(lights: PeriodLights, faces: Iterable[_Face]) -> PeriodTrend:
    counted = [face for face in faces if face.state != State.CANCELLED]
    measured, progress, planned = means(counted)
    return PeriodTrend(
        lights=lights,
        overdue=sum(face.overdue for face in counted),
        checkpoint_overdue=sum(face.checkpoint_overdue for face in counted),
        unreported=sum(face.unreported for face in counted),
        measured=measured,
        progress=progress,
        planned=planned,
    )
