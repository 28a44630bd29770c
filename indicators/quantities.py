"""Quantities with units, exact: 34.9 万平方米 is 34.9 公顷, 15 亩 is 1 公顷. Pure.

Fractions inside, Decimals at the doors; no float anywhere.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

MAX_DECIMALS = 6
MAX_INTEGER_DIGITS = 15
MAX_EXPONENT = 12
_LONGEST = 64

_AREA, _MONEY, _LENGTH, _TIME, _MASS, _HEADS = "面积", "金额", "长度", "时长", "重量", "人"

UNITS: dict[str, tuple[str, Fraction]] = {
    "平方米": (_AREA, Fraction(1)),
    "万平方米": (_AREA, Fraction(10_000)),
    "公顷": (_AREA, Fraction(10_000)),
    "亩": (_AREA, Fraction(10_000, 15)),
    "万亩": (_AREA, Fraction(100_000_000, 15)),
    "平方公里": (_AREA, Fraction(1_000_000)),
    "元": (_MONEY, Fraction(1)),
    "万元": (_MONEY, Fraction(10_000)),
    "亿元": (_MONEY, Fraction(100_000_000)),
    "米": (_LENGTH, Fraction(1)),
    "公里": (_LENGTH, Fraction(1_000)),
    "分钟": (_TIME, Fraction(1)),
    "小时": (_TIME, Fraction(60)),
    "吨": (_MASS, Fraction(1)),
    "万吨": (_MASS, Fraction(10_000)),
    "人": (_HEADS, Fraction(1)),
    "万人": (_HEADS, Fraction(10_000)),
    "人次": ("人次", Fraction(1)),
    "万人次": ("人次", Fraction(10_000)),
    "微克/立方米": ("浓度", Fraction(1)),
    "%": ("百分比", Fraction(1)),
    "个百分点": ("百分点", Fraction(1)),
} | {
    # What is counted piece by piece converts to nothing but itself: 95 套 are not 95 个.
    unit: (unit, Fraction(1))
    for unit in (
        "个", "套", "片", "场", "所", "项", "宗", "条", "座", "次", "家", "户", "栋", "名", "件", "处", "块",
        "台", "辆", "间", "棵", "株", "盏", "期", "支", "批", "份", "对", "班", "天", "场次", "起", "例",
        "位", "张",
    )
}  # fmt: skip
"""Unit → (dimension, factor to the dimension's first unit). 15 亩 to the hectare as in Chinese statistics."""

_ALIASES = {
    "m2": "平方米", "平米": "平方米", "平方千米": "平方公里", "km2": "平方公里", "ha": "公顷",
    "m": "米", "km": "公里", "千米": "公里", "μg/m3": "微克/立方米", "百分点": "个百分点",
}  # fmt: skip


class UnitMismatch(ValueError):
    """Two units that measure different things."""


def known(unit: str) -> tuple[str, Fraction]:
    """Dimension and factor of a unit. A unit outside the table is its own dimension."""
    name = unicodedata.normalize("NFKC", unit).strip()
    name = _ALIASES.get(name, name)
    return UNITS.get(name, (name, Fraction(1)))


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """The same quantity in another unit; exact wherever a decimal can be, else to 28 significant digits.

    Raises UnitMismatch where the units measure different things.
    """
    return as_decimal(exactly(value, from_unit, to_unit))


def exactly(value: Decimal, from_unit: str, to_unit: str) -> Fraction:
    """The same quantity in another unit without any rounding: 1 亩 is 1/15 公顷, and fifteen of them are one.

    Raises UnitMismatch where the units measure different things.
    """
    source, factor = known(from_unit)
    target, divisor = known(to_unit)
    if source != target:
        raise UnitMismatch(f"单位「{from_unit}」不能换算为「{to_unit}」")
    return Fraction(value) * factor / divisor


def convertible(unit: str) -> list[str]:
    """Units in which the same thing can be given, the unit itself first."""
    return list(dict.fromkeys([unit, *(other for other in UNITS if UNITS[other][0] == known(unit)[0])]))


def total(parts: Iterable[Fraction]) -> Fraction:
    """Their sum, over one common denominator found once."""
    given = list(parts)
    common = math.lcm(*(part.denominator for part in given))
    return Fraction(sum(part.numerator * (common // part.denominator) for part in given), common)


def as_decimal(number: Fraction) -> Decimal:
    """The exact decimal where it ends, else 28 significant digits."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return Decimal(number.numerator) / Decimal(number.denominator)
    places = max(twos, fives)
    # Built from its text: arithmetic would round to the context's precision.
    return Decimal(f"{number.numerator * 10**places // number.denominator}E-{places}")


_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]+))?(?:[eE](?P<power>[+-]?[0-9]+))?"
)


_RAISED = ("<super>", "<sub>", "<fraction>", "<circle>")
"""Compatibility forms that are digits only by a stretch."""


def parse_decimal(text: str) -> Decimal:
    """A number as people type it: full-width digits, thousands separators, blanks around.

    Raises ValueError (Chinese sentence) for what is empty, not finite, not a number, or out of bounds:
    15 digits before the point, 6 after it, exponents within ±12. The sign is the caller's business.
    """
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\r\n" for char in text):
        raise ValueError("数字中含有无法识别的字符")
    if any(unicodedata.decomposition(char).startswith(_RAISED) for char in text):
        raise ValueError(f"「{text.strip()[:20]}」不是有效的数字")  # NFKC would read 10² as 102
    plain_text = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if not plain_text:
        raise ValueError("请填写数字")
    found = _NUMBER.fullmatch(plain_text) if len(plain_text) <= _LONGEST else None
    if not found or not (found["whole"] or found["part"]):
        raise ValueError(f"「{text.strip()[:20]}」不是有效的数字")
    power = found["power"] or "0"
    if len(power) > 8 or abs(int(power)) > MAX_EXPONENT:
        raise ValueError("数字的数量级过大或过小")
    return _within_bounds(Decimal(plain_text.replace(",", "")))


def _within_bounds(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    whole, _, part = f"{abs(value):f}".partition(".")
    if len(part.rstrip("0")) > MAX_DECIMALS:
        raise ValueError(f"小数最多 {MAX_DECIMALS} 位")
    if len(whole.lstrip("0")) > MAX_INTEGER_DIGITS:
        raise ValueError(f"整数最多 {MAX_INTEGER_DIGITS} 位")
    return value


def plain(value: Decimal) -> str:
    """ "12.3", "28": no exponent, no trailing zeros. Raises ValueError for NaN and infinities."""
    if not value.is_finite():
        raise ValueError("不是有限的数字")
    if not value:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
