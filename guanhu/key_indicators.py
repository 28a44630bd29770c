"""The handful of figures that leaders ask for first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from guanhu import charts
from indicators.attainment import Goal, current
from indicators.forecast import forecast
from indicators.goals import goals_for
from indicators.models import Reading, Target
from indicators.quantities import convert
from indicators.ranges import Range
from tasks import periods
from tasks.models import Plan, Task, TaskTarget
from tasks.states import MEASURED, Kind, State

MOST = 8


@dataclass(frozen=True, slots=True)
class KeyIndicator:
    """A task's target: where it stands by the readings up to the last closed period, and where it may end."""

    task: Task
    target: Target
    current: Decimal | None
    last_year: Decimal | None
    ahead: Range | None
    chart: charts.Line | None


def with_last_year(links: QuerySet[TaskTarget], plan: Plan) -> QuerySet[TaskTarget]:
    """Adds `last_value` and `last_unit`: the reading of the year before the plan's, where there is one."""
    readings = Reading.objects.filter(indicator=OuterRef("target__indicator"), period=str(plan.year - 1))
    latest = readings.order_by("-pk")
    return links.annotate(
        last_value=Subquery(latest.values("value")[:1]), last_unit=Subquery(latest.values("unit")[:1])
    )


def load(links: Iterable[TaskTarget], plan: Plan, period: str) -> list[KeyIndicator]:
    """The most telling targets: those with last year's figure, then ceilings, then by code.

    `links` come from `with_last_year`; one query."""
    until = periods.ends_on(period)
    chosen = sorted((link for link in links if _is_figure(link)), key=_telling)[:MOST]
    goals = goals_for([link.target for link in chosen])
    return [_one(link, goals[link.target_id], plan, until) for link in chosen]


def _is_figure(link: TaskTarget) -> bool:
    return (
        link.target.value is not None
        and link.task.kind in (*MEASURED, Kind.CONTROL)
        and link.task.state not in (State.CANCELLED, State.SUSPENDED)
    )


def _telling(link: Any) -> tuple[bool, bool, str]:
    return link.last_value is None, link.task.kind != Kind.CONTROL, link.task.code


def _last_year(link: Any) -> Decimal | None:
    return None if link.last_value is None else convert(link.last_value, link.last_unit, link.target.unit)


def _one(link: TaskTarget, goal: Goal, plan: Plan, until: date) -> KeyIndicator:
    ahead = forecast(goal, plan.ends_on, until) if link.task.is_open else None
    drawn = charts.line(goal, ahead, plan.starts_on, plan.ends_on, until)
    return KeyIndicator(link.task, link.target, current(goal, until), _last_year(link), ahead, drawn)
