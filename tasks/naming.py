"""点名: which slips lead to a line in the bulletin. Pure.

Source: a city's 12345 rule (the design's `rules.md`): still overdue five working days after an urge, without an
explanation → named in the bulletin. An answer is the explanation. Overdue is what the task's face says: past
its date, or past a checkpoint's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasks.states import Level
from tasks.workdays import WorkCalendar

WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Urge:
    """One slip as the log has it; `answered` and `still_overdue` as of the day that is looked at."""

    task_id: int
    level: str
    number: int
    on: date
    answered: bool
    still_overdue: bool


def named(urges: Iterable[Urge], day: date, calendar: WorkCalendar) -> list[Urge]:
    """Of each task that is to be named on the day the gravest slip, of equal ones the latest; in the order of
    the urges."""
    last = {}
    for urge in sorted(urges, key=lambda one: (list(Level).index(Level(one.level)), one.on, one.number)):
        if is_named(urge, day, calendar):
            last[urge.task_id] = urge
    return sorted(last.values(), key=lambda one: (one.on, one.level, one.number))


def is_named(urge: Urge, day: date, calendar: WorkCalendar) -> bool:
    """Whether at the end of the day five working days have passed since the slip and nothing has moved."""
    waited_long = calendar.workdays_between(urge.on, day) >= WORKDAYS
    return urge.still_overdue and not urge.answered and waited_long
