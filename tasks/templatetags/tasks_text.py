"""Figures, words and small drawings of tasks, as templates print them. No rules here, and no queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.kinds import Comparator
from indicators.quantities import plain
from indicators.ranges import Range
from tasks import periods
from tasks.figures import number, total
from tasks.models import Face, Task
from tasks.moment import Moment
from tasks.states import Colour, State
from tasks.summaries import Count, Ratio

register = template.Library()

NOTHING = "—"
_PILLS = {
    State.PROPOSED: "",
    State.ASSIGNED: "pill--yellow",
    State.ACTIVE: "pill--blue",
    State.IN_REVIEW: "pill--yellow",
    State.DONE: "pill--green",
}
SIGNS = {
    Comparator.AT_LEAST: "≥ ",
    Comparator.ABOVE: "> ",
    Comparator.BELOW: "< ",
    Comparator.AT_MOST: "≤ ",
    Comparator.ABOUT: "约 ",
}


@register.filter
def percent(value: Decimal | None) -> str:
    """Whole percent, half up; a dash where there is none."""
    return NOTHING if value is None else f"{_whole(value)}%"


@register.filter
def amount(value: Decimal | str | None) -> str:
    """A quantity with at most two decimals, without trailing zeros."""
    return NOTHING if value is None or value == "" else total(Decimal(value))


@register.filter
def reach(ahead: Range) -> str:
    """22.8–25.1, or one figure where both ends are the same."""
    return "–".join(dict.fromkeys((number(ahead.low), number(ahead.high))))


@register.filter
def period_label(period: str) -> str:
    """2020-09 → 九月期"""
    return periods.label(period) if periods.valid(period) else NOTHING


@register.filter
def day(value: date | None) -> str:
    """9 月 30 日"""
    return f"{value.month} 月 {value.day} 日" if value else NOTHING


@register.filter
def full_day(value: date | None) -> str:
    """2020-09-30"""
    return value.isoformat() if value else NOTHING


@register.filter
def colour_word(colour: str) -> str:
    """red → 红, none → 未亮灯"""
    if not colour:
        return NOTHING
    return "未亮灯" if colour == Colour.NONE else str(Colour(colour).label).removesuffix("灯")


@register.filter
def gap(progress: Decimal | None, planned: Decimal | None) -> str:
    """How far behind or ahead of plan, in percentage points."""
    if progress is None or planned is None:
        return ""
    points = _whole(planned) - _whole(progress)
    if not points:
        return "与计划持平"
    return f"{'滞后' if points > 0 else '超前'} {abs(points)} 个百分点"


@register.filter
def overdue_days(task: Task, on: date) -> int:
    """Calendar days since the due date."""
    return max((on - task.due_on).days, 0)


def _whole(value: Decimal) -> int:
    return int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@register.filter
def goal_text(target: Any) -> str:
    """What a target asks for: ≥ 28 公顷, < 26.5 微克/立方米, 开工."""
    if target.value is None:
        return str(target.milestone)
    upper = f"–{plain(target.value_max)}" if target.value_max is not None else ""
    unit = target.unit if target.unit == "%" else f" {target.unit}"
    return f"{SIGNS.get(target.comparator, '')}{plain(target.value)}{upper}{unit}"


_CEILING = {"<": "< ", "<=": "≤ "}
"""Said of a ceiling alone: 23.9 / < 26.5; a floor is understood."""


@register.filter
def achieved(task: Face, targets: list[Any]) -> str:
    """How far a task is: 12.3 / 28 公顷, 40%, or its kind where a figure means nothing."""
    for target in targets:
        if target.value is not None:
            now = amount(task.currents.get(target.code))
            unit = target.unit if target.unit == "%" else f" {target.unit}"
            return f"{now} / {_CEILING.get(target.comparator, '')}{plain(target.value)}{unit}"
    return percent(task.progress) if task.progress is not None else str(task.get_kind_display())


@register.simple_tag
def count(counted: Count, css: str = "") -> SafeString:
    """A number that opens the list it counts."""
    return format_html('<a class="{}" href="{}">{}</a>', css, ledger(counted.query), counted.value)


@register.simple_tag
def ratio(found: Ratio) -> SafeString:
    """3/4, each of both opening its list where it has one."""
    if not found.of_query:
        return format_html("{}/{}", found.n, found.of)
    return format_html(
        '<a href="{}">{}</a>/<a class="ratio__of" href="{}">{}</a>',
        ledger(found.n_query), found.n, ledger(found.of_query), found.of,
    )  # fmt: skip


UP, DOWN = "up", "down"
"""Which way is good for a number: done goes up, red lights go down. Most numbers have none."""
_JUDGED = {"": "", "better": ",变好", "worse": ",变差"}


@register.simple_tag
def change(counted: Any, good: str = "", said: bool = False) -> SafeString:
    """▲2 or ▼3 beside a count, or a mean in percentage points, that is compared with an earlier day; in words for those
    who do not see it. `good` is UP or DOWN; with `said` 持平 is said too."""
    if counted.change is None:
        return SafeString("")
    moved = abs(counted.change)
    if not moved:
        return SafeString('<span class="change">持平</span>' if said else "")
    rises = counted.change > 0
    better = "" if not good else "better" if rises == (good == UP) else "worse"
    words = f"比对比日{'多' if rises else '少'} {moved}"
    sign = "▲" if rises else "▼"
    return format_html(
        '<span class="change{}" title="{}"><span aria-hidden="true">{}{}</span><span class="sr">{}</span></span>',
        f" change--{better}" if better else "",
        words,
        sign,
        moved,
        f"({words}{_JUDGED[better]})",
    )


@register.filter
def ledger(query: Count | str) -> str:
    """Address of the task list for a summary's query."""
    return f"{reverse('ledger')}?{query.query if isinstance(query, Count) else query}"


