"""How the lights stood when each period closed, from the log alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from tasks import periods
from tasks.models import Plan, Task, TaskEvent
from tasks.states import Colour, State

DueDays = list[tuple[date, int]]
"""From which day on reports are due on which day of the month, oldest first: the plan's dated rules."""


@dataclass(frozen=True, slots=True)
class PeriodLights:
    """`on` is the day after the period closed, whose sweep turned its lights; `lights` has every colour."""

    period: str
    on: date
    lights: Mapping[str, int]
    done: int

    @property
    def open(self) -> int:
        return sum(self.lights.values())


def lights_by_period(plan: Plan, due_days: DueDays, tasks: QuerySet[Task], on: date) -> list[PeriodLights]:
    """Each closed period of the plan, oldest first, over the given tasks: one query for any number of them."""
    closes = _closes(plan, due_days, on)
    if not closes:
        return []
    rows = (
        TaskEvent.objects.filter(task__in=tasks.values("pk"), on__lte=closes[-1][1])
        .order_by("on", "position")
        .values_list("task_id", "on", "state", "light")
    )
    return list(_walk(closes, rows))


def _walk(
    closes: list[tuple[str, date]], rows: Iterable[tuple[int, date, str, str]]
) -> Iterable[PeriodLights]:
    """Carry every task's last face along the log and count it at each close."""
    faces: dict[int, tuple[str, str]] = {}
    events = iter(rows)
    event = next(events, None)
    for period, close in closes:
        while event is not None and event[1] <= close:
            faces[event[0]] = event[2], event[3]
            event = next(events, None)
        counted = Counter(light for _, light in faces.values() if light)
        done = sum(1 for state, _ in faces.values() if state == State.DONE)
        yield PeriodLights(period, close, {str(c): counted[c] for c in Colour}, done)


def _closes(plan: Plan, due_days: DueDays, on: date) -> list[tuple[str, date]]:
    """Closed periods since the plan became active, each with the day after its due day."""
    if plan.activated_on is None:
        return []
    last = min(on, plan.ends_on + timedelta(days=62))
    found = []
    for period in periods.between(periods.period_of(plan.activated_on), periods.period_of(last)):
        due = periods.due_day(period, _due_day(due_days, periods.ends_on(period)))
        if plan.activated_on <= due < on and periods.starts_on(period) <= plan.ends_on:
            found.append((period, due + timedelta(days=1)))
    return found


def _due_day(due_days: DueDays, on: date) -> int:
    """Day of the month on which reports are due, by the rules in force then."""
    return next((due for effective, due in reversed(due_days) if effective <= on), periods.DUE_DAY)
