"""Monthly reporting periods, "2020-09". Pure.

A period has a due day and is closed from the day after; the due day does not move off a weekend.
A period that is no month raises ValueError with a Chinese sentence.
"""

import calendar
import re
from datetime import date, timedelta
from functools import cache

DUE_DAY = 28
"""截止日: customary in offices; 5, 10 and 25 are found too."""

_PERIOD = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def valid(text: str) -> bool:
    """Whether this names a period."""
    return bool(_PERIOD.fullmatch(text))


def period_of(day: date) -> str:
    """The period of the day's month."""
    return f"{day.year:04}-{day.month:02}"


def due_day(period: str, due_day_of_month: int = DUE_DAY) -> date:
    """The last day on which a report is in time; the 31st is the last day of a shorter month."""
    if not 1 <= due_day_of_month <= 31:
        raise ValueError("报送截止日应在 1 至 31 之间")
    last = ends_on(period)
    return last.replace(day=min(due_day_of_month, last.day))


def starts_on(period: str) -> date:
    """First day of the month."""
    if not valid(period):
        raise ValueError(f"期次「{period[:20]}」无法识别,应为 2020-09")
    return date(int(period[:4]), int(period[5:]), 1)


@cache
def ends_on(period: str) -> date:
    """Last day of the month."""
    first = starts_on(period)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def previous(period: str) -> str:
    """The period before."""
    return period_of(starts_on(period) - timedelta(days=1))


def following(period: str) -> str:
    """The period after."""
    return period_of(ends_on(period) + timedelta(days=1))


def open_period(on: date, due_day_of_month: int = DUE_DAY) -> str:
    """The earliest period that is not closed on this day."""
    period = period_of(on)
    return period if due_day(period, due_day_of_month) >= on else following(period)


@cache  # a sweep asks it of every task for the same day
def last_closed(on: date, due_day_of_month: int = DUE_DAY) -> str:
    """The latest period whose due day is over."""
    return previous(open_period(on, due_day_of_month))


def between(first: str, last: str) -> list[str]:
    """All periods from `first` to `last`, both included; empty if `first` is the later one."""
    final, found = period_of(starts_on(last)), []
    period = period_of(starts_on(first))
    while period <= final:
        found.append(period)
        period = following(period)
    return found


def label(period: str) -> str:
    """九月期"""
    return f"{_MONTHS[starts_on(period).month - 1]}月期"
