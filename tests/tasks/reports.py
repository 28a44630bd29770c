"""Short ways to report, for tests that are about something else."""

from datetime import date
from decimal import Decimal

from tasks import workflow
from tasks.models import Task, TaskEvent
from tasks.workflow.reporting import Quantity
from tests.cast import Cast


def report_amount(
    task: Task, cast: Cast, period: str, amount: str, unit: str = "", **more: object
) -> TaskEvent:
    """The lead unit's reporter reports an amount on the 25th of the period (or on `on`)."""
    given: dict[str, object] = {
        "by": cast.reporter,
        "on": date.fromisoformat(f"{period}-25"),
        "version": None,
        "note": "按计划推进",
        "quantities": [Quantity(Decimal(amount), unit=unit)],
    }
    return workflow.report(task, period=period, **given | more)  # type: ignore[arg-type]
