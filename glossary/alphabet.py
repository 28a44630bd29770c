"""Terms under the initials of their pinyin, and the bar of letters above them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from glossary.search import Found
from glossary.spelling import initial, reading

OTHER = "#"
"""Heading of terms that begin with neither a Chinese character nor a Latin letter: 1+6."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One place of the bar; a link where `filled`."""

    initial: str
    filled: bool

    @property
    def anchor(self) -> str:
        return f"letter-{'0' if self.initial == OTHER else self.initial}"


@dataclass(frozen=True, slots=True)
class Group:
    """Terms under one initial, in the order of their pinyin."""

    letter: Letter
    terms: list[Found]


def by_initial(found: Iterable[Found]) -> list[Group]:
    """In alphabetical order, what has no letter first."""
    groups: dict[str, list[Found]] = {}
    for one in sorted(found, key=lambda one: reading(one.term.term)):
        groups.setdefault(initial(one.term.term) or OTHER, []).append(one)
    return [Group(Letter(letter, True), groups[letter]) for letter in sorted(groups)]


def bar(groups: Sequence[Group]) -> list[Letter]:
    """Every letter there is; those without a term are no links."""
    filled = {group.letter.initial for group in groups}
    return [Letter(letter, letter in filled) for letter in (OTHER, *ascii_uppercase)]
