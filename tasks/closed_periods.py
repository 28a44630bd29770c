"""When periods close: the day after their due day, by the rules in force then."""

from datetime import date, timedelta

from tasks import periods
from tasks.models import Plan, PlanRules

DueDays = list[tuple[date, int]]
"""From which day on reports are due on which day of the month, oldest first: the plan's dated rules."""


def due_days_of(plan: Plan | None) -> DueDays:
    """The plan's dated reporting days; none without a plan, where the customary day holds."""
    rows = PlanRules.objects.filter(plan=plan).order_by("effective_on", "pk")
    return list(rows.values_list("effective_on", "report_due_day"))


def due_on(period: str, due_days: DueDays) -> date:
    """The last day on which a report for the period is in time."""
    ends = periods.ends_on(period)
    day = next((due for effective, due in reversed(due_days) if effective <= ends), periods.DUE_DAY)
    return periods.due_day(period, day)


def closes_on(period: str, due_days: DueDays) -> date:
    """The day after the period closed, whose sweep turned its lights: what "as of the period" shows."""
    return due_on(period, due_days) + timedelta(days=1)


def closed(plan: Plan, due_days: DueDays, on: date) -> list[tuple[str, date]]:
    """The plan's months that are closed on the day, since it became active, each with the day that shows it."""
    if plan.activated_on is None:
        return []
    last = min(on, plan.ends_on + timedelta(days=62))
    found = []
    for period in periods.between(periods.period_of(plan.activated_on), periods.period_of(last)):
        due = due_on(period, due_days)
        if plan.activated_on <= due < on and periods.starts_on(period) <= plan.ends_on:
            found.append((period, due + timedelta(days=1)))
    return found
