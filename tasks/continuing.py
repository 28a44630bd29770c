"""Continuing work on a line of its own: it never closes, so it is judged by its action list and its lights."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from tasks.models import Face
from tasks.states import Kind
from tasks.summaries import Count, Totals, totals


@dataclass(frozen=True, slots=True)
class Continuing:
    """`on_track`, `late` and `unlisted` together are those that are open: every action of its list done in time, one
    of them late, no list at all."""

    totals: Totals
    on_track: Count
    late: Count
    unlisted: Count


def continuing(
    found: Iterable[Face], base: Mapping[str, str], before: Iterable[Face] | None = None
) -> Continuing:
    """`base` is the query that selects exactly these faces' tasks; `before` their faces on an earlier day."""
    own = {**base, "kind": str(Kind.CONTINUING)}
    now, then = _of_kind(found), None if before is None else _of_kind(before)

    def count(fits: Callable[[Face], bool], **query: str) -> Count:
        value = sum(map(fits, now))
        change = None if then is None else value - sum(map(fits, then))
        return Count(value, urlencode({**own, "state": "open", **query}, safe=","), change)

    return Continuing(
        totals=totals(now, own, then),
        on_track=count(_is_on_track, no_checkpoints="false", checkpoint_overdue="false"),
        late=count(_is_late, checkpoint_overdue="true"),
        unlisted=count(_is_unlisted, no_checkpoints="true"),
    )


def _of_kind(found: Iterable[Face]) -> list[Face]:
    return [face for face in found if face.kind == Kind.CONTINUING]


def _is_on_track(face: Face) -> bool:
    return face.is_open and face.checkpoint_count > 0 and not face.checkpoint_overdue


def _is_late(face: Face) -> bool:
    return face.is_open and face.checkpoint_overdue


def _is_unlisted(face: Face) -> bool:
    return face.is_open and not face.checkpoint_count
