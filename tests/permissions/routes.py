"""Every address there is, from the URLconf itself: no route escapes the matrix."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """A named address. `pattern` is its whole text, `takes` the names of its parts."""

    name: str
    pattern: str
    takes: tuple[str, ...]


def routes(urlconf: str | None = None) -> list[Route]:
    """All of them, the administration's too, by name."""
    return sorted(_walk(get_resolver(urlconf).url_patterns), key=lambda route: (route.name, route.pattern))


def _walk(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[Route]:
    for pattern in patterns:
        text = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, text, inner)
        else:
            name = ":".join((*spaces, pattern.name or text))
            yield Route(name, text, tuple(pattern.pattern.regex.groupindex))
