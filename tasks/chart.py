"""The drawing of amounts against plan: coordinates for an SVG. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators import attainment
from indicators.attainment import Goal
from indicators.kinds import IndicatorKind
from indicators.spans import span
from tasks import figures
from tasks.light_facts import Facts, Step
from tasks.states import Kind

LEFT, RIGHT, TOP, BOTTOM = 34, 312, 16, 124
_ROOM = Decimal("1.08")
"""Space above the highest value."""


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Points as "x,y x,y" in a 320 × 146 drawing; `goal_y` the height of the target."""

    planned: str
    actual: str
    dots: tuple[tuple[str, str], ...]
    goal_y: str
    goal: str
    months: tuple[Label, ...]
    last: Label | None
    described: str


def chart(kind: str, facts: Facts, starts_on: date, ends_on: date) -> Chart | None:
    """The first figure of a task between two days; None where there is nothing to draw."""
    goal = next((goal for goal in facts.goals if goal.value is not None), None)
    if goal is None or goal.value is None or ends_on <= starts_on:
        return None
    actual = _actual(goal, starts_on)
    planned = _planned(kind, facts.steps, starts_on)
    if not actual and not planned:
        return None
    frame = _Frame(starts_on, ends_on, max([goal.value, *(v for _, v in (*actual, *planned))]) * _ROOM)
    last = actual[-1] if actual else None
    return Chart(
        planned=frame.line(planned),
        actual=frame.line(actual),
        dots=tuple((frame.x(day), frame.y(value)) for day, value in actual),
        goal_y=frame.y(goal.value),
        goal=figures.number(goal.value),
        months=frame.months(),
        last=_last(frame, last) if last else None,
        described=_described(goal, last),
    )


def _last(frame: "_Frame", point: tuple[date, Decimal]) -> Label:
    x, y = Decimal(frame.x(point[0])), Decimal(frame.y(point[1]))
    inside = min(max(x, Decimal(LEFT + 24)), Decimal(RIGHT - 24))
    beside = y + 20 if y < BOTTOM - 34 else y - 9
    return Label(str(inside), str(beside), f"实际 {figures.number(point[1])}")


def _described(goal: Goal, last: tuple[date, Decimal] | None) -> str:
    now = f"{figures.number(last[1])}" if last else "尚无数据"
    return f"{goal.name}:实际 {now},目标 {figures.number(goal.value or Decimal(0))} {goal.unit}"


def _actual(goal: Goal, starts_on: date) -> list[tuple[date, Decimal]]:
    """Running totals for sums, each period's figure otherwise, at the ends of the periods."""
    if goal.kind != IndicatorKind.CUMULATIVE:
        return sorted((span(point.period)[1], point.value) for point in goal.points)
    ends = sorted({span(point.period)[1] for point in goal.points})
    totals = [(day, attainment.current(goal, day) or Decimal(0)) for day in ends]
    return [(starts_on, Decimal(0)), *totals] if totals else []


def _planned(kind: str, steps: tuple[Step, ...], starts_on: date) -> list[tuple[date, Decimal]]:
    corners = sorted((step.due_on, step.value) for step in steps if step.value is not None)
    if kind != Kind.QUANTITY or not corners:
        return []
    return [(starts_on, Decimal(0)), *corners] if corners[0][0] > starts_on else corners


@dataclass(frozen=True, slots=True)
class _Frame:
    """From days and values to places in the drawing."""

    starts_on: date
    ends_on: date
    top: Decimal

    def x(self, day: date) -> str:
        inside = min(max(day, self.starts_on), self.ends_on)
        part = Decimal((inside - self.starts_on).days) / Decimal((self.ends_on - self.starts_on).days)
        return f"{LEFT + part * (RIGHT - LEFT):.1f}"

    def y(self, value: Decimal) -> str:
        part = min(max(value, Decimal(0)) / self.top, Decimal(1)) if self.top else Decimal(0)
        return f"{BOTTOM - part * (BOTTOM - TOP):.1f}"

    def line(self, points: list[tuple[date, Decimal]]) -> str:
        return " ".join(f"{self.x(day)},{self.y(value)}" for day, value in points)

    def months(self) -> tuple[Label, ...]:
        """The first, the middle and the last month."""
        days = (self.starts_on, self.starts_on + (self.ends_on - self.starts_on) / 2, self.ends_on)
        return tuple(Label(self.x(day), str(BOTTOM + 16), f"{day.month}月") for day in days)
