"""The three conferences: the one that was, the one that goes on, the one to come."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from conferences import registrations
from conferences.models import (
    Attending,
    Conference,
    Registration,
    RegistrationState,
    Room,
    Speaker,
    Track,
)
from portal.demonstration import moscow_2011, third, washington
from portal.demonstration.facts import Gathering, Planned, key
from portal.demonstration.loading import sessions
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count, add_missing
from portal.demonstration.people import (
    DELEGATES,
    MODERATOR,
    ORGANISER,
    PARTICIPANT,
    address,
    co_chair,
)
from sessions.models import Role, RoleName, Session, Speaking, State

# A plenary that began longer ago than this belongs to an earlier run of the demonstration.
_AN_EVENING = timedelta(hours=5)
_DAY = timedelta(days=1)


def write_past(cast: Cast, count: Count) -> Conference:
    """Write the conference of 2011, with everything in it ended."""
    days = moscow_2011.FIRST_DAY, moscow_2011.LAST_DAY
    return _write(moscow_2011.GATHERING, days, moscow_2011.sessions(), cast, count)


def write_present(cast: Cast, now: datetime, count: Count) -> Conference:
    """Write the conference that goes on, with a plenary that is live and its moderator."""
    days = _days_around(now)
    present = _write(washington.GATHERING, days, washington.sessions(now), cast, count)
    plenary = plenary_of(present)
    _give(plenary, cast[MODERATOR].pk, RoleName.MODERATOR)
    return present


def write_coming(cast: Cast, now: datetime, count: Count) -> Conference:
    """Write the conference to come; once it has come, it is put off to some months ahead again."""
    known = Conference.objects.filter(slug=third.SLUG).first()
    today = washington.today(now)
    first = known.starts_on if known else third.first_day(today)
    days = first, first + _DAY
    coming = _write(third.GATHERING, days, third.sessions(first), cast, count, is_open=True)
    if first < today + timedelta(days=30):
        first = third.first_day(today)
        Conference.objects.filter(pk=coming.pk).update(starts_on=first, ends_on=first + _DAY)
        sessions.move(coming, third.sessions(first), count)
    return coming


def plenary_of(conference: Conference) -> Session:
    """Return the session that is live whatever day the demonstration is loaded."""
    return Session.objects.get(pk=key("session", f"{conference.slug}:{washington.PLENARY}"))


def is_over(conference: Conference, now: datetime) -> bool:
    """Say whether the present has passed: the plenary is ended, or began too long ago."""
    plenary = plenary_of(conference)
    return plenary.state != State.LIVE or plenary.starts_at < now - _AN_EVENING


def move_present(conference: Conference, now: datetime, count: Count) -> None:
    """Lay the conference that goes on around the present hour again."""
    first, last = _days_around(now)
    Conference.objects.filter(pk=conference.pk).update(starts_on=first, ends_on=last)
    sessions.move(conference, washington.sessions(now), count)


def register(
    cast: Cast, past: Conference, present: Conference, coming: Conference, count: Count
) -> None:
    """Register everybody for the present, seventy for the past, and some for the conference to come."""
    delegates = [address(number) for number in range(1, DELEGATES + 1)]
    autumn = datetime(2011, 10, 3, 9, 0, tzinfo=UTC)
    lately = datetime(2012, 9, 10, 9, 0, tzinfo=UTC)
    rows = [
        *_confirmed(past, delegates[:70], cast, autumn),
        *_confirmed(present, [MODERATOR, PARTICIPANT, *delegates], cast, lately),
        *_confirmed(coming, delegates[:10], cast, lately),
    ]
    add_missing(Registration, rows, count, "registrations")
    _ask(coming, delegates[29:36], cast, count)


def _days_around(now: datetime) -> tuple[date, date]:
    today = washington.today(now)
    return today - _DAY, today + _DAY


def _write(
    facts: Gathering,
    days: tuple[date, date],
    plan: Sequence[Planned],
    cast: Cast,
    count: Count,
    *,
    is_open: bool = False,
) -> Conference:
    conference = Conference(
        id=key("conference", facts.slug),
        slug=facts.slug,
        zone=facts.zone,
        venue=facts.venue,
        starts_on=days[0],
        ends_on=days[1],
        is_open_for_registration=is_open,
        **facts.title.columns("title"),
        **facts.about.columns("about"),
        **facts.title.standing(),
    )
    add_missing(Conference, [conference], count, "conferences")
    _write_places(conference, facts, count)
    speakers = _write_speakers(conference, facts, plan, cast, count)
    if sessions.write(conference, plan, count):
        _let_speak(conference, plan, speakers)
    return Conference.objects.get(pk=conference.pk)


def _write_places(conference: Conference, facts: Gathering, count: Count) -> None:
    rooms = [
        Room(
            id=key("room", f"{facts.slug}:{name}"),
            conference=conference,
            position=place,
            **words.columns("name"),
            **words.standing(),
        )
        for place, (name, words) in enumerate(facts.rooms.items())
    ]
    tracks = [
        Track(
            id=key("track", f"{facts.slug}:{name}"),
            conference=conference,
            **words.columns("name"),
            **words.standing(),
        )
        for name, words in facts.tracks.items()
    ]
    add_missing(Room, rooms, count, "rooms")
    add_missing(Track, tracks, count, "tracks")


def _write_speakers(
    conference: Conference,
    facts: Gathering,
    plan: Sequence[Planned],
    cast: Cast,
    count: Count,
) -> dict[str, Speaker]:
    names = dict.fromkeys(name for planned in plan for name in planned.talk.speakers)
    speakers = {name: _speaker(conference, facts, name, cast) for name in names}
    add_missing(Speaker, speakers.values(), count, "speakers")
    return speakers


def _let_speak(
    conference: Conference, plan: Sequence[Planned], speakers: dict[str, Speaker]
) -> None:
    """Write who speaks where; speakers with an account get the role that goes with it."""
    speaking, roles = [], []
    for planned in plan:
        session = sessions.session_key(conference, planned)
        for place, name in enumerate(planned.talk.speakers):
            speaker = speakers[name]
            speaking.append(Speaking(session_id=session, speaker=speaker, position=place))
            if speaker.person is not None:
                role = Role(session_id=session, person=speaker.person, name=RoleName.SPEAKER)
                roles.append(role)
    Speaking.objects.bulk_create(speaking, ignore_conflicts=True)
    Role.objects.bulk_create(roles, ignore_conflicts=True)


def _speaker(conference: Conference, facts: Gathering, name: str, cast: Cast) -> Speaker:
    guest = facts.guests.get(name)
    words, role = (guest.name, guest.role) if guest else co_chair(name)
    return Speaker(
        id=key("speaker", f"{conference.slug}:{name}"),
        conference=conference,
        person=None if guest else cast[name],
        **words.columns("name"),
        **role.columns("role"),
        **words.standing(),
    )


def _give(session: Session, person: UUID, name: RoleName) -> None:
    role = Role(session=session, person_id=person, name=name)
    Role.objects.bulk_create([role], ignore_conflicts=True)


def _confirmed(
    conference: Conference, addresses: Sequence[str], cast: Cast, at: datetime
) -> list[Registration]:
    return [
        Registration(
            id=key("registration", f"{conference.slug}:{email}"),
            conference=conference,
            person=cast[email],
            organisation=cast[email].organisation,
            organisation_name=str(cast[email].organisation or ""),
            attending=Attending.HALL if place % 3 == 0 else Attending.ONLINE,
            is_listed=place % 4 != 3,  # noqa: PLR2004 - three of four agree
            state=RegistrationState.CONFIRMED,
            registered_at=at + place * timedelta(hours=5),
            decided_at=at + place * timedelta(hours=5) + _DAY,
            decided_by=cast[ORGANISER],
        )
        for place, email in enumerate(addresses)
    ]


def _ask(conference: Conference, addresses: Sequence[str], cast: Cast, count: Count) -> None:
    """Let people ask to take part as they would themselves, for the organiser to decide."""
    known = set(conference.registrations.values_list("person", flat=True))
    for email in addresses:
        person = cast[email]
        count.there["registrations"] += 1
        if person.pk in known or not conference.is_open_for_registration:
            continue
        registrations.register(
            actor=person,
            conference=conference,
            organisation_name=str(person.organisation),
            attending=Attending.ONLINE,
            is_listed=True,
        )
        count.created += 1
