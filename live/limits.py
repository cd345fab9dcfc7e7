"""Limits: how often a person may do a thing; a token bucket in the database, kept over reconnects.

And how much a room takes, whoever speaks: looked at before any transaction begins, so that a flood
in one room leaves the database to the others. A bucket in each process, and where a cache is shared
between processes, a count in it for all of them; without it each process goes by its own bucket.
"""

import threading
import time
from math import ceil
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import CharField, UUIDField
from django.utils.translation import ngettext

from kit.prepared import Given, Objects, Update
from kit.refusals import Refused, tenths_up
from live import hub
from live.locks import Busy
from live.models import Allowance
from live.streams import Room

ROOMS_KEPT = 1000
PEOPLE_KEPT = 10_000


class RateLimited(Refused):
    """Too much at once; says in how many seconds the same command will be taken."""

    def __init__(self, retry_in: float) -> None:
        seconds = max(1, ceil(tenths_up(retry_in)))
        text = ngettext(
            "That was fast. Try again in %(seconds)d second.",
            "That was fast. Try again in %(seconds)d seconds.",
            seconds,
        ) % {"seconds": seconds}
        super().__init__("rate.limited", text, status=429, retry_in=retry_in)


_turns = Update(Allowance, "tokens", "filled_at")
_kept = Objects(
    lambda: Allowance.objects.select_for_update().filter(
        person=Given("person", UUIDField()), limit=Given("limit", CharField())
    )
)


def take(limit: str, person: UUID) -> None:
    """Use one turn of a limit, or raise RateLimited; call it inside the command's transaction.

    The bucket holds `burst` turns and refills by `minute` a minute; a refused command costs none,
    since its transaction is undone.
    """
    burst, minute = settings.LIVE_LIMITS[limit]
    now = hub.begun()
    row = _kept.first(person=person, limit=limit)
    if row is None:
        fresh = Allowance(person=person, limit=limit, tokens=burst, filled_at=now)
        Allowance.objects.bulk_create([fresh], ignore_conflicts=True)
        row = Allowance.objects.select_for_update().get(person=person, limit=limit)
    passed = max(0.0, (now - row.filled_at).total_seconds())
    # Rounded, or a turn that is due this very instant may lack its last digit.
    tokens = round(min(burst, row.tokens + passed * minute / 60), 9)
    if tokens < 1:
        raise RateLimited((1 - tokens) * 60 / minute)
    row.tokens, row.filled_at = tokens - 1, now
    _turns.row(row)


class Buckets:
    """Token buckets of this process, by any key; one out of sight has long been full again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[object, tuple[float, float]] = {}
        self._guard = threading.Lock()

    def take(self, key: object, burst: float, per_second: float) -> float:
        """Use one turn and return 0, or return in how many seconds there will be one."""
        now = time.monotonic()
        with self._guard:
            left, filled = self._kept.pop(key, (burst, now))
            left = min(burst, left + (now - filled) * per_second)
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = (left - 1 if left >= 1 else left, now)
        return 0.0 if left >= 1 else (1 - left) / per_second

    def give_back(self, key: object, burst: float) -> None:
        """Return one turn that came to nothing."""
        with self._guard:
            if key in self._kept:
                left, filled = self._kept[key]
                self._kept[key] = (min(burst, left + 1), filled)

    def forget(self) -> None:
        """Fill all buckets."""
        with self._guard:
            self._kept.clear()


_rooms = Buckets(ROOMS_KEPT)
_unnamed = Buckets(PEOPLE_KEPT)


def take_unnamed(limit: str, person: UUID) -> None:
    """Use one turn of a limit without a trace: a stored turn would tell who spoke at that instant."""
    burst, minute = settings.LIVE_LIMITS[limit]
    wait = _unnamed.take((limit, person), burst, minute / 60)
    if wait:
        raise RateLimited(wait)


def give_back_unnamed(limit: str, person: UUID) -> None:
    """Return a turn that was refused, as a stored one comes back with its transaction."""
    _unnamed.give_back((limit, person), settings.LIVE_LIMITS[limit][0])


def take_room(room: Room) -> None:
    """Use one of the room's turns, or raise Busy with the seconds to wait.

    A room takes LIVE_ROOM_RATE commands a second, in all processes together where they share a
    cache. A process's own bucket holds what a room takes in one second, and refills as fast.
    """
    rate = float(settings.LIVE_ROOM_RATE)
    wait = _rooms.take(room, rate, rate)
    if not wait and settings.REDIS_URL:
        wait = _wait_of_all(room, rate)
    if wait:
        raise Busy(max(0.1, wait))


def _wait_of_all(room: Room, rate: float) -> float:
    now = time.time()
    key = f"live.room.{room}.{int(now)}"
    cache.add(key, 0, timeout=5)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache is away
        return 0.0
    return 1 - now % 1 if count > rate else 0.0
