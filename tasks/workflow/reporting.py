"""报送进展: what a report carries depends on the task's kind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.attainment import Goal, current
from indicators.goals import goals_for
from indicators.kinds import VOID, Comparator, IndicatorKind
from indicators.models import Reading, Target
from indicators.quantities import UnitMismatch, convert, plain
from tasks import access, periods
from tasks.clock import now
from tasks.errors import Doubtful, Invalid, NotAllowed
from tasks.models import Checkpoint, Person, Task, TaskEvent, Unit
from tasks.plausibility import EXPLAINED, Amount, Claim, StageMove, pointers
from tasks.states import PROGRESS_KEYS, REPORT_NEEDS, REPORT_TAKES, Action, Cadence, Headway, Kind
from tasks.workflow import headway as headways
from tasks.workflow.checkpoints import mark_met, mark_unmet
from tasks.workflow.engine import Work, attach_evidence, bind_evidence, performing
from tasks.workflow.items import ItemProgress, strike
from tasks.workflow.verification import wait_for_verification

FIGURE_LIMIT = Decimal(10) ** 15
"""Figures are below this, so that they fit `Reading.value`."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a report. For a cumulative indicator it is the period's own amount, otherwise what stands.

    `target` may be empty where the task has one quantified target only; `unit` empty means the target's."""

    value: Decimal
    target: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """需领导协调: whom, and what for."""

    whom: str
    what: str


def report(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    period: str,
    note: str,
    quantities: Sequence[Quantity] = (),
    stage: int | None = None,
    expected_on: date | None = None,
    actions: Sequence[int] = (),
    items: Sequence[ItemProgress] = (),
    headway: Headway | None = None,
    problem: str = "",
    next_step: str = "",
    help: Help | None = None,
    reason: str = "",
    evidence: Sequence[int] = (),
    on_behalf_of: Unit | None = None,
    part: str = "",
    looked_at: Collection[str] | None = None,
) -> TaskEvent:
    """Report progress for a period.

    The lead unit's report stands for the task and needs what its kind needs; a supporting unit adds its part. A
    figure, stage or date that goes back needs a reason. Where a task's pieces are listed (子项), striking them off is
    its amount. `headway` says whether there is news; without it, there is. `part` names the unit for the system
    (`by` None) only. What looks odd is noted for the supervisors; a door that asks the writer first names the codes he
    has `looked_at`.
    Raises Invalid with the key that is wrong, Doubtful where there is more to look at.
    """
    note = headways.said(note, headway)
    with performing(Action.REPORT, task, by=by, on=on, version=version, note=note) as work:
        held = work.task
        part = _part(work, on_behalf_of, part, evidence)
        supporting = held.lead_unit is not None and part != held.lead_unit.code
        given = {
            "quantities": quantities,
            "stage": stage,
            "expected_on": expected_on,
            "actions": actions,
            "items": items,
        }
        _check_period(work, period)
        _check_keys(held, given, note, excused=supporting or headways.is_calm(headway))
        work.entry.period = period
        late = periods.due_day(period, work.rules.report_due_day) < work.on
        work.note_data(part=part, supporting=supporting, headway=str(headway or ""), late=late or None)
        counted = _take_items(work, items, quantities, period, part)
        if not supporting:
            counted = counted or _nothing_more(held, headway, given["items"], period, part)
        amounts = _take_quantities(work, counted, period, part)
        moved = _take_stage(work, stage)
        going_back = [
            *(amount.back for amount in amounts if amount.back),
            *([moved.back] if moved and moved.back else ()),
            *_take_expected(work, expected_on),
        ]
        if going_back and not reason:
            raise Invalid({"reason": f"{';'.join(going_back)},请说明原因。"})
        _take_actions(work, actions)
        claim = Claim(
            period=period,
            note=note,
            previous_note=_previous_note(held, period, part, note),
            headway=str(headway or ""),
            amounts=tuple(amounts),
            stage=moved,
            moved=bool(actions) or any(item.done for item in items),
        )
        _look_at(work, claim, looked_at)
        attach_evidence(work, list(evidence))
        work.note_texts(problem=problem, next_step=next_step, reason=reason)
        _take_help(work, help, supporting)
        _wait_for_verification(held, period, part)
        if not supporting:
            held.last_period = periods.latest((held.last_period, period))
            work.reported, work.headway = period, str(headway or "")
    bind_evidence(work.event)
    return work.event


def _nothing_more(
    task: Task, headway: Headway | None, items: Collection[object], period: str, part: str
) -> list[Quantity]:
    """An amount left empty in a calm report is 0, unless there is one for the period already."""
    still = headways.standing_still(task, headway, items)
    return [
        Quantity(Decimal(0), target.code, target.unit)
        for target in still
        if standing_reading(target, period, part) is None
    ]


def _previous_note(task: Task, period: str, part: str, note: str) -> str:
    """What the unit wrote in its latest report on another period; "" where the same words are no copy."""
    if headways.is_plain(note):
        return ""
    rows = TaskEvent.objects.filter(task=task, action=Action.REPORT, data__part=part).exclude(period=period)
    return rows.order_by("-version").values_list("note", flat=True).first() or ""


