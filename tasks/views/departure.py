"""工作移交: whose work, what it is, to whom; done in one step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tasks import access, departures
from tasks.forms.departure import DepartureForm
from tasks.models import Membership
from tasks.states import State
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: OfficeRequest) -> HttpResponse:
    """`?who=` names a person in a unit, as the list of them does (username@unit)."""
    who = access.rights(request.user)
    places = {_key(row): row for row in departures.places(who)}
    if not (places or who.supervisor or who.own.administrator):
        raise PermissionDenied("工作移交由单位负责人、督查室或系统管理员办理。")
    wanted = request.GET.get("who", "")
    if wanted and wanted not in places:
        raise Http404("没有这个人员,或不归您办理。")
    if not wanted:
        return not_cached(render(request, "people/departure.html", {"places": places}))
    return _of(request, places, wanted)


def _key(place: Membership) -> str:
    return f"{place.person.username}@{place.unit.code}"


def _of(request: OfficeRequest, places: dict[str, Membership], wanted: str) -> HttpResponse:
    place = places[wanted]
    seen = list(departures.seen_tasks(place.person, place.unit, request.user))
    form = DepartureForm(
        place,
        request.POST if request.method == "POST" else None,
        administers=access.rights(request.user).own.administrator,
    )
    if request.method == "POST" and form.is_valid() and form.save(by=request.user, on=request.on):
        to = form.cleaned_data["to"]
        messages.success(request, f"已将 {place.person} 在{place.unit}的 {len(seen)} 项任务移交给 {to}。")
        return redirect(reverse("departure"))
    context = {
        "places": places,
        "wanted": wanted,
        "place": place,
        "form": form,
        "tasks": seen,
        "in_review": sum(task.state == State.IN_REVIEW for task in seen),
        "overdue": sum(task.overdue for task in seen),
    }
    status = UNPROCESSABLE if form.errors else 200
    return not_cached(render(request, "people/departure.html", context, status=status))
