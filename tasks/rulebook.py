"""The rules and the calendar of a plan as they stood on a day."""

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.quantities import plain
from tasks.lights import Rules
from tasks.models import CalendarDay, Plan, PlanRules
from tasks.workdays import WorkCalendar


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
