"""Fills cells of one sheet. A text is a text whatever it begins with: no cell is ever a formula."""

from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell

from guanhu.ledger_export import styles
from guanhu.ledger_export.cells import Cell, Figure, Light, Percent, text
from guanhu.ledger_export.styles import Style
from tasks.csv_file import FORMULA

TEXT = "s"
"""The type of a cell that holds a string (ECMA-376, 18.18.11): what is left to the library becomes a formula where it
begins with "="."""


class Pen:
    """The cells it hands out are its own: each has to be written before the pen fills the same place again."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._cells: dict[tuple[int, Style], WriteOnlyCell] = {}

    def write(self, place: int, cell: Cell, *, centred: bool = False, guarded: bool = False) -> WriteOnlyCell:
        """The cell at a place of its row with its type; `guarded`: grey, not to be changed by hand."""
        match cell:
            case None | str():
                return self.text(place, cell or "", Style(centred=centred, guarded=guarded))
            case Light(colour):
                return self.text(place, cell.word, Style(centred=True, colour=colour))
            case date():
                return self.value(place, cell, Style(styles.DAY, centred=centred))
            case Figure(value):
                return self.value(place, value, Style(styles.figure_format(cell), centred=True))
            case Percent(value):
                return self.value(place, value / 100, Style(styles.SHARE, centred=True))
        return self.value(place, cell, Style(styles.WHOLE, centred=centred, guarded=guarded))

    def text(self, place: int, value: str, style: Style) -> WriteOnlyCell:
        clean = text(value)
        made = self._dressed(place, style.as_quoted() if clean.startswith(FORMULA) else style)
        made.value = clean
        made.data_type = TEXT
        return made

    def value(self, place: int, value: int | Decimal | date, style: Style) -> WriteOnlyCell:
        made = self._dressed(place, style)
        made.value = value
        return made

    def _dressed(self, place: int, style: Style) -> WriteOnlyCell:
        key = place, style
        if key not in self._cells:
            self._cells[key] = style.dress(self._sheet)
        return self._cells[key]
