"""Figures of a report: read, checked against what stood before, written as readings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.attainment import Goal, current
from indicators.goals import goals_for
from indicators.kinds import Comparator, IndicatorKind
from indicators.models import Reading, Target
from indicators.points import said_inside
from indicators.quantities import UnitMismatch, as_decimal, convert, plain
from indicators.recording import standing_reading, write
from tasks import periods
from tasks.clock import now
from tasks.errors import Invalid
from tasks.models import Task
from tasks.plausibility import Amount
from tasks.states import Headway
from tasks.workflow import headway as headways
from tasks.workflow.engine import Work
from tasks.workflow.items import ItemProgress, strike

FIGURE_LIMIT = Decimal(10) ** 15
"""Figures are below this, so that they fit `Reading.value`."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a report. For a cumulative indicator it is the period's own amount, otherwise what stands.

    `target` may be empty where the task has one quantified target only; `unit` empty means the target's.
    `provisional`: the official statistics may still change it."""

    value: Decimal
    target: str = ""
    unit: str = ""
    provisional: bool = False


def nothing_more(
    task: Task, headway: Headway | None, items: Collection[object], period: str, part: str
) -> list[Quantity]:
    """An amount left empty in a calm report is 0, unless there is one for the period already."""
    still = headways.standing_still(task, headway, items)
    return [
        Quantity(Decimal(0), target.code, target.unit)
        for target in still
        if standing_reading(target.indicator, period, part) is None
    ]


def take_items(
    work: Work, items: Sequence[ItemProgress], quantities: Sequence[Quantity], period: str, part: str
) -> Sequence[Quantity]:
    """Strike pieces off; their number is the amount of the first target, where that is a sum."""
    task = work.task
    target = _counted_target(task)
    if target is None or not task.items.exists():
        work.note_data(items=strike(task, items, work.on) if items else [])
        return quantities
    if any(quantity.target in ("", target.code) for quantity in quantities):
        raise Invalid({"quantities": f"“{target.name}”按子项销号计数,请在子项中勾选,不必填数。"})
    moved = strike(task, items, work.on)
    work.note_data(items=moved)
    struck = sum(1 for move in moved if move["done"])
    return [Quantity(_so_far(target, period, part) + struck, target.code, target.unit), *quantities]


def _counted_target(task: Task) -> Target | None:
    """The first target with a figure, if that is a sum: pieces struck off add to it."""
    links = task.task_targets.filter(target__value__isnull=False).select_related("target__indicator")
    link = links.order_by("ordinal", "pk").first()
    if link is None or link.target.indicator is None:
        return None
    return link.target if link.target.indicator.kind == IndicatorKind.CUMULATIVE else None


def _so_far(target: Target, period: str, part: str) -> Decimal:
    """What this unit's standing report on the period says already, or those on shorter periods inside it: a second
    report adds to it."""
    earlier = standing_reading(target.indicator, period, part)
    if earlier:
        return convert(earlier.value, earlier.unit, target.unit)
    return as_decimal(said_inside(goals_for([target])[target.pk].points, period, part) or Fraction(0))


def take_quantities(work: Work, quantities: Sequence[Quantity], period: str, part: str) -> list[Amount]:
    """Write the readings. Returns each figure beside what stood before it."""
    if not quantities:
        return []
    targets = {
        link.target.code: link.target
        for link in work.task.task_targets.select_related("target__indicator").order_by("ordinal", "pk")
        if link.target.value is not None
    }
    chosen = [_target(quantity, targets) for quantity in quantities]
    if len({target.pk for target in chosen}) < len(chosen):
        raise Invalid({"quantities": "同一目标填了两次。"})
    before = goals_for(chosen)
    amounts = []
    for quantity, target in zip(quantities, chosen, strict=True):
        assert target.indicator is not None  # the database holds: a figure has its indicator
        value = _in_unit(quantity, target)
        amounts.append(_amount(before[target.pk], target, period, part, value))
        write(
            Reading(
                indicator=target.indicator,
                period=period,
                part=part,
                value=quantity.value,
                unit=quantity.unit or target.unit,
                provisional=quantity.provisional,
                origin=f"{work.task.code}#{work.task.version}",
                by=work.by,
                on=work.on,
                at=now(),
            )
        )
    work.note_data(quantities=[_noted(q, t) for q, t in zip(quantities, chosen, strict=True)])
    return amounts


def _noted(quantity: Quantity, target: Target) -> dict[str, str | bool]:
    """A figure as the log keeps it; that it is provisional only where it is."""
    noted: dict[str, str | bool] = {
        "target": target.code,
        "value": plain(quantity.value),
        "unit": quantity.unit or target.unit,
    }
    return noted | {"provisional": True} if quantity.provisional else noted


def _target(quantity: Quantity, targets: dict[str, Target]) -> Target:
    if not targets:
        raise Invalid({"quantities": "本任务没有可报送数值的目标。"})
    if not quantity.target:
        if len(targets) > 1:
            raise Invalid({"quantities": f"请写明是哪个目标:{'、'.join(targets)}。"})
        return next(iter(targets.values()))
    if quantity.target not in targets:
        raise Invalid({"quantities": f"目标 {quantity.target} 不属于本任务。"})
    return targets[quantity.target]


def _in_unit(quantity: Quantity, target: Target) -> Decimal:
    if quantity.value < 0:
        raise Invalid({"quantities": f"“{target.name}”不能为负数。"})
    if quantity.value >= FIGURE_LIMIT:
        raise Invalid({"quantities": f"“{target.name}”数值过大。"})
    try:
        return convert(quantity.value, quantity.unit or target.unit, target.unit)
    except UnitMismatch as mismatch:
        raise Invalid({"quantities": str(mismatch)}) from mismatch


def _amount(goal: Goal, target: Target, period: str, part: str, value: Decimal) -> Amount:
    """A cumulative figure goes back where a correction lowers it, or a quarter holds less than its months did; a level
    where it moves away from its target."""
    if goal.kind == IndicatorKind.CUMULATIVE and (
        earlier := standing_reading(target.indicator, period, part)
    ):
        was = convert(earlier.value, earlier.unit, target.unit)
        said = f"“{target.name}”{periods.label(period)}由 {plain(was)} 改为 {plain(value)} {target.unit}"
        return Amount(goal, value, replaced=was, back=said if was > value else "")
    if (
        goal.kind == IndicatorKind.CUMULATIVE
        and (parts := said_inside(goal.points, period, part)) is not None
    ):
        was = as_decimal(parts)
        said = f"“{target.name}”{periods.label(period)} {plain(value)} {target.unit},少于其中各期已报的 {plain(was)}"
        return Amount(goal, value, replaced=was, back=said if was > value else "")
    was_now = current(goal)
    if goal.kind == IndicatorKind.LEVEL and was_now is not None:
        falls = target.comparator in (Comparator.BELOW, Comparator.AT_MOST)
        if value > was_now if falls else value < was_now:
            said = f"“{target.name}”由 {plain(was_now)} 变为 {plain(value)} {target.unit}"
            return Amount(goal, value, back=said)
    return Amount(goal, value)
