"""Quantities hold for every number, not only for the examples."""

from decimal import Decimal

import pytest

pytest.importorskip("hypothesis", reason="needs hypothesis: pip install -r requirements-dev.txt")

from hypothesis import given
from hypothesis import strategies as st

from indicators.quantities import UNITS, convert, parse_decimal, plain

numbers = st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=6, allow_nan=False)
same_dimension = st.sampled_from(
    [(a, b) for a, (kind, _) in UNITS.items() for b, (other, _) in UNITS.items() if kind == other]
)
thirds = ("亩", "万亩", "分钟", "小时")
decimal_only = same_dimension.filter(lambda pair: pair[0] == pair[1] or not set(pair) & set(thirds))


@given(numbers, decimal_only)
def test_there_and_back_is_the_same_number_to_the_last_digit(value, units):
    there = convert(value, *units)
    assert convert(there, *reversed(units)) == value


@given(numbers, same_dimension)
def test_there_and_back_through_thirds_is_the_same_to_the_sixth_decimal(value, units):
    back = convert(convert(value, *units), *reversed(units))
    assert abs(back - value) <= Decimal("0.000001")


@given(numbers)
def test_a_万平方米_is_a_公顷_and_fifteen_亩_are_one(value):
    assert convert(value, "万平方米", "公顷") == value
    assert convert(convert(value, "公顷", "亩"), "亩", "公顷") == value
    assert convert(value, "公顷", "亩") == convert(value * 15, "公顷", "公顷")


@given(numbers)
def test_what_is_printed_reads_back_as_the_same_number(value):
    assert parse_decimal(plain(value)) == value
    assert "E" not in plain(value)


@given(numbers)
def test_full_width_digits_are_the_same_number(value):
    wide = "".join(chr(ord(char) + 0xFEE0) if char in "0123456789.-" else char for char in plain(value))
    assert parse_decimal(wide) == value


@given(st.text(max_size=80))
def test_any_text_is_a_bounded_number_or_a_clear_refusal(text):
    try:
        value = parse_decimal(text)
    except ValueError as refusal:
        assert any("\u4e00" <= char <= "\u9fff" for char in str(refusal))
    else:
        assert value.is_finite()
        assert abs(value) < 10**15
        assert value == round(value, 6)
