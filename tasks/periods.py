"""Reporting periods: "2020-09", "2020-Q3", "2020-09-H1", "2020-W38". Pure.

The shape of a period tells its cadence. A period has a due day and is closed from the day after; the due day does
not move off a weekend. A text that is no period raises ValueError with a Chinese sentence.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache

from indicators.spans import HALF_ENDS, span
from tasks.states import Cadence

DUE_DAY = 28
"""截止日: customary in offices; 5, 10 and 25 are found too."""
FRIDAY = 4
"""A week's report is due on its Friday (own)."""

_SHAPES = {
    Cadence.MONTHLY: re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])"),
    Cadence.QUARTERLY: re.compile(r"(?!0000)[0-9]{4}-Q[1-4]"),
    Cadence.HALF_MONTHLY: re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-H[12]"),
    Cadence.WEEKLY: re.compile(r"(?!0000)[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3])"),
}
EXAMPLES = {
    Cadence.MONTHLY: "2020-09",
    Cadence.QUARTERLY: "2020-Q3",
    Cadence.HALF_MONTHLY: "2020-09-H1",
    Cadence.WEEKLY: "2020-W38",
}
EACH = {
    Cadence.MONTHLY: ("个月", "每月"),
    Cadence.QUARTERLY: ("个季度", "每季度"),
    Cadence.HALF_MONTHLY: ("个半月", "每半月"),
    Cadence.WEEKLY: ("周", "每周"),
}
"""How periods of a cadence are counted, and how one speaks of each of them."""
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@lru_cache(maxsize=4096)
def cadence_of(period: str) -> Cadence:
    """The cadence that a period's shape tells. Raises ValueError for what names no period, W53 of a short year too."""
    for cadence, shape in _SHAPES.items():
        if shape.fullmatch(period):
            span(period)
            return cadence
    raise ValueError(f"期次「{period[:20]}」无法识别,应为 {'、'.join(EXAMPLES.values())}")


def valid(text: str) -> bool:
    """Whether this names a period of any cadence."""
    try:
        cadence_of(text)
    except ValueError:
        return False
    return True


def period_of(day: date, cadence: str = Cadence.MONTHLY) -> str:
    """The period in which the day lies."""
    month = f"{day.year:04}-{day.month:02}"
    match cadence:
        case Cadence.QUARTERLY:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case Cadence.HALF_MONTHLY:
            return f"{month}-H{1 if day.day <= HALF_ENDS else 2}"
        case Cadence.WEEKLY:
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
    return month


def starts_on(period: str) -> date:
    """First day of the period."""
    cadence_of(period)
    return span(period)[0]


def ends_on(period: str) -> date:
    """Last day of the period."""
    cadence_of(period)
    return span(period)[1]


def due_day(period: str, due_day_of_month: int = DUE_DAY) -> date:
    """The last day on which a report is in time; the 31st is the last day of a shorter month.

    A month and a quarter are due on that day of their (last) month. Our own, for no source says: a first half month is
    due on its last day, the 15th; a second half on the plan's day, or on its own last day where the plan's lies before
    it; a week on its Friday.
    """
    if not 1 <= due_day_of_month <= 31:
        raise ValueError("报送截止日应在 1 至 31 之间")
    cadence, last = cadence_of(period), ends_on(period)
    if cadence == Cadence.WEEKLY:
        return starts_on(period) + timedelta(days=FRIDAY)
    if cadence == Cadence.HALF_MONTHLY and (last.day == HALF_ENDS or due_day_of_month <= HALF_ENDS):
        return last
    return last.replace(day=min(due_day_of_month, last.day))


def previous(period: str) -> str:
    """The period before, of the same cadence."""
    return period_of(starts_on(period) - timedelta(days=1), cadence_of(period))


def following(period: str) -> str:
    """The period after, of the same cadence."""
    return period_of(ends_on(period) + timedelta(days=1), cadence_of(period))


def open_period(on: date, due_day_of_month: int = DUE_DAY, cadence: str = Cadence.MONTHLY) -> str:
    """The earliest period that is not closed on this day."""
    period = period_of(on, cadence)
    return period if due_day(period, due_day_of_month) >= on else following(period)


@cache  # a sweep asks it of every task for the same day
def last_closed(on: date, due_day_of_month: int = DUE_DAY, cadence: str = Cadence.MONTHLY) -> str:
    """The latest period whose due day is over."""
    return previous(open_period(on, due_day_of_month, cadence))


def order(period: str) -> tuple[date, date]:
    """Sorts periods of any cadence by time: the one that ends later comes later, of those that end together the
    shorter one. Texts alone sort wrongly as soon as a task's cadence was changed."""
    return ends_on(period), starts_on(period)


def latest(periods: Iterable[str]) -> str:
    """The last of them in time; "" if there is none, which a period may be too."""
    return max((period for period in periods if period), key=order, default="")


def between(first: str, last: str) -> list[str]:
    """All periods of the last one's cadence from that of `first`'s start to `last`, both included; empty if `first` is
    the later one."""
    final, found = order(last), []
    period = period_of(starts_on(first), cadence_of(last))
    while order(period) <= final:
        found.append(period)
        period = following(period)
    return found


def left(closed: str, due_on: date) -> int:
    """Periods after a closed one, of its cadence, up to that of `due_on`; never below 0."""
    return max(len(between(closed, period_of(due_on, cadence_of(closed)))) - 1, 0)


def overlap(one: str, other: str) -> bool:
    """Whether two periods have a day in common."""
    return starts_on(one) <= ends_on(other) and starts_on(other) <= ends_on(one)


def label(period: str) -> str:
    """九月期, 三季度, 九月上半月, 第 38 周"""
    first = starts_on(period)
    match cadence_of(period):
        case Cadence.QUARTERLY:
            return f"{_NUMERALS[int(period[-1]) - 1]}季度"
        case Cadence.HALF_MONTHLY:
            return f"{_NUMERALS[first.month - 1]}月{'上' if period.endswith('1') else '下'}半月"
        case Cadence.WEEKLY:
            return f"第 {int(period[-2:])} 周"
    return f"{_NUMERALS[first.month - 1]}月期"
