"""What a day of four hundred sessions in a hundred rooms costs, beside a bare list of the same rows."""

import gc
import gzip
import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.template import engines
from django.test import Client
from django.urls import reverse

from conferences.models import Conference, Room, Speaker, Track
from sessions.models import Session, Speaking

ROOMS, TRACKS, PER_DAY = 108, 60, 400
TURNS = 20
# A bare list reads the same rows and writes an hour and a title of each: a page with rooms, tracks,
# speakers, two clocks and ways to filter may cost so many times that.
TARGET = 5.0
BARE = "<ul>{% for row in rows %}<li>{{ row.starts_at }} {{ row.title_en }}</li>{% endfor %}</ul>"
WORDS = [
    "rivers",
    "lakes",
    "people",
    "records",
    "schools",
    "law",
    "press",
    "health",
    "youth",
    "rights",
    "water",
    "soil",
]


def measure() -> dict[str, Any]:
    """Return what the agenda and the bare list take, in turns, in seconds of this process's own work."""
    gc.enable()
    call_command("migrate", verbosity=0)
    conference = _programme()
    client, door = Client(), reverse("sessions:agenda", args=[conference.slug])
    template = engines["django"].from_string(BARE)

    def page() -> bytes:
        return client.get(door, headers={"accept-encoding": "gzip"}).content

    def bare() -> str:
        on_day = conference.sessions.filter(starts_at__lt=datetime(2031, 5, 2, tzinfo=UTC))
        return template.render({"rows": on_day.order_by("starts_at", "id")})

    compressed = page()
    text = gzip.decompress(compressed)
    assert text.count(b'class="session-row"') == PER_DAY == bare().count("<li>")
    took: dict[str, list[float]] = {"page": [], "bare": []}
    for _turn in range(TURNS):
        took["page"].append(_seconds(page))
        took["bare"].append(_seconds(bare))
    ratios = [a / b for a, b in zip(took["page"], took["bare"], strict=True)]
    return {
        "bench": "a day's agenda beside a bare list of its rows",
        "rows": PER_DAY,
        "rooms": ROOMS,
        "page_ms": round(statistics.median(took["page"]) * 1000, 1),
        "bare_ms": round(statistics.median(took["bare"]) * 1000, 1),
        "bytes": len(text),
        "compressed": len(compressed),
        "ratio": round(statistics.median(ratios), 2),
        "target": TARGET,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def _seconds(act: Callable[[], object]) -> float:
    # The processor's time: what else the machine does meanwhile is no part of it.
    before = time.process_time()
    act()
    return time.process_time() - before


def _programme() -> Conference:
    """Make a conference of two such days, its words drawn by chance but always the same."""
    chance = random.Random(5)
    made = Conference.objects.create(
        slug="bench", title_en="Bench", starts_on=date(2031, 5, 1), ends_on=date(2031, 5, 2)
    )

    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count)).capitalize()

    rooms = [Room(conference=made, name_en=f"Room {n}", position=n) for n in range(ROOMS)]
    tracks = [Track(conference=made, name_en=words(2)) for _ in range(TRACKS)]
    speakers = [Speaker(conference=made, name_en=f"Speaker {n}") for n in range(PER_DAY)]
    first = datetime(2031, 5, 1, 8, tzinfo=UTC)
    starts = [first + timedelta(days=n // PER_DAY, minutes=n % PER_DAY) for n in range(2 * PER_DAY)]
    sessions = [
        Session(
            conference=made,
            title_en=words(7),
            abstract_en=f"<p>{words(150)}</p>",
            starts_at=at,
            ends_at=at + timedelta(minutes=25),
            room=chance.choice(rooms),
            track=chance.choice(tracks),
        )
        for at in starts
    ]
    speaking = [
        Speaking(session=each, speaker=speaker, position=place)
        for each in sessions
        for place, speaker in enumerate(chance.sample(speakers, k=chance.choice((1, 1, 2))))
    ]
    Room.objects.bulk_create(rooms)
    Track.objects.bulk_create(tracks)
    Speaker.objects.bulk_create(speakers)
    Session.objects.bulk_create(sessions)
    Speaking.objects.bulk_create(speaking)
    return made
