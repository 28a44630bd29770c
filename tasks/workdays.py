"""Working days of the national calendar with its 调休. Pure, but for one warning a year in the log."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

logger = logging.getLogger(__name__)

KNOWN_YEARS = frozenset(range(2015, 2027))
"""Years whose 调休 the State Council had published when the pinned `holidays` was made.

The library answers for every year without a word, guessing where it does not know; hence a list of our own.
"""


def marks_of_year(year: int) -> tuple[date, date]:
    """元旦 and 国庆: free in every year's arrangement, so a list that leaves them out is not the whole of it."""
    return date(year, 1, 1), date(year, 10, 1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The national calendar, with an administrator's overrides: day → is it a working day?"""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def known(self, year: int) -> bool:
        """Whether the 调休 of this year is on our list, or an administrator has entered it."""
        return year in KNOWN_YEARS or all(self.overrides.get(day) is False for day in marks_of_year(year))

    def says(self, day: date) -> bool:
        """Whether anybody has decided about this very day, or about its year."""
        return day in self.overrides or day.year in KNOWN_YEARS

    def is_workday(self, day: date) -> bool:
        """Overrides first; of a year not on our list every other day counts by its weekday, which is logged once
        where nobody has entered the year."""
        if day in self.overrides:
            return self.overrides[day]
        if day.year in KNOWN_YEARS:
            return _national().is_working_day(day)
        if not self.known(day.year):
            _warn(day.year)
        return day.weekday() < 5

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it, if negative); `day` itself for 0."""
        step = timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; 0 where `b` is not after `a`."""
        return sum(self.is_workday(a + timedelta(days=i)) for i in range(1, (b - a).days + 1))


@cache
def _national() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=KNOWN_YEARS, expand=False)


@cache
def _warn(year: int) -> None:
    logger.warning("%s 年调休安排未知,按周一至周五计算工作日", year)
