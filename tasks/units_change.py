"""单位调整: a unit is renamed, or merged into another. Units are never deleted; the log keeps their codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet

from tasks import access, audit
from tasks.access import Rights
from tasks.errors import Invalid, NotAllowed
from tasks.models import Membership, Person, SubQuota, Task, Unit, UnitName
from tasks.models.face import Face, join_codes
from tasks.querysets import TaskQuerySet, of_unit
from tasks.states import NOT_CLOSED, Action, Deed, PlanState
from tasks.workflow.engine import Work, perform_many
from tasks.workflow.quotas import Quota, described

_LONGEST = Face._meta.get_field("supporting").max_length or 0


def may_change(who: Rights) -> bool:
    """Units are the administrators' and the supervisors' to rename and to merge."""
    return who.own.administrator or who.supervisor


def check_may_change(by: Person) -> None:
    """Raises NotAllowed."""
    if not may_change(access.rights(by)):
        raise NotAllowed("单位改名、撤并由系统管理员或督查室办理。")


def rename(unit: Unit, name: str, *, by: Person, on: date, since: date | None = None) -> None:
    """Give the unit another name from a day on; the old one stays on record. Raises NotAllowed, Invalid."""
    check_may_change(by)
    with transaction.atomic():
        held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        _check_name(held, name)
        until = _until(since or on, on)
        UnitName.objects.create(unit=held, name=held.name, until=until)
        held.name = name
        held.save(update_fields=["name"])
        audit.record(Deed.UNITS, by=by, subject=held.code, data={"renamed": True, "until": until.isoformat()})
    unit.name = name


def _check_name(unit: Unit, name: str) -> None:
    if not name.strip():
        raise Invalid({"name": "请填写新名称。"})
    if name == unit.name:
        raise Invalid({"name": "新名称与现名称相同。"})
    if Unit.objects.filter(name=name).exclude(pk=unit.pk).exists():
        raise Invalid({"name": f"已有名为“{name}”的单位;合并请用“并入其他单位”。"})


def _until(since: date, on: date) -> date:
    """The last day of what was, given the first of what is."""
    if since > on:
        raise Invalid({"since": f"自何日起不能晚于今天({on});请到当日再办理。"})
    return since - timedelta(days=1)


def tasks_of(unit: Unit) -> TaskQuerySet:
    """What goes on with the successor: every task that is not closed, led or supported."""
    return Task.objects.filter(of_unit(unit.code), state__in=NOT_CLOSED).exclude(
        plan__state=PlanState.ARCHIVED
    )


@dataclass(frozen=True, slots=True)
class Merger:
    """What a merger would move: tasks (of those that somebody sees), people, units below."""

    leading: Sequence[Task]
    supporting: Sequence[Task]
    people: Sequence[Person]
    parts: Sequence[Unit]


def preview(gone: Unit, person: Person) -> Merger:
    """As far as this person sees it: restricted tasks that are none of his are moved, and not counted here."""
    seen = tasks_of(gone).filter(access.visible_q(access.rights(person))).with_names().order_by("code")
    return Merger(
        leading=[task for task in seen if task.lead_unit_id == gone.pk],
        supporting=[task for task in seen if task.lead_unit_id != gone.pk],
        people=list(Person.objects.filter(memberships__unit=gone, is_active=True).distinct()),
        parts=list(Unit.objects.filter(parent=gone)),
    )


@dataclass(slots=True)
class _Absorbing:
    """One merger under way; `quotas` are the shares of tasks in which the unit that goes has one, by task."""

    gone: Unit
    into: Unit
    reason: str
    quotas: Mapping[int, Sequence[SubQuota]] = field(default_factory=dict)

    def change(self, work: Work) -> None:
        """One task's units, before and after, in the log."""
        task, old, new = work.task, self.gone.code, self.into.code
        changes: dict[str, list[object]] = {}
        if task.lead_unit_id == self.gone.pk:
            changes["lead_unit"] = [old, new]
            task.lead_unit = self.into
        lead = task.lead_unit.code if task.lead_unit else ""
        codes = [new if code == old else code for code in task.supporting_codes]
        kept = [code for code in dict.fromkeys(codes) if code != lead]
        if kept != task.supporting_codes:
            changes["supporting_units"] = [task.supporting_codes, kept]
            task.supporting = join_codes(kept)
        if len(task.supporting) > _LONGEST:
            raise Invalid({"into": "配合单位过多,请先减少配合单位。"})
        work.note_texts(reason=self.reason)
        work.note_data(changes=changes, merged=old, quotas=self._shares(task))

    def _shares(self, task: Task) -> list[dict[str, str]]:
        totals: dict[Unit, Decimal] = {}
        for row in self.quotas.get(task.pk, ()):
            unit = self.into if row.unit_id == self.gone.pk else row.unit
            totals[unit] = totals.get(unit, Decimal(0)) + row.value
        return described([Quota(unit, value) for unit, value in totals.items()])

    def finish(self, works: Sequence[Work]) -> None:
        """The shares of both become the successor's; the same few statements for any number of tasks."""
        rows = [row for work in works for row in self.quotas.get(work.task.pk, ())]
        old = {row.task_id: row for row in rows if row.unit_id == self.gone.pk}
        both = [row for row in rows if row.unit_id == self.into.pk]
        for row in both:
            row.value += old.pop(row.task_id).value
        SubQuota.objects.filter(unit=self.gone, task__in=[row.task_id for row in both]).delete()
        SubQuota.objects.bulk_update(both, ["value"])
        SubQuota.objects.filter(pk__in=[row.pk for row in old.values()]).update(unit=self.into)


