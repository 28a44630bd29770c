"""Requests per minute and token."""

import time
from typing import Any

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

_SECONDS = {"sec": 1, "min": 60, "hour": 3600, "day": 86400}


class TokenThrottle(BaseThrottle):
    """A fixed window, counted by the cache's own increment: exact with many processes, one number a token.

    Browser sessions are not counted. A cache that does not answer lets everybody in.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.auth is None:
            return True
        number, _, unit = api_settings.DEFAULT_THROTTLE_RATES["token"].partition("/")
        seconds = _SECONDS[unit]
        now = time.time()
        window = int(now // seconds)
        self.left = (window + 1) * seconds - now
        return _count(f"throttle:{request.auth.digest[:32]}:{window}", seconds) <= int(number)

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.left


def _count(key: str, seconds: int) -> int:
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # gone between the two calls, or no cache at all
        return 1
