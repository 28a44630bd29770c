"""立项, 交办, 调整: what the supervisor decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from tasks import access, log
from tasks.clock import now
from tasks.errors import Invalid, NotAllowed
from tasks.models import Measure, Person, Pillar, Task, TaskEvent, Unit
from tasks.models.face import join_codes
from tasks.rulebook import rules_row
from tasks.states import PREPARING, TRANSITIONS, Action, Cadence, Consultation, Kind, State, TaskRole
from tasks.workflow import checkpoints as stage_goals
from tasks.workflow import items as pieces
from tasks.workflow import quotas as shares
from tasks.workflow import targets as task_targets
from tasks.workflow.cadence import change_cadence
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.dates import check_dates, move_due
from tasks.workflow.engine import Work, performing, refresh_task
from tasks.workflow.items import ItemSpec
from tasks.workflow.quotas import Quota
from tasks.workflow.targets import TargetSpec
from tasks.workflow.units import first_unit

HEAVIEST = Decimal(10000)
"""Weights are below this, so that they fit `Face.weight`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the report a task comes from. `start` and `end` are characters, once the report is imported."""

    part: str = ""
    pillar: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str = ""


def propose(
    *,
    by: Person | None,
    on: date,
    title: str,
    measure: Measure,
    kind: Kind,
    role: TaskRole = TaskRole.DELIVER,
    detail: str = "",
    weight: Decimal = Decimal(1),
    starts_on: date | None = None,
    due_on: date | None = None,
    restricted: bool = False,
    lead_unit: Unit | None = None,
    supporting_units: Sequence[Unit] = (),
    leader: Person | None = None,
    assignee: Person | None = None,
    checkpoints: Sequence[StageGoal] = (),
    targets: Sequence[TargetSpec] = (),
    cadence: Cadence = Cadence.MONTHLY,
    items: Sequence[ItemSpec] = (),
    quotas: Sequence[Quota] = (),
    carried_from: Task | None = None,
    note: str = "",
    code: str = "",
    source: Source | None = None,
) -> TaskEvent:
    """Put a commitment on the plan. A lead unit given here is a suggestion until `assign` confirms it.

    `code` is chosen by the importer only; otherwise the pillar's next serial. `carried_from` is last year's task that
    goes on in this one. Raises NotAllowed, Invalid.
    """
    if by is not None and not access.may_propose(access.rights(by)):
        raise NotAllowed("只有督查室可以立项。")
    plan = measure.pillar.plan
    if plan.state not in TRANSITIONS[Action.PROPOSE].plans:
        raise Invalid({"measure": f"计划“{plan}”已归档,不能再立项。"})
    with transaction.atomic():
        task = Task(
            plan=plan,
            code=code or _next_code(measure),
            title=title,
            detail=detail,
            measure=measure,
            kind=kind,
            role=role,
            weight=weight,
            restricted=restricted,
            starts_on=starts_on or plan.starts_on,
            due_on=due_on or plan.ends_on,
            lead_unit=lead_unit,
            supporting=join_codes([unit.code for unit in supporting_units]),
            leader=leader,
            assignee=assignee,
            cadence=cadence,
            carried_from=carried_from,
            state=State.PROPOSED,
            version=1,
            created_at=now(),
            **({f"source_{key}": getattr(source, key) for key in Source.__slots__} if source else {}),
        )
        _check_text_and_weight(task)
        check_dates(task)
        if lead_unit:
            _check_people(lead_unit, supporting_units, leader, assignee)
        task.save(force_insert=True)
        rules = rules_row(plan, on)
        work = Work(task, by, on, rules, log.Entry(task, Action.PROPOSE, on, by=by, note=note))
        if by is not None:
            work.note_data(delegated_for=access.stands_in_for(access.rights(by), access.may_propose))
        if targets:
            task_targets.replace(task, targets)
            work.note_data(targets=task_targets.described(targets))
        if checkpoints:
            agreed = stage_goals.check(task, checkpoints, first_unit(task))
            stage_goals.replace(task, agreed)
            work.note_data(checkpoints=stage_goals.described(agreed))
        if items:
            pieces.replace(task, items)
            work.note_data(items=pieces.described(items))
        if quotas:
            shares.check(task, quotas)
            shares.replace(task, quotas)
            work.note_data(quotas=shares.described(quotas))
        if carried_from:
            work.note_data(carried_from=carried_from.code)
        refresh_task(task, on, rules)
        work.note_texts(detail=detail)
        return log.append(work.entry)


def _next_code(measure: Measure) -> str:
    _hold_serials(measure.pillar)
    prefix = f"{measure.pillar.plan.slug}-{measure.pillar.ordinal}-"
    serials = [
        int(code.removeprefix(prefix))
        for code in Task.objects.filter(code__startswith=prefix).values_list("code", flat=True)
        if code.removeprefix(prefix).isdigit()
    ]
    return f"{prefix}{max(serials, default=0) + 1:02d}"


def _hold_serials(pillar: Pillar) -> None:
    """Two proposals at once must not take the same serial; SQLite's write lock already sees to it."""
    Pillar.objects.select_for_update(no_key=True).get(pk=pillar.pk)