def merge(
    gone: Unit, into: Unit, *, by: Person, on: date, since: date | None = None, reason: str = ""
) -> int:
    """Merge one unit into another: tasks that are not closed, people and units below go over in one transaction, and
    the unit that goes says where. Returns how many tasks went over. Raises NotAllowed, Invalid; then nothing has
    changed.
    """
    check_may_change(by)
    until = _until(since or on, on)
    with transaction.atomic():
        ordered = Unit.objects.select_for_update(no_key=True).filter(pk__in=(gone.pk, into.pk)).order_by("pk")
        held = {unit.pk: unit for unit in ordered}
        old, new = held[gone.pk], held[into.pk]
        _check_merger(old, new)
        moved = _hand_over(old, new, reason or f"{old.name}并入{new.name}", by, on)
        _copy_people(old, new)
        _move_parts(old, new)
        UnitName.objects.create(unit=old, name=old.name, until=until)
        old.active, old.succeeded_by = False, new
        old.save(update_fields=["active", "succeeded_by"])
        data = {"into": new.code, "until": until.isoformat()}
        audit.record(Deed.UNITS, by=by, subject=old.code, data=data)
    gone.active, gone.succeeded_by = False, into
    return moved


def _check_merger(gone: Unit, into: Unit) -> None:
    if gone == into:
        raise Invalid({"into": "不能并入自身。"})
    if not gone.active:
        raise Invalid({"into": f"{gone}已经撤并。"})
    if not into.active:
        raise Invalid({"into": f"{into}已停用,不能并入。"})


def _hand_over(gone: Unit, into: Unit, reason: str, by: Person, on: date) -> int:
    pks = list(tasks_of(gone).values_list("pk", flat=True))
    quotas: dict[int, list[SubQuota]] = {}
    shared = SubQuota.objects.filter(unit=gone, task__in=pks).values("task")
    for row in SubQuota.objects.filter(task__in=shared).select_related("unit").order_by("unit__ordinal"):
        quotas.setdefault(row.task_id, []).append(row)
    absorbing = _Absorbing(gone, into, reason, quotas)
    results = perform_many(
        Action.REVISE,
        dict.fromkeys(pks),
        absorbing.change,
        by=by,
        on=on,
        finish=absorbing.finish,
        authorised=True,
    )
    if refused := [result for result in results if result.refused]:
        seen = set(access.visible_tasks(by).filter(pk__in=pks).values_list("pk", flat=True))
        said = [f"{r.task.code}:{r.refused.message}" for r in refused if r.refused and r.task.pk in seen]
        raise Invalid({"into": ["有任务无法转交,没有作任何改动。", *said]})
    return len(results)


def _copy_people(gone: Unit, into: Unit) -> None:
    """The old memberships stay as they were; a unit that is not in use gives no rights."""
    Membership.objects.bulk_create(
        [Membership(person_id=row.person_id, unit=into, role=row.role) for row in gone.memberships.all()],
        ignore_conflicts=True,
    )


def _move_parts(gone: Unit, into: Unit) -> None:
    if into.parent_id == gone.pk:
        into.parent = gone.parent
        into.save(update_fields=["parent"])
    Unit.objects.filter(parent=gone).exclude(pk=into.pk).update(parent=into)


@dataclass(frozen=True, slots=True)
class History:
    """Earlier names of a unit, and the units that were merged into it, with the last day of each."""

    names: Sequence[UnitName]
    absorbed: Sequence[UnitName]
    gone_until: date | None


NO_HISTORY = History((), (), None)


def former_names(unit: Unit | OuterRef) -> QuerySet[UnitName]:
    """Names that the unit had, and those of the units that were merged into it."""
    return UnitName.objects.filter(Q(unit=unit) | Q(unit__succeeded_by=unit))


def history(unit: Unit) -> History:
    """One query."""
    rows = list(former_names(unit).select_related("unit").order_by("-until", "-pk"))
    own = [row for row in rows if row.unit_id == unit.pk]
    last = own[0].until if own and not unit.active else None
    return History(
        names=[row for row in own if row.name != unit.name],
        absorbed=[row for row in rows if row.unit_id != unit.pk and row.name == row.unit.name],
        gone_until=last,
    )
