"""A shared cache that may be away: what it keeps are counts of attempts, worth less than an answer."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

T = TypeVar("T")

# So long a cache that did not answer is left alone: one that hangs would hold up every command.
RESTS_SECONDS = 1.0

logger = logging.getLogger(__name__)
_rests_until = 0.0


def _forgiving(answer: T) -> Callable[[Callable[..., T]], Callable[..., T]]:
    def decorate(method: Callable[..., T]) -> Callable[..., T]:
        @wraps(method)
        def wrapper(*args: Any, **kwargs: Any) -> T:
            global _rests_until  # noqa: PLW0603 - one cache a process
            if time.monotonic() < _rests_until:
                return answer
            try:
                return method(*args, **kwargs)
            except (RedisError, OSError) as error:
                _rests_until = time.monotonic() + RESTS_SECONDS
                logger.info("cache away: %s", type(error).__name__)
                return answer

        return wrapper

    return decorate


class ForgivingRedisCache(RedisCache):
    """Redis as Django's cache; while it is away everything is forgotten and nothing fails.

    A read finds its default, a write is lost, and `incr` says that there is no such key.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default."""
        return _forgiving(default)(super().get)(key, default, version)

    @_forgiving(answer=False)
    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Set a key that is not there yet; say whether it was set."""
        return super().add(*args, **kwargs)

    @_forgiving(answer=None)
    def set(self, *args: Any, **kwargs: Any) -> None:
        """Set a key."""
        super().set(*args, **kwargs)

    @_forgiving(answer=False)
    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """Prolong a key; say whether it was there."""
        return super().touch(*args, **kwargs)

    @_forgiving(answer=False)
    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Delete a key; say whether it was there."""
        return super().delete(*args, **kwargs)

    @_forgiving(answer=False)
    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Say whether a key is there."""
        return super().has_key(*args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Return what is there of several keys."""
        found: dict[Any, Any] = {}
        return _forgiving(found)(super().get_many)(*args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Set several keys; returns those that were not."""
        failed: list[Any] = []
        return _forgiving(failed)(super().set_many)(*args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return it; ValueError where there is none."""
        count = _forgiving(-1)(super().incr)(key, delta, version)
        if count == -1:
            msg = f"key {key!r} not found"
            raise ValueError(msg)
        return count
