"""Faces, facts and days for the tests of the lights; only what a test is about is spelled out there."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from indicators.kinds import IndicatorKind
from tasks.lights import Facts, Light, Rules, Step, light
from tasks.states import Kind, State, TaskRole
from tasks.workdays import WorkCalendar
from tests.indicators.goals import make_goal

ON = date(2020, 6, 29)
"""The day after the June period closed: amounts are compared as of 30 June."""

TO_MAY = frozenset({"2020-03", "2020-04", "2020-05"})
TO_JUNE = TO_MAY | {"2020-06"}
CALENDAR = WorkCalendar()


@dataclass(frozen=True)
class Face:
    """A task under way for the whole of 2020."""

    kind: str = Kind.QUANTITY
    state: str = State.ACTIVE
    role: str = TaskRole.DELIVER
    starts_on: date | None = date(2020, 1, 1)
    due_on: date | None = date(2020, 12, 31)
    expected_on: date | None = None
    extended_on: date | None = None


def shine(face: Face, facts: Facts, on: date = ON, rules: Rules | None = None) -> Light | None:
    return light(face, facts, on, rules or Rules(), CALENDAR)


def step(
    due_on: date, text: str = "招标", *, value=None, percent=None, met_on=None, ordinal: int = 1
) -> Step:
    figure = (None if number is None else Decimal(number) for number in (value, percent))
    return Step(ordinal, due_on, text, *figure, met_on)


def late_by(days: int, on: date = ON) -> Step:
    """An unmet checkpoint of words that was due so many days ago."""
    return step(on - timedelta(days=days), "招标", ordinal=9)


def quarters(total: int = 100) -> tuple[Step, ...]:
    """A curve of equal quarters up to `total`."""
    ends = (date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 12, 31))
    return tuple(step(end, f"{n} 季度", value=total * n // 4, ordinal=n) for n, end in enumerate(ends, 1))


def pm25(*readings: str):
    """A ceiling of 26.5 on the year's mean, with monthly readings from January."""
    points = {f"2020-{month:02}": reading for month, reading in enumerate(readings, 1)}
    return make_goal(
        points, "26.5", name="PM2.5", kind=IndicatorKind.MEAN, comparator="<", unit="微克/立方米"
    )
