"""Spans of time in words: "2020", "2020-Q3", "2020-09", "2020-09-H1", "2020-W38", "2020-09-30". Pure."""

import calendar
import re
from datetime import date
from fractions import Fraction
from functools import lru_cache

Span = tuple[date, date]

HALF_ENDS = 15
"""Last day of the first half of a month."""
_WORDS = re.compile(
    r"(?P<year>[0-9]{4})(?:-Q(?P<quarter>[1-4])|-W(?P<week>(?!00)[0-9]{2})"
    r"|-(?P<month>(?!00)[0-9]{2})(?:-H(?P<half>[12])|-(?P<day>(?!00)[0-9]{2}))?)?"
)
_WEEK = Fraction(12 * 7, 365)


@lru_cache(maxsize=4096)
def span(text: str) -> Span:
    """First and last day, both inclusive; a week is that of ISO 8601, Monday to Sunday. Raises ValueError (Chinese
    sentence) for anything else."""
    found = _WORDS.fullmatch(text)
    if not found:
        raise ValueError(
            f"期间「{text[:20]}」无法识别,应为 2020、2020-Q3、2020-09、2020-09-H1、2020-W38 或 2020-09-30"
        )
    try:
        return _bounds(**{part: int(number or 0) for part, number in found.groupdict().items()})
    except (ValueError, OverflowError) as error:
        raise ValueError(f"期间「{text}」不存在") from error


def _bounds(year: int, quarter: int, week: int, month: int, half: int, day: int) -> Span:
    if quarter:
        return date(year, quarter * 3 - 2, 1), _last_day(year, quarter * 3)
    if week:
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if half == 1:
        return date(year, month, 1), date(year, month, HALF_ENDS)
    if half == 2:
        return date(year, month, HALF_ENDS + 1), _last_day(year, month)
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


def is_part_of_month(text: str) -> bool:
    """Whether this names a half month or a week, of which several make up a month."""
    found = _WORDS.fullmatch(text)
    return bool(found and (found["half"] or found["week"]))


def is_day(text: str) -> bool:
    """Whether this names a single day."""
    found = _WORDS.fullmatch(text)
    return bool(found and found["day"])


def months_long(text: str) -> Fraction:
    """How many months' worth a figure of this span is: ½ for a half month, 84/365 for a week, else the months it
    touches. A figure dated by the day counts as its month's."""
    if not is_part_of_month(text):
        return Fraction(months(span(text)))
    return _WEEK if "W" in text else Fraction(1, 2)
