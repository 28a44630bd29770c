"""The plan light of quantity tasks: the gap to the planned curve, and the pace. Pure.

Both sides are taken at the end of the last closed period, so that lights do not flicker inside a month.
Source of the rules: the product's design, sections 5 and 7.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from indicators import attainment
from indicators.attainment import Goal
from indicators.kinds import IndicatorKind
from indicators.quantities import as_decimal, plain
from indicators.spans import span
from tasks import figures, periods
from tasks.curve import gain, planned, progress
from tasks.light_facts import Facts, Lit, Part, Rules, closed_period, graded, last_closed, waiting, worst
from tasks.states import Colour

_RECENT = {1: "近一期", 2: "近两期", 3: "近三期"}


def quantity_light(face: Lit, facts: Facts, on: date, rules: Rules) -> Part:
    """The gap to the planned curve in percentage points, and from July the pace."""
    closed = closed_period(facts, on, rules)
    end = periods.ends_on(closed or last_closed(facts, on, rules))
    plan = planned(face, facts, end)
    if plan is None:
        return Part(Colour.NONE, "未设阶段目标,无计划可比")
    if closed is None:
        return Part(Colour.NONE, waiting(facts, rules))
    done = progress(face.kind, facts, end)
    if done is None:
        return Part(Colour.NONE, "尚无数据,无法与计划比较")
    gap = (plan - done).quantize(Decimal("0.000001"))
    judged = [_gap_part(face, facts, closed, rules, plan, gap)]
    if gap > 0 and periods.starts_on(closed).month >= rules.pace_from_month:
        judged += _pace_parts(face, facts, closed, rules, plan)
    said = [*(part.reason for part in judged), *_later(facts, end)]
    return Part(worst(judged).colour, ";".join(said), judged[0].to_recover)


def _gap_part(face: Lit, facts: Facts, closed: str, rules: Rules, plan: Decimal, gap: Decimal) -> Part:
    end = periods.ends_on(closed)
    colour = graded(red=gap > rules.gap_red, yellow=gap >= rules.gap_yellow)
    limits = f"黄 ≥ {rules.gap_yellow},红 > {rules.gap_red}"
    points = figures.shown(abs(gap), rules.gap_yellow, rules.gap_red)
    shown = f"{'滞后' if gap > 0 else '超前'}计划 {points} 个百分点" if gap else "与计划持平"
    stand = _standing(facts, end)
    way_back = _needs(face, _behind(facts, end, plan), closed) if gap > 0 else ""
    return Part(colour, f"{shown}({stand},计划 {figures.percent(plan)};{limits})", way_back)


def _standing(facts: Facts, end: date) -> str:
    known = _percents(facts, end)
    share, goal = known[0]
    words = "累计" if goal.kind == IndicatorKind.CUMULATIVE else "现为"
    now = figures.number(attainment.current(goal, end) or Decimal(0))
    stand = f"{words} {now} {goal.unit}、{figures.percent(share)}"
    if len(known) == 1:
        return stand
    mean = sum((part for part, _ in known), Decimal(0)) / len(known)
    return f"{len(known)} 项平均 {figures.percent(mean)},最低为「{goal.name}」{stand}"


def _later(facts: Facts, end: date) -> list[str]:
    """Amounts reported for a period that is still open are on record, and judged when it closes."""
    said = []
    for goal in facts.goals:
        later = any(span(point.period)[1] > end for point in goal.points)
        if later and goal.kind == IndicatorKind.CUMULATIVE:
            more = (attainment.current(goal) or Decimal(0)) - (attainment.current(goal, end) or Decimal(0))
            said.append(f"另报 {figures.number(more)} {goal.unit}属未截止的期次,截止后计入")
    return said


def _percents(facts: Facts, end: date) -> list[tuple[Decimal, Goal]]:
    """Percentages with their goals, the lowest first."""
    both = ((attainment.percent(goal, end), goal) for goal in facts.goals)
    return sorted(((part, goal) for part, goal in both if part is not None), key=lambda pair: pair[0])


def _behind(facts: Facts, end: date, plan: Decimal) -> list[Goal]:
    """The goals below the planned percentage, the furthest first."""
    return [goal for part, goal in _percents(facts, end) if part < plan]


def _missing(goal: Goal, end: date) -> Fraction:
    return attainment.missing(goal, attainment.current(goal, end) or Decimal(0))


def _last_day(face: Lit, goal: Goal) -> date:
    return face.due_on or date(goal.year, 12, 31)


def _needs(face: Lit, goals: list[Goal], closed: str) -> str:
    return ";".join(_need(face, goal, closed, named=len(goals) > 1) for goal in goals)


def _need(face: Lit, goal: Goal, closed: str, named: bool) -> str:
    left = periods.left(closed, _last_day(face, goal))
    missing = _missing(goal, periods.ends_on(closed))
    name = f"「{goal.name}」" if named else ""
    verb = "再降" if attainment.is_reduction(goal) else "需"
    if goal.kind not in attainment.SUMMED_OR_STOCK:
        return f"{name}须达到 {figures.number(attainment.wanted(goal))} {goal.unit}"
    if not left:
        return f"{name}尚差 {figures.number(missing)} {goal.unit}"
    counted, each = periods.EACH[periods.cadence_of(closed)]
    return f"{name}余下 {left} {counted}{each}{verb} {figures.number(missing / left)} {goal.unit}"


def _pace_parts(face: Lit, facts: Facts, closed: str, rules: Rules, plan: Decimal) -> list[Part]:
    behind = _behind(facts, periods.ends_on(closed), plan)
    parts = [_pace_part(face, facts, goal, closed, rules, named=len(behind) > 1) for goal in behind]
    return [part for part in parts if part is not None]


def _pace_part(face: Lit, facts: Facts, goal: Goal, closed: str, rules: Rules, named: bool) -> Part | None:
    """Needed per remaining period ÷ mean of the last three closed periods; None where it means nothing."""
    end = periods.ends_on(closed)
    left = periods.left(closed, _last_day(face, goal))
    recent = _recent(facts, closed)
    since = periods.ends_on(periods.previous(recent[0]))
    moved = gain(goal, since, end)
    if not left or moved is None:
        return None
    need, mean = _missing(goal, end) / left, Fraction(moved) / len(recent)
    name = f"「{goal.name}」" if named else ""
    each = periods.EACH[periods.cadence_of(closed)][1]
    begin = f"步速:{name}余下{each}需 {figures.number(need)} {goal.unit},{_RECENT[len(recent)]}"
    if mean <= 0:
        silent = not any(since < span(point.period)[1] <= end for point in goal.points)
        return Part(
            Colour.RED,
            begin + ("未报送数据" if silent else f"平均 {figures.number(mean)} {goal.unit}") + "(红)",
        )
    pace = as_decimal(need / mean)
    times = figures.shown(pace, rules.pace_yellow, rules.pace_red)
    limits = f"黄 > {plain(rules.pace_yellow)},红 > {plain(rules.pace_red)}"
    colour = graded(red=pace > rules.pace_red, yellow=pace > rules.pace_yellow)
    return Part(colour, f"{begin}平均 {figures.number(mean)} {goal.unit},为 {times} 倍({limits})")


def _recent(facts: Facts, closed: str) -> list[str]:
    """The last three closed periods; those before its acceptance are not held against a task."""
    first = periods.previous(periods.previous(closed))
    accepted = periods.period_of(periods.starts_on(facts.first_period or first), periods.cadence_of(closed))
    return periods.between(max(first, accepted, key=periods.order), closed)
