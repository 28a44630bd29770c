"""The .xlsx, written row by row: its size costs disk, not memory."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter

from guanhu.ledger_export import notes_sheet, styles
from guanhu.ledger_export.about import NAME, About
from guanhu.ledger_export.columns import COLUMNS, FROZEN, PRINTED, Column
from guanhu.ledger_export.heights import height
from guanhu.ledger_export.paper import LANDSCAPE, set_up
from guanhu.ledger_export.pen import Pen
from guanhu.ledger_export.rows import Line
from guanhu.ledger_export.styles import Style

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 3
"""After the title and what the table shows."""
WIDTHS = [column.width for column in COLUMNS]
IN_MEMORY = 4 * 2**20
"""Bytes; a larger file goes through the disk."""


def write(about: About, lines: Iterable[Line]) -> IO[bytes]:
    """The file, at its beginning; whoever gets it closes it."""
    book = Workbook(write_only=True)
    _describe(book, about)
    sheet = book.create_sheet(NAME)
    _lay_out(sheet)
    pen = Pen(sheet)
    sheet.row_dimensions[1].height = styles.TITLE_HEIGHT
    sheet.append([pen.text(0, about.title, styles.TITLE)])
    sheet.append([pen.text(0, about.subtitle, styles.REMARK)])
    sheet.append([_head(pen, place, column) for place, column in enumerate(COLUMNS)])
    last = HEAD_ROW
    for last, line in enumerate(lines, start=HEAD_ROW + 1):
        _append(sheet, pen, last, line)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    sheet.print_area = f"A1:{get_column_letter(PRINTED)}{last}"
    notes_sheet.add(book, about)
    return _saved(book)


def _head(pen: Pen, place: int, column: Column) -> WriteOnlyCell:
    return pen.text(place, column.heading, Style(head=True, guarded=column.hidden))


def _append(sheet: Any, pen: Pen, number: int, line: Line) -> None:
    cells = [column.cell(line) for column in COLUMNS]
    sheet.row_dimensions[number].height = height(zip(cells, WIDTHS, strict=True))
    sheet.append(
        [
            pen.write(place, cell, centred=column.centred, guarded=column.hidden)
            for place, (column, cell) in enumerate(zip(COLUMNS, cells, strict=True))
        ]
    )
    del sheet.row_dimensions[number]  # written: thousands of them need not be kept


def _describe(book: Workbook, about: About) -> None:
    """What the file says of itself, also to a program that reads it back."""
    book.properties.title = about.title
    book.properties.creator = about.by.name
    book.properties.created = book.properties.modified = about.at.replace(tzinfo=None)
    told = {
        "guanhu-plan": about.plan.slug if about.plan else "",
        "guanhu-as-of": about.moment.on.isoformat(),
        "guanhu-exported-at": about.at.isoformat(timespec="seconds"),
        "guanhu-exported-by": about.by.username,
    }
    for name, value in told.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))


def _lay_out(sheet: Any) -> None:
    """Widths, frozen head and first columns, and how it is printed; a streamed sheet wants it before its rows."""
    for place, column in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.hidden = column.width, column.hidden
    sheet.freeze_panes = f"{get_column_letter(FROZEN + 1)}{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    set_up(sheet, LANDSCAPE)


def _saved(book: Workbook) -> IO[bytes]:
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer closes it once it is sent
    book.save(file)
    file.seek(0)
    return file
