"""How high a row has to be for its texts: programs differ in whether they find out for themselves. Pure.

A column's width counts digits of the standard font, 7 pixels each (ECMA-376, 18.3.1.13, Calibri 11). In letters of 10
points a Chinese character takes 13⅓ pixels, a Latin one half of it.
"""

from collections.abc import Iterable
from math import ceil

DIGIT, LETTER = 7.0, 20 / 3
LINE, AROUND = 13.2, 4.0
"""Points: a line of letters of 10 points, and above and below the text."""
LOWEST, HIGHEST = 18.0, 409.0
"""409 is all that Excel can do."""
_UNEVEN = 1.06
"""Lines end before a whole word or number, not where the cell ends."""


def height(cells: Iterable[tuple[object, int]]) -> float:
    """Points, for pairs of what stands in a cell and its column's width; what is no text takes one line."""
    lines = max((_lines(said, width) for said, width in cells if isinstance(said, str)), default=1)
    return min(max(lines * LINE + AROUND, LOWEST), HIGHEST)


def _lines(said: str, width: int) -> int:
    room = width * DIGIT / LETTER / _UNEVEN
    return sum(max(ceil(_letters(line) / room), 1) for line in said.split("\n"))


def _letters(line: str) -> float:
    """Latin letters count one, Chinese ones, three bytes of UTF-8, two."""
    return (len(line) + len(line.encode("utf-8", "replace"))) / 2
