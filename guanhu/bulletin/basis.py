"""What whoever writes a bulletin has before him. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from guanhu.bulletin.contents import NUMERALS
from guanhu.bulletin.difference import Change
from guanhu.bulletin.facts import Facts
from guanhu.bulletin.numbers import Numbers
from tasks import figures


@dataclass(frozen=True, slots=True)
class Basis:
    """Facts, their figures, and the change; `before` is the 文号 of the bulletin that `change` compares with."""

    facts: Facts
    numbers: Numbers
    change: Change | None = None
    before: str = ""


def numbered(heads: Iterable[tuple[str, str]]) -> list[str]:
    """Paragraphs of the second level: （一）head。text"""
    return [f"（{numeral}）{head}。{text}" for numeral, (head, text) in zip(NUMERALS, heads, strict=False)]


def share_of(n: int, of: int) -> str:
    """（占10.9%）; nothing where there is nothing to share."""
    return f"（占{figures.percent(Decimal(n) * 100 / of)}）" if of else ""
