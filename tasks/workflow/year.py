"""The plan's own year: 草案 → 征求意见 → 执行 → 收官 → 归档."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from tasks import access, audit, log
from tasks.errors import Invalid, NotAllowed
from tasks.models import Checkpoint, Person, Plan, Task
from tasks.notices.invitations import invite
from tasks.states import NOT_CLOSED, PREPARING, Action, Deed, PlanState
from tasks.workflow.checkpoints import StageGoal, described

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
        if state == PlanState.ACTIVE and before in PREPARING:
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
    goals = _goals(tasks)
    entries = []
    for task in tasks:
        task.version += 1
        task.original_due_on = task.original_due_on or task.due_on
        data = {"due_on": task.due_on.isoformat(), "checkpoints": described(goals[task.pk])}
        entries.append(log.Entry(task, Action.BASELINE, max(on, task.last_on or on), by=by, data=data))
    log.append_all(entries)


def _goals(tasks: Iterable[Task]) -> Mapping[int, list[StageGoal]]:
    found = defaultdict(list)
    for row in Checkpoint.objects.filter(task__in=tasks).order_by("task", "ordinal"):
        found[row.task_id].append(StageGoal(row.due_on, row.text, row.value, row.percent))
    return found
