"""Writes the plan, its pillars and its measures."""

from guanhu.models import SownKind
from guanhu.seeds.rows import PlanRow, Seeds
from guanhu.seeds.sowing import Sowing, still_there
from tasks.models import Measure, Pillar, Plan, PlanRules
from tasks.states import PlanState


def sow_plan(sowing: Sowing, seeds: Seeds) -> None:
    """The plan, active from the day of the load, so that the first sweep has nothing to make up."""
    taken = Plan.objects.values_list("slug", flat=True)
    for row in sowing.new(SownKind.PLAN, {seeds.plan.slug: seeds.plan}, taken).values():
        _make_plan(sowing, row)
    _sow_pillars(sowing, seeds)
    _sow_measures(sowing, seeds)


def _make_plan(sowing: Sowing, row: PlanRow) -> None:
    plan = Plan.objects.create(
        slug=row.slug,
        year=row.year,
        title=row.title,
        source_title=row.source_title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=PlanState.ACTIVE,
        activated_on=sowing.on,
        swept_to=sowing.on,
    )
    PlanRules.objects.create(plan=plan, effective_on=plan.starts_on)


def _sow_pillars(sowing: Sowing, seeds: Seeds) -> None:
    slug = seeds.plan.slug
    plan = Plan.objects.filter(slug=slug).first()
    taken = {f"{slug}-{row.ordinal}" for row in Pillar.objects.filter(plan=plan)}
    rows = {f"{slug}-{row.ordinal}": row for row in seeds.pillars}
    for row in sowing.new(SownKind.PILLAR, rows, taken).values():
        Pillar.objects.create(
            plan=still_there(plan, row.at, f"年度计划 {slug} "),
            ordinal=row.ordinal,
            name=row.name,
            slogan=row.slogan,
        )


def _sow_measures(sowing: Sowing, seeds: Seeds) -> None:
    slug = seeds.plan.slug
    pillars = {row.ordinal: row for row in Pillar.objects.filter(plan__slug=slug)}
    taken = {f"{slug}-{key}" for key in measures_of(slug)}
    rows = {f"{slug}-{p.ordinal}.{m.ordinal}": (p, m) for p in seeds.pillars for m in p.measures}
    for pillar, row in sowing.new(SownKind.MEASURE, rows, taken).values():
        Measure.objects.create(
            pillar=still_there(pillars.get(pillar.ordinal), row.at, f"板块 {pillar.ordinal} "),
            ordinal=row.ordinal,
            name=row.name,
            source_paragraph=row.source.paragraph if row.source else None,
        )


def measures_of(slug: str) -> dict[str, Measure]:
    """A plan's measures by pillar and measure, "2.2"."""
    found = Measure.objects.filter(pillar__plan__slug=slug).select_related("pillar__plan")
    return {f"{row.pillar.ordinal}.{row.ordinal}": row for row in found}
