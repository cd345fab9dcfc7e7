"""Who was in the room at the instant of a decision: counted from leases, kept as they were shown then."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from accounts import programmes
from accounts.models import Organisation, Person
from accounts.people import Shown, lesser, shown
from attendance.corrections import corrections_in, puts
from groups.models import Group
from live import presence
from records.decisions.models import Decision, Presence
from records.decisions.quorum import memberships_at
from records.faces import Faces, faces
from records.presence import Company, told
from sessions import queries
from sessions.here import as_shown
from sessions.models import IN_SESSION, Session


def there_at(session: Session, instant: datetime) -> frozenset[UUID]:
    """Return who was there at an instant, by their leases, and as corrections put it right."""
    found = set(presence.present_at(session.live_room, instant))
    for person, corrections in puts(corrections_in([session])).items():
        for each in corrections:
            if each.span.start <= instant < each.span.end:
                (found.add if each.was_there else found.discard)(person)
    if session.state in IN_SESSION:
        found -= queries.kept_out_of(session)
    return frozenset(Person.objects.filter(pk__in=found).values_list("pk", flat=True))


def organisations_of(
    group: Group | None, people: Iterable[UUID], instant: datetime
) -> dict[UUID, Organisation]:
    """Return on behalf of which organisation each of these people belonged to the group then."""
    if group is None:
        return {}
    rows = memberships_at(group, instant).filter(person__in=list(people))
    return {row.person_id: row.organisation for row in rows if row.organisation}


def keep(
    decision: Decision, people: frozenset[UUID], members_of: Mapping[UUID, Organisation]
) -> None:
    """Keep who was there, as the session showed them at the time."""
    session = decision.session
    if session.state in IN_SESSION:
        seen = as_shown(session, people)
    else:
        # What was shown then can't be told any more of who took it back: no more than both show.
        known = faces(session, people)
        seen = {person: known.of(person) for person in people}
    Presence.objects.bulk_create(
        Presence(
            decision=decision,
            person_id=person,
            kind=each.kind,
            name=each.name,
            organisation=each.organisation,
            country=each.country,
            member_of=members_of.get(person),
        )
        for person, each in sorted(seen.items())
    )


def companies(decisions: Sequence[Decision]) -> dict[UUID, Company]:
    """Return who was there at each of some decisions as everyone may read it now, in three queries.

    Of people it is the lesser of then and now: who took their name back stands there without one.
    """
    if not decisions:
        return {}
    rows = list(Presence.objects.filter(decision__in=[each.pk for each in decisions]))
    people = Person.objects.select_related("organisation").in_bulk({row.person_id for row in rows})
    sides = programmes.sides()
    then: dict[UUID, dict[UUID, Shown]] = {each.pk: {} for each in decisions}
    for row in rows:
        seen = Shown(row.kind, row.name, row.organisation, str(row.country.code or ""))
        then[row.decision_id][row.person_id] = seen
    return {
        each.pk: told(
            then[each.pk],
            Faces(people, _now(then[each.pk], people), then[each.pk]),
            sides,
            is_open=each.session.group_id is None,
        )
        for each in decisions
    }


def _now(then: Mapping[UUID, Shown], people: Mapping[UUID, Person]) -> dict[UUID, Shown]:
    return {
        person: lesser(seen, shown(people[person]))
        for person, seen in then.items()
        if people[person].is_active
    }
