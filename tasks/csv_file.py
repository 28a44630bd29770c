"""Tables as CSV that office programs open: UTF-8 with its mark, and no cell that they would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """A text that starts like a formula gets an apostrophe before it, as spreadsheets write such texts themselves."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in heading])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
