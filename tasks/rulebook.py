"""The rules and the calendar of a plan as they stood on a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from indicators.quantities import plain
from tasks.lights import Rules
from tasks.models import CalendarDay, Plan, PlanRules
from tasks.workdays import KNOWN_YEARS, WorkCalendar


def rules_row(plan: Plan, on: date) -> PlanRules:
    """The latest rules in force on the day; before the first, and without any, the defaults."""
    row = PlanRules.objects.filter(plan=plan, effective_on__lte=on).order_by("effective_on", "pk").last()
    return row or PlanRules(plan=plan, effective_on=plan.starts_on)


def rules_for_lights(row: PlanRules) -> Rules:
    """The same numbers without the database's trailing zeros, which would show in the reasons."""
    values: dict[str, Any] = {name: getattr(row, name) for name in Rules.__dataclass_fields__}
    for name, value in values.items():
        if isinstance(value, Decimal):
            values[name] = Decimal(plain(value))
    return Rules(**values)


def calendar(on: date) -> WorkCalendar:
    """The national calendar with what administrators had declared by that day."""
    declared = CalendarDay.objects.filter(effective_on__lte=on).order_by("effective_on", "pk")
    return WorkCalendar({row.day: row.working for row in declared})


AHEAD = timedelta(days=31)
"""So long before a year begins, its arrangement matters already: letters run into it."""


def unknown_years(on: date, days: Iterable[date] = ()) -> list[int]:
    """Years around the day, and of these other days, whose 调休 nobody has entered; no query where our own list has
    them all."""
    years = {on.year, (on + AHEAD).year, *(day.year for day in days)}
    if years <= KNOWN_YEARS:
        return []
    known = calendar(on)
    return [year for year in sorted(years) if not known.known(year)]
