"""Terms as the finder and the page need them."""

from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from glossary.finder import Entry
from glossary.models import Term

OTHER = "#"
"""Heading of terms that begin with neither a Chinese character nor a Latin letter: 1+6."""
_QUOTES = "“”\"'‘’「」《》(（"


@dataclass(frozen=True, slots=True)
class Group:
    """Terms under one initial."""

    initial: str
    terms: list[Term]


def entries() -> list[Entry]:
    """Every term with its wordings; one query."""
    return [
        Entry(term.slug, term.term, term.definition, (term.term, *map(str, term.aliases)))
        for term in Term.objects.all()
    ]


def matching(terms: Iterable[Term], words: str) -> list[Term]:
    """Terms in whose name, wordings or explanation every word occurs, whatever its case."""
    wanted = words.casefold().split()
    return [term for term in terms if all(word in _haystack(term) for word in wanted)]


def _haystack(term: Term) -> str:
    return " ".join((term.term, term.definition, *map(str, term.aliases))).casefold()


def by_initial(terms: Iterable[Term]) -> list[Group]:
    """Grouped by the initial of the pinyin, in alphabetical order, what has none first."""
    groups: dict[str, list[Term]] = {}
    for term in sorted(terms, key=_pinyin):
        groups.setdefault(_initial(term), []).append(term)
    return [Group(initial, groups[initial]) for initial in sorted(groups)]


def _pinyin(term: Term) -> list[str]:
    return lazy_pinyin(term.term.lstrip(_QUOTES), style=Style.NORMAL)


def _initial(term: Term) -> str:
    first = (_pinyin(term) or [""])[0][:1].upper()
    return first if first.isascii() and first.isalpha() else OTHER
