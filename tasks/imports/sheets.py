"""A table from a file: .xlsx, or .csv in UTF-8 or GB18030. Values only, no more than a list of an office can hold."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook

from tasks import file_types
from tasks.errors import Invalid

MOST_BYTES = 2 * 2**20
MOST_ROWS = 1000
MOST_COLUMNS = 30
LONGEST = 200
"""Characters of a cell."""
_TITLE_ROWS = 5
"""The heading stands in one of the first rows."""
FIELD = "file"

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `number` is the line's own in the file, `cells` the text under each wanted column."""

    number: int
    cells: Cells


def read(stream: BinaryIO, name: str, size: int, columns: Sequence[str]) -> list[Row]:
    """The lines below the heading. Raises Invalid (key `file`) for what is no such table, too large or harmful."""
    if size > MOST_BYTES:
        raise _refused(f"文件超过 {MOST_BYTES // 2**20} MB,请只保留需要导入的表。")
    try:
        kind = file_types.check(stream, size, name, (file_types.XLSX, file_types.TEXT))
    except file_types.Unfit as unfit:
        raise _refused(f"“{name}”{unfit.message}") from None
    stream.seek(0)
    lines = _from_xlsx(stream) if kind.content == file_types.XLSX else _from_csv(stream.read())
    return _rows(lines, columns)


def _refused(message: str) -> Invalid:
    return Invalid({FIELD: message})


def _from_xlsx(stream: BinaryIO) -> list[list[str]]:
    """The first sheet; of formulas the values that the office program saved."""
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be anything
        found = sheet.iter_rows(max_row=MOST_ROWS + _TITLE_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [[_text(value) for value in line] for line in found]
    except Exception as broken:  # whatever the parsers of a broken file raise, it is the file's fault
        raise _refused("无法读取该工作簿,请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。") from broken


def _from_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")  # it has been found to be one of the two
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    try:
        lines = islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS + _TITLE_ROWS + 1)
        return [[_text(value) for value in line[:MOST_COLUMNS]] for line in lines]
    except csv.Error:
        raise _refused("无法读取该 CSV 文件,请另存为 .xlsx 再上传。") from None


def _text(value: Any) -> str:
    """What stands in the cell, as people would type it: half-width, without spaces at the ends."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFKC", str(value))
    return " ".join("".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cf")).split())


def _rows(lines: list[list[str]], columns: Sequence[str]) -> list[Row]:
    at, places = _heading(lines, columns)
    rows = [Row(number, cells) for number, cells in _below(lines, at, places) if any(cells.values())]
    if not rows:
        raise _refused("表头下面没有内容。")
    if len(rows) > MOST_ROWS or len(lines) > MOST_ROWS + _TITLE_ROWS:
        raise _refused(f"一次最多导入 {MOST_ROWS} 行,请分成几个文件。")
    return rows


def _heading(lines: list[list[str]], columns: Sequence[str]) -> tuple[int, dict[str, int]]:
    missing = list(columns)
    for number, line in enumerate(lines[:_TITLE_ROWS]):
        names = [name.rstrip("*") for name in line]
        lacking = [column for column in columns if column not in names]
        if not lacking:
            return number, {column: names.index(column) for column in columns}
        missing = min(missing, lacking, key=len)
    raise _refused(f"没有找到表头,缺少列:{'、'.join(missing)}。请按模板填写。")


def _below(lines: Iterable[list[str]], at: int, places: dict[str, int]) -> Iterator[tuple[int, Cells]]:
    for number, line in islice(enumerate(lines, start=1), at + 1, None):
        yield number, {name: line[at] if at < len(line) else "" for name, at in places.items()}


def template(title: str, columns: Sequence[str], examples: Iterable[Sequence[str]]) -> bytes:
    """A workbook with the heading and lines that show how it is filled in; every cell is a text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row, line in enumerate((columns, *examples), start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(row=row, column=column, value=value)
            cell.data_type, cell.number_format = "s", "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
