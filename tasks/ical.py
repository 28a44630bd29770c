"""Due dates and stage goals as an iCalendar file (RFC 5545), whole days, for the calendar of a phone."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from tasks.commitments import Commitment, Stage
from tasks.models import Task

PRODUCT = "-//guanhu//due dates//ZH"
_DAY = timedelta(days=1)

AddressOf = Callable[[Task], str]
"""The whole address of a task's page."""


def calendar_file(
    name: str, commitments: Iterable[Commitment[Task]], address_of: AddressOf, made_at: datetime
) -> bytes:
    """An event for each due date and each stage goal. Their UIDs stay the same, so that a file taken again replaces
    what was taken before. What is restricted says so (CLASS)."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("x-wr-calname", name)
    for one in commitments:
        address = address_of(one.task)
        found.add_component(
            _event(one.task, "due", one.task.due_on, f"到期:{one.task.title}", address, made_at)
        )
        for number, stage in enumerate(one.stages, 1):
            found.add_component(_goal(one.task, number, stage, address, made_at))
    return found.to_ical()


def _goal(task: Task, number: int, stage: Stage, address: str, made_at: datetime) -> Event:
    event = _event(
        task, f"stage-{number}", stage.due_on, f"阶段目标:{stage.name}({task.title})", address, made_at
    )
    event.add("description", stage.words)
    return event


def _event(task: Task, part: str, day: date, summary: str, address: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{task.code}-{part}@guanhu")
    event.add("dtstamp", made_at)
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("summary", summary)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    if task.restricted:
        event.add("class", "CONFIDENTIAL")
    return event
