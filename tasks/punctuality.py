"""Reported in time: who owed a report for the last closed period of his cadence, and who had made it by the due day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tasks.models import Face, Plan
from tasks.periods import due_day, last_closed, order
from tasks.rulebook import rules_row
from tasks.standing import standing_reports
from tasks.states import Cadence, State

InTime = set[tuple[int, str]]
"""Tasks, by primary key, with periods for which they reported in time."""


@dataclass(frozen=True, slots=True)
class LastClosed:
    """On a day: the last closed period of each cadence, and the due day of each of these periods."""

    on: date
    periods: Mapping[str, str]
    due: Mapping[str, date]


def last_closed_on(plan: Plan, on: date) -> LastClosed:
    """By the plan's rules in force on the day."""
    day = rules_row(plan, on).report_due_day
    found = {cadence: last_closed(on, day, cadence) for cadence in Cadence.values}
    return LastClosed(on, found, {period: due_day(period, day) for period in found.values()})


def owes(face: Face, closed: LastClosed) -> bool:
    """Whether the lead unit had to report for the last closed period."""
    if face.state != State.ACTIVE or not face.owed_from:
        return False
    return order(face.owed_from) <= order(closed.periods[face.cadence])


def reported_in_time(tasks: Iterable[int], closed: LastClosed) -> InTime:
    """For which of the periods the lead units of the tasks (by primary key) reported by the due day; what was withdrawn
    or sent back by the day has not been made. One query."""
    return {
        (pk, report.period)
        for pk, reports in standing_reports(tasks, on=closed.on, about=closed.due).items()
        for report in reports
        if not report.supporting and report.on <= closed.due[report.period]
    }
