"""What a task's log says when a report is left out: a report that is undone leaves the task as if never made.

Undoing step by step would not do: reports are undone in any order, and lists change in between.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tasks import periods
from tasks.models import Task, TaskEvent
from tasks.states import Action

Goal = tuple[date, str]
"""A stage goal by its date and text, which outlast its place in the list."""

_QUIET = (
    *(Action.LIGHT, Action.FLAG_OVERDUE, Action.URGE, Action.INSTRUCT, Action.ANSWER),
    *(Action.VERIFY, Action.REJECT, Action.WITHDRAW),
)
"""Actions that set nothing of what a report sets."""
_SETTLED = (Action.SUSPEND, Action.CANCEL, Action.APPROVE)
"""Actions after which nobody waits for help."""


@dataclass(slots=True)
class Piece:
    """Where one of the named pieces stands."""

    stage: str = ""
    done_on: date | None = None


@dataclass(slots=True)
class Story:
    """What the reports that stand have set. `met` leaves out goals with a figure, which follow from the totals;
    `fallen` are those that the report left out had turned back, with the day on which they had been met."""

    met: dict[Goal, date] = field(default_factory=dict)
    fallen: dict[Goal, date] = field(default_factory=dict)
    pieces: dict[str, Piece] = field(default_factory=dict)
    last_period: str = ""
    expected_on: date | None = None
    needs_help: bool = False


def replay(task: Task, standing: Collection[int], left_out: int) -> Story:
    """The log from its beginning with the reports of these versions alone; one query."""
    story, goals = Story(), list[Goal]()
    for event in TaskEvent.objects.filter(task=task).exclude(action__in=_QUIET).order_by("version"):
        if event.action != Action.REPORT:
            goals = _decide(story, goals, event)
        elif event.version in standing:
            _report(story, goals, event)
        elif event.version == left_out:
            story.fallen = {goals[int(n) - 1]: _day(on) for n, on in event.data.get("unmet", {}).items()}
    return story


def _decide(story: Story, goals: list[Goal], event: TaskEvent) -> list[Goal]:
    """New lists, and the end of waiting. A goal and a piece that stay keep what was reached."""
    changes: Mapping[str, Any] = event.data.get("changes", {})
    listed = changes["checkpoints"][1] if "checkpoints" in changes else event.data.get("checkpoints")
    if listed is not None:
        goals = [(_day(row["due_on"]), row["text"]) for row in listed]
        story.met = {goal: on for goal, on in story.met.items() if goal in goals}
    pieces = changes["items"][1] if "items" in changes else event.data.get("items")
    if pieces is not None:
        done = {name: piece.done_on for name, piece in story.pieces.items()}
        story.pieces = {row["name"]: Piece(row["stage"], done.get(row["name"])) for row in pieces}
    if event.action in _SETTLED:
        story.needs_help = False
    return goals


def _report(story: Story, goals: list[Goal], event: TaskEvent) -> None:
    data, supporting = event.data, event.data.get("supporting")
    for number, goal in enumerate(goals, start=1):
        if number in data.get("actions", ()) or number <= data.get("stage", 0):
            story.met.setdefault(goal, event.on)
        elif "stage" in data:
            story.met.pop(goal, None)
    for move in data.get("items", ()):
        piece = story.pieces.setdefault(move["name"], Piece())
        piece.stage, piece.done_on = move["now"], event.on if move["done"] else piece.done_on
    if "expected_on" in data:
        story.expected_on = _day(data["expected_on"])
    if not supporting:
        story.last_period = periods.latest((story.last_period, event.period))
    asks = bool(event.texts.get("help_what"))
    story.needs_help = asks or (bool(supporting) and story.needs_help)


def _day(text: str) -> date:
    return date.fromisoformat(text)
