"""What stands in a cell, the same for workbook and CSV: text, whole numbers, days, figures, shares, lights. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guanhu.bulletin.print_text import printable
from indicators.quantities import plain
from tasks.states import Colour

LONGEST = 32_767
"""Characters of a cell: Excel's specifications and limits."""
CUT = "…(过长,已截断)"
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the unit that stands beside it; `sign` is said before it: < 26.5."""

    value: Decimal
    sign: str = ""

    @property
    def places(self) -> int:
        """Decimals without trailing zeros."""
        return len(plain(self.value).partition(".")[2])


@dataclass(frozen=True, slots=True)
class Percent:
    """0 to 100."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Light:
    """A light by its colour, "" where a task is not lit because it is not open."""

    colour: str

    @property
    def word(self) -> str:
        return str(Colour(self.colour).label) if self.colour else NOTHING


Cell = str | int | date | Figure | Percent | Light | None


def text(value: str) -> str:
    """What a cell can hold of it: nothing that XML cannot, no more than fits; what is cut says so."""
    clean = printable(value)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - len(CUT)] + CUT


def spelled(cell: Cell) -> str | int | Decimal:
    """As CSV, which knows no formats: a number stays one where nothing has to be said before it."""
    match cell:
        case None:
            return ""
        case str():
            return text(cell)
        case date():
            return cell.isoformat()
        case Figure(value, sign):
            return f"{sign}{plain(value)}" if sign else Decimal(plain(value))
        case Percent(value):
            return f"{plain(value)}%"
        case Light():
            return cell.word
    return cell
