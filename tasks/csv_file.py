"""Tables as CSV that office programs open: UTF-8 with its mark, and no cell that they would take for a formula."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """A text that starts like a formula gets an apostrophe before it, as spreadsheets write such texts themselves; a
    number below zero is a number."""
    text = "" if value is None else str(value)
    is_text = not isinstance(value, int | Decimal)
    return f"'{text}" if is_text and text.startswith(FORMULA) else text


def pieces(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file row by row, its mark first."""
    yield codecs.BOM_UTF8 + _line(heading)
    for row in rows:
        yield _line(row)


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole file."""
    return b"".join(pieces(heading, rows))


def _line(row: Sequence[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([cell(value) for value in row])
    return out.getvalue().encode()
