""" "加一行": the form again as typed, nothing judged, one blank row more. Works without scripts."""

from tasks.forms.base import VerbForm
from tasks.views.common import OfficeRequest


def wanted_row(request: OfficeRequest, form: VerbForm) -> str:
    """The list for which "加一行" was pressed, empty for none."""
    wanted = request.POST.get("more", "")
    return wanted if wanted in form.rows else ""


def with_one_more(typed: VerbForm, list_name: str, again: VerbForm) -> VerbForm:
    """The form as typed, unjudged, with one more blank row in one of its lists."""
    again.rows = {
        name: rows.as_typed(blank=1 if name == list_name else 0) for name, rows in typed.rows.items()
    }
    return again
