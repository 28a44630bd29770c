"""The handful of figures that leaders ask for first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from guanhu import charts
from guanhu.indicators import followed
from guanhu.indicators.followed import Followed
from indicators.models import Reading
from tasks.models import Plan, Task, TaskTarget
from tasks.moment import Moment
from tasks.states import MEASURED, Kind, State

MOST = 8


@dataclass(frozen=True, slots=True)
class KeyIndicator:
    """A task's target with its outlook; `change` since the day compared with, None without one or without figures."""

    task: Task
    one: Followed
    chart: charts.Line | None
    change: Decimal | None


def with_last_year(links: QuerySet[TaskTarget], plan: Plan) -> QuerySet[TaskTarget]:
    """Adds `last_value`: the reading of the year before the plan's, where there is one."""
    readings = Reading.objects.filter(indicator=OuterRef("target__indicator"), period=str(plan.year - 1))
    return links.annotate(last_value=Subquery(readings.order_by("-pk").values("value")[:1]))


def load(links: Iterable[TaskTarget], plan: Plan, moment: Moment) -> list[KeyIndicator]:
    """The most telling targets: those with last year's figure, then ceilings, then by code. `links` come from
    `with_last_year`, each with its task as it stood; a few queries, as many again where compared."""
    chosen = sorted((link for link in links if _is_figure(link)), key=_telling)[:MOST]
    now, then = _followed(chosen, plan, moment), dict[int, Followed]()
    if moment.compared:
        then = _followed(chosen, plan, moment.compared)
    return [_one(link, now, then, plan) for link in chosen]


def _is_figure(link: TaskTarget) -> bool:
    return (
        link.target.value is not None
        and link.target.indicator_id is not None
        and link.task.kind in (*MEASURED, Kind.CONTROL)
        and link.task.state not in (State.CANCELLED, State.SUSPENDED)
    )


def _telling(link: Any) -> tuple[bool, bool, str]:
    return link.last_value is None, link.task.kind != Kind.CONTROL, link.task.code


def _followed(links: Sequence[TaskTarget], plan: Plan, moment: Moment) -> dict[int, Followed]:
    """By the indicator's primary key."""
    indicators = [link.target.indicator for link in links if link.target.indicator]
    return {one.indicator.pk: one for one in followed.load(dict.fromkeys(indicators), plan, moment)}


def _one(link: TaskTarget, now: dict[int, Followed], then: dict[int, Followed], plan: Plan) -> KeyIndicator:
    key = link.target.indicator_id or 0
    one = now[key]
    ahead = one.outlook.ahead if one.outlook else None
    drawn = charts.line(one.goal, ahead, plan.starts_on, plan.ends_on, one.until)
    return KeyIndicator(link.task, one, drawn, one.since(then.get(key)))
