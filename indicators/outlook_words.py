"""An outlook in the words of the office. Pure."""

from decimal import Decimal

from indicators import attainment
from indicators.attainment import Goal
from indicators.kinds import Comparator, IndicatorKind, Method, Verdict
from indicators.outlook import Outlook, has_way_to_go
from indicators.quantities import plain
from indicators.ranges import Range
from indicators.remaining import DAYS, QUARTERS, Left
from indicators.rounding import at_least, at_most, number

UNKNOWN = "数据不足"
_SIGNS: dict[str, str] = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.ABOUT: "约"}
_MEANS = {QUARTERS: "季均", DAYS: "日均"}
_EACH = {QUARTERS: "每季度", DAYS: "每天"}
_REACHES = {
    Verdict.ON_TRACK: "达标",
    Verdict.AT_RISK: "可能达不到目标",
    Verdict.MISSED: "达不到目标",
}


def words(goal: Goal, seen: Outlook) -> str:
    """已达成; 预计 22.8–25.1 微克/立方米,达标; 数据不足"""
    if seen.verdict is None:
        return UNKNOWN
    if seen.ahead is None or seen.verdict == Verdict.MET:
        return str(seen.verdict.label)
    return f"{expected(goal, seen.ahead)},{_REACHES[seen.verdict]}"


def expected(goal: Goal, ahead: Range) -> str:
    """预计 22.8–25.1 微克/立方米; 按上年同期预计 …"""
    by = str(Method.SEASONAL.label) if ahead.method == Method.SEASONAL else ""
    reach = "–".join(dict.fromkeys((number(ahead.low), number(ahead.high))))
    return f"{by}预计 {reach} {goal.unit}"


def wanted(goal: Goal) -> str:
    """< 26.5 微克/立方米, 100–120 家"""
    value = plain(attainment.wanted(goal))
    if goal.comparator == Comparator.RANGE and goal.value_max is not None:
        return f"{value}–{plain(goal.value_max)} {goal.unit}"
    return f"{_sign(goal)} {value} {goal.unit}"


def required(goal: Goal, seen: Outlook) -> str:
    """余下 3 个月月均须 ≤ 33.7 微克/立方米; 余下 3 个月每月须 5.2 公顷; empty where nothing can be asked."""
    if seen.left is None:
        return ""
    if seen.required is None or goal.kind == IndicatorKind.RATE:
        return f"后续数据须为 {wanted(goal)}"
    rest = f"余下 {seen.left.count} {seen.left.unit}"
    if goal.kind == IndicatorKind.MEAN:
        return f"{rest}{_MEANS.get(seen.left.unit, '月均')}须 {bound(goal, seen.required)} {goal.unit}"
    if has_way_to_go(goal):
        return f"{rest}{_each(goal, seen.left)} {number(seen.required)} {goal.unit}"
    if goal.kind == IndicatorKind.CUMULATIVE:
        return f"{rest}合计须 {bound(goal, seen.required)} {goal.unit}"
    return f"后续数据须为 {wanted(goal)}"


def bound(goal: Goal, value: Decimal) -> str:
    """≤ 33.7: rounded to the safe side, so that who keeps to it keeps the target; 约 10 where both sides count."""
    if goal.comparator in attainment.CEILINGS:
        return f"≤ {at_most(value, strictly=goal.comparator == Comparator.BELOW)}"
    if goal.comparator in (Comparator.AT_LEAST, Comparator.ABOVE):
        return f"≥ {at_least(value, strictly=goal.comparator == Comparator.ABOVE)}"
    return f"{_sign(goal)} {number(value)}"


def _each(goal: Goal, open_time: Left) -> str:
    verb = (
        "须" if goal.kind == IndicatorKind.CUMULATIVE else "须降" if attainment.is_reduction(goal) else "须增"
    )
    return _EACH.get(open_time.unit, "每月") + verb


def _sign(goal: Goal) -> str:
    return _SIGNS.get(goal.comparator, str(goal.comparator))
