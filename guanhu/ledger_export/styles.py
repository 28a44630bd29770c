"""How the workbook's cells look."""

from dataclasses import dataclass, replace
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from guanhu.ledger_export.cells import Figure
from tasks.states import Colour

FONT, INK = "宋体", "1C2430"
GENERAL, DAY, SHARE, WHOLE = "General", "yyyy-mm-dd", "0%", "0"
_EDGE = Side(style="thin", color="BFC5CE")
BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
HEAD_FILL, GUARDED_FILL = "DCE6F1", "D9D9D9"
LIGHT_FILLS = {
    Colour.RED.value: ("D23B3B", "FFFFFF"),
    Colour.YELLOW.value: ("FFD34D", "000000"),
    Colour.GREEN.value: ("1F7A47", "FFFFFF"),
    Colour.GREY.value: ("BFBFBF", "000000"),
}
"""Fill and letters, 4.5 : 1 at least; the word stands in the cell too. What is not lit has no fill."""


@dataclass(frozen=True, slots=True)
class Style:
    """`format` is a number format, `colour` that of a light, `guarded` what is not to be changed by hand. `quoted`: the
    program that opens the file must not take the text for a formula even once somebody has edited the cell
    (quotePrefix: ECMA-376, 18.8.45)."""

    format: str = GENERAL
    centred: bool = False
    colour: str = ""
    quoted: bool = False
    head: bool = False
    guarded: bool = False
    boxed: bool = True
    size: float = 10

    def as_quoted(self) -> "Style":
        return replace(self, quoted=True)

    def dress(self, sheet: Any) -> WriteOnlyCell:
        """A cell of the sheet that looks so."""
        fill, letters = LIGHT_FILLS.get(self.colour, ("", INK))
        fill = fill or (GUARDED_FILL if self.guarded else HEAD_FILL if self.head else "")
        cell = WriteOnlyCell(sheet)
        cell.font = Font(name=FONT, size=self.size, bold=self.head or bool(self.colour), color=letters)
        cell.number_format = self.format
        cell.quotePrefix = self.quoted
        cell.alignment = self._alignment()
        if self.boxed:
            cell.border = BORDER
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        return cell

    def _alignment(self) -> Alignment:
        if self.centred or (self.head and self.boxed):
            return Alignment(horizontal="center", vertical="center", wrap_text=True)
        across = "left" if self.format == GENERAL else "right"
        return Alignment(horizontal=across, vertical="center", wrap_text=self.boxed)


TITLE = Style(boxed=False, size=16)
TITLE_HEIGHT = 26
"""Points."""
REMARK = Style(boxed=False)


def figure_format(figure: Figure) -> str:
    """ "< "0.0 shows 26.5 as < 26.5 and leaves it a number."""
    digits = "0." + "0" * figure.places if figure.places else "0"
    return f'"{figure.sign}"{digits}' if figure.sign else digits
