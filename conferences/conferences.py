"""Conferences themselves, with their tracks and rooms: made and changed by organisers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from conferences.models import Conference, Room, Track
from kit.bilingual import CODES, Bilingual, TranslationState, other
from kit.bilingual import revise as say
from kit.names import clean_name, clean_text
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from kit.zones import validate_zone
from live.hub import verb

Texts = Mapping[str, str]

audit.name_acts(
    {
        "conference.create": _("Conference made"),
        "conference.revise": _("Conference changed"),
        "track.add": _("Track added"),
        "room.add": _("Room added"),
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What organisers say of a conference; texts are `<language>: <text>`, one of them may lack."""

    source_language: str
    title: Texts
    about: Texts
    venue: str
    zone: str
    starts_on: date
    ends_on: date
    is_public: bool
    is_open_for_registration: bool
    # An organiser who has looked at the translation says that it still holds.
    is_translation_current: bool = False


@verb
def create(*, actor: Person, slug: str, facts: Facts) -> Conference:
    """Make a conference at an address of its own."""
    _demand(actor, None)
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise Refused("conference.slug", error.messages[0], field="slug") from error
    if Conference.objects.filter(slug=slug).exists():
        text = _("There is a conference at this address already.")
        raise Refused("conference.slug_taken", text, field="slug")
    made = Conference(slug=slug)
    _write(made, facts)
    made.save()
    audit.record(actor=actor, act="conference.create", subject=made.pk)
    return made


@verb
def revise(*, actor: Person, conference: Conference, facts: Facts) -> Conference:
    """Change what is said of a conference; an original that changes makes its translation stale."""
    _demand(actor, conference)
    locked = Conference.objects.select_for_update().get(pk=conference.pk)
    before = audit.facts(locked)
    _write(locked, facts)
    if audit.facts(locked) != before:
        locked.save()
        audit.record(actor=actor, act="conference.revise", subject=locked.pk)
    return locked


@verb
def add_track(*, actor: Person, conference: Conference, name: Texts) -> Track:
    """Give a conference one more track."""
    _demand(actor, conference)
    track = Track(conference=conference)
    _name(track, name)
    track.save()
    audit.record(actor=actor, act="track.add", subject=track.pk)
    return track


@verb
def add_room(*, actor: Person, conference: Conference, name: Texts) -> Room:
    """Give a conference one more room, after those that it has."""
    _demand(actor, conference)
    room = Room(conference=conference)
    _name(room, name)
    last = conference.rooms.aggregate(last=Max("position"))["last"]
    room.position = 0 if last is None else last + 1
    room.save()
    audit.record(actor=actor, act="room.add", subject=room.pk)
    return room


def _demand(actor: Person, conference: Conference | None) -> None:
    if not allows("conferences.organise", actor, conference):
        raise Forbidden


def _write(conference: Conference, facts: Facts) -> None:
    _check(facts)
    title = {language: clean_name(facts.title.get(language, ""), 300) for language in CODES}
    about = {language: clean_text(facts.about.get(language, "")) for language in CODES}
    if not title[facts.source_language]:
        text = _("Write the title in the original language.")
        raise Refused("conference.untitled", text, field=f"title_{facts.source_language}")
    conference.source_language = facts.source_language
    _say_both(conference, {"title": title, "about": about}, is_current=facts.is_translation_current)
    conference.venue = clean_name(facts.venue, 200)
    conference.zone = facts.zone
    conference.starts_on, conference.ends_on = facts.starts_on, facts.ends_on
    conference.is_public = facts.is_public
    conference.is_open_for_registration = facts.is_open_for_registration


def _check(facts: Facts) -> None:
    if facts.source_language not in CODES:
        text = _("The original is in English or in Russian.")
        raise Refused("conference.language", text, field="source_language")
    if facts.ends_on < facts.starts_on:
        text = _("The last day is before the first.")
        raise Refused("conference.dates", text, field="ends_on")
    try:
        validate_zone(facts.zone)
    except ValidationError as error:
        raise Refused("zone.unknown", error.messages[0], field="zone") from error


def _name(row: Track | Room, name: Texts) -> None:
    texts = {language: clean_name(name.get(language, ""), 200) for language in CODES}
    if not any(texts.values()):
        raise Refused("name.missing", _("Write a name."), field="name_en")
    row.source_language = "en" if texts["en"] else "ru"
    _say_both(row, {"name": texts}, is_current=False)


def _say_both(row: Bilingual, texts: Mapping[str, Texts], *, is_current: bool) -> None:
    """Write both languages, the original first.

    A translation left as it was while its original changed becomes stale, unless it is said to be
    current.
    """
    source = row.source_language
    translation = other(source)
    say(row, language=source, **{name: said[source] for name, said in texts.items()})
    written = {name: said[translation] for name, said in texts.items()}
    changed = any(getattr(row, f"{name}_{translation}") != text for name, text in written.items())
    if changed or is_current:
        say(row, language=translation, **written)
    if not any(written.values()):
        row.translation_state = TranslationState.MISSING
