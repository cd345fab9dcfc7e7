"""Making a session's record in the transaction that ends it, and continuing it at the next end."""

from django.db.models import F

from accounts.models import Person, ShownAs
from accounts.people import shown
from attendance.periods import periods_of
from live import clock
from live.hub import verb
from records.models import Face, Record
from records.presence import there
from sessions import life
from sessions.models import Appearance, Session


@life.at_end
@verb
def close(session: Session, actor: Person | None) -> None:
    """Make the record of a session that ends; of one that went on after its end, continue it.

    The session's row is locked by the verb that ends it, so there is never a second record.
    """
    record, is_new = Record.objects.get_or_create(
        session=session, defaults={"made_at": clock.now()}
    )
    if not is_new:
        Record.objects.filter(pk=record.pk).update(closings=F("closings") + 1)
    _keep_faces(record, session)


def _keep_faces(record: Record, session: Session) -> None:
    """Keep what those show now who were there under their name and never appeared in the log.

    Later it could not be told any more what they showed at the time.
    """
    appeared = Appearance.objects.filter(session=session).values("person")
    silent = Person.objects.filter(
        pk__in=there(session, periods_of(session)), shown_as=ShownAs.NAMED
    ).exclude(pk__in=appeared)
    faces = ((person, shown(person)) for person in silent.select_related("organisation"))
    Face.objects.bulk_create(
        [
            Face(
                record=record,
                person=person,
                name=seen.name,
                organisation=seen.organisation,
                country=seen.country,
            )
            for person, seen in faces
            if seen.kind == ShownAs.NAMED and seen.organisation
        ],
        update_conflicts=True,
        unique_fields=["record", "person"],
        update_fields=["name", "organisation", "country"],
    )