def _check_text_and_weight(task: Task) -> None:
    if not task.title.strip():
        raise Invalid({"title": "请填写任务名称。"})
    if not 0 <= task.weight < HEAVIEST:
        raise Invalid({"weight": f"权重应不小于 0、小于 {HEAVIEST}。"})


def _check_standing_goals(task: Task) -> None:
    """Stage goals agreed earlier must still fit the task's dates and kind."""
    stage_goals.check(task, stage_goals.current_goals(task))


def _check_standing_quotas(task: Task) -> None:
    """Units among which the target has been shared out cannot be left out: their shares are to be revised first."""
    try:
        shares.check(task, shares.current_quotas(task))
    except Invalid as refused:
        raise Invalid({"supporting_units": f"{refused.message}请先调整分解指标。"}) from refused


def _check_people(
    lead_unit: Unit, supporting_units: Sequence[Unit], leader: Person | None, assignee: Person | None
) -> None:
    errors: dict[str, str] = {}
    if not lead_unit.active:
        errors["lead_unit"] = f"{lead_unit}已停用。"
    if stopped := [unit.name for unit in supporting_units if not unit.active]:
        errors["supporting_units"] = f"{'、'.join(stopped)}已停用。"
    if lead_unit in supporting_units:
        errors["supporting_units"] = "牵头单位不必再列为配合单位。"
    if leader and not access.leaders().filter(pk=leader.pk).exists():
        errors["leader"] = f"{leader} 不是街道领导。"
    if assignee and not access.staff_of(lead_unit).filter(pk=assignee.pk).exists():
        errors["assignee"] = f"{assignee} 不是{lead_unit}的工作人员。"
    if errors:
        raise Invalid(errors)


def assign(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    lead_unit: Unit,
    leader: Person,
    due_on: date,
    supporting_units: Sequence[Unit] | None = None,
    assignee: Person | None = None,
    starts_on: date | None = None,
    checkpoints: Sequence[StageGoal] | None = None,
    note: str = "",
) -> TaskEvent:
    """Hand the task to a lead unit, or from one to another (改派). Confirms a suggested unit. The first due date
    stays on record for good."""
    with performing(Action.ASSIGN, task, by=by, on=on, version=version, note=note) as work:
        held = work.task
        supporting = _units(held) if supporting_units is None else list(supporting_units)
        _check_people(lead_unit, supporting, leader, assignee)
        held.lead_unit, held.leader, held.assignee = lead_unit, leader, assignee
        held.supporting = join_codes([unit.code for unit in supporting])
        _check_standing_quotas(held)
        held.assignment_confirmed = True
        held.starts_on = starts_on or held.starts_on
        move_due(held, due_on, work.on)
        held.pending_extension = None
        held.original_due_on = held.original_due_on or due_on
        check_dates(held)
        if checkpoints is not None:
            agreed = stage_goals.check(held, checkpoints, first_unit(held))
            stage_goals.replace(held, agreed)
            work.note_data(checkpoints=stage_goals.described(agreed))
        else:
            _check_standing_goals(held)
        work.note_data(lead_unit=lead_unit.code, due_on=due_on.isoformat(), leader=leader.pk)
    return work.event


def _units(task: Task) -> list[Unit]:
    return list(Unit.objects.filter(code__in=task.supporting_codes))


