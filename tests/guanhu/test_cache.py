"""The shared cache: Redis where it answers, an empty cache where it does not."""

from time import monotonic

import pytest
from django.conf import settings

from guanhu.cache import ForgivingRedisCache
from tests.guanhu.test_claims import free_port

OPTIONS = {"OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1}}


@pytest.fixture(autouse=True)
def no_memory_of_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ForgivingRedisCache, "_silent_until", 0.0)


@pytest.fixture
def unreachable() -> ForgivingRedisCache:
    return ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/0", OPTIONS)


def test_an_unreachable_redis_is_an_empty_cache(unreachable: ForgivingRedisCache) -> None:
    unreachable.set("key", 1)
    assert unreachable.get("key", "nothing") == "nothing"
    assert unreachable.add("key", 1)
    assert not unreachable.delete("key")
    with pytest.raises(ValueError, match="key"):
        unreachable.incr("key")


def test_after_a_failure_it_is_not_asked_again_for_a_while(
    unreachable: ForgivingRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreachable.get("key")
    assert ForgivingRedisCache._silent_until > monotonic()
    monkeypatch.setattr(ForgivingRedisCache, "_cache", property(lambda _: pytest.fail("asked again")))
    unreachable.get("key")


@pytest.mark.redis
def test_a_reachable_redis_keeps_what_it_is_given() -> None:
    cache = ForgivingRedisCache(settings.REDIS_URL, OPTIONS)
    cache.set("key", {"count": 1}, timeout=60)
    assert cache.get("key") == {"count": 1}
    assert not cache.add("key", 2)
    assert cache.delete("key") and cache.get("key") is None
    cache.set("count", 1, timeout=60)
    assert cache.incr("count") == 2
