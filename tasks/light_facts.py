"""What the light rules are given: the plan's rules, and the facts of one task. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from indicators.attainment import Goal
from tasks import periods
from tasks.states import Cadence, Colour


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of a plan's lights; days are calendar days, gaps percentage points.

    Sources: gaps 银川 2025, warning 西安市纪委, due day 盘锦 and 盐城; the rest are our own defaults.
    """

    due_warning_days: int = 30
    due_warning_workdays: int = 3
    long_task_days: int = 90
    gap_yellow: int = 10
    gap_red: int = 30
    pace_from_month: int = 7
    pace_yellow: Decimal = Decimal("1.5")
    pace_red: Decimal = Decimal("2.5")
    stage_red_days: int = 30
    slip_red_days: int = 30
    missed_red: int = 2
    unreported_yellow: int = 2
    stalled_yellow: int = 2
    report_due_day: int = 28


@dataclass(frozen=True, slots=True)
class Step:
    """A checkpoint. `value` is in the unit of the task's first measured goal, `percent` 0..100."""

    ordinal: int
    due_on: date
    text: str
    value: Decimal | None = None
    percent: Decimal | None = None
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a task beyond its face.

    `reported`: the periods it reported for; `first_period`: that of its acceptance, None before it;
    `submitted_on`: when closing was asked for; `headway`: what the report of a period says of it; `cadence_from`: the
    first period of the present cadence, None where the cadence was never changed.
    """

    steps: tuple[Step, ...] = ()
    goals: tuple[Goal, ...] = ()
    reported: frozenset[str] = frozenset()
    first_period: str | None = None
    submitted_on: date | None = None
    straight_line: bool = False
    headway: Mapping[str, str] = field(default_factory=dict)
    cadence: str = Cadence.MONTHLY
    cadence_from: str | None = None

    @property
    def owed_from(self) -> str | None:
        """The first period, of the present cadence, for which a report is owed."""
        return self.cadence_from or self.first_period


class Lit(Protocol):
    """The part of a task's face that the rules read."""

    @property
    def state(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def expected_on(self) -> date | None: ...
    @property
    def extended_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three lights (time, plan, reporting) with its reason and the way back."""

    colour: Colour
    reason: str = ""
    to_recover: str = ""


SEVERITY = (Colour.RED, Colour.YELLOW, Colour.GREY, Colour.GREEN, Colour.NONE)
"""Worst first."""


def graded(*, red: bool, yellow: bool) -> Colour:
    """The colour of what is judged in two grades."""
    return Colour.RED if red else Colour.YELLOW if yellow else Colour.GREEN


def worst(parts: list[Part]) -> Part:
    """The most severe of the parts, the first among equals."""
    return min(parts, key=lambda part: SEVERITY.index(part.colour))


def waiting(facts: Facts, rules: Rules) -> str:
    """Why nothing is judged before the first period has closed."""
    if facts.first_period is None:
        return "待首报"
    return f"待首报(首期 {periods.due_day(facts.first_period, rules.report_due_day)} 截止)"


def last_closed(facts: Facts, on: date, rules: Rules) -> str:
    """The last closed period of the task's cadence, whether it owed a report for it or not."""
    return periods.last_closed(on, rules.report_due_day, facts.cadence)


def closed_period(facts: Facts, on: date, rules: Rules) -> str | None:
    """The last closed period, if the task had one to report for: a changed cadence does not put out its lights."""
    closed = last_closed(facts, on, rules)
    started = facts.first_period and periods.ends_on(closed) >= periods.ends_on(facts.first_period)
    return closed if started else None


def closed_periods_back(facts: Facts, on: date, rules: Rules) -> Iterator[str]:
    """The closed periods for which a report is or was owed, the last one first."""
    closed = closed_period(facts, on, rules)
    while closed and periods.order(closed) >= periods.order(facts.owed_from or closed):
        yield closed
        closed = periods.previous(closed)
