"""Terms as the finder needs them."""

from collections.abc import Iterable

from glossary.finder import Entry
from glossary.models import Term


def entries() -> list[Entry]:
    """Every term with its wordings; one query."""
    return as_entries(Term.objects.all())


def as_entries(terms: Iterable[Term]) -> list[Entry]:
    """The same of terms that were read already."""
    return [
        Entry(term.slug, term.term, term.definition, (term.term, *map(str, term.aliases))) for term in terms
    ]
