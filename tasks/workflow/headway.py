"""本期情况: a report that goes on as planned, or has no news, need not carry what its kind is reported by."""

from collections.abc import Collection

from indicators.kinds import IndicatorKind
from indicators.models import Target
from tasks.models import Task
from tasks.states import Headway, Kind

CALM = (Headway.ON_PLAN, Headway.NO_NEWS)
_PLAIN = {Headway.ON_PLAN: "本期按计划推进。", Headway.NO_NEWS: "本期无新进展。"}


def usual(kind: str) -> Headway:
    """What a report of this kind starts with: continuing work and milestones mostly go on as planned."""
    return Headway.ON_PLAN if kind in (Kind.CONTINUING, Kind.MILESTONE) else Headway.NEWS


def is_calm(headway: str | None) -> bool:
    """Whether words and figures may be left out: without news there is nothing to say."""
    return headway in CALM


def said(note: str, headway: str | None) -> str:
    """The note, or a plain sentence where there is no news and nothing was written."""
    return note or (_PLAIN[Headway(headway)] if headway in CALM else "")


def is_plain(note: str) -> bool:
    """Whether the note is such a sentence, which is the same in every period."""
    return note in _PLAIN.values()


def standing_still(task: Task, headway: str | None, given: Collection[object]) -> list[Target]:
    """Targets whose amount is 0 because a calm report of a quantity left it empty. Of levels and means nothing
    follows: they are what they were."""
    if given or not is_calm(headway) or task.kind != Kind.QUANTITY:
        return []
    links = task.task_targets.filter(target__value__isnull=False).select_related("target__indicator")
    targets = [link.target for link in links.order_by("ordinal", "pk")]
    return [t for t in targets if t.indicator is not None and t.indicator.kind == IndicatorKind.CUMULATIVE]
