"""How terms are spelled in pinyin, and whether somebody who types letters means one. Pure: knows no model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypinyin import Style, pinyin

_QUOTES = "“”\"'‘’「」《》(（ "


@dataclass(frozen=True, slots=True)
class Syllable:
    """One character of a text, at `place`, with every way to read it; a letter or a digit reads as itself."""

    place: int
    readings: tuple[str, ...]


def _each(other: str) -> Any:
    """What has no pinyin, a character at a time. (The library's stubs know of one text for all of them alone.)"""
    return [[character] for character in other.lower()]


def _read(text: str, *, heteronym: bool) -> list[list[str]]:
    """The ways to read each character."""
    return pinyin(text, style=Style.NORMAL, heteronym=heteronym, errors=_each)


def reading(text: str) -> list[str]:
    """The customary reading, a syllable a character, by which terms are sorted; opening quotes do not count."""
    return [ways[0] for ways in _read(text.lstrip(_QUOTES), heteronym=False)]


def initial(text: str) -> str:
    """The capital letter under which a text stands; "" where it begins with neither Chinese nor a Latin letter."""
    first = (reading(text) or [""])[0][:1].upper()
    return first if first.isascii() and first.isalpha() else ""


def syllables(text: str) -> list[Syllable]:
    """Characters that are spoken, with their places in the text; signs are passed over."""
    found = _read(text, heteronym=True)
    return [
        Syllable(place, tuple(ways)) for place, ways in enumerate(found) if any(way.isalnum() for way in ways)
    ]


def spelled(letters: str, text: Sequence[Syllable]) -> tuple[int, int] | None:
    """Where the letters spell the text, from its first to after its last character: whole syllables, their beginnings,
    or initials alone, also mixed (luzhangzhi, lzz, luzz). A single letter counts at the beginning only."""
    starts = range(len(text)) if len(letters) > 1 else range(min(len(text), 1))
    for start in starts:
        end = _reached(letters, text, start)
        if end:
            return text[start].place, text[end - 1].place + 1
    return None


def _reached(letters: str, text: Sequence[Syllable], at: int) -> int:
    """The number of syllables after the one at which the letters are used up; 0 where they do not fit."""
    if not letters:
        return at
    if at >= len(text):
        return 0
    fits = {
        length
        for way in text[at].readings
        for length in range(1, len(way) + 1)
        if letters[:length] == way[:length]
    }
    return max(
        (_reached(letters[length:], text, at + 1) for length in fits if length <= len(letters)), default=0
    )
