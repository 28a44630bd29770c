"""立项: a new commitment on the plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tasks import access
from tasks.errors import Invalid
from tasks.forms.base import VerbForm
from tasks.forms.propose import ProposeForm
from tasks.plans import open_plans
from tasks.views.common import UNPROCESSABLE, OfficeRequest, not_cached, staff_view
from tasks.views.more_rows import wanted_row, with_one_more


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: OfficeRequest) -> HttpResponse:
    """立项: a new task."""
    if not access.may_propose(access.rights(request.user)):
        raise PermissionDenied("只有督查室可以立项。")
    plans = open_plans()
    if request.method != "POST":
        return _propose_page(request, ProposeForm(plans))
    form = ProposeForm(plans, request.POST)
    if list_name := wanted_row(request, form):
        again = with_one_more(form, list_name, ProposeForm(plans, initial=form.typed()))
        return _propose_page(request, again)
    if form.is_valid():
        try:
            event = form.propose(by=request.user, on=request.on)
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            messages.success(request, f"已立项:{event.task.code} {event.task.title}。接下来可交办。")
            return redirect("task", code=event.task.code)
    return _propose_page(request, form, UNPROCESSABLE)


def _propose_page(request: OfficeRequest, form: VerbForm, status: int = 200) -> HttpResponse:
    return not_cached(render(request, "tasks/propose.html", {"form": form}, status=status))
