"""Rows of targets: what is to be reached, compared how, in which unit."""

from collections.abc import Sequence
from typing import Any

from django import forms

from indicators.kinds import Comparator, IndicatorKind
from tasks.forms.fields import DecimalField, ShortText
from tasks.forms.rows import Row, Rows
from tasks.workflow.targets import TargetSpec

PREFIX = "targets"


class TargetRow(Row):
    ignored = ("comparator", "code", "reading")

    code = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)
    name = ShortText(label="目标名称", required=False, max_length=80)
    comparator = forms.ChoiceField(label="比较", required=False, choices=Comparator.choices)
    value = DecimalField(label="数值", required=False)
    value_max = DecimalField(label="上限(区间)", required=False)
    unit = ShortText(label="单位", required=False, max_length=20)
    milestone = ShortText(label="节点", required=False, max_length=40)
    baseline = DecimalField(label="上年基数", required=False)
    reading = forms.ChoiceField(
        label="数据性质", required=False, choices=[("", "按类别自动"), *IndicatorKind.choices]
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写目标名称。")
        return cleaned

    def spec(self) -> TargetSpec:
        """The line, once it is valid."""
        given = self.cleaned_data
        return TargetSpec(
            name=given["name"],
            comparator=Comparator(given["comparator"] or Comparator.AT_LEAST),
            value=given["value"],
            value_max=given["value_max"],
            unit=given["unit"],
            milestone=given["milestone"],
            baseline=given["baseline"],
            code=given["code"],
            reading=given["reading"],
        )


def target_rows(current: Sequence[TargetSpec], data: Any = None) -> Rows:
    """The list as it stands, with blank rows; or what was posted."""
    names = TargetRow.base_fields.keys()
    initial = [{name: getattr(spec, name) for name in names} for spec in current]
    return Rows(PREFIX, TargetRow, initial, data, blank=1 if initial else 2)


def posted_targets(rows: Rows) -> list[TargetSpec]:
    return [row.spec() for row in rows.filled if isinstance(row, TargetRow)]
