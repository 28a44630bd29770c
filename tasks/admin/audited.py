"""What an administrator changes here stands in the audit trail: which row, which fields, never the values."""

from typing import Any, ClassVar

from django.forms import ModelForm
from django.http import HttpRequest

from tasks.states import Deed
from tasks.trail import note


def note_change(request: HttpRequest, deed: Deed, form: ModelForm, change: bool, **more: Any) -> None:
    """One entry about a row that was saved; `more` are codes that say what changed beside its own fields."""
    row = form.instance
    known = next((getattr(row, name) for name in ("username", "code", "slug") if hasattr(row, name)), "")
    told = {"model": row._meta.model_name, "id": row.pk, "new": not change, "fields": form.changed_data}
    note(request, deed, subject=str(known), data=told | more)


class Audited:
    """A mixin of admin classes; in the same transaction as the change."""

    deed: ClassVar[Deed]

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]  # a mixin of ModelAdmin
        note_change(request, self.deed, form, change)
