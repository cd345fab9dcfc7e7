"""Limits: how often a person may do a thing; a token bucket in the database, kept over reconnects."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import ngettext

from kit.refusals import Refused
from live import clock
from live.models import Allowance


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
