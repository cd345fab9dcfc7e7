"""How people stand in a record: as they were seen then, and never with more than they show now."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from accounts.models import Person, ShownAs
from accounts.people import Shown, shown
from records.models import Face
from sessions.here import Who, who
from sessions.models import Appearance, Session

NOBODY = Shown(ShownAs.DELEGATE.value)


def lesser(then: Shown, now: Shown) -> Shown:
    """Return what both a person's former and their present choice show of them.

    Who takes their name back is a delegate in the record too. A pseudonym taken later does not
    stand where a name stood, nor another pseudonym where one stood: that would say whose it is.
    Who still shows a name is called as they call themselves now, with the organisation that they
    came for, as long as they show one at all.
    """
    country = then.country if now.country else ""
    if then.kind == ShownAs.NAMED and now.kind == ShownAs.NAMED:
        organisation = then.organisation if now.organisation else ""
        return Shown(then.kind, now.name, organisation, country)
    if then.kind == ShownAs.PSEUDONYM:
        return then if now.kind == ShownAs.NAMED or then == now else NOBODY
    return Shown(ShownAs.DELEGATE.value, country=country)


@dataclass(frozen=True, slots=True)
class Faces:
    """Who is who in one record; whoever is unknown in it is a delegate of nowhere."""

    people: Mapping[UUID, Person]
    seen: Mapping[UUID, Shown]

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
    rows = Appearance.objects.filter(session=session)
    fields = ("name", "organisation", "country")
    then = {
        person: Shown(ShownAs.NAMED.value, *seen)
        for person, *seen in silent.values_list("person", *fields)
    } | {person: Shown(*seen) for person, *seen in rows.values_list("person", "kind", *fields)}
    seen = {
        person: lesser(was, shown(people[person]))
        for person, was in then.items()
        if person in people and people[person].is_active
    }
    return Faces(people, seen)
