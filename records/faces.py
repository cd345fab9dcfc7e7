"""How people stand in a record: as they were seen then, and never with more than they show now."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from accounts.models import Person, ShownAs
from accounts.people import NOBODY, Shown, lesser, shown
from records.models import Face
from sessions.here import Who, who
from sessions.models import Session
from sessions.people import seen_at_the_end


@dataclass(frozen=True, slots=True)
class Faces:
    """Who is who in one record; whoever is unknown in it is a delegate of nowhere."""

    people: Mapping[UUID, Person]
    seen: Mapping[UUID, Shown]
    # What each showed at the time, whatever they took back since: for figures, never for names.
    then: Mapping[UUID, Shown]

    def of(self, person: UUID) -> Shown:
        """Return what the record shows of a person."""
        return self.seen.get(person, NOBODY)

    def who(self, person: UUID) -> Who:
        """Return what the record calls a person, in the reader's words."""
        return who(asdict(self.of(person)))


def faces(session: Session, ids: Iterable[UUID]) -> Faces:
    """Return how these people stand in a session's record, in three queries for any number.

    Who was never seen in the session, and who has been shut out of the platform, shows nothing.
    """
    people = Person.objects.select_related("organisation").in_bulk(list(ids))
    silent = Face.objects.filter(record__session=session)
    fields = ("name", "organisation", "country")
    then = {
        person: Shown(ShownAs.NAMED.value, *seen)
        for person, *seen in silent.values_list("person", *fields)
    } | seen_at_the_end(session)
    seen = {
        person: lesser(was, shown(people[person]))
        for person, was in then.items()
        if person in people and people[person].is_active
    }
    return Faces(people, seen, then)
