"""The plan light of control tasks: where the readings will end, against the target. Pure.

Readings count when they lie within the last closed period of the task's cadence, or before it.
Source of the rules: the product's design, section 5.
"""

from datetime import date
from decimal import Decimal

from indicators import attainment
from indicators.attainment import Goal
from indicators.forecast import Range, forecast, room
from indicators.kinds import Comparator, IndicatorKind
from indicators.quantities import plain
from tasks import figures, periods
from tasks.light_facts import Facts, Lit, Part, Rules, last_closed, worst
from tasks.states import Colour

_SIGNS: dict[str, str] = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.ABOUT: "约"}


def control_light(face: Lit, facts: Facts, on: date, rules: Rules) -> Part:
    """The forecast range against each target; the worst counts. No percentage is made up."""
    until = periods.ends_on(last_closed(facts, on, rules))
    goals = [
        goal for goal in facts.goals if goal.value is not None and goal.comparator != Comparator.MILESTONE
    ]
    if not goals:
        return Part(Colour.NONE, "未设控制目标")
    parts = [_control_part(face, goal, until, named=len(goals) > 1) for goal in goals]
    judged = [part for part in parts if part.colour != Colour.NONE]
    if not judged:
        return parts[0]
    found = worst(judged)
    unknown = len(parts) - len(judged)
    said = found.reason + (f";另有 {unknown} 项数据不足" if unknown else "")
    return Part(found.colour, said, found.to_recover)


def _control_part(face: Lit, goal: Goal, until: date, named: bool) -> Part:
    name, wanted = f"「{goal.name}」" if named else "", f"目标 {_wanted(goal)}"
    now = attainment.current(goal, until)
    if now is not None and _is_exceeded(goal, now):
        said = f"{name}累计 {figures.number(now)} {goal.unit},已突破{wanted}"
        return Part(Colour.RED, said, f"{name}已无余量,不得再增加")
    ends_on = face.due_on or date(goal.year, 12, 31)
    ahead = forecast(goal, ends_on, until)
    if ahead is None:
        return Part(Colour.NONE, f"{name}数据不足,暂不预测({wanted})")
    colour, words = _against(goal, ahead)
    reach = "–".join(dict.fromkeys((figures.number(ahead.low), figures.number(ahead.high))))
    way_back = "" if colour == Colour.GREEN else name + _way_back(goal, ends_on, until)
    return Part(colour, f"{name}预计 {reach} {goal.unit},{words}({wanted})", way_back)


def _is_exceeded(goal: Goal, now: Decimal) -> bool:
    """A running total above its ceiling never comes back."""
    if goal.kind != IndicatorKind.CUMULATIVE or attainment.meets(goal, now):
        return False
    return goal.comparator in attainment.CEILINGS or now > attainment.wanted(goal)


def _against(goal: Goal, ahead: Range) -> tuple[Colour, str]:
    low, high = attainment.meets(goal, ahead.low), attainment.meets(goal, ahead.high)
    if low and high:
        return Colour.GREEN, "在目标之内"
    if low or high or ahead.low < attainment.wanted(goal) < ahead.high:
        return Colour.YELLOW, "可能超出目标"
    return Colour.RED, "在目标之外"


def _way_back(goal: Goal, ends_on: date, until: date) -> str:
    left = room(goal, ends_on, until)
    if left is None or goal.comparator == Comparator.RANGE:
        return f"后续数据须为 {_wanted(goal)}"
    if left < 0:
        return "按已有数据已难以达到目标"
    words = "余下时段均值须" if goal.kind == IndicatorKind.MEAN else "余下时段合计须"
    return f"{words} {_sign(goal)} {figures.number(left)} {goal.unit}"


def _sign(goal: Goal) -> str:
    return "≥" if goal.comparator == Comparator.RANGE else _SIGNS.get(goal.comparator, str(goal.comparator))


def _wanted(goal: Goal) -> str:
    if goal.comparator == Comparator.RANGE and goal.value_max is not None:
        return f"{plain(attainment.wanted(goal))}–{plain(goal.value_max)} {goal.unit}"
    return f"{_sign(goal)} {plain(attainment.wanted(goal))} {goal.unit}"
