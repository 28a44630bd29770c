"""Words for single things that the log holds: they read an event and the one before it, and query nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from indicators.kinds import IndicatorKind
from indicators.models import Target
from indicators.quantities import plain
from tasks.models import Face, TaskEvent
from tasks.states import Cadence, Colour, Kind, TaskRole

FIELDS = {
    "title": "名称", "detail": "说明", "measure": "举措", "kind": "类别", "role": "角色", "weight": "权重",
    "starts_on": "起始日", "due_on": "时限", "restricted": "限定知悉", "lead_unit": "牵头单位",
    "supporting_units": "配合单位", "leader": "分管领导", "assignee": "责任人",
    "cadence": "报送周期", "items": "子项", "quotas": "分解指标",
}  # fmt: skip
MOST_NAMES = 5
_SECRET = ("leader", "assignee")
"""The log holds people by id; the words say that they changed, the task page who it is."""


def amounts(event: TaskEvent, targets: Mapping[str, Target]) -> str:
    """ "本期 1.8,累计 12.3 公顷"; with several targets each under its name."""
    rows = event.data.get("quantities", ())
    said = [_amount(row, event.currents, targets.get(row["target"])) + _provisional(row) for row in rows]
    if len(rows) == 1:
        return said[0]
    names = [targets[row["target"]].name if row["target"] in targets else row["target"] for row in rows]
    return ";".join(f"{name} {text}" for name, text in zip(names, said, strict=True))


def _amount(row: Mapping[str, str], currents: Mapping[str, str], target: Target | None) -> str:
    """Only a running total that differs from the figure itself is worth a word."""
    value, unit = row["value"], row["unit"]
    total = currents.get(row["target"])
    sums_up = target is not None and target.indicator and target.indicator.kind == IndicatorKind.CUMULATIVE
    if target is None or total is None or not sums_up or (_same(total, value) and unit == target.unit):
        return f"{value} {unit}"
    own = "" if unit == target.unit else f" {unit}"
    return f"本期 {value}{own},累计 {_number(total)} {target.unit}"


def _provisional(row: Mapping[str, Any]) -> str:
    return "(暂定)" if row.get("provisional") else ""


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _number(text: str) -> str:
    try:
        return plain(Decimal(text))
    except InvalidOperation:
        return text


def turn(event: Face, before: Face | None) -> str:
    """ "亮灯 黄 → 红", and flags that turned; empty if nothing did."""
    said = []
    was = before.light if before else ""
    if was and event.light and event.light != was:
        said.append(f"亮灯 {colour(was)} → {colour(event.light)}")
    elif event.light not in (was, "", Colour.NONE):
        said.append(f"亮{colour(event.light)}灯")
    for name, word in (("overdue", "任务逾期"), ("checkpoint_overdue", "节点逾期"), ("unreported", "未报送")):
        is_so, was_so = getattr(event, name), bool(before and getattr(before, name))
        if is_so != was_so:
            said.append(word if is_so else f"不再{word}")
    return ",".join(said)


def colour(value: str) -> str:
    """红, 黄, 灰, 绿, 未亮."""
    if not value or value == Colour.NONE:
        return "未亮"
    return str(Colour(value).label).removesuffix("灯")


def sentences(text: str) -> list[str]:
    """The parts of a reason: split at semicolons that stand outside brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == ";" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part for part in parts if part]


def goals(rows: Iterable[Mapping[str, Any]]) -> str:
    """ "3 月 31 日 累计 7 公顷;…"."""
    return ";".join(f"{_day(row['due_on'])} {row['text']}{_share(row)}" for row in rows)


def _share(row: Mapping[str, Any]) -> str:
    return f"({row['percent']}%)" if row.get("percent") else ""


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month} 月 {day.day} 日"


def changes(event: TaskEvent, units: Mapping[str, str]) -> str:
    """What a revision changed, the old value beside the new."""
    changed: Mapping[str, Any] = event.data.get("changes", {})
    return ";".join(_change(name, value, event, units) for name, value in changed.items())


def _change(name: str, value: Any, event: TaskEvent, units: Mapping[str, str]) -> str:
    if name == "title":
        return f"名称由“{event.texts.get('old_title', '')}”改为“{event.title}”"
    if name == "checkpoints":
        return f"阶段目标由“{goals(value[0]) or '无'}”改为“{goals(value[1]) or '无'}”"
    if name == "targets":
        return f"目标由“{_targets(value[0])}”改为“{_targets(value[1])}”"
    if name == "items":
        return _items(value[0], value[1])
    if name == "quotas":
        return f"分解指标由“{quotas(value[0], units) or '无'}”改为“{quotas(value[1], units) or '无'}”"
    label = FIELDS.get(name, name)
    if name in _SECRET or not isinstance(value, list):
        return f"{label}已改"
    return f"{label} {_said(name, value[0], units)} → {_said(name, value[1], units)}"


def _said(name: str, value: Any, units: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(units.get(code, code) for code in value) or "无"
    if value is None or value == "":
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "lead_unit":
        return units.get(value, value)
    words = {"kind": Kind, "role": TaskRole, "cadence": Cadence}.get(name)
    return str(words(value).label) if words and value in words.values else str(value)


def _items(before: Iterable[Mapping[str, str]], after: Iterable[Mapping[str, str]]) -> str:
    """ "子项增加大和、马坜;减少松元厦"."""
    was, now = ([row["name"] for row in rows] for rows in (before, after))
    said = [
        f"{word}{listed([name for name in one if name not in other])}"
        for word, one, other in (("增加", now, was), ("减少", was, now))
        if set(one) - set(other)
    ]
    return f"子项{';'.join(said)}" if said else "子项的次序、阶段或责任方已改"


def listed(found: Sequence[str]) -> str:
    """The first of them, and how many there are."""
    return "、".join(found[:MOST_NAMES]) + (f"等 {len(found)} 个" if len(found) > MOST_NAMES else "")


def quotas(rows: Iterable[Mapping[str, str]], units: Mapping[str, str]) -> str:
    """ "城市建设办公室 20、鹭湖社区 8"."""
    return "、".join(f"{units.get(row['unit'], row['unit'])} {row['value']}" for row in rows)


def _targets(rows: Iterable[Mapping[str, Any]]) -> str:
    return (
        "、".join(
            f"{row['name']} {row['milestone'] or ''}{row['value'] or ''}{row['unit']}".strip() for row in rows
        )
        or "无"
    )
