"""Writes the seeds, each row once: in one transaction, or not at all."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from glossary.models import Term
from guanhu.models import SownKind
from guanhu.seeds.plan_loader import sow_plan
from guanhu.seeds.problem_loader import sow_problems
from guanhu.seeds.rows import IndicatorRow, Row, Seeds, TermRow, UnitRow
from guanhu.seeds.sowing import Sowing, Tally
from guanhu.seeds.task_loader import sow_tasks
from guanhu.seeds.yaml_reader import Problem, SeedsRefused
from indicators.models import Indicator, Reading
from tasks.clock import now
from tasks.models import Unit


def load(seeds: Seeds, on: date) -> Mapping[SownKind, Tally]:
    """Write every row that has never been written. `on` is the office day from which the plan is active.

    Raises SeedsRefused where what the office has made stands against a row; then nothing has been written.
    """
    with transaction.atomic():
        sowing = Sowing(on)
        sow_plan(sowing, seeds)
        _sow_units(sowing, seeds.units)
        _sow_indicators(sowing, seeds.indicators)
        _sow_terms(sowing, seeds.terms)
        sow_tasks(sowing, seeds)
        sow_problems(sowing, seeds)
    return sowing.tallies


def _refuse_names_in_use(named: Iterable[tuple[str, Row]], in_use: Iterable[str]) -> None:
    """A name that the office has given to something of its own cannot be given twice."""
    held = set(in_use)
    problems = [Problem(row.at, f"名称“{name}”已用于别的代码。") for name, row in named if name in held]
    if problems:
        raise SeedsRefused(problems)


def _sow_units(sowing: Sowing, rows: tuple[UnitRow, ...]) -> None:
    taken = dict(Unit.objects.values_list("code", "name"))
    new = sowing.new(SownKind.UNIT, {row.code: row for row in rows}, taken)
    _refuse_names_in_use(((row.name, row) for row in new.values()), taken.values())
    Unit.objects.bulk_create(
        Unit(code=row.code, name=row.name, kind=row.kind, assumed=row.assumed, ordinal=ordinal)
        for ordinal, row in enumerate(rows, start=1)
        if row.code in new
    )


def _sow_terms(sowing: Sowing, rows: tuple[TermRow, ...]) -> None:
    taken = dict(Term.objects.values_list("slug", "term"))
    new = sowing.new(SownKind.TERM, {row.slug: row for row in rows}, taken)
    _refuse_names_in_use(((row.term, row) for row in new.values()), taken.values())
    Term.objects.bulk_create(
        Term(
            slug=row.slug,
            ordinal=row.ordinal,
            term=row.term,
            definition=row.definition,
            aliases=list(row.aliases),
            source_paragraph=row.source.paragraph if row.source else None,
        )
        for row in new.values()
    )


def _sow_indicators(sowing: Sowing, rows: tuple[IndicatorRow, ...]) -> None:
    taken = set(Indicator.objects.values_list("code", flat=True))
    new = sowing.new(SownKind.INDICATOR, {row.code: row for row in rows}, taken)
    made = Indicator.objects.bulk_create(
        Indicator(
            code=row.code,
            name=row.name,
            unit=row.unit,
            kind=row.kind,
            direction=row.direction,
            source_part=row.source.part if row.source else "",
            source_paragraph=row.source.paragraph if row.source else None,
        )
        for row in new.values()
    )
    at = now()
    Reading.objects.bulk_create(
        Reading(
            indicator=indicator,
            period=str(row.baseline.year),
            value=row.baseline.value,
            unit=row.baseline.unit,
            note=row.baseline.note,
            on=sowing.on,
            at=at,
        )
        for indicator, row in zip(made, new.values(), strict=True)
        if row.baseline
    )
