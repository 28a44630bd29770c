"""One function a row: its keys, and what each must be. Knows no ORM."""

from datetime import date
from decimal import Decimal

from guanhu.seeds.rows import (
    BaselineRow,
    IndicatorRow,
    MeasureRow,
    Part,
    PillarRow,
    PlanRow,
    ProblemGroupRow,
    ProblemRow,
    SourceRow,
    TargetRow,
    TaskRow,
    TermRow,
    UnitRow,
)
from guanhu.seeds.section import Section
from indicators.kinds import Comparator, Direction, IndicatorKind
from tasks.states import Kind, TaskRole, UnitKind

LONGEST_TITLE = 40
"""Characters: a row of the 任务分解表 is read at a glance."""


def _source(section: Section) -> SourceRow:
    return SourceRow(
        part=section.choice("part", Part),
        pillar=section.whole("pillar", required=False),
        paragraph=section.whole("paragraph", required=False),
    )


def plan_row(section: Section) -> PlanRow:
    return PlanRow(
        at=section.at,
        slug=section.code("slug", 20),
        year=section.whole("year"),
        title=section.text("title", 80),
        starts_on=section.day("starts_on") or date.min,
        ends_on=section.day("ends_on") or date.min,
        source_title=section.text("source_title", 120),
        sound=section.sound,
    )


def pillar_row(section: Section) -> PillarRow:
    return PillarRow(
        at=section.at,
        ordinal=section.whole("ordinal"),
        name=section.text("name", 40),
        slogan=section.text("slogan", 120),
        source=section.part("source", _source),
        measures=section.rows("measures", _measure),
        sound=section.sound,
    )


def _measure(section: Section) -> MeasureRow:
    return MeasureRow(
        at=section.at,
        ordinal=section.whole("ordinal"),
        name=section.text("name", 80),
        source=section.part("source", _source),
        sound=section.sound,
    )


def unit_row(section: Section) -> UnitRow:
    section.text("note", 200, required=False)  # for the reader of the file
    return UnitRow(
        at=section.at,
        code=section.code("code"),
        name=section.text("name", 40),
        kind=section.choice("kind", UnitKind),
        assumed=section.flag("assumed"),
        source=section.part("source", _source, required=False),
        sound=section.sound,
    )


def indicator_row(section: Section) -> IndicatorRow:
    return IndicatorRow(
        at=section.at,
        code=section.code("code", 60),
        name=section.text("name", 80),
        unit=section.text("unit", 20),
        kind=section.choice("kind", IndicatorKind),
        direction=section.choice("direction", Direction),
        baseline=section.part("baseline", _baseline),
        source=section.part("source", _source),
        sound=section.sound,
    )


def _baseline(section: Section) -> BaselineRow:
    return BaselineRow(
        at=section.at,
        year=section.whole("year"),
        value=section.amount("value") or Decimal(0),
        unit=section.text("unit", 20),
        note=section.text("note", 200, required=False),
        sound=section.sound,
    )


def term_row(section: Section) -> TermRow:
    return TermRow(
        at=section.at,
        ordinal=section.whole("ordinal"),
        slug=section.code("slug", 60),
        term=section.text("term", 80),
        aliases=section.words("aliases", 80),
        definition=section.text("definition", 400),
        source=section.part("source", _source),
        sound=section.sound,
    )


def task_row(pillar: int, section: Section) -> TaskRow:
    return TaskRow(
        at=section.at,
        pillar=pillar,
        code=section.code("code"),
        measure=section.text("measure", 10),
        title=section.text("title", LONGEST_TITLE),
        detail=section.text("detail", 200, required=False),
        kind=section.choice("kind", Kind),
        role=section.choice("role", TaskRole),
        restricted=section.flag("restricted", required=False),
        lead=section.code("lead"),
        supporting=section.words("supporting", 40, required=False),
        due=section.day("due", required=False),
        source=section.part("source", _source),
        targets=section.rows("targets", _target, required=False),
        sound=section.sound,
    )


def _target(section: Section) -> TargetRow:
    return TargetRow(
        at=section.at,
        indicator=section.code("indicator", 60, required=False),
        name=section.text("name", 80, required=False),
        comparator=section.choice("comparator", Comparator),
        value=section.amount("value", required=False),
        value_max=section.amount("value_max", required=False),
        unit=section.text("unit", 20, required=False),
        milestone=section.text("milestone", 40, required=False),
        reading=section.choice_or_none("reading", IndicatorKind),
        sound=section.sound,
    )


def problem_group_row(section: Section) -> ProblemGroupRow:
    return ProblemGroupRow(
        at=section.at,
        ordinal=section.whole("ordinal"),
        name=section.text("name", 40),
        source=section.part("source", _source),
        problems=section.rows("problems", _problem),
        sound=section.sound,
    )


def _problem(section: Section) -> ProblemRow:
    return ProblemRow(
        at=section.at,
        ordinal=section.whole("ordinal"),
        text=section.text("text", LONGEST_TITLE),
        measures=section.words("measures", 10, required=False),
        tasks=section.words("tasks", 40, required=False),
        source=section.part("source", _source),
        sound=section.sound,
    )
