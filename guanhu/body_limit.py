"""Requests that are larger than anything a form can need: refused by what they announce, before they are read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guanhu import problems


class BodyLimitMiddleware:
    """413 where `Content-Length` is over `settings.REQUEST_MAX_BYTES`. Without that header there is no body here:
    the web server hands chunked ones on with no length, which Django reads as empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _announced(request) <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        if problems.is_api(request):
            return problems.answer(problems.TOO_LARGE)
        most = settings.REQUEST_MAX_BYTES // 2**20
        return render(request, "413.html", {"most": most}, status=problems.TOO_LARGE.status)


def _announced(request: HttpRequest) -> int:
    """Bytes of the body; 0 for nonsense, which Django reads as no body too."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() and len(length) < 20 else 0
