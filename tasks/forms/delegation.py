"""Naming a delegate for the days of an absence."""

from datetime import date
from typing import Any

from django import forms

from tasks import delegations
from tasks.errors import Invalid
from tasks.forms.fields import Day, ShortText
from tasks.models import Delegation, Person


class DelegationForm(forms.Form):
    """Colleagues of the absent person's unit to choose from."""

    delegate = forms.ModelChoiceField(
        label="代理人", queryset=Person.objects.none(), to_field_name="username", empty_label="请选择"
    )
    starts_on = Day(label="起始日")
    ends_on = Day(label="截止日(含)")
    reason = ShortText(label="原因", max_length=80, required=False)

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        self.person = person
        super().__init__(*args, **options)
        self.fields["delegate"].queryset = delegations.candidates(person)  # type: ignore[attr-defined]  # a choice

    def save(self, *, by: Person, on: date) -> Delegation | None:
        """The delegation, or None with the messages at their fields."""
        try:
            return delegations.name_delegate(self.person, by=by, on=on, **self.cleaned_data)
        except Invalid as invalid:
            for key, texts in invalid.errors.items():
                for text in texts:
                    self.add_error(key if key in self.fields else None, text)
            return None
