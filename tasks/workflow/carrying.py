"""结转: next year's plan, and the tasks of this year that go on in it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tasks import access, audit
from tasks.errors import Invalid, NotAllowed, Refused
from tasks.models import Measure, Person, Pillar, Plan, PlanRules, Task, TaskEvent, Unit
from tasks.querysets import TaskQuerySet
from tasks.states import Cadence, Deed, Kind, Outcome, State, TaskRole
from tasks.workflow.items import ItemSpec
from tasks.workflow.planning import propose
from tasks.workflow.targets import next_years_specs

GOES_ON = (Outcome.CARRIED_OVER, Outcome.CONTINUING)
"""Outcomes with which a task ends only for this year."""


def start_next(plan: Plan, *, by: Person | None) -> Plan:
    """Next year's plan as a draft, with this year's pillars, measures and rules; the one there is, if there is one."""
    if by is not None and not access.rights(by).supervisor:
        raise NotAllowed("只有督查室可以建立新的年度计划。")
    year = plan.year + 1
    with transaction.atomic():
        following, made = Plan.objects.get_or_create(
            slug=_next_slug(plan),
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


def _next_slug(plan: Plan) -> str:
    """ "2021" after "2020", "2021-safety" after "2020-safety"."""
    named = plan.slug.replace(str(plan.year), str(plan.year + 1))
    return named if named != plan.slug else f"{plan.slug}-{plan.year + 1}"


def _copy_structure(plan: Plan, following: Plan) -> None:
    for pillar in plan.pillars.prefetch_related("measures"):
        copy = Pillar.objects.create(
            plan=following, ordinal=pillar.ordinal, name=pillar.name, slogan=pillar.slogan
        )
        Measure.objects.bulk_create(
            Measure(pillar=copy, ordinal=measure.ordinal, name=measure.name)
            for measure in pillar.measures.all()
        )
    rules = PlanRules.objects.filter(plan=plan).order_by("effective_on", "pk").last()
    if rules is not None:
        rules.pk, rules.plan, rules.effective_on = None, following, following.starts_on
        rules.save(force_insert=True)


def carried_over(plan: Plan) -> TaskQuerySet:
    """Tasks closed as 结转下年 or 转常态化 that no task of the next year continues yet."""
    tasks = Task.objects.filter(plan=plan, state=State.DONE, outcome__in=GOES_ON, carried_to=None)
    return tasks.select_related("plan", "measure__pillar", "lead_unit__succeeded_by", "leader")


def carry_over(task: Task, into: Plan, *, by: Person, on: date) -> TaskEvent:
    """Go on with a task in the next year's plan: same words, unit and leader, what is left of its pieces; a proposed
    row linked to this one.

    Raises Invalid where the plan has no measure of the same place, or the task has been carried over before.
    """
    with transaction.atomic():
        held = Task.objects.select_for_update(no_key=True).get(pk=task.pk)  # two at once must not both go on
        if held.state != State.DONE or held.outcome not in GOES_ON:
            raise Invalid({"task": "只有以“结转下年”或“转常态化”办结的任务才能结转。"})
        if following := Task.objects.filter(carried_from=held).first():
            raise Invalid({"task": f"该任务已经结转为 {following.code}。"})
        if into.year <= held.plan.year:
            raise Invalid({"plan": f"只能结转到 {held.plan.year} 年以后的计划。"})
        return _continue(held, _same_measure(held, into), by, on)


def _same_measure(task: Task, into: Plan) -> Measure:
    pillar, ordinal = task.measure.pillar.ordinal, task.measure.ordinal
    rows = Measure.objects.filter(pillar__plan=into, pillar__ordinal=pillar, ordinal=ordinal)
    if measure := rows.select_related("pillar__plan").first():
        return measure
    raise Invalid({"measure": f"{into}没有举措 {pillar}.{ordinal},请先建立。"})


def _continue(task: Task, measure: Measure, by: Person, on: date) -> TaskEvent:
    continuing = task.outcome == Outcome.CONTINUING
    lead = _successor(task.lead_unit)
    supporting = [_successor(unit) for unit in Unit.objects.filter(code__in=task.supporting_codes)]
    left = () if continuing else task.items.filter(done_on=None).order_by("ordinal")
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
        lead_unit=lead,
        supporting_units=list(dict.fromkeys(unit for unit in supporting if unit not in (None, lead))),
        leader=task.leader if task.leader and access.is_leader(task.leader) else None,
        cadence=Cadence(task.cadence),
        targets=() if continuing else next_years_specs(task),
        items=[ItemSpec(item.name, item.stage, item.owner) for item in left],
        carried_from=task,
        note=f"由 {task.code} 结转",
    )


def _successor(unit: Unit | None) -> Unit | None:
    """The unit that does its work today; none where it has been closed without one."""
    while unit is not None and not unit.active:
        unit = unit.succeeded_by
    return unit


def carry_over_all(tasks: Iterable[Task], into: Plan, *, by: Person, on: date) -> list[tuple[Task, str, str]]:
    """Each task with the code of its continuation, or with the reason why there is none."""
    results = []
    for task in tasks:
        try:
            results.append((task, carry_over(task, into, by=by, on=on).task.code, ""))
        except Refused as refused:
            results.append((task, "", refused.message))
    return results
