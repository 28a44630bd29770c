"""The five classes of a bulletin (通报分类). Pure.

Source: 金寨's bulletin of the first half of 2025 sorts its items as 已完成(含提前), 超进度, 达进度, 欠进度,
其它, each with count and share; the thresholds are our own (the design's `rules.md`). Continuing work has a
line of its own and no class.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from django.db.models import TextChoices

from tasks.states import MEASURED, Kind, State

GAP = Decimal(10)
"""Percentage points behind plan from which a task lags; as many ahead and it leads."""


class ProgressClass(TextChoices):
    DONE = "done", "已完成(含提前)"
    AHEAD = "ahead", "超进度"
    ON_PLAN = "on_plan", "达进度"
    BEHIND = "behind", "欠进度"
    OTHER = "other", "其它"


class Standing(Protocol):
    """What a task is sorted by; percentages 0 to 100."""

    state: str
    kind: str
    progress: Decimal | None
    planned: Decimal | None


def progress_class(face: Standing) -> ProgressClass | None:
    """The class of one task: planned − progress ≤ −10 leads, < 10 is on plan, ≥ 10 lags; all that cannot be measured so
    (no percentage, no plan, suspended) is 其它. None for continuing work and for what is not carried out any more."""
    if face.kind == Kind.CONTINUING or face.state == State.CANCELLED:
        return None
    if face.state == State.DONE:
        return ProgressClass.DONE
    unmeasured = face.kind not in MEASURED or face.state == State.SUSPENDED
    if unmeasured or face.progress is None or face.planned is None:
        return ProgressClass.OTHER
    gap = face.planned - face.progress
    if gap <= -GAP:
        return ProgressClass.AHEAD
    return ProgressClass.ON_PLAN if gap < GAP else ProgressClass.BEHIND


def by_class(faces: Iterable[Standing]) -> dict[ProgressClass, int]:
    """How many of the faces fall into each class; every class is there."""
    found = [progress_class(face) for face in faces]
    return {one: found.count(one) for one in ProgressClass}
