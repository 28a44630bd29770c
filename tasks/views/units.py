"""单位调整: renaming a unit and merging it into another, each shown before it is done."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tasks import units_change
from tasks.forms.units import MergeForm, RenameForm
from tasks.models import Unit
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view


def _unit(request: OfficeRequest, code: str) -> Unit:
    units_change.check_may_change(request.user)
    found = Unit.objects.select_related("succeeded_by").filter(code=code).first()
    if found is None:
        raise Http404("没有这个单位。")
    return found


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: OfficeRequest, code: str) -> HttpResponse:
    """The old name stays on record."""
    unit = _unit(request, code)
    form = RenameForm(unit, request.POST if request.method == "POST" else None, on=request.on)
    old = unit.name
    if request.method == "POST" and form.is_valid() and form.save(by=request.user):
        messages.success(request, f"已改名:{old} → {unit.name}。")
        return redirect(reverse("unit", args=[unit.code]))
    status = UNPROCESSABLE if form.errors else 200
    return not_cached(render(request, "people/unit_rename.html", {"unit": unit, "form": form}, status=status))


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: OfficeRequest, code: str) -> HttpResponse:
    """What would go over is shown first; sending the form moves it all at once, or nothing."""
    unit = _unit(request, code)
    form = MergeForm(unit, request.POST if request.method == "POST" else None, on=request.on)
    found = units_change.preview(unit, request.user)
    if request.method == "POST" and form.is_valid() and form.save(by=request.user):
        into = form.cleaned_data["into"]
        seen = len(found.leading) + len(found.supporting)
        messages.success(request, f"{unit.name}已并入{into.name}:转交任务 {seen} 项。")
        return redirect(reverse("unit", args=[into.code]))
    status = UNPROCESSABLE if form.errors else 200
    context = {"unit": unit, "form": form, "found": found}
    return not_cached(render(request, "people/unit_merge.html", context, status=status))
