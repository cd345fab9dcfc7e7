"""Limits: how often a person may do a thing; a token bucket in the database, kept over reconnects.

And how much a room takes, whoever speaks: a bucket in each process, looked at before any
transaction begins, so that a flood in one room leaves the database to the others.
"""

import threading
import time
from uuid import UUID

from django.conf import settings
from django.utils.translation import ngettext

from kit.refusals import Refused
from live import clock
from live.locks import Busy
from live.models import Allowance
from live.streams import Room

# Rooms whose buckets are kept; a room out of sight has long had a full one again.
ROOMS_KEPT = 1000


class RateLimited(Refused):
    """Too much at once; says in how many seconds the same command will be taken."""

    def __init__(self, retry_in: float) -> None:
        seconds = max(1, round(retry_in + 0.5))
        text = ngettext(
            "That was fast. Try again in %(seconds)d second.",
            "That was fast. Try again in %(seconds)d seconds.",
            seconds,
        ) % {"seconds": seconds}
        super().__init__("rate.limited", text, status=429, retry_in=retry_in)


def take(limit: str, person: UUID) -> None:
    """Use one turn of a limit, or raise RateLimited; call it inside the command's transaction.

    The bucket holds `burst` turns and refills by `minute` a minute; a refused command costs none,
    since its transaction is undone.
    """
    burst, minute = settings.LIVE_LIMITS[limit]
    now = clock.now()
    rows = Allowance.objects.select_for_update().filter(person=person, limit=limit)
    row = rows.first()
    if row is None:
        fresh = Allowance(person=person, limit=limit, tokens=burst, filled_at=now)
        Allowance.objects.bulk_create([fresh], ignore_conflicts=True)
        row = rows.get()
    passed = max(0.0, (now - row.filled_at).total_seconds())
    tokens = min(burst, row.tokens + passed * minute / 60)
    if tokens < 1:
        raise RateLimited((1 - tokens) * 60 / minute)
    row.tokens, row.filled_at = tokens - 1, now
    row.save(update_fields=["tokens", "filled_at"])


_room_buckets: dict[Room, tuple[float, float]] = {}
_room_guard = threading.Lock()


def take_room(room: Room) -> None:
    """Use one of the room's turns in this process, or raise Busy with the seconds to wait.

    The bucket holds what a room takes in one second, LIVE_ROOM_RATE commands, and refills as fast.
    """
    rate = float(settings.LIVE_ROOM_RATE)
    now = time.monotonic()
    with _room_guard:
        left, filled = _room_buckets.pop(room, (rate, now))
        left = min(rate, left + (now - filled) * rate)
        if len(_room_buckets) >= ROOMS_KEPT:
            del _room_buckets[next(iter(_room_buckets))]
        _room_buckets[room] = (left - 1 if left >= 1 else left, now)
    if left < 1:
        raise Busy(max(0.1, (1 - left) / rate))
