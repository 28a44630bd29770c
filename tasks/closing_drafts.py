"""办结申请拟稿: a reporter prepares the request, the head of the unit releases it with one tap.

For plans whose rules let only heads ask (`reporters_may_submit` off); with the setting on the reporter asks himself.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from tasks import access
from tasks.access import Rights
from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.models import ClosingDraft, Evidence, Person, PlanRules, Task, TaskEvent
from tasks.states import Action, Outcome, State
from tasks.workflow.closing import shortfall, submit
from tasks.workflow.engine import why_not


def may_prepare(who: Rights, task: Task, rules: PlanRules) -> bool:
    """People of the lead unit who may not ask themselves, while the task is under way."""
    asks = access.may(who, Action.SUBMIT, task, rules)
    return task.state == State.ACTIVE and access.leads(who, task) and not asks


def may_write(who: Rights, task: Task, rules: PlanRules, draft: ClosingDraft | None) -> bool:
    """Who prepares a draft, or changes the one there is: its writer, and whoever may release it."""
    if draft is None or draft.prepared_by_id == who.person.pk:
        return may_prepare(who, task, rules)
    return access.may(who, Action.SUBMIT, task, rules)


def of(task: Task) -> ClosingDraft | None:
    """The one that waits to be released."""
    return ClosingDraft.objects.filter(task=task).select_related("prepared_by", "task").first()


def waiting_for(who: Rights) -> list[ClosingDraft]:
    """Drafts of the units that this person heads, the oldest first; one query."""
    if not who.head:
        return []
    rows = ClosingDraft.objects.filter(task__lead_unit__code__in=who.head, task__state=State.ACTIVE)
    return list(rows.select_related("prepared_by", "task__lead_unit").order_by("prepared_on", "pk"))


def files_of(drafts: Sequence[ClosingDraft]) -> dict[int, list[Evidence]]:
    """The drafts' files by the draft's primary key; one query, or none."""
    ids = [number for draft in drafts for number in draft.evidence]
    found = Evidence.objects.select_related("file").in_bulk(ids) if ids else {}
    return {draft.pk: [found[number] for number in draft.evidence if number in found] for draft in drafts}


def prepare(
    task: Task,
    *,
    by: Person,
    on: date,
    rules: PlanRules,
    outcome: Outcome,
    note: str,
    evidence: Sequence[int] = (),
) -> ClosingDraft:
    """Keep the request for the head; one a task, the latest text counts. Files are the writer's own uploads, or those
    that the draft has already. Raises NotAllowed, WrongState, Invalid."""
    with transaction.atomic():
        held = Task.objects.select_for_update(of=("self",), no_key=True).select_related("plan", "lead_unit")
        task = held.get(pk=task.pk)
        draft = of(task)
        if refused := why_not(Action.SUBMIT, task):
            raise WrongState(refused, task)
        if not may_write(access.rights(by), task, rules, draft):
            raise NotAllowed("办结申请由牵头单位经办人拟稿、单位负责人放行。")
        _check(task, outcome, note)
        kept = _files(task, draft, by, evidence)
        saved, _ = ClosingDraft.objects.update_or_create(
            task=task,
            defaults={"outcome": outcome, "note": note, "evidence": kept},
            create_defaults={
                "outcome": outcome,
                "note": note,
                "evidence": kept,
                "prepared_by": by,
                "prepared_on": on,
            },
        )
    return saved


def _check(task: Task, outcome: Outcome, note: str) -> None:
    if not note:
        raise Invalid({"note": "请写明办结情况。"})
    if outcome == Outcome.COMPLETED and (lacking := shortfall(task)):
        raise Invalid({"outcome": f"不能按“完成”办结:{lacking}。可选“基本完成”“未完成”等结果并说明。"})


def _files(task: Task, draft: ClosingDraft | None, by: Person, ids: Sequence[int]) -> list[int]:
    loose = Evidence.objects.filter(pk__in=list(ids), task=task, event=None)
    owners = dict(loose.values_list("pk", "uploaded_by"))
    before = draft.evidence if draft else []
    if strange := [number for number in ids if owners.get(number) != by.pk and number not in before]:
        raise Invalid({"evidence": f"佐证 {'、'.join(map(str, strange))} 不存在,或已用于其他记录。"})
    return [number for number in dict.fromkeys(ids) if number in owners]


def release(draft: ClosingDraft, *, by: Person, on: date, version: int | None) -> TaskEvent:
    """The head asks for the task to be closed, in his own name, with what was prepared; the log names the writer."""
    return submit(
        draft.task,
        by=by,
        on=on,
        version=version,
        outcome=Outcome(draft.outcome),
        note=draft.note,
        prepared=draft,
    )


def discard(draft: ClosingDraft, *, by: Person, rules: PlanRules) -> None:
    """Its writer takes it back, or the head does not release it. The files stay his loose uploads for a while."""
    if not may_write(access.rights(by), draft.task, rules, draft):
        raise NotAllowed("只有拟稿人和单位负责人可以撤销拟稿。")
    draft.delete()
