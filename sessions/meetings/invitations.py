"""Who is invited to which meeting: the members of its group, from the day they join until they leave."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from accounts import letters
from accounts.models import Person
from groups.memberships import after_joining, after_leaving
from groups.models import Group, Membership
from live import clock
from live.hub import verb
from sessions.meetings import notices
from sessions.meetings.models import Invitation, Occurrence, Series
from sessions.models import IN_SESSION, Session, State
from sessions.removals import after_readmission

# What one can still be invited to.
_AHEAD = (State.SCHEDULED, *IN_SESSION)


@verb
def invite(group: Group | None, sessions: Sequence[Session]) -> None:
    """Invite all members of a group to meetings; the letters follow when the plan has settled.

    Who is invited already stays so; what no group holds (a conference's session) invites nobody.
    """
    people = Membership.objects.filter(group=group, ended_at=None, person__is_active=True)
    _write(list(people.values_list("person", flat=True)), sessions)


@after_joining
def member_joined(membership: Membership) -> None:
    """Invite a new member to what the group has planned, and let one who came back in again."""
    ahead = Session.objects.filter(
        group=membership.group_id, state__in=_AHEAD, ends_at__gt=clock.now(),
        invitations__isnull=False,
    )  # fmt: skip
    sessions = list(ahead.select_related("occurrence__series").distinct())
    _push_all(sessions)
    person = membership.person_id
    again = Invitation.objects.filter(person=person, session__in=sessions, ended_at__isnull=False)
    for invitation in again:
        invitation.ended_at, invitation.nonce, invitation.entered_with = None, uuid4(), ""
        # What was told was taken back by a letter, or will be told as new.
        invitation.is_told_off = True
        invitation.save(update_fields=["ended_at", "nonce", "entered_with", "is_told_off"])
    _write([person], sessions)


@after_leaving
def member_left(membership: Membership) -> None:
    """Take back, from who leaves the group, the invitations to what is still to come."""
    rows = Invitation.objects.filter(
        person=membership.person_id,
        session__group=membership.group_id,
        session__ends_at__gt=clock.now(),
        ended_at=None,
    )
    sessions = list(
        Session.objects.filter(invitations__in=rows).select_related("occurrence__series")
    )
    # First the notices, then the invitations: the order in which letters are written locks them.
    _push_all(sessions)
    reminders = [each for session in sessions for each in notices.reminders_of(session)]
    letters.drop(reminders, people=[membership.person_id])
    rows.update(ended_at=clock.now())


@after_readmission
def let_in_again(session: Session, person: UUID) -> None:
    """Send who was put out and is let in again the invitation as it now is: meanwhile none came.

    Their link is the same; in a series, their calendar may have lost the meeting to a letter of others.
    """
    rows = Invitation.objects.filter(session=session, person=person, ended_at=None)
    if rows.exists():
        # First the notice, then the invitation: the order in which letters are written locks them.
        _push_all([session])
        rows.update(is_told_off=True)


def invited(person: Person, session: Session) -> Invitation | None:
    """Return a person's invitation to a meeting, if it still holds."""
    return Invitation.objects.filter(person=person, session=session, ended_at=None).first()


def _write(people: Sequence[UUID], sessions: Sequence[Session]) -> None:
    Invitation.objects.bulk_create(
        [
            Invitation(session=session, person_id=person)
            for session in sessions
            for person in people
        ],
        ignore_conflicts=True,
    )


def _push_all(sessions: Sequence[Session]) -> None:
    threads: dict[UUID, Session | Series] = {}
    for session in sessions:
        place: Occurrence | None = getattr(session, "occurrence", None)
        thread = place.series if place else session
        threads[thread.pk] = thread
    for _key, thread in sorted(threads.items()):
        notices.push(thread)
