"""Which entries of the audit trail are wanted."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from tasks.forms.fields import Day, ShortText
from tasks.models import AuditEntry
from tasks.states import Deed


class TrailForm(forms.Form):
    """Every field may stay empty. Days are Shanghai's, both included."""

    person = ShortText(label="操作人(姓名或账号)", max_length=40, required=False)
    deed = forms.ChoiceField(label="事项", choices=[("", "全部"), *Deed.choices], required=False)
    after = Day(label="自", required=False)
    before = Day(label="至", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("after") and found.get("before") and found["before"] < found["after"]:
            self.add_error("before", ValidationError("不能早于起始日。"))
        return found

    def entries(self) -> QuerySet[AuditEntry]:
        """The newest first; none while something is typed wrong."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        found = AuditEntry.objects.select_related("actor").order_by("-number")
        wanted = self.cleaned_data
        if wanted["person"]:
            name = wanted["person"]
            found = found.filter(
                Q(actor__name__icontains=name) | Q(actor__username__iexact=name) | Q(subject__iexact=name)
            )
        if wanted["deed"]:
            found = found.filter(deed=wanted["deed"])
        if wanted["after"]:
            found = found.filter(at__gte=_midnight(wanted["after"]))
        if wanted["before"]:
            found = found.filter(at__lt=_midnight(wanted["before"] + timedelta(days=1)))
        return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
