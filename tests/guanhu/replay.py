"""The log played again in plain Python, day by day: a second opinion on every number of the overview.

It reads the columns of the log once and knows nothing of faces, filters or summaries.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tasks import periods
from tasks.models import TaskEvent
from tasks.summaries import Dashboard, Totals

COLUMNS = (
    "task_id", "version", "action", "on", "period", "data", "state", "light", "kind", "progress", "planned", "overdue",
    "checkpoint_overdue", "unreported", "needs_help", "original_due_on", "submitted_on", "cadence", "cadence_from",
    "first_period", "lead_unit__code", "measure__pillar__ordinal",
)  # fmt: skip
OPEN = ("assigned", "active", "in_review")
Row = Mapping[str, Any]
Numbers = dict[tuple[str, str], Any]
"""Every number by (group, name): "all", a pillar's ordinal or a unit's code; and what is counted."""


@dataclass
class Replay:
    """Carries each task's last row and the reports that stand along the days. `among` are the tasks that somebody may
    see."""

    among: Collection[int]
    due_day: int = periods.DUE_DAY
    rows: dict[int, Row] = field(default_factory=dict)
    reports: dict[tuple[int, int], Row] = field(default_factory=dict)

    def days(self, until: date) -> Iterator[date]:
        """Every day from the one before the first event on; the state is that of its end."""
        events = list(
            TaskEvent.objects.filter(task__in=self.among).order_by("on", "position").values(*COLUMNS)
        )
        day = events[0]["on"] - timedelta(days=1)
        while day <= until:
            while events and events[0]["on"] <= day:
                self._play(events.pop(0))
            yield day
            day += timedelta(days=1)

    def _play(self, event: Row) -> None:
        task = event["task_id"]
        self.rows[task] = event
        if event["action"] == "report" and not event["data"]["supporting"]:
            self.reports[task, event["version"]] = event
        if event["action"] in ("withdraw", "reject"):
            self.reports.pop((task, event["data"]["report"]), None)

    def numbers(self, day: date) -> Numbers:
        rows = [row for row in self.rows.values() if row["state"] != "cancelled"]
        found = _counted("all", rows)
        for pillar in {row["measure__pillar__ordinal"] for row in rows}:
            found |= _counted(str(pillar), [row for row in rows if row["measure__pillar__ordinal"] == pillar])
        for unit in {row["lead_unit__code"] for row in rows} - {None}:
            mine = [row for row in rows if row["lead_unit__code"] == unit]
            found |= _counted(unit, mine)
            found[unit, "reported_on_time"] = self._reported(mine, day)
            found[unit, "closed_on_time"] = _closed(mine, day)
        return found

    def _reported(self, rows: list[Row], day: date) -> tuple[int, int]:
        owing = in_time = 0
        for row in rows:
            period = periods.last_closed(day, self.due_day, row["cadence"])
            first = row["cadence_from"] or row["first_period"]
            if row["state"] != "active" or not first or periods.ends_on(first) > periods.ends_on(period):
                continue
            owing += 1
            in_time += any(
                task == row["task_id"] and report["period"] == period and report["on"] <= self._due(period)
                for (task, _), report in self.reports.items()
            )
        return in_time, owing

    def _due(self, period: str) -> date:
        return periods.due_day(period, self.due_day)


def _closed(rows: list[Row], day: date) -> tuple[int, int]:
    due = [row for row in rows if row["original_due_on"] and row["original_due_on"] < day]
    return sum(
        row["state"] == "done"
        and row["submitted_on"] is not None
        and row["submitted_on"] <= row["original_due_on"]
        for row in due
    ), len(due)


def _counted(group: str, rows: list[Row]) -> Numbers:
    found: dict[str, Any] = {"tasks": len(rows)}
    for state in ("done", "proposed", "assigned", "active", "in_review", "suspended"):
        found[state] = sum(row["state"] == state for row in rows)
    for flag in ("overdue", "checkpoint_overdue", "unreported", "needs_help"):
        found[flag] = sum(row[flag] for row in rows)
    for colour in ("red", "yellow", "grey", "green", "none"):
        found[colour] = sum(row["light"] == colour and row["state"] in OPEN for row in rows)
    found["continuing"] = sum(row["kind"] == "continuing" for row in rows)
    found["closable"] = len(rows) - found["continuing"]
    found["closable_done"] = sum(row["kind"] != "continuing" and row["state"] == "done" for row in rows)
    measured = [
        row
        for row in rows
        if row["kind"] in ("quantity", "project")
        and row["state"] != "suspended"
        and row["progress"] is not None
        and row["planned"] is not None
    ]
    found["measured"] = len(measured)
    for column in ("progress", "planned"):
        total = sum((row[column] for row in measured), Decimal(0))
        found[column] = (total / len(measured)).quantize(Decimal("0.1")) if measured else None
    return {(group, name): value for name, value in found.items()}


def numbers_of(board: Dashboard) -> Numbers:
    """The same numbers as the overview shows them; groups without any task, which a replay cannot know, left out."""
    found = _shown("all", board.totals)
    for pillar in board.pillars:
        if pillar.totals.tasks.value:
            found |= _shown(str(pillar.pillar.ordinal), pillar.totals)
    for row in board.units:
        found |= _shown(row.unit.code, row.totals)
        for name in ("reported_on_time", "closed_on_time"):
            ratio = getattr(row, name)
            found[row.unit.code, name] = (ratio.n, ratio.of)
    return found


def _shown(group: str, totals: Totals) -> Numbers:
    found = {
        name: getattr(totals, name).value for name in Totals.__slots__ if name not in ("lights", "measured")
    }
    found |= {colour: count.value for colour, count in totals.lights.items()}
    found |= {"measured": totals.measured.tasks.value}
    found |= {"progress": totals.measured.progress, "planned": totals.measured.planned}
    return {(group, name): value for name, value in found.items()}
