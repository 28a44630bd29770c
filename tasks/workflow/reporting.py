"""报送进展: what a report carries depends on the task's kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.attainment import Goal, current
from indicators.goals import goals_for
from indicators.kinds import Comparator, IndicatorKind
from indicators.models import Reading, Target
from indicators.quantities import UnitMismatch, convert, plain
from tasks import access, periods
from tasks.clock import now
from tasks.errors import Invalid, NotAllowed
from tasks.models import Person, Task, TaskEvent, Unit
from tasks.states import PROGRESS_KEYS, REPORT_NEEDS, REPORT_TAKES, Action, Kind
from tasks.workflow.checkpoints import mark_met, mark_unmet
from tasks.workflow.engine import Work, attach_evidence, bind_evidence, performing

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
    problem: str = "",
    next_step: str = "",
    help: Help | None = None,
    reason: str = "",
    evidence: Sequence[int] = (),
    on_behalf_of: Unit | None = None,
    part: str = "",
) -> TaskEvent:
    """Report progress for a period.

    The lead unit's report stands for the task and needs what its kind needs; a supporting unit adds its part. A
    figure, stage or date that goes back needs a reason. `part` names the unit for the system (`by` None) only.
    Raises Invalid with the key that is wrong.
    """
    with performing(Action.REPORT, task, by=by, on=on, version=version, note=note) as work:
        held = work.task
        part = _part(work, on_behalf_of, part, evidence)
        supporting = held.lead_unit is not None and part != held.lead_unit.code
        given = {"quantities": quantities, "stage": stage, "expected_on": expected_on, "actions": actions}
        _check_period(work, period)
        _check_keys(held, given, note, supporting)
        work.entry.period = period
        work.note_data(part=part, supporting=supporting)
        going_back = [
            *_take_quantities(work, quantities, period, part),
            *_take_stage(work, stage),
            *_take_expected(work, expected_on),
        ]
        if going_back and not reason:
            raise Invalid({"reason": f"{';'.join(going_back)},请说明原因。"})
        _take_actions(work, actions)
        attach_evidence(work, list(evidence))
        work.note_texts(problem=problem, next_step=next_step, reason=reason)
        _take_help(work, help, supporting)
        if not supporting:
            held.last_period = max(held.last_period, period)
            work.reported = period
    bind_evidence(work.event)
    return work.event


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
    if not periods.valid(period):
        raise Invalid({"period": "期次应形如 2020-09。"})
    first = periods.period_of(work.task.plan.starts_on)
    latest = max(periods.open_period(work.on, work.rules.report_due_day), periods.period_of(work.on))
    if not first <= period <= latest:
        raise Invalid({"period": f"期次应在 {first} 与 {latest} 之间。"})


def _check_keys(task: Task, given: Mapping[str, object], note: str, supporting: bool) -> None:
    kind = Kind(task.kind)
    errors: dict[str, str] = {}
    if not note:
        errors["note"] = "请填写进展。"
    for key in PROGRESS_KEYS:
        if given[key] not in (None, (), []) and key not in REPORT_TAKES[kind]:
            errors[key] = f"{kind.label}任务不报送此项。"
    need = REPORT_NEEDS.get(kind)
    if need and not supporting and given[need] in (None, (), []) and _can_give(task, need):
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


def _take_quantities(work: Work, quantities: Sequence[Quantity], period: str, part: str) -> list[str]:
    """Write the readings. Returns a sentence for each figure that goes back."""
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
    back = []
    for quantity, target in zip(quantities, chosen, strict=True):
        assert target.indicator is not None  # the database holds: a figure has its indicator
        value = _in_unit(quantity, target)
        if sentence := _goes_back(before[target.pk], target, period, part, value):
            back.append(sentence)
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
    return back


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


def _goes_back(goal: Goal, target: Target, period: str, part: str, value: Decimal) -> str:
    """A cumulative figure goes back where a correction lowers it; a level where it moves away from its target."""
    assert target.indicator is not None
    if target.indicator.kind == IndicatorKind.CUMULATIVE:
        earlier = (
            Reading.objects.filter(indicator=target.indicator, period=period, part=part).order_by("pk").last()
        )
        if earlier and convert(earlier.value, earlier.unit, target.unit) > value:
            was = plain(convert(earlier.value, earlier.unit, target.unit))
            return f"“{target.name}”{periods.label(period)}由 {was} 改为 {plain(value)} {target.unit}"
    if target.indicator.kind == IndicatorKind.LEVEL:
        was_now = current(goal)
        falls = target.comparator in (Comparator.BELOW, Comparator.AT_MOST)
        if was_now is not None and (value > was_now if falls else value < was_now):
            return f"“{target.name}”由 {plain(was_now)} 变为 {plain(value)} {target.unit}"
    return ""


def _take_stage(work: Work, stage: int | None) -> list[str]:
    """Stages up to the one reached are met. Returns a sentence if it is an earlier one than before."""
    if stage is None:
        return []
    rows = list(work.task.checkpoints.order_by("ordinal"))
    if not 0 <= stage <= len(rows):
        raise Invalid({"stage": f"阶段应在 0(未启动)与 {len(rows)} 之间。"})
    reached = max((row.ordinal for row in rows if row.met_on), default=0)
    mark_met(work.task, {row.ordinal for row in rows if row.ordinal <= stage and not row.met_on}, work.on)
    mark_unmet(work.task, {row.ordinal for row in rows if row.ordinal > stage and row.met_on})
    work.entry.data["stage"] = stage
    if stage < reached:
        now_at = rows[stage - 1].text if stage else "未启动"
        return [f"阶段由“{rows[reached - 1].text}”退回“{now_at}”"]
    return []


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
    known = set(work.task.checkpoints.values_list("ordinal", flat=True))
    if unknown := set(actions) - known:
        raise Invalid({"actions": f"没有第 {'、'.join(map(str, sorted(unknown)))} 项阶段目标。"})
    mark_met(work.task, set(actions), work.on)
    work.note_data(actions=sorted(set(actions)))


def _take_help(work: Work, help: Help | None, supporting: bool) -> None:
    """A request stands until the lead unit's next report no longer makes it."""
    if not supporting:
        work.task.needs_help = False
    if help is not None:
        if not help.what:
            raise Invalid({"help": "请写明需要领导协调什么。"})
        work.task.needs_help = True
        work.note_texts(help_whom=help.whom, help_what=help.what)
