"""Everything on a face that follows from facts: the light, the flags, progress against plan."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from indicators.attainment import Goal, current
from indicators.quantities import plain
from tasks import lights
from tasks.light_facts import closed_period
from tasks.lights import Facts, Light, Rules
from tasks.models import Task
from tasks.workdays import WorkCalendar

DECIMALS = 6
"""Places of a figure, as readings are stored; a mean has more."""
_HUNDREDTH = Decimal("0.01")


def refresh(task: Task, facts: Facts, on: date, rules: Rules, calendar: WorkCalendar) -> None:
    """Set the derived fields of the face for the day. In memory only: the caller appends to the log."""
    task.currents = _stands(facts.goals)
    task.verified = _stands([replace(goal, points=goal.verified) for goal in facts.goals])
    task.checkpoint_count = len(facts.steps)
    light = lights.light(task, facts, on, rules, calendar)
    known = _known(facts, on, rules)
    task.progress = _rounded(lights.progress(task.kind, facts)) if known else None
    if light:
        task.planned = _rounded(light.planned)
    _set_light(task, light)


def _stands(goals: Iterable[Goal]) -> dict[str, str]:
    found = {goal.code: current(goal) for goal in goals}
    return {code: plain(round(value, DECIMALS)) for code, value in found.items() if value is not None}


def _known(facts: Facts, on: date, rules: Rules) -> bool:
    """Before the first report is due or made, progress is 待首报 and not 0 %."""
    return bool(facts.reported) or closed_period(facts, on, rules) is not None


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_HUNDREDTH)


def _set_light(task: Task, light: Light | None) -> None:
    task.light = light.colour if light else ""
    task.light_time = light.time if light else ""
    task.light_plan = light.plan if light else ""
    task.light_reporting = light.reporting if light else ""
    task.light_reason = light.reason if light else ""
    task.light_recover = light.to_recover if light else ""
    task.overdue = bool(light and light.overdue)
    task.checkpoint_overdue = bool(light and light.checkpoint_overdue)
    task.unreported = bool(light and light.unreported)
