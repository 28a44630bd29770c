"""The cells of the editable table as people write them: dates in several spellings, stage goals in one line. Pure of
any request; values that make no sense raise ValueError with a Chinese sentence."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from indicators.quantities import UnitMismatch, convert, parse_decimal, plain
from tasks.periods import ends_on
from tasks.states import Kind
from tasks.workflow.checkpoints import StageGoal

_FULL = r"(?P<year>[0-9]{4})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})\s*[日号]?"
_SHORT = r"(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})\s*[日号]?"
_MONTH_END = r"(?P<month>[0-9]{1,2})\s*月底"
_COMPACT = r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])"
_SPELLINGS = tuple(re.compile(pattern) for pattern in (_COMPACT, _FULL, _MONTH_END, _SHORT))
_CLOCK = re.compile(r"[\sT]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$")
_AFTER_DATE = re.compile(r"[\s::,,、前]*")
_SUM = re.compile(r"(?P<text>.*?)\s*累计\s*(?P<value>[\d.,,.]+)\s*(?P<unit>\D*)", re.S)
_FIGURE = re.compile(r"(?P<text>)(?P<value>[\d.,,.]+)\s*(?P<unit>[^\d\s]{0,8})")
_PERCENT = re.compile(r"(?P<text>.*?)\s*(?P<value>[\d..]+)\s*[%%]", re.S)
LONGEST_GOAL = 200


def tidy(text: str) -> str:
    """Full-width letters and digits as plain ones, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def parse_day(text: str, year: int) -> date:
    """2020-06-30, 2020/6/30, 2020年6月30日, 20200630, 6-30, 6.30, 6月30日, 6月底, 年底; without a year the plan's."""
    said = _CLOCK.sub("", tidy(text))
    if said in ("年底", "12月底", "全年"):
        return date(year, 12, 31)
    found, end = _leading_day(said, year)
    if found is None or said[end:].strip():
        raise ValueError(f"看不懂日期“{text.strip()[:20]}”,请写成 2020-06-30 或 6-30")
    return found


def _leading_day(said: str, year: int) -> tuple[date | None, int]:
    """The date with which a text begins, and where it ends there."""
    for spelling in _SPELLINGS:
        if match := spelling.match(said):
            return _day(match.groupdict(), year), match.end()
    return None, 0


def _day(parts: dict[str, str], year: int) -> date:
    wanted, month = int(parts.get("year") or year), int(parts["month"])
    try:
        if "day" not in parts:
            return ends_on(f"{wanted:04}-{month:02}")
        return date(wanted, month, int(parts["day"]))
    except ValueError as wrong:
        raise ValueError(f"没有这一天:{wanted} 年 {month} 月 {parts.get('day', '底')} 日") from wrong


def parse_goals(text: str, kind: str, unit: str, year: int) -> list[StageGoal]:
    """ "6-30 累计14; 9-30 累计21", "5-31 设计 20%; 8-31 开工 50%", "4-30 出方案; 6-30 开工"."""
    pieces = [piece.strip() for piece in re.split(r"[;;\n]", text)]
    return [_goal(piece, kind, unit, year) for piece in pieces if piece]


def _goal(piece: str, kind: str, unit: str, year: int) -> StageGoal:
    plain_text = unicodedata.normalize("NFKC", piece)
    day, end = _leading_day(plain_text, year)
    if day is None:
        raise ValueError(f"“{piece[:20]}”前面缺少日期,请写成“6-30 累计14”")
    # The words are kept as typed; only where normalising changed their number does the normal form stand in.
    rest = (piece if len(piece) == len(plain_text) else plain_text)[end:]
    rest = rest[_after(rest) :].strip()
    if len(rest) > LONGEST_GOAL:
        raise ValueError(f"“{rest[:20]}…”太长,最多 {LONGEST_GOAL} 字")
    if kind == Kind.QUANTITY and (match := _SUM.fullmatch(rest) or _FIGURE.fullmatch(rest)):
        return StageGoal(day, match["text"].strip(), value=_figure(match["value"], match["unit"], unit))
    if kind == Kind.PROJECT and (match := _PERCENT.fullmatch(rest)):
        return StageGoal(day, match["text"].strip(), percent=parse_decimal(match["value"]))
    if not rest:
        raise ValueError(f"“{piece[:20]}”只有日期,请写明目标")
    return StageGoal(day, rest)


def _after(rest: str) -> int:
    match = _AFTER_DATE.match(rest)
    return match.end() if match else 0


def _figure(text: str, given: str, unit: str) -> Decimal:
    value, given = parse_decimal(text), given.strip()
    if not given or not unit:
        return value
    try:
        return convert(value, given, unit)
    except UnitMismatch as wrong:
        raise ValueError(f"单位“{given}”与目标的单位“{unit}”不同") from wrong


def goals_text(goals: Sequence[StageGoal], unit: str, year: int) -> str:
    """The list in one line, as `parse_goals` reads it."""
    return "; ".join(f"{_said_day(goal.due_on, year)} {_said(goal, unit)}" for goal in goals)


def _said_day(day: date, year: int) -> str:
    return f"{day.month}-{day.day}" if day.year == year else f"{day.year}-{day.month}-{day.day}"


def _said(goal: StageGoal, unit: str) -> str:
    if goal.value is not None:
        figure = f"累计{plain(goal.value)}"
        echo = f"累计 {plain(goal.value)} {unit}".strip()
        return figure if goal.text in ("", echo) else f"{goal.text} {figure}"
    return goal.text if goal.percent is None else f"{goal.text} {plain(goal.percent)}%"
