"""Spans of time in words: "2020", "2020-Q3", "2020-09", "2020-09-30". Pure."""

import calendar
import re
from datetime import date
from functools import lru_cache

Span = tuple[date, date]

_WORDS = re.compile(
    r"(?P<year>[0-9]{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>(?!00)[0-9]{2})(?:-(?P<day>(?!00)[0-9]{2}))?)?"
)


@lru_cache(maxsize=4096)
def span(text: str) -> Span:
    """First and last day, both inclusive. Raises ValueError (Chinese sentence) for anything else."""
    found = _WORDS.fullmatch(text)
    if not found:
        raise ValueError(f"期间「{text[:20]}」无法识别,应为 2020、2020-Q3、2020-09 或 2020-09-30")
    try:
        year, quarter, month, day = (int(found[part] or 0) for part in ("year", "quarter", "month", "day"))
        return _bounds(year, quarter, month, day)
    except ValueError as error:
        raise ValueError(f"期间「{text}」不存在") from error


def _bounds(year: int, quarter: int, month: int, day: int) -> Span:
    if quarter:
        return date(year, quarter * 3 - 2, 1), _last_day(year, quarter * 3)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if not day:
        return date(year, month, 1), _last_day(year, month)
    return date(year, month, day), date(year, month, day)


def _last_day(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def days(bounds: Span) -> int:
    """Days in a span, both ends counted."""
    return (bounds[1] - bounds[0]).days + 1


def months(bounds: Span) -> int:
    """Calendar months that a span touches: 1 for a month or a day, 3 for a quarter, 12 for a year."""
    first, last = bounds
    return (last.year - first.year) * 12 + last.month - first.month + 1
