"""Taking the table and opening it, as office programs and people do."""

import csv
import io
import zipfile
from typing import Any

from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

HEAD_ROW = 3
XLSX, CSV = "/ledger/export.xlsx", "/ledger/export.csv"


def book_of(response: HttpResponse) -> Workbook:
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.getvalue()))


def rows_of(book: Workbook) -> list[dict[str, Any]]:
    """The cells of each row by their column's heading."""
    sheet = book["任务分解表"]
    heading = [cell.value for cell in sheet[HEAD_ROW]]
    return [dict(zip(heading, row, strict=True)) for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]


def values(client: Client, query: str = "") -> dict[str, dict[str, Any]]:
    """What the workbook says, by the task's name."""
    rows = rows_of(book_of(client.get(f"{XLSX}?{query}")))
    return {row["目标任务"].value: {name: cell.value for name, cell in row.items()} for row in rows}


def raw(response: HttpResponse) -> str:
    """All of the file's XML."""
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as opened:
        return "\n".join(opened.read(name).decode() for name in opened.namelist() if name.endswith(".xml"))


def csv_rows(response: HttpResponse) -> list[dict[str, str]]:
    assert response.status_code == 200
    content = response.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
