"""The shared cache when served: a Redis that may fail without the office noticing."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE = 30.0
"""Seconds without asking after a failure: a hung Redis costs one timeout, not one a request."""


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, except that an unreachable Redis is an empty cache.

    Nothing but request counts and short-lived copies is kept here, so forgetting is harmless; the calls the
    project uses (`get`, `set`, `add`, `delete`, `incr`) answer as if the key were missing.
    """

    _silent_until = 0.0  # of the whole process: Django keeps one instance a thread

    def _ask(self, call: Callable[..., Any], missing: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < self._silent_until:
            return missing
        try:
            return call(*args, **kwargs)
        except RedisError as error:
            ForgivingRedisCache._silent_until = time.monotonic() + PAUSE
            logger.warning("cache unreachable, going on without it for %d s: %s", PAUSE, error)
            return missing

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(super().get, default, key, default, version=version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._ask(super().set, None, key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask(super().add, True, key, value, *args, **kwargs))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask(super().delete, False, key, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The new count; `ValueError` for a missing key, as from every Django cache."""
        count = self._ask(super().incr, None, key, delta, version=version)
        if count is None:
            raise ValueError(f"Key {key!r} not found")
        return int(count)
