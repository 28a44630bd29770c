"""Will it be reached: the verdict on a goal, where it is heading, and what the open time must bring. Pure.

Source of the rules: the product's design, section 9.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators import attainment
from indicators.attainment import Goal
from indicators.forecast import forecast, is_settled
from indicators.kinds import Comparator, IndicatorKind, Verdict
from indicators.quantities import as_decimal
from indicators.ranges import Range
from indicators.remaining import Left, left, room

UPWARDS = (Comparator.AT_LEAST, Comparator.ABOVE)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Figures in the goal's unit. `verdict` None: 数据不足, or nothing to measure. `percent` as in attainment.

    `required`: what the open time, `left`, must bring: of a mean the mean of its days; of a sum that has to grow the
    amount per month (quarter, day); of a sum with a ceiling all that may still come; of a level that has to move the
    change per month; else what it has to be. None where nothing is asked any more, or nothing can be said.
    """

    verdict: Verdict | None
    current: Decimal | None
    percent: Decimal | None
    ahead: Range | None = None
    required: Decimal | None = None
    left: Left | None = None


def outlook(goal: Goal, ends_on: date, until: date) -> Outlook:
    """The goal on `ends_on`, judged by the readings whose span ends by `until`."""
    now, percent = attainment.current(goal, until), attainment.percent(goal, until)
    if now is None or goal.value is None or goal.comparator == Comparator.MILESTONE:
        return Outlook(None, now, percent)
    if is_settled(goal, ends_on, until):
        return Outlook(Verdict.MET if attainment.meets(goal, now) else Verdict.MISSED, now, percent)
    ahead = forecast(goal, ends_on, until)
    if decided := _decided(goal, now, ends_on, until):
        return Outlook(decided, now, percent, ahead)
    open_time = left(attainment.points_until(goal, until), ends_on)
    required = _required(goal, now, open_time, ends_on, until)
    return Outlook(_verdict(goal, ahead), now, percent, ahead, required, open_time)


def exceeds(goal: Goal, amount: Decimal) -> bool:
    """Whether a running total has left its ceiling behind: it never comes back."""
    if goal.kind != IndicatorKind.CUMULATIVE or attainment.meets(goal, amount):
        return False
    return goal.comparator in attainment.CEILINGS or amount > attainment.wanted(goal)


def _decided(goal: Goal, now: Decimal, ends_on: date, until: date) -> Verdict | None:
    """What nothing that is still to come will change; None while it is open."""
    if exceeds(goal, now) or _is_out_of_reach(goal, ends_on, until):
        return Verdict.MISSED
    return Verdict.MET if _is_reached(goal, now, ends_on, until) else None


def _is_out_of_reach(goal: Goal, ends_on: date, until: date) -> bool:
    """The mean of the open days would have to be below nothing; "< 0" is as far away as below it."""
    needed = room(goal, ends_on, until)
    if goal.kind != IndicatorKind.MEAN or goal.comparator not in attainment.CEILINGS or needed is None:
        return False
    return needed <= 0 if goal.comparator == Comparator.BELOW else needed < 0


def _is_reached(goal: Goal, now: Decimal, ends_on: date, until: date) -> bool:
    """Before the end: a sum that only grows, a level that has got there. Means and rates stay open, ceilings too."""
    if goal.kind == IndicatorKind.MEAN:
        needed = room(goal, ends_on, until)
        enough = needed is not None and (needed < 0 if goal.comparator == Comparator.ABOVE else needed <= 0)
        return goal.comparator in UPWARDS and enough
    return has_way_to_go(goal) and attainment.meets(goal, now)


def has_way_to_go(goal: Goal) -> bool:
    """Whether a value is worked towards, and not kept: a sum that grows, a level that has to leave its baseline."""
    if goal.kind == IndicatorKind.CUMULATIVE:
        return goal.comparator in (*UPWARDS, Comparator.EQUAL) and bool(goal.value)
    if goal.kind != IndicatorKind.LEVEL or goal.baseline is None:
        return False
    rises = goal.comparator in (*UPWARDS, Comparator.EQUAL) and goal.baseline < attainment.wanted(goal)
    return rises or attainment.is_reduction(goal)


def _verdict(goal: Goal, ahead: Range | None) -> Verdict | None:
    """Wholly inside the target, straddling it, or wholly outside."""
    if ahead is None:
        return None
    low, high = attainment.meets(goal, ahead.low), attainment.meets(goal, ahead.high)
    if low and high:
        return Verdict.ON_TRACK
    if low or high or ahead.low < attainment.wanted(goal) < ahead.high:
        return Verdict.AT_RISK
    return Verdict.MISSED


def _required(goal: Goal, now: Decimal, open_time: Left | None, ends_on: date, until: date) -> Decimal | None:
    if open_time is None or goal.comparator == Comparator.RANGE:
        return None
    if goal.kind == IndicatorKind.MEAN:
        return room(goal, ends_on, until)
    if goal.kind == IndicatorKind.RATE:
        return goal.value
    missing = attainment.missing(goal, now)
    if not has_way_to_go(goal):
        return as_decimal(missing) if goal.kind == IndicatorKind.CUMULATIVE else goal.value
    return as_decimal(max(missing, Fraction(0)) / open_time.count)
