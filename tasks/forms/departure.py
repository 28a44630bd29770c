"""工作移交: to whom, and for the administrator what becomes of the person."""

from datetime import date
from typing import Any

from django import forms

from tasks import access, departures
from tasks.departures import STAFF, Move
from tasks.errors import Invalid
from tasks.forms.fields import Text
from tasks.models import Membership, Person, Unit
from tasks.states import MemberRole


class DepartureForm(forms.Form):
    to = forms.ModelChoiceField(
        label="移交给", queryset=Person.objects.none(), to_field_name="username", empty_label="请选择"
    )
    note = Text(label="说明", rows=2, required=False, max_length=500, help_text="记入每项任务的办理过程。")
    leaves = forms.BooleanField(label="同时结束其在本单位的任职", required=False)
    joins = forms.ModelChoiceField(
        label="调入单位",
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="不调入其他单位",
    )
    role = forms.ChoiceField(
        label="在新单位任", choices=[(role.value, role.label) for role in STAFF], required=False
    )

    def __init__(self, place: Membership, *args: Any, administers: bool, **options: Any) -> None:
        self.place = place
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        colleagues = access.staff_of(place.unit).exclude(pk=place.person_id)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]  # a ModelChoiceField
        units = Unit.objects.filter(active=True).exclude(pk=place.unit_id)
        self.fields["joins"].queryset = units  # type: ignore[attr-defined]  # likewise
        if not administers:
            for name in ("leaves", "joins", "role"):
                del self.fields[name]

    def save(self, *, by: Person, on: date) -> bool:
        """Whether it was done; if not, the messages stand at their fields."""
        given = self.cleaned_data
        move = Move(
            leaves=given.get("leaves", False),
            joins=given.get("joins"),
            role=MemberRole(given.get("role") or MemberRole.REPORTER),
        )
        if move.joins is None:
            move = Move(leaves=move.leaves)
        try:
            departures.hand_over_everything(
                self.place.person, self.place.unit, given["to"], by=by, on=on, note=given["note"], move=move
            )
        except Invalid as invalid:
            for key, texts in invalid.errors.items():
                for text in texts:
                    self.add_error(key if key in self.fields else None, text)
            return False
        return True
