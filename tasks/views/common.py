"""What every screen needs: who asks, on which day, about which task; and where to go afterwards."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from tasks import access
from tasks.errors import Invalid, NotAllowed
from tasks.models import Person, Task

Answer = TypeVar("Answer", bound=HttpResponseBase)

UNPROCESSABLE = 422
"""A form with messages: the page again, which htmx swaps in and which no cache keeps."""
CONFLICT = 409


class OfficeRequest(HttpRequest):
    """A request after the middleware: somebody who has logged in, on an office day, which may be a simulated one."""

    user: Person
    on: date
    simulated: bool
    htmx: HtmxDetails


def staff_view(view: Callable[..., Any]) -> Callable[..., Any]:
    """For people who have logged in; a verb's "not yours to do" becomes the 403 page."""

    guarded = login_required(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "HX-Request" in request.headers and not request.user.is_authenticated:
            return HttpResponseClientRedirect(settings.LOGIN_URL)  # not a login form inside a card
        try:
            return guarded(request, *args, **kwargs)
        except NotAllowed as refused:
            raise PermissionDenied(refused.message) from refused

    return wrapped


def task_or_404(request: OfficeRequest, code: str) -> Task:
    """A task that this person may see; restricted ones do not exist for anybody else."""
    task = access.visible_tasks(request.user).with_names().filter(code=code).first()
    if task is None:
        raise Http404("没有这项任务。")
    return task


def seen_version(request: HttpRequest, name: str = "version") -> int:
    """The version that the form was made from. Raises `Invalid` where it is missing or no number."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid({"version": "页面已失效,请核对后重新提交。"})
    return int(text)


def next_page(request: HttpRequest, default: str) -> str:
    """Where the form says to go afterwards, if that is one of our own pages."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if own else default


def not_cached(response: Answer) -> Answer:
    response["Cache-Control"] = "private, no-store"
    return response
