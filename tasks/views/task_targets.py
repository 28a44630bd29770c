"""Targets and stage goals of one task as its page shows them, in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.attainment import Goal, current, is_provisional, share
from indicators.forecast import forecast
from indicators.spans import span
from tasks import figures
from tasks.light_facts import Facts
from tasks.lights import late_steps
from tasks.models import Task, TaskTarget
from tasks.states import Kind


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target: what is wanted, what stands reported (自报) and confirmed (核定), where it is heading."""

    link: TaskTarget
    now: str
    percent: str
    verified: str
    expected: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One stage goal; `state` is met, late or open."""

    due_on: date
    text: str
    share: str
    met_on: date | None
    state: str


def targets(task: Task, known: Facts, on: date) -> list[TargetLine]:
    goals = {goal.code: goal for goal in known.goals}
    links = task.task_targets.select_related("target__indicator").order_by("ordinal", "pk")
    return [_target(link, goals[link.target.code], task, on) for link in links]


def _target(link: TaskTarget, goal: Goal, task: Task, on: date) -> TargetLine:
    now, confirmed = current(goal), task.verified.get(goal.code)
    part = share(goal, now) if now is not None else None
    return TargetLine(
        link,
        now="" if now is None else f"{figures.total(now)} {goal.unit}",
        percent="" if part is None else figures.percent(part),
        verified="" if confirmed is None else f"{figures.total(Decimal(confirmed))} {goal.unit}",
        expected=_expected(goal, task, on) if task.is_open else "",
        provisional=is_provisional(goal),
    )


def _expected(goal: Goal, task: Task, on: date) -> str:
    """The range in which it will end, where the readings say anything."""
    reported_to = max(
        [on, *(span(point.period)[1] for point in goal.points)]
    )  # a report may run ahead of the day
    ends = forecast(goal, task.due_on, reported_to) if goal.value is not None else None
    if ends is None:
        return ""
    low, high = figures.number(ends.low), figures.number(ends.high)
    return f"{low} {goal.unit}" if low == high else f"{low}–{high} {goal.unit}"


def steps(task: Task, known: Facts, on: date) -> list[StepLine]:
    late = {step.ordinal for step in late_steps(task, known, on)} if task.is_open else set()
    return [
        StepLine(
            due_on=step.due_on,
            text=step.text,
            share=_share(step.percent) if task.kind == Kind.PROJECT else "",
            met_on=step.met_on,
            state="met" if step.met_on else "late" if step.ordinal in late else "open",
        )
        for step in known.steps
    ]


def _share(percent: Decimal | None) -> str:
    return "" if percent is None else f"{figures.number(percent)}%"
