"""The score of units (考核): points for what the log shows, each with its event. Off until an office adopts its own.

Source of the points: the product's design, `rules.md` (佳木斯, a district, 广元). Normalising is our own: a unit that
leads forty tasks has forty chances to be late, so its points are divided by the tasks it leads. Restricted tasks are
left out: a score that everybody reads would tell of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from tasks.models import LeaderMark, Plan, PlanRules, Task, TaskEvent, Unit
from tasks.states import Action, Colour, Instruction, Outcome, State

_NOT_LED = (State.CANCELLED, State.PROPOSED)
_CENT = Decimal("0.01")


class Cause(StrEnum):
    """Why there is a point; the value names the field of PlanRules that says how many."""

    ON_TIME = "score_on_time"
    PRAISED = "score_praised"
    LATE = "score_late"
    RETURNED = "score_returned"
    YELLOW = "score_yellow"
    RED = "score_red"
    UNREPORTED = "score_unreported"


WORDS = {
    Cause.ON_TIME: "按时办结", Cause.PRAISED: "批示表扬", Cause.LATE: "任务逾期", Cause.RETURNED: "被退回",
    Cause.YELLOW: "两次黄灯", Cause.RED: "红灯", Cause.UNREPORTED: "未报送",
}  # fmt: skip
GAINS = (Cause.ON_TIME, Cause.PRAISED)


@dataclass(frozen=True, slots=True)
class Point:
    """One gain or loss and the event that shows it."""

    cause: Cause
    value: Decimal
    event: TaskEvent

    @property
    def label(self) -> str:
        return WORDS[self.cause]


@dataclass(frozen=True, slots=True)
class UnitScore:
    """`own` = start + points ÷ tasks; `mark` the leaders' mean, None without one; `total` weighs both by the rules'
    share. All at least 0, two decimals."""

    unit: Unit
    tasks: int
    points: tuple[Point, ...]
    own: Decimal
    mark: Decimal | None
    total: Decimal

    @property
    def gained(self) -> Decimal:
        return sum((point.value for point in self.points if point.value > 0), Decimal(0))

    @property
    def lost(self) -> Decimal:
        return -sum((point.value for point in self.points if point.value < 0), Decimal(0))


def scores(plan: Plan, rules: PlanRules, units: Iterable[Unit] | None = None) -> list[UnitScore]:
    """Every unit that leads a task of the plan, the best first; or these units only. Four queries."""
    wanted = None if units is None else {unit.pk for unit in units}
    led: dict[int, int] = defaultdict(int)
    leading = Task.objects.filter(plan=plan, restricted=False).exclude(state__in=_NOT_LED)
    for unit_id in leading.values_list("lead_unit", flat=True):
        led[unit_id] += 1
    points: dict[int, list[Point]] = defaultdict(list)
    for point in _points(plan, rules):
        points[point.event.lead_unit_id or 0].append(point)
    marks = _marks(plan)
    found = [
        _score(unit, led[unit.pk], points[unit.pk], marks.get(unit.pk), rules)
        for unit in Unit.objects.filter(pk__in=led)
        if wanted is None or unit.pk in wanted
    ]
    return sorted(found, key=lambda row: (-row.total, row.unit.ordinal))


def _score(unit: Unit, tasks: int, points: list[Point], mark: Decimal | None, rules: PlanRules) -> UnitScore:
    total = sum((point.value for point in points), Decimal(0))
    own = max(Decimal(0), rules.score_start + total / tasks).quantize(_CENT)
    share = rules.score_leader_share / 100 if mark is not None else Decimal(0)
    weighed = own * (1 - share) + (mark or Decimal(0)) * share
    return UnitScore(unit, tasks, tuple(points), own, mark, weighed.quantize(_CENT))


def _marks(plan: Plan) -> dict[int, Decimal]:
    """The mean of each leader's latest mark, by unit."""
    latest: dict[tuple[int, int], Decimal] = {}
    for row in LeaderMark.objects.filter(plan=plan).order_by("pk"):
        latest[row.unit_id, row.leader_id] = row.mark
    by_unit: dict[int, list[Decimal]] = defaultdict(list)
    for (unit_id, _), mark in latest.items():
        by_unit[unit_id].append(mark)
    return {pk: (sum(marks, Decimal(0)) / len(marks)).quantize(_CENT) for pk, marks in by_unit.items()}


def _points(plan: Plan, rules: PlanRules) -> Iterator[Point]:
    events = (
        TaskEvent.objects.filter(task__plan=plan, task__restricted=False)
        .select_related("task")
        .only(
            *("task__code", "task__title", "task_id", "version", "action", "on", "lead_unit_id", "data"),
            *("light", "overdue", "unreported", "outcome", "submitted_on", "original_due_on", "due_on"),
        )
        .order_by("task_id", "version")
    )
    for _, rows in groupby(events.iterator(chunk_size=2000), key=lambda event: event.task_id):
        for cause, event in _of_task(rows):
            value = getattr(rules, cause.value)
            if value:
                yield Point(cause, value if cause in GAINS else -value, event)


def _of_task(events: Iterable[TaskEvent]) -> Iterator[tuple[Cause, TaskEvent]]:
    light, overdue, unreported, yellows = "", False, False, 0
    for event in events:
        yield from ((cause, event) for cause in _by_action(event))
        if event.overdue and not overdue:
            yield Cause.LATE, event
        if event.unreported and not unreported:
            yield Cause.UNREPORTED, event
        if event.light == Colour.RED and light != Colour.RED:
            yield Cause.RED, event
        if event.light == Colour.YELLOW and light != Colour.YELLOW:
            yellows += 1
            if yellows % 2 == 0:
                yield Cause.YELLOW, event
        light, overdue, unreported = event.light, event.overdue, event.unreported


def _by_action(event: TaskEvent) -> Iterator[Cause]:
    if event.action in (Action.RETURN, Action.REJECT):
        yield Cause.RETURNED
    if event.action == Action.INSTRUCT and event.data.get("level") == Instruction.PRAISE:
        yield Cause.PRAISED
    if event.action == Action.APPROVE and event.outcome == Outcome.COMPLETED:
        first = event.original_due_on or event.due_on
        if event.submitted_on and event.submitted_on <= first:
            yield Cause.ON_TIME
