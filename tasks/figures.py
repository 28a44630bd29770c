"""Figures as the reasons of the lights say them. Pure."""

from decimal import Decimal

from indicators.quantities import plain
from indicators.rounding import number, rounded

__all__ = ["number", "percent", "rounded", "shown", "total"]


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
