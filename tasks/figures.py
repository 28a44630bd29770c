"""Figures as the reasons of the lights say them. Pure."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from indicators.quantities import as_decimal, plain


def rounded(value: Decimal | Fraction, places: int) -> Decimal:
    """Half up, as people round."""
    exact = value if isinstance(value, Decimal) else as_decimal(value)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Decimal | Fraction) -> str:
    """At most one decimal; what would round to nothing keeps its first digit."""
    exact = value if isinstance(value, Decimal) else as_decimal(value)
    places = max(1, -exact.adjusted()) if exact else 1
    return plain(rounded(exact, places))


def total(value: Decimal) -> str:
    """What stands reported: two decimals at most, so that what somebody typed is what he reads."""
    return plain(rounded(value, 2))


def percent(value: Decimal) -> str:
    """Always one decimal: 75.0%."""
    return f"{rounded(value, 1)}%"


def shown(value: Decimal, *limits: Decimal | int) -> str:
    """One decimal, more only where rounding would put the number on a limit that it does not touch."""
    places = 1
    while rounded(value, places) in limits and rounded(value, places) != value and places < 6:
        places += 1
    return plain(rounded(value, places))
