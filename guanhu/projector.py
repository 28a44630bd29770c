"""A page for the projector: no navigation, and it comes anew by itself until somebody stops it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tasks.views.common import OfficeRequest, not_cached

REFRESH = 300
"""Seconds. Said in a header, which browsers follow without any script."""


def projected(request: OfficeRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """`?still=1` keeps the page as it is, for who reads slowly or with a screen reader."""
    still = request.GET.get("still") == "1"
    answer = not_cached(render(request, template, {**context, "still": still}, status=status))
    if not still:
        answer.headers["Refresh"] = str(REFRESH)
    return answer
