"""Reads the clock once a request, and sees to it that the day's lights are there before anything is shown."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tasks import clock
from tasks.sweep import MOST_DAYS_IN_A_REQUEST, catch_up

_WITHOUT_A_DAY = ("/healthz", "/readyz", "/static/")


class OfficeDayMiddleware:
    """Sets `request.on` (the office day), `request.simulated` (whether it is a demonstration's) and `request.behind`
    (plans whose lights are of an earlier day)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_WITHOUT_A_DAY):
            request.on, request.simulated = clock.office_day()  # type: ignore[attr-defined]
            request.behind = catch_up(request.on, MOST_DAYS_IN_A_REQUEST)  # type: ignore[attr-defined]
        return self.get_response(request)
