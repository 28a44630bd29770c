"""The day's lights and overdue flags, as events. Works in sets and writes only where something turned."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from tasks import facts, log
from tasks.models import Plan, Task
from tasks.refresh import refresh
from tasks.rulebook import calendar, rules_for_lights, rules_row
from tasks.states import RUNNING, Action

logger = logging.getLogger(__name__)

_FLAGS = ("overdue", "checkpoint_overdue")
_TURNING = (
    *("light", "light_time", "light_plan", "light_reporting", "light_reason", "light_recover"),
    *("progress", "planned", "unreported", *_FLAGS),
)
"""Reasons name dates and closed periods, never a count of days, so they turn with them and not daily."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: the days it made up, the events it wrote."""

    days: int = 0
    events: int = 0


MOST_DAYS_IN_A_REQUEST = 31
"""A reader does not wait while years are made up: the worker does the rest, and the pages say how far lights go."""


def sweep(plan: Plan, on: date, most_days: int | None = None) -> Swept:
    """Bring a plan's lights up to `on`, day by day since the last sweep, one transaction a day.

    Run again, or twice at once, it changes nothing: a day is taken by whoever moves `Plan.swept_to` first. The
    first sweep starts on the day the plan became active.
    """
    days = events = 0
    while days != most_days and (day := _next_day(plan, on)) is not None:
        written = _sweep_day(plan.pk, day)
        if written is None:
            break
        days, events = days + 1, events + written
        plan.refresh_from_db(fields=["swept_to"])
    if days:
        logger.info("swept plan %s to %s: %d days, %d events", plan.slug, plan.swept_to, days, events)
    return Swept(days, events)


def _next_day(plan: Plan, on: date) -> date | None:
    if plan.state not in RUNNING:
        return None
    after = plan.swept_to or ((plan.activated_on or on) - timedelta(days=1))
    return after + timedelta(days=1) if after < on else None


def _sweep_day(plan_id: int, day: date) -> int | None:
    """One day in one transaction. None if somebody else has the day or is at it.

    `no_key`: a writer's foreign keys touch the plan's row while he holds a task; a stronger lock deadlocks.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=plan_id).first()
        if plan is None or (plan.swept_to is not None and plan.swept_to >= day):
            return None
        tasks = list(Task.objects.filter(plan=plan).open().select_for_update(no_key=True).order_by("pk"))
        turned = _turned(plan, tasks, day)
        log.append_all(turned)
        plan.swept_to = day
        plan.save(update_fields=["swept_to"])
    return len(turned)


def _turned(plan: Plan, tasks: list[Task], day: date) -> list[log.Entry]:
    known = facts.load(tasks)
    rules, days = rules_for_lights(rules_row(plan, day)), calendar(day)
    entries = []
    for task in tasks:
        before = {name: getattr(task, name) for name in _TURNING}
        refresh(task, known[task.pk], day, rules, days)
        after = {name: getattr(task, name) for name in _TURNING}
        if after != before:
            flagged = any(after[name] != before[name] for name in _FLAGS)
            action = Action.FLAG_OVERDUE if flagged else Action.LIGHT
            task.version += 1  # the row is locked; no other writer counts it up
            data = {"from": before["light"], "to": after["light"]}
            entries.append(log.Entry(task, action, max(day, task.last_on or day), data=data))
    return entries


def behind(on: date) -> list[Plan]:
    """Plans whose lights do not yet show the day."""
    return [plan for plan in Plan.objects.filter(state__in=RUNNING) if _next_day(plan, on) is not None]


def catch_up(on: date, most_days: int | None = None) -> list[Plan]:
    """The first reader's safety net: sweep what no worker has swept. Never fails; returns plans still behind,
    whose pages say 亮灯截至 their day."""
    plans = behind(on)
    for plan in plans:
        try:
            sweep(plan, on, most_days)
        except Exception:  # a status page that shows yesterday's lights and says so beats none
            logger.exception("sweep of plan %s failed", plan.slug)
    return [plan for plan in plans if _next_day(plan, on) is not None]