def _look_at(work: Work, claim: Claim, looked_at: Collection[str] | None) -> None:
    """Note what looks odd; where the writer is asked, he must have seen it."""
    found = pointers(claim)
    if looked_at is not None:
        unseen = [p for p in found if p.code not in looked_at and p.code not in EXPLAINED]
        if unseen:
            raise Doubtful(unseen)
    work.note_data(remarks=[pointer.code for pointer in found])


def _wait_for_verification(task: Task, period: str, part: str) -> None:
    """The latest report of a unit on a period takes the place of its earlier ones."""
    replaced = (
        TaskEvent.objects.filter(
            task=task, version__in=task.unverified, period=period, data__part=part
        ).values_list("version", flat=True)
        if task.unverified
        else ()
    )
    wait_for_verification(task, [*(n for n in task.unverified if n not in set(replaced)), task.version])


def _take_items(
    work: Work, items: Sequence[ItemProgress], quantities: Sequence[Quantity], period: str, part: str
) -> Sequence[Quantity]:
    """Strike pieces off; their number is the amount of the first target, where that is a sum."""
    task = work.task
    link = (
        task.task_targets.filter(target__value__isnull=False)
        .select_related("target__indicator")
        .order_by("ordinal", "pk")
        .first()
    )
    sums_up = link is not None and link.target.indicator is not None
    sums_up = sums_up and link.target.indicator.kind == IndicatorKind.CUMULATIVE
    if not sums_up or not task.items.exists():
        work.note_data(items=strike(task, items, work.on) if items else [])
        return quantities
    code = link.target.code
    if any(quantity.target in ("", code) for quantity in quantities):
        raise Invalid({"quantities": f"“{link.target.name}”按子项销号计数,请在子项中勾选,不必填数。"})
    moved = strike(task, items, work.on)
    work.note_data(items=moved)
    struck = sum(1 for move in moved if move["done"])
    return [Quantity(_so_far(link.target, period, part) + struck, code, link.target.unit), *quantities]


def _so_far(target: Target, period: str, part: str) -> Decimal:
    """What this unit's standing report on the period says already: a second report adds to it."""
    earlier = standing_reading(target, period, part)
    return convert(earlier.value, earlier.unit, target.unit) if earlier else Decimal(0)


def _part(work: Work, on_behalf_of: Unit | None, part: str, evidence: Sequence[int]) -> str:
    """The unit whose report this is. A supervisor fills it in for a unit (代填), with the paper attached."""
    if work.by is None:
        return part or (work.task.lead_unit.code if work.task.lead_unit else "")
    own = access.part_of(access.rights(work.by), work.task)
    if own and on_behalf_of is None:
        return own
    if not access.rights(work.by).supervisor:
        raise NotAllowed("只有督查室可以代填。")
    if on_behalf_of is None:
        raise Invalid({"on_behalf_of": "代填请选择代哪个单位。"})
    lead = work.task.lead_unit.code if work.task.lead_unit else ""
    if on_behalf_of.code not in (lead, *work.task.supporting_codes):
        raise Invalid({"on_behalf_of": f"{on_behalf_of}不是本任务的责任单位。"})
    if not evidence:
        raise Invalid({"evidence": "代填须附该单位的书面材料。"})
    work.entry.on_behalf_of = on_behalf_of
    return on_behalf_of.code


def _check_period(work: Work, period: str) -> None:
    task, cadence = work.task, Cadence(work.task.cadence)
    if not periods.valid(period):
        raise Invalid({"period": f"期次应形如 {periods.EXAMPLES[cadence]}。"})
    if periods.cadence_of(period) != cadence:
        _check_earlier_cadence(task, period, cadence)
        return
    first = periods.period_of(task.plan.starts_on, cadence)
    current = periods.open_period(work.on, work.rules.report_due_day, cadence)
    latest = periods.latest((current, periods.period_of(work.on, cadence)))
    if not periods.order(first) <= periods.order(period) <= periods.order(latest):
        raise Invalid({"period": f"期次应在 {first} 与 {latest} 之间。"})


def _check_earlier_cadence(task: Task, period: str, cadence: Cadence) -> None:
    """A period from before a change of cadence can be corrected, but not reported anew."""
    if not TaskEvent.objects.filter(task=task, action=Action.REPORT, period=period).exists():
        said = f"本任务{cadence.label}报送一次,期次应形如 {periods.EXAMPLES[cadence]}。"
        raise Invalid({"period": said})


def _check_keys(task: Task, given: Mapping[str, object], note: str, excused: bool) -> None:
    kind = Kind(task.kind)
    errors: dict[str, str] = {}
    if not note:
        errors["note"] = "请填写进展。"
    for key in PROGRESS_KEYS:
        if given[key] not in (None, (), []) and key not in REPORT_TAKES[kind]:
            errors[key] = f"{kind.label}任务不报送此项。"
    need = REPORT_NEEDS.get(kind)
    if need == "quantities" and task.items.exists():
        need = None  # the pieces are counted, and there may be none this time
    if need and not excused and given[need] in (None, (), []) and _can_give(task, need):
        errors[need] = {
            "quantities": "请填写本期数。",
            "stage": "请选择已达到的阶段。",
            "expected_on": "请填写预计完成日期。",
        }[need]
    if errors:
        raise Invalid(errors)


