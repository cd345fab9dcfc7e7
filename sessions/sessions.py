"""Planning sessions: what takes place, where and when, and who speaks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from groups.models import Group
from kit.bilingual import TranslationState, other
from kit.bilingual import revise as revise_texts
from kit.refusals import Refused
from kit.richtext import sanitise_html
from kit.zones import validate_zone
from live import clock
from live.epochs import raise_epoch
from live.hub import verb
from sessions import stages
from sessions.calendars import revisions
from sessions.models import Role, RoleName, Session, Speaking, StageKind, State
from sessions.moves import put_hours
from sessions.rules import demand, demand_host

# What may be set besides title, abstract and hours.
_PLAIN = ("track", "room", "kind", "is_run_by_clock", "is_record_public", "meeting_zone")

audit.name_acts(
    {
        "session.schedule": _("Session planned"),
        "session.revise": _("Plan of the session changed"),
        "session.set_speakers": _("Speakers named"),
    }
)

# Language -> {"title": …, "abstract": …}
Texts = dict[str, dict[str, str]]


@verb
def schedule(
    *,
    actor: Person,
    host: Conference | Group,
    starts_at: datetime,
    ends_at: datetime,
    texts: Texts,
    source_language: str = "en",
    stage_url: str = "",
    key: UUID | None = None,
    **details: Any,
) -> Session:
    """Plan a session of a conference or a meeting of a group; `texts` as in `revise`.

    The record of a group's meeting is for the group, unless it is said to be public; its hours are
    told in `meeting_zone`, else in the planner's own. `stage_url` is a link to audio and video
    elsewhere; later it is the stage's (`stages.set_stage`). `key` becomes the session's, if given.
    """
    demand_host("sessions.schedule", actor, host)
    session = Session(source_language=source_language, starts_at=starts_at, ends_at=ends_at)
    session.pk = key or session.pk
    session.revised_at = clock.now()
    if isinstance(host, Group):
        session.group, session.is_record_public = host, False
        session.meeting_zone = actor.zone
    else:
        session.conference = host
    _write(session, texts, details)
    kind = StageKind.LINK if stage_url.strip() else StageKind.CARD
    stages.put(session, kind, stage_url, field="stage_url")
    session.save(force_insert=True)
    _record(actor, session, "session.schedule")
    return session


@verb
def revise(
    *,
    actor: Person,
    session: Session,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    texts: Texts | None = None,
    is_translation_current: bool = False,
    **details: Any,
) -> Session:
    """Change what is planned; `texts` is language -> {"title", "abstract"} as far as it changes.

    The hours of a session that is over stay as they were: its record hangs on them. A translation
    that was not touched is out of date when the original changed, unless it is said to be current.
    """
    demand("sessions.revise", actor, session)
    row = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    before, place = audit.facts(row), revisions.place_of(row)
    moved = (starts_at or row.starts_at, ends_at or row.ends_at)
    if moved != (row.starts_at, row.ends_at) and row.state in {State.ENDED, State.CANCELLED}:
        raise Refused("session.ended", _("The hours of a session that is over stay as they were."))
    put_hours(row, *moved)
    _write(row, texts or {}, details)
    if is_translation_current and row.translation_state == TranslationState.STALE:
        row.translation_state = TranslationState.TRANSLATED
    if audit.facts(row) != before:
        is_moved = revisions.place_of(row) != place
        revisions.mark(row, is_moved=is_moved)
        row.save()
        _record(actor, row, "session.revise")
        if is_moved:
            revisions.tell(row)
    return row


@verb
def set_speakers(*, actor: Person, session: Session, speakers: Sequence[Speaker]) -> None:
    """Name who speaks, in this order; those who have an account get the role of a speaker.

    Who is no longer named loses that role; who was given it without being named keeps it.
    """
    demand("sessions.revise", actor, session)
    if any(speaker.conference_id != session.conference_id for speaker in speakers):
        raise Refused("speaker.elsewhere", _("A speaker belongs to another conference."))
    before = Speaking.objects.filter(session=session, speaker__person__isnull=False)
    named_before = set(before.values_list("speaker__person", flat=True))
    named_now = {speaker.person_id for speaker in speakers if speaker.person_id}
    order = Speaking.objects.filter(session=session).values_list("speaker", flat=True)
    if list(order) != [speaker.pk for speaker in speakers]:
        _record(actor, session, "session.set_speakers")
    Speaking.objects.filter(session=session).delete()
    Speaking.objects.bulk_create(
        Speaking(session=session, speaker=speaker, position=place)
        for place, speaker in enumerate(speakers)
    )
    roles = Role.objects.filter(session=session, name=RoleName.SPEAKER)
    roles.filter(person__in=named_before - named_now).delete()
    Role.objects.bulk_create(
        [
            Role(session=session, person_id=person, name=RoleName.SPEAKER)
            for person in named_now - named_before
        ],
        ignore_conflicts=True,
    )
    for person in named_before ^ named_now:
        raise_epoch(person)


def _record(actor: Person, session: Session, act: str) -> None:
    audit.record(actor=actor, act=act, room=str(session.live_room), subject=session.pk)


def _write(session: Session, texts: Texts, details: dict[str, Any]) -> None:
    """Set texts and details, and refuse what can't be: no title, an end before the start."""
    source = session.source_language
    # The original first: a translation written in the same breath is up to date.
    for language in (source, other(source)):
        new = _clean(texts.get(language, {}))
        if any(getattr(session, f"{name}_{language}") != text for name, text in new.items()):
            revise_texts(session, language=language, **new)
    if not getattr(session, f"title_{source}"):
        text = _("Give the session a title in its original language.")
        raise Refused("session.untitled", text, field=f"title_{source}")
    if session.ends_at <= session.starts_at:
        raise Refused(
            "session.ends_first", _("The end must come after the start."), field="ends_at"
        )
    for name in _PLAIN:
        if name in details:
            setattr(session, name, details[name])
    _check_zone(session.meeting_zone)
    _check_place(session, session.track, session.room)


def _clean(texts: dict[str, str]) -> dict[str, str]:
    return {
        name: sanitise_html(text) if name == "abstract" else " ".join(text.split())
        for name, text in texts.items()
    }


def _check_zone(zone: str) -> None:
    try:
        validate_zone(zone or "UTC")
    except ValidationError as error:
        raise Refused("zone.unknown", error.messages[0], field="zone") from error


def _check_place(session: Session, track: Track | None, room: Room | None) -> None:
    for place, field in ((track, "track"), (room, "room")):
        if place is not None and place.conference_id != session.conference_id:
            text = _("This belongs to another conference.")
            raise Refused(f"{field}.elsewhere", text, field=field)
