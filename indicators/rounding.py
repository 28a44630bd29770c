"""Figures as people read them. Pure."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from indicators.quantities import as_decimal, plain


def rounded(value: Decimal | Fraction, places: int) -> Decimal:
    """Half up, as people round."""
    exact = value if isinstance(value, Decimal) else as_decimal(value)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Decimal | Fraction) -> str:
    """At most one decimal; what would round to nothing keeps its first digit."""
    exact = value if isinstance(value, Decimal) else as_decimal(value)
    return plain(rounded(exact, _places(exact)))


def at_most(value: Decimal, *, strictly: bool = False) -> str:
    """The highest figure of so many decimals that is not above the value, or `strictly` below it."""
    found = value.quantize(_step(value), rounding=ROUND_FLOOR)
    return plain(found - _step(value) if strictly and found == value else found)


def at_least(value: Decimal, *, strictly: bool = False) -> str:
    """The lowest figure of so many decimals that is not below the value, or `strictly` above it."""
    found = value.quantize(_step(value), rounding=ROUND_CEILING)
    return plain(found + _step(value) if strictly and found == value else found)


def _places(value: Decimal) -> int:
    return max(1, -value.adjusted()) if value else 1


def _step(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(-_places(value))
