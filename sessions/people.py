"""What others see of the people in a session, told when they first appear and when it changes."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models import UUIDField

from accounts import queries as account_queries
from accounts.models import Person
from accounts.people import Shown, after_profile, lesser, shown
from kit.prepared import Given, Objects
from live.hub import publish, verb
from live.redaction import redact
from sessions.models import Appearance, Session, State
from sessions.protocol import PersonShown

# Who merely comes in is named up to this many; past that a person is shown when they act.
LISTED = 100
OVER = (State.ENDED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Appeared:
    """What the room sees of a person; and what it saw when the session ended, where that was more."""

    seen: Shown
    before: Shown | None = None

    def after_the_end(self, now: Shown) -> "Appeared":
        """Return what a room that is over shows of somebody who wishes to show this now."""
        before = self.before or self.seen
        seen = lesser(before, now)
        return Appeared(seen, None if seen == before else before)


@verb
def show(people: Sequence[Person], session: Session) -> None:
    """Tell the room of people who appear for the first time, or differently from before.

    When the session is over, a name taken back leaves it, and what one calls oneself since does not
    come in: a pseudonym beside what was said under a name would tell whose it is.

    One query when nothing changed, two when people are new, for any number of them.
    """
    _show(people, session, _known(people, session))


def _show(people: Sequence[Person], session: Session, known: dict[UUID, Appeared]) -> None:
    # In one order everywhere, so that two batches of joins can't lock each other out.
    fresh = {
        person.pk: wished
        for person in sorted(people, key=lambda person: person.pk)
        if (wished := _wished(person, session, known)) != known.get(person.pk)
    }
    if not fresh:
        return
    _write(fresh, session)
    for person, now in fresh.items():
        if person not in known or known[person].seen != now.seen:
            _tell(person, now.seen, session, is_known=person in known)


def _wished(person: Person, session: Session, known: dict[UUID, Appeared]) -> Appeared:
    if session.state in OVER and person.pk in known:
        return known[person.pk].after_the_end(shown(person))
    return Appeared(shown(person))


def _write(fresh: dict[UUID, Appeared], session: Session) -> None:
    rows = [
        Appearance(
            session=session,
            person_id=person,
            before=asdict(now.before) if now.before else None,
            **asdict(now.seen),
        )
        for person, now in fresh.items()
    ]
    Appearance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["session", "person"],
        update_fields=["kind", "name", "organisation", "country", "before"],
    )


def _tell(person: UUID, now: Shown, session: Session, *, is_known: bool) -> None:
    if is_known:
        # Who takes their name back takes it out of the log of this room as well, or every
        # late comer would read it there.
        redact(str(session.live_room), person, PersonShown)
    publish(session.live_room, PersonShown(person=person, **asdict(now)), actor=person)


@verb
def come_in(people: Sequence[Person], session: Session) -> None:
    """Show who enters, while fewer than a hundred have appeared; known ones are brought up to date."""
    known = _known(people, session)
    strangers = [person for person in people if person.pk not in known]
    room_left = 0
    if strangers:
        room_left = max(0, LISTED - Appearance.objects.filter(session=session).count())
    returning = [person for person in people if person.pk in known]
    _show([*returning, *strangers[:room_left]], session, known)


@after_profile
@verb
def show_again(person: Person) -> None:
    """Tell every session that has seen this person what they wish to show now, also one that is over."""
    rows = Appearance.objects.filter(person=person).select_related("session").order_by("session")
    for row in rows:
        known = {person.pk: _appeared(row)}
        if _wished(person, row.session, known) != known[person.pk]:
            show([person], row.session)


@verb
def show_everybody_again(session: Session) -> None:
    """Tell a session that goes on after all what each who has appeared in it wishes to show now."""
    appeared = account_queries.people().filter(appearances__session=session)
    show(list(appeared), session)


def people_in(session: Session) -> dict[UUID, Shown]:
    """Return what each person who has appeared is shown as, in one query."""
    rows = Appearance.objects.filter(session=session)
    return {row.person_id: _appeared(row).seen for row in rows}


def seen_at_the_end(session: Session) -> dict[UUID, Shown]:
    """Return what was shown of each person when the session ended, whatever they took back since."""
    found = {row.person_id: _appeared(row) for row in Appearance.objects.filter(session=session)}
    return {person: each.before or each.seen for person, each in found.items()}


def _known(people: Sequence[Person], session: Session) -> dict[UUID, Appeared]:
    rows: Iterable[Appearance]
    if len(people) == 1:
        rows = _ONES.all(session=session.pk, person=people[0].pk)
    else:
        rows = Appearance.objects.filter(session=session, person__in=[p.pk for p in people])
    return {row.person_id: _appeared(row) for row in rows}


_ONES = Objects(
    lambda: Appearance.objects.filter(
        session=Given("session", UUIDField()), person=Given("person", UUIDField())
    )
)


def _appeared(row: Appearance) -> Appeared:
    seen = Shown(row.kind, row.name, row.organisation, str(row.country.code or ""))
    return Appeared(seen, Shown(**row.before) if row.before else None)
