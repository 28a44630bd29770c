"""The rows of the seeds, as data: what `folder` reads, `checks` compares, `loader` writes. Knows no ORM."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

from guanhu.seeds.yaml_reader import Place
from indicators.kinds import Comparator, Direction, IndicatorKind
from tasks.states import Kind, TaskRole, UnitKind


class Part(TextChoices):
    """Parts of the report, by the numerals of its headings."""

    REVIEW = "一", "工作回顾"
    AIMS = "二", "总体要求"
    WORK = "三", "工作重点"
    APPENDIX = "附", "名词解释"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A place in the report. Paragraphs count within their pillar, or their part; 0 means the heading."""

    part: Part
    pillar: int
    paragraph: int

    def __str__(self) -> str:
        pillar = f"板块 {self.pillar} " if self.pillar else ""
        return f"{self.part}、{pillar}第 {self.paragraph} 段"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`sound`: read without a problem. An unsound row has blanks, and is compared by its key alone."""

    at: Place
    sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow(Row):
    slug: str
    year: int
    title: str
    starts_on: date
    ends_on: date
    source_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow(Row):
    ordinal: int
    name: str
    source: SourceRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PillarRow(Row):
    ordinal: int
    name: str
    slogan: str
    source: SourceRow | None
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow(Row):
    """`assumed`: a customary office that the report does not name, so without a place in it."""

    code: str
    name: str
    kind: UnitKind
    assumed: bool
    source: SourceRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRow(Row):
    """What a past year reached."""

    year: int
    value: Decimal
    unit: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow(Row):
    code: str
    name: str
    unit: str
    kind: IndicatorKind
    direction: Direction
    baseline: BaselineRow | None
    source: SourceRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow(Row):
    ordinal: int
    slug: str
    term: str
    aliases: tuple[str, ...]
    definition: str
    source: SourceRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow(Row):
    """Aims at an indicator of the list by its code, or at a new one by its name; a milestone at neither."""

    indicator: str
    name: str
    comparator: Comparator
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    milestone: str
    reading: IndicatorKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow(Row):
    """`pillar` is that of the file; `measure` is "2.2", pillar and measure by their ordinals."""

    pillar: int
    code: str
    measure: str
    title: str
    detail: str
    kind: Kind
    role: TaskRole
    restricted: bool
    lead: str
    supporting: tuple[str, ...]
    due: date | None
    source: SourceRow | None
    targets: tuple[TargetRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow(Row):
    """Something the report says is wrong; `measures` ("2.2") and `tasks` (by code) answer it, perhaps none."""

    ordinal: int
    text: str
    measures: tuple[str, ...]
    tasks: tuple[str, ...]
    source: SourceRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGroupRow(Row):
    ordinal: int
    name: str
    source: SourceRow | None
    problems: tuple[ProblemRow, ...]


@dataclass(frozen=True, slots=True)
class Seeds:
    """One plan with everything that belongs to it."""

    plan: PlanRow
    pillars: tuple[PillarRow, ...]
    units: tuple[UnitRow, ...]
    indicators: tuple[IndicatorRow, ...]
    terms: tuple[TermRow, ...]
    tasks: tuple[TaskRow, ...]
    groups: tuple[ProblemGroupRow, ...]

    @property
    def measures(self) -> dict[str, MeasureRow]:
        """By pillar and measure, as tasks name them: "2.2"."""
        return {f"{p.ordinal}.{m.ordinal}": m for p in self.pillars for m in p.measures}
