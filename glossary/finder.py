"""Finding terms in a text. Pure: knows no model."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with every wording under which it occurs in texts."""

    slug: str
    term: str
    definition: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `entry` where it is a term that is explained here."""

    text: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    entry: Entry

    def overlaps(self, other: "_Hit") -> bool:
        return self.start < other.end and other.start < self.end


def pieces(text: str, entries: Iterable[Entry]) -> list[Piece]:
    """The text in pieces, which joined give the text again.

    Of overlapping wordings the longest counts; each term is marked where it first occurs, and there alone.
    """
    found, position, seen = [], 0, set()
    for hit in sorted(_hits(text, entries), key=lambda hit: hit.start):
        if hit.entry.slug in seen:
            continue
        seen.add(hit.entry.slug)
        if hit.start > position:
            found.append(Piece(text[position : hit.start]))
        found.append(Piece(text[hit.start : hit.end], hit.entry))
        position = hit.end
    return [*found, Piece(text[position:])] if position < len(text) else found


def named(text: str, entries: Iterable[Entry]) -> list[str]:
    """The slugs of the terms that a text names, each once, in the order of their first occurrence."""
    return [piece.entry.slug for piece in pieces(text, entries) if piece.entry]


def _hits(text: str, entries: Iterable[Entry]) -> list[_Hit]:
    """Occurrences that do not overlap, the longest chosen first."""
    every = [
        hit for entry in entries for wording in entry.wordings for hit in _occurrences(text, wording, entry)
    ]
    chosen: list[_Hit] = []
    for hit in sorted(every, key=lambda hit: (hit.start - hit.end, hit.start)):
        if not any(hit.overlaps(other) for other in chosen):
            chosen.append(hit)
    return chosen


def _occurrences(text: str, wording: str, entry: Entry) -> Iterator[_Hit]:
    start = text.find(wording) if wording else -1
    while start >= 0:
        end = start + len(wording)
        if not (_runs_on(text, start) or _runs_on(text, end)):
            yield _Hit(start, end, entry)
        start = text.find(wording, end)


def _runs_on(text: str, cut: int) -> bool:
    """Whether a cut here would split a number or a Latin word: 1+6 is no part of 11+60."""
    around = text[max(cut - 1, 0) : cut + 1]
    return 0 < cut < len(text) and around.isascii() and around.isalnum()
