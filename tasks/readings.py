"""Indicators as tasks know them: for whom they exist, which task reports them, and who records the rest."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from indicators import recording
from indicators.models import Indicator, Reading
from indicators.spans import span
from tasks import access
from tasks.access import Rights
from tasks.clock import now
from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.models import Person, Task, TaskTarget
from tasks.states import State

NOT_YOURS = "只有督查室可以录入指标数据;各单位通过任务报送。"


def hidden_ties(person: Person) -> QuerySet[TaskTarget]:
    """Ties of targets to tasks that do not exist for this person."""
    return TaskTarget.objects.exclude(task__in=access.visible_tasks(person).values("pk"))


def visible_indicators(person: Person) -> QuerySet[Indicator]:
    """Indicators that exist for this person: none whose target belongs to a task that does not."""
    return Indicator.objects.exclude(targets__in=hidden_ties(person).values("target"))


def may_record(who: Rights) -> bool:
    """Whether this person records figures that no task reports: supervisors; units report through their tasks."""
    return who.supervisor


def reporting_task(indicator: Indicator, year: int) -> Task | None:
    """The task whose reports alone carry the indicator's figures of the year; a cancelled one carries none."""
    ties = TaskTarget.objects.filter(target__indicator=indicator, target__year=year)
    tie = (
        ties.exclude(task__state=State.CANCELLED).select_related("task__plan").order_by("task__code").first()
    )
    return tie.task if tie else None


def record(
    indicator: Indicator,
    *,
    by: Person,
    on: date,
    period: str,
    value: Decimal,
    unit: str = "",
    note: str = "",
    provisional: bool = False,
) -> Reading:
    """One figure, recorded by a supervisor. Raises NotAllowed; WrongState where a task reports it; Invalid."""
    if not may_record(access.rights(by)):
        raise NotAllowed(NOT_YOURS)
    if not recording.problem_of_period(period, on):
        _refuse_reported(indicator, span(period)[0].year)
    try:
        return recording.record(
            indicator, period=period, value=value, unit=unit, note=note, provisional=provisional,
            by=by, on=on, at=now(),
        )  # fmt: skip
    except recording.Refused as refused:
        raise Invalid(refused.errors) from refused


def _refuse_reported(indicator: Indicator, year: int) -> None:
    if task := reporting_task(indicator, year):
        said = f"“{indicator.name}”{year} 年的数据由任务 {task.code}“{task.title}”报送,请在该任务中报送进展。"
        raise WrongState(said, task)