@register.simple_tag
def carried(moment: Moment, before: str) -> str:
    """What a link appends so that the next page shows the same day; `before` is the "?" or "&" that joins it."""
    query = urlencode(moment.carried)
    return f"{before}{query}" if query else ""


@register.inclusion_tag("_light.html")
def light(colour: str, big: bool = False) -> dict[str, Any]:
    """A light as shape and word; a dash where a task is not lit because it is not open."""
    return {"colour": colour, "word": colour_word(colour), "big": big}


@register.simple_tag
def state_pill(face: Face) -> SafeString:
    """The state of a task as a pill."""
    css = _PILLS.get(State(face.state), "")
    return format_html('<span class="pill {}">{}</span>', css, face.get_state_display())


@dataclass(frozen=True, slots=True)
class Segment:
    colour: str
    word: str
    value: int
    x: int


LIGHT_ORDER = (Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY, Colour.NONE)
"""As people read a bar: from well to ill, then what is not judged."""


@register.filter
def in_order(lights: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Pairs of colour and count, in the order of the bar."""
    return [(str(colour), lights[colour]) for colour in LIGHT_ORDER]


@register.inclusion_tag("_lights_bar.html")
def lights_bar(lights: Mapping[str, Count]) -> dict[str, Any]:
    """A bar of all lights, as wide as their numbers."""
    segments, x = [], 0
    for colour, counted in in_order(lights):
        segments.append(Segment(colour, colour_word(colour), counted.value, x))
        x += counted.value
    return {"segments": segments, "total": x}


@register.inclusion_tag("_bar.html")
def bar(progress: Decimal | None, planned: Decimal | None = None, small: bool = False) -> dict[str, Any]:
    """Progress with a tick where the plan stands; both 0 to 100."""
    return {"progress": progress, "planned": planned, "small": small, "tick": _tick(planned)}


def _tick(planned: Decimal | None) -> str:
    """Left edge of the tick, which must stay inside the drawing."""
    return "" if planned is None else f"{min(float(planned), 99.2):.1f}"
