"""我的代理: who stands in for whom, and on which days."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tasks import access, delegations
from tasks.errors import Invalid, NotAllowed
from tasks.forms.delegation import DelegationForm
from tasks.models import Delegation, Person
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view

MOST = 100
"""Delegations shown, the latest first."""


@dataclass(frozen=True, slots=True)
class Row:
    delegation: Delegation
    state: str
    running: bool
    may_end: bool


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: OfficeRequest) -> HttpResponse:
    """`?person=` is the absent one, oneself without it."""
    person = _absent(request)
    form = DelegationForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (made := form.save(by=request.user, on=request.on)):
        messages.success(
            request, f"已设置:{made.starts_on} 至 {made.ends_on},{made.delegate} 代理 {made.person}。"
        )
        return redirect(reverse("delegation"))
    status = UNPROCESSABLE if form.errors else 200
    return not_cached(
        render(request, "people/delegation.html", _context(request, person, form), status=status)
    )


def _absent(request: OfficeRequest) -> Person:
    username = request.GET.get("person", "")
    if username in ("", request.user.username):
        return request.user
    found = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Http404("没有这个人员。")
    if not delegations.may_name_for(access.rights(request.user), found):
        raise NotAllowed("只能为自己或本单位人员设置代理;其他人员请由系统管理员设置。")
    return found


def _context(request: OfficeRequest, person: Person, form: DelegationForm) -> dict[str, object]:
    who = access.rights(request.user)
    others = list(delegations.others(who))
    endable = {request.user.pk, *(other.pk for other in others)}
    return {
        "person": person,
        "others": others,
        "form": form,
        "can_delegate": form.fields["delegate"].queryset.exists(),  # type: ignore[attr-defined]  # a choice
        "rows": [_row(found, request.on, endable) for found in delegations.seen_by(who)[:MOST]],
    }


def _row(found: Delegation, on: date, endable: set[int]) -> Row:
    running = found.ended_at is None and found.ends_on >= on
    if found.ended_at is not None:
        state = "已提前结束"
    elif found.ends_on < on:
        state = "已结束"
    else:
        state = "代理中" if found.starts_on <= on else "未开始"
    return Row(found, state, running, running and found.person_id in endable)


@staff_view
@require_POST
def end_delegation(request: OfficeRequest, pk: int) -> HttpResponse:
    """The rights go back at once."""
    seen = delegations.seen_by(access.rights(request.user))
    found = get_object_or_404(seen, pk=pk)
    try:
        delegations.end(found, by=request.user, on=request.on)
    except Invalid as invalid:
        messages.error(request, invalid.message)
    else:
        messages.success(request, f"已结束:{found.delegate} 不再代理 {found.person}。")
    return redirect(reverse("delegation"))
