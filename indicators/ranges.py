"""What a forecast answers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.kinds import Method
from indicators.quantities import as_decimal

ENOUGH = 3
"""Readings below this number are 数据不足."""


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest plausible end, in the goal's unit, and what it goes by."""

    low: Decimal
    high: Decimal
    method: Method = Method.PACE


def range_of(ends: Iterable[Fraction], method: Method = Method.PACE) -> Range:
    """From the lowest to the highest of some ends."""
    ordered = sorted(ends)
    return Range(as_decimal(ordered[0]), as_decimal(ordered[-1]), method)
