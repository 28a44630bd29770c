"""录入数据: the only writer of readings. Append-only: a correction is a new reading, the old one stays."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from indicators.kinds import VOID, IndicatorKind
from indicators.models import Indicator, Reading
from indicators.quantities import MAX_INTEGER_DIGITS, UnitMismatch, convert, plain
from indicators.spans import is_part_of_month, span

EARLIEST = 1990
"""Years before this are a slip of the pen."""
NOTE_LENGTH = 200
EXAMPLES = "2020(全年)、2020-Q3(季度)、2020-09(月)或 2020-09-30(日)"


class Refused(ValueError):
    """Nothing was written; `errors` maps the argument to a Chinese sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = dict(errors)


def record(
    indicator: Indicator,
    *,
    period: str,
    value: Decimal,
    unit: str = "",
    note: str = "",
    provisional: bool = False,
    by: Any,
    on: date,
    at: datetime,
) -> Reading:
    """One figure that comes from no task's report: `period` a day, month, quarter or year, `unit` empty for the
    indicator's. `by` the person, `on` the office day, `at` the instant.

    Raises Refused for a period that is none or has not begun its last month, a unit of something else, a number that
    cannot be, and for what stands there already.
    """
    unit = unit or indicator.unit
    errors = {
        "period": problem_of_period(period, on),
        "unit": _problem_of_unit(unit, indicator),
        "value": _problem_of_value(value, indicator),
        "note": f"至多 {NOTE_LENGTH} 个字。" if len(note) > NOTE_LENGTH else "",
    }
    if found := {key: text for key, text in errors.items() if text}:
        raise Refused(found)
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)  # two at once: the second sees the first
        standing = standing_reading(indicator, period)
        if standing and _says(standing) == (value, unit, note, provisional):
            raise Refused({"value": f"{period} 已有相同的数据({plain(value)} {unit}),不必重复录入。"})
        return write(
            Reading(
                indicator=indicator, period=period, value=value, unit=unit, note=note, provisional=provisional,
                by=by, on=on, at=at,
            )
        )  # fmt: skip


def write(reading: Reading) -> Reading:
    """Put a reading down whose figures have been looked at: by `record`, or by the task's report it comes from."""
    reading.save(force_insert=True)
    return reading


def standing_reading(indicator: Indicator | None, period: str, part: str = "") -> Reading | None:
    """The figure of a part (a unit's code) for a period that counts at present."""
    rows = Reading.objects.filter(indicator=indicator, period=period, part=part)
    return rows.exclude(mark__standing__in=VOID).order_by("pk").last()


def _says(reading: Reading) -> tuple[Decimal, str, str, bool]:
    return reading.value, reading.unit, reading.note, reading.provisional


def problem_of_period(period: str, on: date) -> str:
    """Why no figure can be given for the period on that day; empty if one can: from its last month on, a day's from
    the day itself."""
    try:
        first, last = span(period)
    except ValueError:
        return f"期间无法识别,应为 {EXAMPLES}。"
    if is_part_of_month(period):
        return f"此处不按周或半月录入,期间应为 {EXAMPLES}。"
    if first.year < EARLIEST:
        return f"年份应在 {EARLIEST} 年以后。"
    if (last if first == last else last.replace(day=1)) > on:
        return f"{period} 尚未结束,还不能有数据。"
    return ""


def _problem_of_unit(unit: str, indicator: Indicator) -> str:
    try:
        convert(Decimal(1), unit, indicator.unit)
    except UnitMismatch as mismatch:
        return f"{mismatch}。"
    return ""


def _problem_of_value(value: Decimal, indicator: Indicator) -> str:
    """Only a rate of change can be below nothing."""
    if value < 0 and indicator.kind != IndicatorKind.RATE:
        return "不能为负数。"
    if abs(value) >= Decimal(10) ** MAX_INTEGER_DIGITS:
        return "数值过大。"
    return ""
