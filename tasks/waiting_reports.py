"""Reports that wait to be verified, as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks import timeline
from tasks.models import Person, Task, TaskEvent
from tasks.timeline import Entry


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """`entry` says it in words: period and figures, note, files."""

    event: TaskEvent
    entry: Entry

    @property
    def label(self) -> str:
        """ "报送三月期:本期 2,累计 9 公顷(城市建设办公室 经办甲,3 月 25 日)"."""
        day = f"{self.event.on.month} 月 {self.event.on.day} 日"
        return f"{self.entry.title}({self.entry.who},{day})"


def waiting_reports(task: Task, events: Sequence[TaskEvent], said: Sequence[Entry]) -> list[WaitingReport]:
    """Oldest first. `said` are the entries of the events, one each."""
    return [
        WaitingReport(event, entry)
        for event, entry in zip(events, said, strict=True)
        if event.version in task.unverified
    ]


def read_waiting(task: Task, by: Person | None = None) -> list[WaitingReport]:
    """The same from the database; with `by` only one's own."""
    if not task.unverified:
        return []
    events = list(timeline.events_of(task))
    found = waiting_reports(task, events, timeline.entries(task, events))
    return [report for report in found if by is None or report.event.actor_id == by.pk]
