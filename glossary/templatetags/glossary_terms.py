"""Which terms a text speaks of, for a list beside it."""

from django import template

from glossary.entries import entries
from glossary.finder import Entry, pieces

register = template.Library()


@register.simple_tag
def terms_in(*texts: str) -> list[Entry]:
    """The glossary's entries that occur in the texts, each once, in the order of their first occurrence."""
    known = entries()
    found = (piece.entry for text in texts for piece in pieces(str(text or ""), known))
    return list(dict.fromkeys(entry for entry in found if entry is not None))
