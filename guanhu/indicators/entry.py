"""The form by which supervisors record figures that no task reports."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from guanhu.indicators.words import period_words
from indicators import recording
from indicators.attainment import Goal
from indicators.models import Indicator, Reading
from indicators.quantities import UnitMismatch, convert, convertible
from tasks import plausibility, readings
from tasks.forms.fields import Day, DecimalField, ShortText
from tasks.models import Person
from tasks.plausibility import Amount

YEARS_BACK = 2
"""Earlier periods than these come over the interface, not one by one by hand."""


class PeriodField(forms.ChoiceField):
    """Offers what is likely; which periods can have a figure is for the rule to say, in its own words."""

    def valid_value(self, value: str) -> bool:
        return True


class ReadingForm(forms.Form):
    """One figure: a period chosen, or a day; the value as people type it, in any unit that fits."""

    period = PeriodField(label="期间", required=False)
    day = Day(label="或某一日", required=False)
    value = DecimalField(label="数值")
    unit = forms.ChoiceField(label="单位")
    note = ShortText(label="说明", required=False, max_length=recording.NOTE_LENGTH)
    provisional = forms.BooleanField(label="暂定数,以统计公布为准", required=False)

    def __init__(self, indicator: Indicator, goal: Goal, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "reading-%s"} | options)
        self.indicator, self.goal, self.on = indicator, goal, on
        self.fields["period"].choices = [("", "请选择"), *_choices(indicator, on)]  # type: ignore[attr-defined]  # a ChoiceField
        units = [(unit, unit) for unit in convertible(indicator.unit)]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # likewise
        if self.data.get("sure") or self.data.get("doubted"):
            self.ask_if_sure()

    def ask_if_sure(self) -> None:
        self.fields["sure"] = forms.BooleanField(label="已核对,数值无误", required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        period, day = given.get("period"), given.get("day")
        if bool(period) == bool(day) and not self.errors.keys() & {"period", "day"}:
            self.add_error("period", "期间和日期只填一个。" if period else "请选择期间,或填写日期。")
        given["span"] = period or (day.isoformat() if day else "")
        if not self.errors and not given.get("sure") and (said := self._doubt(given)):
            if "sure" not in self.fields:
                self.ask_if_sure()
            self.add_error("value", f"{said}。请核对,属实的请勾选“已核对”再录入。")
        return given

    def _doubt(self, given: dict[str, Any]) -> str:
        """Whether the number is out of all proportion to those of periods as long."""
        try:
            value = convert(given["value"], given["unit"], self.goal.unit)
        except UnitMismatch:
            return ""
        points = (*self.goal.points, *self.goal.last_year)
        alike = replace(self.goal, points=tuple(p for p in points if len(p.period) == len(given["span"])))
        return plausibility.outlier(given["span"], Amount(alike, value))

    def perform(self, *, by: Person) -> Reading:
        """Record it. Raises what `readings.record` raises."""
        given = self.cleaned_data
        value: Decimal = given["value"]
        return readings.record(
            self.indicator,
            by=by,
            on=self.on,
            period=given["span"],
            value=value,
            unit=given["unit"],
            note=given["note"],
            provisional=given["provisional"],
        )

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Messages at the field that is wrong; a day's at the day."""
        for key, texts in errors.items():
            name = "day" if key == "period" and self.cleaned_data.get("day") else key
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


def _choices(indicator: Indicator, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Months, quarters and years that can have a figure, the latest first; none of a year that a task reports."""
    years = [
        year
        for year in range(on.year, on.year - YEARS_BACK - 1, -1)
        if not readings.reporting_task(indicator, year)
    ]
    groups = (("月", _months(years)), ("季度", _quarters(years)), ("全年", (f"{year:04}" for year in years)))
    found = [
        (name, [(p, period_words(p)) for p in some if not recording.problem_of_period(p, on)])
        for name, some in groups
    ]
    return [(name, some) for name, some in found if some]


def _months(years: list[int]) -> Iterator[str]:
    return (f"{year:04}-{month:02}" for year in years for month in range(12, 0, -1))


def _quarters(years: list[int]) -> Iterator[str]:
    return (f"{year:04}-Q{number}" for year in years for number in range(4, 0, -1))
