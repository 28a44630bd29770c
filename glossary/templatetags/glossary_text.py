"""Marking terms in a text, so that they explain themselves on hover, focus and touch, without any script."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from glossary.entries import entries
from glossary.finder import Entry, Piece, pieces

register = template.Library()


class _Glossary:
    """The terms of one page: read once, and a count so that every explanation has its own id."""

    def __init__(self) -> None:
        self.entries: list[Entry] = entries()
        self.marked = 0


@register.simple_tag(takes_context=True)
def marked(context: Context, text: str) -> SafeString:
    """The text, escaped, each of its terms followed by an explanation that CSS shows."""
    glossary = _glossary(context)
    found = pieces(str(text or ""), glossary.entries)
    inner = format_html_join("", "{}", ((_html(piece, glossary),) for piece in found))
    return format_html('<span class="marked">{}</span>', inner)


def _glossary(context: Context) -> _Glossary:
    request = context.get("request")
    if request is None:
        return _Glossary()
    held: _Glossary | None = getattr(request, "_glossary", None)
    if held is None:
        held = request._glossary = _Glossary()
    return held


def _html(piece: Piece, glossary: _Glossary) -> SafeString:
    if piece.entry is None:
        return format_html("{}", piece.text)
    glossary.marked += 1
    return format_html(
        '<button type="button" class="term" aria-describedby="term-{0}">{1}</button>'
        '<span class="term__tip" role="tooltip" id="term-{0}"><b>{2}</b>{3} '
        '<a href="{4}">名词解释</a></span>',
        glossary.marked,
        piece.text,
        piece.entry.term,
        piece.entry.definition,
        f"{reverse('glossary')}#{piece.entry.slug}",
    )
