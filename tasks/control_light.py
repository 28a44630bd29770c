"""The plan light of control tasks: the outlook of each of its targets as a colour. Pure.

Readings count when they lie within the last closed period of the task's cadence, or before it.
Source of the rules: the product's design, section 5.
"""

from datetime import date
from decimal import Decimal

from indicators import outlook_words
from indicators.attainment import Goal
from indicators.kinds import Comparator, IndicatorKind, Verdict
from indicators.outlook import Outlook, exceeds, outlook
from tasks import figures, periods
from tasks.light_facts import Facts, Lit, Part, Rules, last_closed, worst
from tasks.states import Colour

_COLOURS = {
    Verdict.MET: Colour.GREEN,
    Verdict.ON_TRACK: Colour.GREEN,
    Verdict.AT_RISK: Colour.YELLOW,
    Verdict.MISSED: Colour.RED,
}
_WHERE: dict[Verdict | None, str] = {
    Verdict.ON_TRACK: "在目标之内",
    Verdict.AT_RISK: "可能超出目标",
    Verdict.MISSED: "在目标之外",
}


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
    name, wanted = f"「{goal.name}」" if named else "", f"目标 {outlook_words.wanted(goal)}"
    seen = outlook(goal, face.due_on or date(goal.year, 12, 31), until)
    if seen.verdict is None:
        return Part(Colour.NONE, f"{name}数据不足,暂不预测({wanted})")
    colour = _COLOURS[seen.verdict]
    if seen.current is not None and exceeds(goal, seen.current):
        said = f"{name}累计 {figures.number(seen.current)} {goal.unit},已突破{wanted}"
        return Part(colour, said, f"{name}已无余量,不得再增加")
    way_back = "" if colour == Colour.GREEN else name + _way_back(goal, seen)
    return Part(colour, name + _reason(goal, seen, wanted), way_back)


def _reason(goal: Goal, seen: Outlook, wanted: str) -> str:
    if seen.ahead is not None and seen.verdict in _WHERE:
        return f"{outlook_words.expected(goal, seen.ahead)},{_WHERE[seen.verdict]}({wanted})"
    so_far = "累计" if goal.kind == IndicatorKind.CUMULATIVE else "现为"
    reached = "已达到" if seen.verdict == Verdict.MET else "未达到"
    return f"{so_far} {figures.number(seen.current or Decimal(0))} {goal.unit},{reached}{wanted}"


def _way_back(goal: Goal, seen: Outlook) -> str:
    return outlook_words.required(goal, seen) or "按已有数据已难以达到目标"
