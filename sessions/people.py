"""What others see of the people in a session, told when they first appear and when it changes."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from accounts.models import Person
from accounts.people import Shown, after_profile, shown
from live.hub import publish, verb
from live.redaction import redact
from sessions.models import Appearance, Session, State
from sessions.protocol import PersonShown

# Who merely comes in is named up to this many; past that a person is shown when they act.
LISTED = 100


@verb
def show(people: Sequence[Person], session: Session) -> None:
    """Tell the room of people who appear for the first time, or differently from before.

    Two queries when nothing changed, three when people are new, for any number of them.
    """
    known = _known(people, session)
    # In one order everywhere, so that two batches of joins can't lock each other out.
    fresh = {
        person.pk: now
        for person in sorted(people, key=lambda person: person.pk)
        if (now := shown(person)) != known.get(person.pk)
    }
    if not fresh:
        return
    Appearance.objects.bulk_create(
        [
            Appearance(
                session=session,
                person_id=person,
                kind=now.kind,
                name=now.name,
                organisation=now.organisation,
                country=now.country,
            )
            for person, now in fresh.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "person"],
        update_fields=["kind", "name", "organisation", "country"],
    )
    for person, now in fresh.items():
        if person in known:
            # Who takes their name back takes it out of the log of this room as well, or every
            # late comer would read it there.
            redact(str(session.live_room), person, PersonShown)
        event = PersonShown(
            person=person,
            kind=now.kind,
            name=now.name,
            organisation=now.organisation,
            country=now.country,
        )
        publish(session.live_room, event, actor=person)


@verb
def come_in(people: Sequence[Person], session: Session) -> None:
    """Show who enters, while fewer than a hundred have appeared; known ones are brought up to date."""
    known = _known(people, session)
    strangers = [person for person in people if person.pk not in known]
    room_left = 0
    if strangers:
        room_left = max(0, LISTED - Appearance.objects.filter(session=session).count())
    returning = [person for person in people if person.pk in known]
    show([*returning, *strangers[:room_left]], session)


@after_profile
@verb
def show_again(person: Person) -> None:
    """Tell every session that goes on and has seen this person what they wish to show now."""
    seen_in = Session.objects.filter(appearances__person=person)
    for session in seen_in.exclude(state__in=(State.ENDED, State.CANCELLED)).order_by("id"):
        show([person], session)


def people_in(session: Session) -> dict[UUID, Shown]:
    """Return what each person who has appeared is shown as, in one query."""
    return _read(Appearance.objects.filter(session=session))


def _known(people: Iterable[Person], session: Session) -> dict[UUID, Shown]:
    return _read(Appearance.objects.filter(session=session, person__in=[p.pk for p in people]))


def _read(rows: Iterable[Appearance]) -> dict[UUID, Shown]:
    return {
        row.person_id: Shown(row.kind, row.name, row.organisation, str(row.country.code or ""))
        for row in rows
    }
