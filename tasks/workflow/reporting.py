"""报送进展: what a report carries depends on the task's kind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tasks import access, periods
from tasks.errors import Doubtful, Invalid, NotAllowed
from tasks.models import Person, Task, TaskEvent, Unit
from tasks.plausibility import EXPLAINED, Claim, pointers
from tasks.states import PROGRESS_KEYS, REPORT_NEEDS, REPORT_TAKES, Action, Cadence, Headway, Kind
from tasks.workflow import headway as headways
from tasks.workflow.amounts import Quantity, nothing_more, take_items, take_quantities
from tasks.workflow.engine import Work, attach_evidence, bind_evidence, performing
from tasks.workflow.items import ItemProgress
from tasks.workflow.steps import take_actions, take_expected, take_stage
from tasks.workflow.verification import wait_for_verification


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
        counted = take_items(work, items, quantities, period, part)
        if not supporting:
            counted = counted or nothing_more(held, headway, items, period, part)
        amounts = take_quantities(work, counted, period, part)
        moved = take_stage(work, stage)
        going_back = [
            *(amount.back for amount in amounts if amount.back),
            *([moved.back] if moved and moved.back else ()),
            *take_expected(work, expected_on),
        ]
        if going_back and not reason:
            raise Invalid({"reason": f"{';'.join(going_back)},请说明原因。"})
        take_actions(work, actions)
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


def _take_help(work: Work, help: Help | None, supporting: bool) -> None:
    """A request stands until the lead unit's next report no longer makes it."""
    if not supporting:
        work.task.needs_help = False
    if help is not None:
        if not help.what:
            raise Invalid({"help": "请写明需要领导协调什么。"})
        work.task.needs_help = True
        work.note_texts(help_whom=help.whom, help_what=help.what)