def revise(
    task: Task,
    *,
    by: Person | None,
    on: date,
    version: int | None,
    reason: str,
    note: str = "",
    **fields: Any,
) -> TaskEvent:
    """Change any editable field, with a reason; the log keeps the old value beside the new.

    `fields` are those of `states.EDITABLE`, typed as `propose` takes them. Raises Invalid where nothing changes.
    """
    with performing(Action.REVISE, task, by=by, on=on, version=version, note=note) as work:
        if not reason:
            raise Invalid({"reason": "请说明调整的理由。"})
        work.note_texts(reason=reason)
        changes = _apply(work, fields)
        if not changes:
            raise Invalid({"reason": "没有任何改动。"})
        work.note_data(changes=changes)
        if work.task.plan.state in PREPARING:
            work.task.consultation = Consultation.NONE  # a changed row is agreed to anew
        _check_text_and_weight(work.task)
        check_dates(work.task)
        _check_standing_goals(work.task)
        shares.check(work.task, shares.current_quotas(work.task))
        _check_revised_people(work.task, fields)
    return work.event


_PLAIN = ("title", "measure", "kind", "role", "weight", "starts_on", "due_on", "restricted", "lead_unit", "leader",
          "assignee", "cadence")  # fmt: skip


def _apply(work: Work, fields: dict[str, Any]) -> dict[str, Any]:
    task = work.task
    changes: dict[str, Any] = {}
    for name in _PLAIN:
        if name in fields and fields[name] != getattr(task, name):
            changes[name] = [_logged(getattr(task, name)), _logged(fields[name])]
            if name == "due_on":
                move_due(task, fields[name], work.on)
            else:
                setattr(task, name, fields[name])
    if "cadence" in changes:
        change_cadence(work)
    if "title" in changes:
        work.note_texts(old_title=changes.pop("title")[0])
        changes["title"] = True
    if "detail" in fields and fields["detail"] != task.detail:
        work.note_texts(old_detail=task.detail, detail=fields["detail"])
        task.detail, changes["detail"] = fields["detail"], True
    if "supporting_units" in fields:
        joined = join_codes([unit.code for unit in fields["supporting_units"]])
        if joined != task.supporting:
            changes["supporting_units"] = [
                task.supporting_codes,
                [u.code for u in fields["supporting_units"]],
            ]
            task.supporting = joined
    return changes | _apply_lists(task, fields)


def _apply_lists(task: Task, fields: dict[str, Any]) -> dict[str, Any]:
    changes = {}
    if "targets" in fields:
        before = task_targets.current_specs(task)
        if list(fields["targets"]) != before:
            task_targets.replace(task, fields["targets"])
            changes["targets"] = [task_targets.described(before), task_targets.described(fields["targets"])]
    if "checkpoints" in fields:
        before_goals = stage_goals.current_goals(task)
        agreed = stage_goals.check(task, fields["checkpoints"], first_unit(task))
        if agreed != before_goals:
            stage_goals.replace(task, agreed)
            changes["checkpoints"] = [stage_goals.described(before_goals), stage_goals.described(agreed)]
    if "items" in fields and list(fields["items"]) != (before_items := pieces.current_items(task)):
        pieces.replace(task, fields["items"])
        changes["items"] = [pieces.described(before_items), pieces.described(fields["items"])]
    if "quotas" in fields:
        before_quotas = shares.described(shares.current_quotas(task))
        agreed_quotas = shares.described(fields["quotas"])
        if agreed_quotas != before_quotas:
            shares.check(task, fields["quotas"])
            shares.replace(task, fields["quotas"])
            changes["quotas"] = [before_quotas, agreed_quotas]
    return changes


def _logged(value: Any) -> Any:
    """Structured values for the log: people by id, units and measures by code."""
    if isinstance(value, Person):
        return value.pk
    if isinstance(value, Unit):
        return value.code
    if isinstance(value, Measure):
        return f"{value.pillar.ordinal}.{value.ordinal}"
    return value if value is None or isinstance(value, bool) else str(value)


def _check_revised_people(task: Task, fields: dict[str, Any]) -> None:
    if {"lead_unit", "supporting_units", "leader", "assignee"} & fields.keys() and task.lead_unit:
        _check_people(task.lead_unit, _units(task), task.leader, task.assignee)
