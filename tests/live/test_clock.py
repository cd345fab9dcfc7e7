"""A past that is written down: within the block it is that hour for every number given, after it no more."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from live import clock
from live.models import Event
from tests.live import hall

pytestmark = pytest.mark.django_db

THEN = datetime(2011, 11, 14, 6, 0, 0, 123456, tzinfo=UTC)


def test_what_is_told_of_the_past_bears_its_hour_and_what_follows_its_own() -> None:
    hall.fresh()
    someone = SimpleNamespace(pk=uuid4(), id=uuid4())
    before = clock.now()
    with clock.telling(THEN):
        hall.call(actor=someone, text="then")
    hall.call(actor=someone, text="now")

    room = Event.objects.filter(name="call.called").order_by("seq")
    told, today = room.values_list("at", flat=True)
    assert told == clock.whole_ms(THEN)
    assert today >= before


def test_the_past_ends_with_its_block_also_when_it_fails() -> None:
    with pytest.raises(ZeroDivisionError), clock.telling(THEN):
        1 / 0  # noqa: B018 - it is the failure that matters
    assert clock.now() - THEN > timedelta(days=1)
