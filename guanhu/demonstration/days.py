"""The days between which the demonstration plays, and who is at work on them. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from tasks import periods
from tasks.workdays import WorkCalendar

FIRST = date(2020, 3, 13)
"""The report's day: the plan is executed from then on."""
LAST = date(2020, 9, 30)
"""Where the office's clock stands still."""
PERIODS = tuple(periods.between("2020-03", "2020-09"))

_CALENDAR = WorkCalendar()


def every_day() -> Iterator[date]:
    """All days of the demonstration, weekends included."""
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


def at_work(day: date, *, later: bool = False) -> date:
    """The day itself if it is a working day, else the one before it (or after it)."""
    while not _CALENDAR.is_workday(day):
        day += timedelta(days=1 if later else -1)
    return day


def month_end(month: int) -> date:
    """The last day of a month of 2020."""
    return date(2020, month, monthrange(2020, month)[1])
