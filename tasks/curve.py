"""Progress and the planned curve: where a task is, where it should be, which checkpoints are late. Pure."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators import attainment
from indicators.attainment import Goal
from indicators.kinds import IndicatorKind
from indicators.quantities import as_decimal
from tasks.light_facts import Facts, Lit, Step
from tasks.states import MEASURED, Kind

Corner = tuple[date, Fraction]


def measured_goals(facts: Facts) -> list[Goal]:
    """The goals that have a percentage."""
    return [goal for goal in facts.goals if attainment.is_measured(goal)]


def figure_goals(facts: Facts) -> list[Goal]:
    """The goals that name a figure, those with a percentage first: stage goals are values of the first of them."""
    named = (goal for goal in facts.goals if goal.value is not None)
    return sorted(named, key=lambda goal: not attainment.is_measured(goal))


def progress(kind: str, facts: Facts, until: date | None = None) -> Decimal | None:
    """0..100, or None where there is no percentage.

    Quantity: the mean of its goals' percents, each capped at 100, goals without one left out; only figures of
    spans that end by `until` (None: all). Project: the highest stage met, 0 before the first.
    """
    if kind == Kind.QUANTITY:
        percents = [attainment.percent(goal, until) for goal in facts.goals]
        known = [Fraction(part) for part in percents if part is not None]
        return as_decimal(sum(known, Fraction(0)) / len(known)) if known else None
    if kind == Kind.PROJECT:
        stages = [(step.percent, step.met_on) for step in facts.steps if step.percent is not None]
        return max((percent for percent, met in stages if met), default=Decimal(0)) if stages else None
    return None


def planned(face: Lit, facts: Facts, day: date) -> Decimal | None:
    """Where the task should stand at the end of `day`, 0..100; None without a curve.

    The curve starts at (starts_on, 0), runs straight from checkpoint to checkpoint, flat after the last.
    Without checkpoints that carry a figure it is the straight line (序时), only where that was chosen.
    """
    if face.kind not in MEASURED:
        return None
    corners = _corners(face, facts)
    if corners:
        return as_decimal(_along(corners, day))
    return _straight(face, facts, day) if facts.straight_line else None


def _corners(face: Lit, facts: Facts) -> list[Corner]:
    heights: dict[date, Fraction] = {}
    for step in facts.steps:
        height = step_percent(step, face.kind, facts)
        if height is not None:
            heights[step.due_on] = max(Fraction(height), heights.get(step.due_on, Fraction(0)))
    if not heights:
        return []
    start = face.starts_on or date(min(heights).year, 1, 1)
    if start < min(heights):
        heights[start] = Fraction(0)
    return sorted(heights.items())


def _along(corners: list[Corner], day: date) -> Fraction:
    before = [corner for corner in corners if corner[0] <= day]
    after = [corner for corner in corners if corner[0] > day]
    if not before:
        return Fraction(0)
    if not after:
        return before[-1][1]
    (since, low), (until, high) = before[-1], after[0]
    return low + (high - low) * (day - since).days / (until - since).days


def _straight(face: Lit, facts: Facts, day: date) -> Decimal | None:
    """Days so far ÷ all days, both ends counted: 30 September 2020 is 274/366 (宣城 bulletins).

    A mean or a growth rate has no share of itself to reach by autumn, so it has no straight line.
    """
    if not measured_goals(facts) and figure_goals(facts):
        return None
    if face.starts_on is None or face.due_on is None or face.due_on < face.starts_on:
        return None
    part = Fraction((day - face.starts_on).days + 1, (face.due_on - face.starts_on).days + 1)
    return as_decimal(min(max(part, Fraction(0)), Fraction(1)) * 100)


def step_percent(step: Step, kind: str, facts: Facts) -> Decimal | None:
    """The height of a checkpoint on the curve, 0..100; None for a checkpoint of words only."""
    if kind == Kind.QUANTITY and step.value is not None:
        goals = measured_goals(facts)
        return attainment.share(goals[0], step.value) if goals else step.percent
    return step.percent


def is_met(step: Step, kind: str, facts: Facts, on: date) -> bool:
    """Ticked by a report up to `on`; a quantity's figure also when the total (of all figures) reached it."""
    if step.met_on is not None and step.met_on <= on:
        return True
    goals = figure_goals(facts)
    if kind != Kind.QUANTITY or not goals:
        return False
    if step.value is not None:
        now, falls = attainment.current(goals[0]), goals[0].comparator in attainment.CEILINGS
        return now is not None and (now <= step.value if falls else now >= step.value)
    done = progress(kind, facts)
    return step.percent is not None and done is not None and done >= step.percent


def late_steps(face: Lit, facts: Facts, on: date) -> list[Step]:
    """Checkpoints past their date and unmet, late from the day after; the oldest first."""
    late = (s for s in facts.steps if s.due_on < on and not is_met(s, face.kind, facts, on))
    return sorted(late, key=lambda step: (step.due_on, step.ordinal))


def gain(goal: Goal, since: date, until: date) -> Decimal | None:
    """How far the goal moved its way between two days, in its unit; None where that cannot be said.

    Cumulative: what spans ending in between add. Level: the difference of the latest figures, the baseline
    standing in for an earlier one. Means and rates have no pace.
    """
    now, before = attainment.current(goal, until), attainment.current(goal, since)
    if goal.kind == IndicatorKind.CUMULATIVE:
        moved = (now or Decimal(0)) - (before or Decimal(0))
    elif goal.kind == IndicatorKind.LEVEL:
        before = goal.baseline if before is None else before
        if now is None or before is None:
            return None
        moved = now - before
    else:
        return None
    return -moved if attainment.is_reduction(goal) else moved
