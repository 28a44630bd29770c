"""Quantities: exact units, numbers as people type them."""

from decimal import Decimal

import pytest

from indicators.quantities import UNITS, UnitMismatch, convert, known, parse_decimal, plain


@pytest.mark.parametrize(
    ("value", "from_unit", "to_unit", "expected"),
    [
        ("34.9", "万平方米", "公顷", "34.9"),
        ("15", "亩", "公顷", "1"),
        ("1", "公顷", "亩", "15"),
        ("28", "公顷", "平方米", "280000"),
        ("1", "平方公里", "公顷", "100"),
        ("3", "万亩", "公顷", "2000"),
        ("1.2", "亿元", "万元", "12000"),
        ("30", "分钟", "小时", "0.5"),
        ("2500", "米", "公里", "2.5"),
        ("26.5", "微克/立方米", "微克/立方米", "26.5"),
        ("100", "%", "%", "100"),
        ("95", "套", "套", "95"),
        ("7", "把", "把", "7"),
        ("1", "㎡", "平方米", "1"),
        ("2", "千米", "米", "2000"),
    ],
)
def test_the_same_quantity_in_another_unit_is_exact(value, from_unit, to_unit, expected):
    assert convert(Decimal(value), from_unit, to_unit) == Decimal(expected)


def test_what_no_decimal_can_say_keeps_28_digits():
    assert str(convert(Decimal(1), "亩", "公顷")) == "0.06666666666666666666666666667"


@pytest.mark.parametrize(
    ("one", "other"), [("公顷", "元"), ("个", "套"), ("%", "个百分点"), ("把", "公顷"), ("米", "平方米")]
)
def test_units_of_different_things_do_not_convert(one, other):
    with pytest.raises(UnitMismatch, match=f"单位「{one}」不能换算为「{other}」"):
        convert(Decimal(1), one, other)


def test_a_unit_outside_the_table_is_its_own_dimension():
    assert "把" not in UNITS
    assert known("把") == ("把", 1)
    assert known(" 公顷 ") == UNITS["公顷"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("26.5", "26.5"),
        ("２６．５", "26.5"),
        ("  28 ", "28"),
        ("1,234,567.5", "1234567.5"),
        ("1\uff0c234", "1234"),
        ("-1", "-1"),
        ("\u22121.5", "-1.5"),
        ("+3", "3"),
        (".5", "0.5"),
        ("1e3", "1000"),
        ("1E-6", "0.000001"),
        ("0", "0"),
        ("-0", "0"),
        ("0e12", "0"),
        ("999999999999999.999999", "999999999999999.999999"),
        ("0.1000000", "0.1"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, expected):
    assert parse_decimal(typed) == Decimal(expected)
    assert plain(parse_decimal(typed)) == plain(Decimal(expected))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("", "请填写数字"),
        (" \u3000 ", "请填写数字"),
        ("NaN", "不是有效的数字"),
        ("sNaN", "不是有效的数字"),
        ("Infinity", "不是有效的数字"),
        ("-inf", "不是有效的数字"),
        ("约28", "不是有效的数字"),
        ("28公顷", "不是有效的数字"),
        ("1,23", "不是有效的数字"),
        ("1234,567", "不是有效的数字"),
        ("1.2.3", "不是有效的数字"),
        (".", "不是有效的数字"),
        ("e5", "不是有效的数字"),
        ("1_000", "不是有效的数字"),
        ("٣", "不是有效的数字"),
        ("10²", "不是有效的数字"),
        ("½", "不是有效的数字"),
        ("①", "不是有效的数字"),
        ("0x1f", "不是有效的数字"),
        ("9" * 1000, "不是有效的数字"),
        ("1e400", "数量级"),
        ("1e-400", "数量级"),
        ("1e13", "数量级"),
        ("0e13", "数量级"),
        ("1e99999999999999999999", "数量级"),
        ("1.1234567", "小数最多 6 位"),
        ("1e-7", "小数最多 6 位"),
        ("1234567890123456", "整数最多 15 位"),
        ("9999e12", "整数最多 15 位"),
        ("1\x00", "无法识别的字符"),
        ("\ud800", "无法识别的字符"),
        ("1\ud800", "无法识别的字符"),
    ],
)
def test_what_is_no_usable_number_is_refused_in_chinese(typed, complaint):
    with pytest.raises(ValueError, match=complaint):
        parse_decimal(typed)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("12.30", "12.3"), ("28.000", "28"), ("1E+3", "1000"), ("1E-6", "0.000001"), ("-0.00", "0"),
     ("100", "100"), ("-5.50", "-5.5")],
)  # fmt: skip
def test_a_number_is_printed_plainly(value, expected):
    assert plain(Decimal(value)) == expected


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_not_finite_is_never_printed(value):
    with pytest.raises(ValueError, match="有限"):
        plain(Decimal(value))


def test_every_unit_of_the_report_is_in_the_table():
    counted = list("套片场所项宗条个座")
    named = ["公顷", "亩", "亿元", "万元", "平方米", "万平方米", "微克/立方米", "公里", "%", *counted]
    assert [unit for unit in named if unit not in UNITS] == []
    assert "筐" not in UNITS