def _can_give(task: Task, need: str) -> bool:
    """A task without figures or without stages cannot be asked for them."""
    if need == "quantities":
        return task.task_targets.filter(target__value__isnull=False).exists()
    if need == "stage":
        return task.checkpoints.exists()
    return True


def _take_quantities(work: Work, quantities: Sequence[Quantity], period: str, part: str) -> list[Amount]:
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
        Reading.objects.create(
            indicator=target.indicator,
            period=period,
            part=part,
            value=quantity.value,
            unit=quantity.unit or target.unit,
            origin=f"{work.task.code}#{work.task.version}",
            by=work.by,
            on=work.on,
            at=now(),
        )
    work.note_data(
        quantities=[
            {"target": t.code, "value": plain(q.value), "unit": q.unit or t.unit}
            for q, t in zip(quantities, chosen, strict=True)
        ]
    )
    return amounts


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
    """A cumulative figure goes back where a correction lowers it; a level where it moves away from its target."""
    if goal.kind == IndicatorKind.CUMULATIVE and (earlier := standing_reading(target, period, part)):
        was = convert(earlier.value, earlier.unit, target.unit)
        said = f"“{target.name}”{periods.label(period)}由 {plain(was)} 改为 {plain(value)} {target.unit}"
        return Amount(goal, value, replaced=was, back=said if was > value else "")
    was_now = current(goal)
    if goal.kind == IndicatorKind.LEVEL and was_now is not None:
        falls = target.comparator in (Comparator.BELOW, Comparator.AT_MOST)
        if value > was_now if falls else value < was_now:
            said = f"“{target.name}”由 {plain(was_now)} 变为 {plain(value)} {target.unit}"
            return Amount(goal, value, back=said)
    return Amount(goal, value)


def standing_reading(target: Target, period: str, part: str) -> Reading | None:
    """The figure of a unit for a period that counts at present."""
    rows = Reading.objects.filter(indicator=target.indicator, period=period, part=part)
    return rows.exclude(mark__standing__in=VOID).order_by("pk").last()


def _take_stage(work: Work, stage: int | None) -> StageMove | None:
    """Stages up to the one reached are met. Returns how far that moves, None where no stage is given."""
    if stage is None:
        return None
    rows = list(work.task.checkpoints.order_by("ordinal"))
    if not 0 <= stage <= len(rows):
        raise Invalid({"stage": f"阶段应在 0(未启动)与 {len(rows)} 之间。"})
    reached = max((row.ordinal for row in rows if row.met_on), default=0)
    met = {row.ordinal for row in rows if row.ordinal <= stage and not row.met_on}
    unmet = {row.ordinal: row.met_on for row in rows if row.ordinal > stage and row.met_on}
    mark_met(work.task, met, work.on)
    mark_unmet(work.task, set(unmet))
    work.entry.data["stage"] = stage
    work.note_data(met=sorted(met), unmet={str(n): day.isoformat() for n, day in unmet.items() if day})
    back = ""
    if stage < reached:
        now_at = rows[stage - 1].text if stage else "未启动"
        back = f"阶段由“{rows[reached - 1].text}”退回“{now_at}”"
    return StageMove(_percent(rows, reached), _percent(rows, stage), back)


def _percent(rows: Sequence[Checkpoint], stage: int) -> Decimal | None:
    """The percent of a stage; 0 before the first."""
    return rows[stage - 1].percent if stage else Decimal(0)


def _take_expected(work: Work, expected_on: date | None) -> list[str]:
    """Returns a sentence if the expected date is later than the one given before, or than the due date."""
    if expected_on is None:
        return []
    if expected_on.year > work.task.plan.year + 20 or expected_on < work.task.plan.starts_on:
        raise Invalid({"expected_on": "预计日期不合理,请核对年份。"})
    before = work.task.expected_on or work.task.due_on
    work.task.expected_on = expected_on
    work.note_data(expected_on=expected_on.isoformat())
    return [f"预计日期由 {before} 推后到 {expected_on}"] if expected_on > before else []


def _take_actions(work: Work, actions: Sequence[int]) -> None:
    if not actions:
        return
    known = dict(work.task.checkpoints.values_list("ordinal", "met_on"))
    if unknown := set(actions) - known.keys():
        raise Invalid({"actions": f"没有第 {'、'.join(map(str, sorted(unknown)))} 项阶段目标。"})
    mark_met(work.task, set(actions), work.on)
    work.note_data(actions=sorted(set(actions)), met=sorted(n for n in set(actions) if not known[n]))


def _take_help(work: Work, help: Help | None, supporting: bool) -> None:
    """A request stands until the lead unit's next report no longer makes it."""
    if not supporting:
        work.task.needs_help = False
    if help is not None:
        if not help.what:
            raise Invalid({"help": "请写明需要领导协调什么。"})
        work.task.needs_help = True
        work.note_texts(help_whom=help.whom, help_what=help.what)
