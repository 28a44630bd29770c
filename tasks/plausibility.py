"""What looks wrong about a report: pointed out to its writer and noted for the supervisors, never refused. Pure.

The thresholds are our own: ten times everything before, three times the target.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from indicators.attainment import Goal, current, is_measured, share
from indicators.kinds import IndicatorKind
from tasks import figures
from tasks.overlaps import overlaps
from tasks.states import Headway

TIMES_BEFORE = 10
TIMES_TARGET = 3
WHOLE = 100


class Remark(TextChoices):
    """Codes as the log keeps them, and what the supervisors read."""

    COPIED = "copied", "文字与上次报送相同"
    LEAP = "leap", "由 0 一次到 100%"
    SHRINKING = "shrinking", "数值比已报的后退"
    OUTLIER = "outlier", "数值异常大"
    OVERLAP = "overlap", "与已报的期次重叠"
    CONTRADICTION = "contradiction", "“本期无新进展”却报了新进展"


EXPLAINED = (Remark.SHRINKING,)
"""What a report cannot be sent without a reason for: nothing is left to ask."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of the report. `goal` as it stood before; `value` in its unit; `replaced` what it takes the place of;
    `back` says that it goes back, empty if it does not."""

    goal: Goal
    value: Decimal
    replaced: Decimal | None = None
    back: str = ""

    @property
    def sums_up(self) -> bool:
        return self.goal.kind == IndicatorKind.CUMULATIVE


@dataclass(frozen=True, slots=True)
class StageMove:
    """The percents of the stage reached before and now, where stages have any; `back` as in Amount."""

    before: Decimal | None
    after: Decimal | None
    back: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a report says. `previous_note` is that of the unit's report before it, on another period; `moved`: a stage
    goal is ticked or a piece struck off."""

    period: str
    note: str
    previous_note: str = ""
    headway: str = ""
    amounts: tuple[Amount, ...] = ()
    stage: StageMove | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """One thing to look at again, with its numbers."""

    code: str
    text: str


def pointers(claim: Claim) -> list[Pointer]:
    """At most one of each code, in the order in which people should look."""
    found: dict[str, Pointer] = {}
    for pointer in (*_of_words(claim), *_of_stage(claim), *_of_amounts(claim)):
        found.setdefault(pointer.code, pointer)
    return list(found.values())


def words(codes: Iterable[str]) -> str:
    """Codes of the log as the supervisors read them; unknown ones are left out."""
    return "、".join(str(Remark(code).label) for code in codes if code in Remark.values)


def _of_words(claim: Claim) -> Iterator[Pointer]:
    if claim.previous_note and _bare(claim.note) == _bare(claim.previous_note):
        yield Pointer(Remark.COPIED, "进展与上次报送一字不差,请核对是否为本期情况")
    if claim.headway == Headway.NO_NEWS and _moves(claim):
        yield Pointer(Remark.CONTRADICTION, "选了“本期无新进展”,却报了新的数值、阶段或销号")


def _bare(text: str) -> str:
    return "".join(text.split())


def _moves(claim: Claim) -> bool:
    more = any(amount.sums_up and amount.value > (amount.replaced or 0) for amount in claim.amounts)
    return claim.moved or more or (claim.stage is not None and claim.stage.after != claim.stage.before)


def _of_stage(claim: Claim) -> Iterator[Pointer]:
    stage = claim.stage
    if stage is not None and not stage.before and stage.after is not None and stage.after >= WHOLE:
        yield Pointer(Remark.LEAP, "阶段由未启动一次到 100%,请核对")


def _of_amounts(claim: Claim) -> Iterator[Pointer]:
    for amount in claim.amounts:
        if amount.back:
            yield Pointer(Remark.SHRINKING, amount.back)
        if _leaps(amount):
            yield Pointer(Remark.LEAP, f"“{amount.goal.name}”由 0 一次到 100%,请核对")
        if said := outlier(claim.period, amount):
            yield Pointer(Remark.OUTLIER, said)
        if amount.sums_up and amount.value:
            yield from (Pointer(Remark.OVERLAP, said) for said in overlaps(claim.period, amount.goal))


def _leaps(amount: Amount) -> bool:
    goal, before = amount.goal, current(amount.goal)
    if not is_measured(goal) or (before is None and not amount.sums_up):
        return False
    was = before or Decimal(0)
    now = was + amount.value - (amount.replaced or 0) if amount.sums_up else amount.value
    return share(goal, was) == 0 and share(goal, now) == WHOLE


def outlier(period: str, amount: Amount) -> str:
    """Against everything reported for other periods, then against the target; empty if neither."""
    goal, shown = amount.goal, f"{figures.number(amount.value)} {amount.goal.unit}"
    before = max((point.value for point in goal.points if point.period != period), default=Decimal(0))
    if before > 0 and amount.value >= TIMES_BEFORE * before:
        return f"“{goal.name}”本期 {shown},达到以往最大一期({figures.number(before)})的 {TIMES_BEFORE} 倍以上"
    if goal.value and goal.value > 0 and amount.value > TIMES_TARGET * goal.value:
        return f"“{goal.name}”本期 {shown},超过全年目标({figures.number(goal.value)})的 {TIMES_TARGET} 倍"
    return ""
