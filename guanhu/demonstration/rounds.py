"""What the supervisors do to many tasks at once: verify after each period, remind those who have not reported."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from guanhu.demonstration.cast import Cast
from guanhu.demonstration.days import PERIODS, at_work
from tasks import periods, workflow
from tasks.models import Plan, Task
from tasks.states import Action, Level, State
from tasks.workflow.bulk import perform_all

REMINDED = 12
"""Tasks in one round of reminders."""
SILENT = 4
"""Every so many-th reminder stays without an answer."""
_LAST = PERIODS[-1]


def _verifying(period: str) -> date:
    """The first working day two days after the period's close."""
    return at_work(periods.due_day(period) + timedelta(days=2), later=True)


def _reminding(period: str) -> date:
    return at_work(periods.due_day(period) + timedelta(days=1), later=True)


def _answering(period: str) -> date:
    return at_work(_reminding(period) + timedelta(days=3), later=True)


REMINDED_FOR = PERIODS[3:]
VERIFY_DAYS = {_verifying(period) for period in PERIODS if period != _LAST}
REMIND_DAYS = {_reminding(period): period for period in REMINDED_FOR}
ANSWER_DAYS = {_answering(period) for period in REMINDED_FOR if period != _LAST}


def rounds(plan: Plan, day: date, cast: Cast) -> Iterator[str]:
    """The actions of the day's rounds, one for each task."""
    tasks = Task.objects.filter(plan=plan).open()
    if day in ANSWER_DAYS:
        yield from _answers(day, cast)
    if day in VERIFY_DAYS:
        waiting = tasks.filter(unverified_count__gt=0)
        yield from _to_all(Action.VERIFY, waiting.values_list("pk", flat=True), day, cast)
    if day in REMIND_DAYS:
        silent = tasks.filter(unreported=True, state=State.ACTIVE, answer_by=None).order_by("code")
        text = f"{periods.label(REMIND_DAYS[day])}进展尚未报送,请尽快补报。"
        answer_by = at_work(day + timedelta(days=7), later=True)
        slip = {"level": Level.BLUE, "text": text, "answer_by": answer_by}
        yield from _to_all(Action.URGE, silent.values_list("pk", flat=True)[:REMINDED], day, cast, **slip)


def _to_all(action: Action, ids: Iterable[int], day: date, cast: Cast, **given: Any) -> Iterator[str]:
    seen: dict[int, int | None] = dict.fromkeys(ids)
    for result in perform_all(action, seen, by=cast.reviewer, on=day, **given):
        if result.event:
            yield result.event.action


def _answers(day: date, cast: Cast) -> Iterator[str]:
    """Heads answer the reminders of the last round, but for every so many-th."""
    reminded = Task.objects.open().filter(answer_by__gte=day).select_related("lead_unit").order_by("code")
    for number, task in enumerate(reminded, start=1):
        blue = all(letter.get("level") == Level.BLUE for letter in task.awaiting)
        if blue and number % SILENT and task.lead_unit:
            head = cast.heads[task.lead_unit.code]
            said = "因人员调整未及时报送,已安排补报。"
            yield workflow.answer(task, by=head, on=day, version=task.version, text=said).action
