"""单位改名 and 撤并."""

from datetime import date
from typing import Any

from django import forms

from tasks import units_change
from tasks.errors import Invalid
from tasks.forms.fields import Day, ShortText, Text
from tasks.models import Person, Unit


class UnitForm(forms.Form):
    """A change of one unit; `save` tells whether it was made, with the messages at their fields if not."""

    def __init__(self, unit: Unit, *args: Any, on: date, **options: Any) -> None:
        self.unit, self.on = unit, on
        options.setdefault("label_suffix", "")
        options["initial"] = {"since": on} | (options.get("initial") or {})
        super().__init__(*args, **options)

    def refuse(self, invalid: Invalid) -> None:
        for key, texts in invalid.errors.items():
            for text in texts:
                self.add_error(key if key in self.fields else None, text)


class RenameForm(UnitForm):
    name = ShortText(label="新名称", max_length=40)
    since = Day(label="自何日起")

    def save(self, *, by: Person) -> bool:
        given = self.cleaned_data
        try:
            units_change.rename(self.unit, given["name"], by=by, on=self.on, since=given["since"])
        except Invalid as invalid:
            self.refuse(invalid)
            return False
        return True


class MergeForm(UnitForm):
    into = forms.ModelChoiceField(
        label="并入哪个单位", queryset=Unit.objects.none(), to_field_name="code", empty_label="请选择"
    )
    since = Day(label="自何日起")
    reason = Text(
        label="依据和说明", rows=2, max_length=500, help_text="记入每项任务的办理过程,如“街机构改革方案”。"
    )

    def __init__(self, unit: Unit, *args: Any, **options: Any) -> None:
        super().__init__(unit, *args, **options)
        others = Unit.objects.filter(active=True).exclude(pk=unit.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField

    def save(self, *, by: Person) -> bool:
        try:
            units_change.merge(self.unit, by=by, on=self.on, **self.cleaned_data)
        except Invalid as invalid:
            self.refuse(invalid)
            return False
        return True
