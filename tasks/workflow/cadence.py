"""From which period on reports are owed: at acceptance, after an interruption, and when the cadence changes."""

from tasks.periods import open_period
from tasks.workflow.engine import Work


def start_reporting(work: Work) -> None:
    """Reports are owed from the open period on; nothing is owed for the time before."""
    work.task.first_period, work.task.cadence_from = _open_period(work), ""


def change_cadence(work: Work) -> None:
    """A changed cadence starts with its own open period. What was owed in the old one no longer is; the lights stay,
    for `first_period` still says since when the task is under way."""
    if work.task.first_period:
        work.task.cadence_from = _open_period(work)


def _open_period(work: Work) -> str:
    return open_period(work.on, work.rules.report_due_day, work.task.cadence)
