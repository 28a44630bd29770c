"""Searching the terms: by name, other wordings, explanation, pinyin and initials; what was found is marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossary.models import Term
from glossary.spelling import spelled, syllables

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text; `hit` where it is what was searched for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A term with its name and explanation in parts. `others` are wordings that its name does not contain."""

    term: Term
    name: tuple[Part, ...]
    definition: tuple[Part, ...]

    @property
    def others(self) -> list[str]:
        return [str(alias) for alias in self.term.aliases if str(alias) not in self.term.term]


def search(terms: Iterable[Term], asked: str) -> list[Found]:
    """Terms for which every word of the question is in name, wordings or explanation, or spells one of its names."""
    words = asked.casefold().split()
    return [found for term in terms if (found := _found(term, words)) is not None]


def _found(term: Term, words: Sequence[str]) -> Found | None:
    names: list[Span] = []
    explained: list[Span] = []
    for word in words:
        in_name, in_text = _occurrences(word, term.term), _occurrences(word, term.definition)
        if not (in_name or in_text or _occurrences(word, *map(str, term.aliases))):
            spoken = _spelled(word, term)
            if spoken is None:
                return None
            in_name = spoken
        names += in_name
        explained += in_text
    return Found(term, _parts(term.term, names), _parts(term.definition, explained))


def _occurrences(word: str, *texts: str) -> list[Span]:
    pattern = re.compile(re.escape(word), re.IGNORECASE)
    return [match.span() for text in texts for match in pattern.finditer(text)]


def _spelled(word: str, term: Term) -> list[Span] | None:
    """The spelled characters of the name; no place where another wording is spelled; None where nothing is."""
    if not (word.isascii() and word.isalnum() and any(letter.isalpha() for letter in word)):
        return None
    span = spelled(word, syllables(term.term))
    if span is not None:
        return [span]
    return [] if any(spelled(word, syllables(str(alias))) for alias in term.aliases) else None


def _parts(text: str, spans: Sequence[Span]) -> tuple[Part, ...]:
    """The text in parts, which joined give the text again; marks that touch become one."""
    marked = [any(start <= place < end for start, end in spans) for place in range(len(text))]
    parts: list[Part] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[start]:
            parts.append(Part(text[start:place], marked[start]))
            start = place
    return tuple(parts)
