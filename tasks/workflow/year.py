"""The plan's own year: 草案 → 征求意见 → 执行 → 收官 → 归档, and what goes on into the next."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tasks import access, audit, log
from tasks.errors import Invalid, NotAllowed, Refused
from tasks.models import Measure, Person, Pillar, Plan, Task, TaskEvent, Unit
from tasks.notices.invitations import invite
from tasks.states import NOT_CLOSED, Action, Deed, Kind, Outcome, PlanState, State, TaskRole
from tasks.workflow.checkpoints import current_goals, described
from tasks.workflow.planning import propose
from tasks.workflow.targets import next_years_specs

NEXT: dict[PlanState, tuple[PlanState, ...]] = {
    PlanState.DRAFT: (PlanState.CONSULTING, PlanState.ACTIVE),
    PlanState.CONSULTING: (PlanState.DRAFT, PlanState.ACTIVE),
    PlanState.ACTIVE: (PlanState.CLOSING,),
    PlanState.CLOSING: (PlanState.ACTIVE, PlanState.ARCHIVED),
    PlanState.ARCHIVED: (),
}
"""Where a plan can go from each state; back only as long as nothing has been decided by it."""


def move(plan: Plan, state: PlanState, *, by: Person | None, on: date) -> Plan:
    """Take the plan to another state. Going active freezes the baseline of every task (one event each); archiving
    asks that every task is closed. Recorded in the audit trail. Raises NotAllowed, Invalid; nothing half-done."""
    if by is not None and not access.rights(by).supervisor:
        raise NotAllowed("只有督查室可以变更计划的状态。")
    with transaction.atomic():
        held = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        before = PlanState(held.state)
        if state not in NEXT[before]:
            raise Invalid({"state": f"计划现为“{before.label}”,不能转为“{state.label}”。"})
        if state == PlanState.ARCHIVED and (left := unclosed(held)):
            raise Invalid({"state": f"还有 {left} 项任务没有办结结果,不能归档。"})
        held.state = state
        if state == PlanState.ACTIVE and before in (PlanState.DRAFT, PlanState.CONSULTING):
            held.activated_on = held.activated_on or on
            _freeze(held, by, on)
        held.save(update_fields=["state", "activated_on"])
        audit.record(Deed.PLAN, by=by, subject=held.slug, data={"from": before.value, "to": state.value})
        if state == PlanState.CONSULTING:
            invite(held, on, by)
    plan.refresh_from_db()
    return plan


def unclosed(plan: Plan) -> int:
    """Tasks without an outcome: neither done nor cancelled."""
    return Task.objects.filter(plan=plan, state__in=NOT_CLOSED).count()


def _freeze(plan: Plan, by: Person | None, on: date) -> None:
    """The baseline: due date and stage goals as decided, one event a task, so that later changes show against it."""
    tasks = log.hold(Task.objects.filter(plan=plan, state__in=NOT_CLOSED).values_list("pk", flat=True))
    entries = []
    for task in tasks:
        task.version += 1
        task.original_due_on = task.original_due_on or task.due_on
        data = {"due_on": task.due_on.isoformat(), "checkpoints": described(current_goals(task))}
        entries.append(log.Entry(task, Action.BASELINE, max(on, task.last_on or on), by=by, data=data))
    log.append_all(entries)


def start_next(plan: Plan, *, by: Person | None) -> Plan:
    """Next year's plan as a draft, with this year's pillars and measures; the one there is, if there is one."""
    if by is not None and not access.rights(by).supervisor:
        raise NotAllowed("只有督查室可以建立新的年度计划。")
    year = plan.year + 1
    with transaction.atomic():
        following, made = Plan.objects.get_or_create(
            slug=str(year),
            defaults={
                "year": year,
                "title": plan.title.replace(str(plan.year), str(year)),
                "starts_on": date(year, 1, 1),
                "ends_on": date(year, 12, 31),
            },
        )
        if made:
            _copy_structure(plan, following)
            audit.record(Deed.PLAN, by=by, subject=following.slug, data={"from": plan.slug})
    return following


def _copy_structure(plan: Plan, following: Plan) -> None:
    for pillar in plan.pillars.prefetch_related("measures"):
        copy = Pillar.objects.create(
            plan=following, ordinal=pillar.ordinal, name=pillar.name, slogan=pillar.slogan
        )
        Measure.objects.bulk_create(
            Measure(pillar=copy, ordinal=measure.ordinal, name=measure.name)
            for measure in pillar.measures.all()
        )


def carried_over(plan: Plan) -> Iterable[Task]:
    """Tasks closed as 结转下年 or 转常态化 that no task of the next year continues yet."""
    outcomes = (Outcome.CARRIED_OVER, Outcome.CONTINUING)
    return Task.objects.filter(plan=plan, state=State.DONE, outcome__in=outcomes, carried_to=None)


def carry_over(task: Task, into: Plan, *, by: Person, on: date) -> TaskEvent:
    """Go on with a task in the next year's plan: same words, unit and leader, a proposed row linked to this one.

    Raises Invalid where the plan has no measure of the same place, or the task has been carried over before.
    """
    if task.state != State.DONE or task.outcome not in (Outcome.CARRIED_OVER, Outcome.CONTINUING):
        raise Invalid({"task": "只有以“结转下年”或“转常态化”办结的任务才能结转。"})
    if Task.objects.filter(carried_from=task).exists():
        raise Invalid({"task": "该任务已经结转。"})
    pillar, ordinal = task.measure.pillar.ordinal, task.measure.ordinal
    measure = Measure.objects.filter(pillar__plan=into, pillar__ordinal=pillar, ordinal=ordinal).first()
    if measure is None:
        raise Invalid({"measure": f"{into}没有举措 {pillar}.{ordinal},请先建立。"})
    continuing = task.outcome == Outcome.CONTINUING
    return propose(
        by=by,
        on=on,
        title=task.title,
        detail=task.detail,
        measure=measure,
        kind=Kind.CONTINUING if continuing else Kind(task.kind),
        role=TaskRole(task.role),
        weight=task.weight,
        restricted=task.restricted,
        lead_unit=task.lead_unit,
        supporting_units=list(Unit.objects.filter(code__in=task.supporting_codes, active=True)),
        leader=task.leader,
        targets=() if continuing else next_years_specs(task),
        carried_from=task,
        note=f"由 {task.code} 结转",
    )


def carry_over_all(tasks: Iterable[Task], into: Plan, *, by: Person, on: date) -> list[tuple[Task, str, str]]:
    """Each task with the code of its continuation, or with the reason why there is none."""
    results = []
    for task in tasks:
        try:
            results.append((task, carry_over(task, into, by=by, on=on).task.code, ""))
        except Refused as refused:
            results.append((task, "", refused.message))
    return results
