"""Which month of the calendar an address asks for, and which day of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tasks.errors import Invalid
from tasks.gantt import Axis


@dataclass(frozen=True, slots=True)
class Place:
    """`first` is the month's first day; `day` is None where none is asked for."""

    first: date
    day: date | None = None


def read_place(query: Mapping[str, str], scale: Axis, today: date) -> Place:
    """The month of `today` without parameters, or the nearest one that the calendar has.

    Raises Invalid for what is no day or no month (2020-09), or lies outside the calendar.
    """
    day, month = query.get("day", "").strip(), query.get("month", "").strip()
    if day:
        found = _inside(_read(day, "day", "%Y-%m-%d", "日期", "2020-09-30"), scale, "day")
        return Place(found.replace(day=1), found)
    if month:
        return Place(_inside(_read(month, "month", "%Y-%m", "月份", "2020-09"), scale, "month"))
    return default(scale, today)


def default(scale: Axis, today: date) -> Place:
    return Place(min(max(today, scale.first), scale.last).replace(day=1))


def _read(text: str, name: str, shape: str, kind: str, example: str) -> date:
    try:
        return datetime.strptime(text, shape).date()
    except ValueError:
        raise Invalid({name: f"“{text[:20]}”不是{kind},应如 {example}。"}) from None


def _inside(day: date, scale: Axis, name: str) -> date:
    if not scale.has(day):
        raise Invalid({name: f"只有 {scale.first} 至 {scale.last} 的日历。"})
    return day
