"""A conference whose schedule goes out, and what is written of it."""

import json
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
from django.conf import settings
from lxml import etree

from conferences.models import Conference, Room, Speaker, Track
from sessions.models import Session, Speaking, State
from sessions.schedules import export, interchange, pentabarf
from sessions.schedules.export_json import as_json
from sessions.schedules.export_xml import as_xml
from tests import build

REAL = settings.BASE_DIR.parent / "shared" / "data" / "schedules"
SITE = "https://live.example"
FORMATS = {"xml": (as_xml, pentabarf.read), "json": (as_json, interchange.read)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def written(conference: Conference, kind: str, language: str = "") -> bytes:
    return FORMATS[kind][0](export.outline(conference, site=SITE, language=language))


def in_moscow() -> Conference:
    """Two days in Moscow, in both languages, planned here by hand: nothing of it was imported."""
    made = build.conference(
        "moscow-2011",
        title_en="Deepening <partnerships> & more",
        title_ru="Углубление партнёрства",
        starts_on=date(2011, 11, 14),
        ends_on=date(2011, 11, 15),
        zone="Europe/Moscow",
        translation_state="translated",
    )
    hall, second, unused = (
        Room.objects.create(conference=made, name_en=name, position=place)
        for name, place in (("Great hall", 3), ("Room 7", 3), ("Unused", 8))
    )
    del unused
    track = Track.objects.create(conference=made, name_ru="Пленарные", source_language="ru")
    clara = Speaker.objects.create(conference=made, name_en="Clara Hall", name_ru="Клара Холл")
    oleg = Speaker.objects.create(conference=made, name_ru="Олег Северный", source_language="ru")
    opening = build.session(
        made,
        title="Opening",
        title_ru="Открытие",
        abstract_en="<p>Why &amp; <strong>how</strong></p>",
        abstract_ru="<p>Зачем</p>",
        translation_state="translated",
        state=State.SCHEDULED,
        starts_at=at("2011-11-14T06:00"),
        room=hall,
        track=track,
        kind="plenary",
    )
    Speaking.objects.create(session=opening, speaker=oleg, position=0)
    Speaking.objects.create(session=opening, speaker=clara, position=1)
    # From 23:30 in Moscow into the next day, in no room, with its original in Russian.
    build.session(
        made,
        title="",
        title_ru="Ночь обсуждений",
        source_language="ru",
        state=State.SCHEDULED,
        starts_at=at("2011-11-14T19:30"),
        ends_at=at("2011-11-15T21:45"),
    )
    build.session(
        made, title="Reports", state=State.SCHEDULED, starts_at=at("2011-11-15T07:00"), room=second
    )
    return made


def everything() -> list[Any]:
    """Return all rows that an import might touch; a room or track planned here may get its key."""
    models = (Conference, Room, Track, Speaker, Session, Speaking)
    found: list[Any] = [list(model.objects.order_by("pk").values()) for model in models]
    for row in (*found[1], *found[2]):
        row.pop("import_key")
    return found


def check(document: bytes, kind: str) -> list[str]:
    """Return what the format's schema says against a document."""
    if kind == "xml":
        schema = etree.XMLSchema(etree.parse(REAL / "schedule.xml.xsd"))
        schema.validate(etree.fromstring(document))
        return [str(error) for error in schema.error_log]
    rules = json.loads((REAL / "schedule.schema.json").read_text())
    judge = jsonschema.validators.validator_for(rules)(
        rules, format_checker=jsonschema.FormatChecker()
    )
    return [error.message for error in judge.iter_errors(json.loads(document))]
