"""When a unit reports: some early, some on the last day, some after it, some not at all."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from guanhu.demonstration.days import PERIODS, at_work
from guanhu.demonstration.planning import Assignment
from guanhu.demonstration.story import ORDINARY
from tasks import periods


@dataclass(frozen=True, slots=True)
class Habit:
    """Days of the month between which a unit sits down to it; of its reports, the shares late and never made."""

    first: int
    last: int
    late: float
    never: float


DILIGENT = Habit(10, 19, 0.04, 0.05)
USUAL = Habit(15, 26, 0.12, 0.10)
SLOW = Habit(22, 27, 0.20, 0.18)
HABITS = {
    "dangjian": DILIGENT, "tudi": DILIGENT, "jigongwei": DILIGENT, "anjian": DILIGENT, "sifa": DILIGENT,
    "chengguan": SLOW, "pingan": SLOW, "dangzheng": SLOW, "zhifadui": SLOW,
}  # fmt: skip
"""By unit code; everybody else is usual."""
FIRST_REPORT = 25
"""In March nobody reports before this day: the tasks were signed for on the 24th at the latest."""


class Sittings:
    """The day in each period on which a unit writes its reports."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._days: dict[tuple[str, str], date] = {}

    def day(self, unit: str, period: str) -> date:
        habit = HABITS.get(unit, USUAL)
        if (unit, period) not in self._days:
            first = FIRST_REPORT if period == PERIODS[0] else habit.first
            number = self._chance.randint(first, max(first, habit.last))
            self._days[unit, period] = periods.starts_on(period).replace(day=number)
        return self._days[unit, period]


def report_days(given: Assignment, sittings: Sittings) -> dict[str, date]:
    """Period → the day of its report, in order. Tasks with a story are reported in time, unless it says not;
    who left out one period is reminded, and in time for the next."""
    if not given.is_reported:
        return {}
    days: dict[str, date] = {}
    careful = given.story is not ORDINARY
    for period in PERIODS:
        on = _in_time(given, period, sittings) if careful else _by_habit(given, period, sittings)
        careful = on is None or given.story is not ORDINARY
        silent = given.story.silent_from and period >= given.story.silent_from
        if on and not silent and given.accepted_on < on <= given.reported_until and not _is_over(given, on):
            days[period] = on
    return days


def _by_habit(given: Assignment, period: str, sittings: Sittings) -> date | None:
    habit, draw = HABITS.get(given.unit.code, USUAL), given.chance.random()
    if draw < habit.never:
        return None
    if draw < habit.never + habit.late:
        later = periods.due_day(period) + timedelta(days=2 + 2 * given.chance.randint(0, 2))
        return at_work(later, later=True)
    return _in_time(given, period, sittings)


def _in_time(given: Assignment, period: str, sittings: Sittings) -> date:
    sitting = sittings.day(given.unit.code, period) + timedelta(days=given.chance.randint(0, 2))
    on = at_work(min(sitting, periods.due_day(period)))
    asked = given.story.closing.asked_on if given.story.closing else None
    if asked and periods.period_of(asked) == period and on >= asked:
        return at_work(asked - timedelta(days=1))
    return on


def _is_over(given: Assignment, on: date) -> bool:
    return bool(given.story.closing and given.story.closing.waits(on))
