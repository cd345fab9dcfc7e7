"""What one member has yet to be told of a meeting or a series: compared with what they were told last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import Person
from live import clock
from sessions.meetings import queries
from sessions.meetings.models import Invitation, Series
from sessions.models import Session, State

# What the last letter said.
_TOLD = ("told_at", "told_starts_at", "told_ends_at", "told_zone", "is_told_off")


@dataclass(slots=True)
class News:
    """What is new to one member, by invitation; `kept` is what they know and what stays as it is."""

    person: Person
    thread: Session | Series
    new: list[Invitation] = field(default_factory=list)
    moved: list[Invitation] = field(default_factory=list)
    off: list[Invitation] = field(default_factory=list)
    kept: list[Invitation] = field(default_factory=list)

    @property
    def told(self) -> list[Invitation]:
        """Return what the letter changes in what the member knows."""
        return [*self.new, *self.moved, *self.off]

    @property
    def ahead(self) -> list[Invitation]:
        """Return what the member is invited to once the letter is read, in order."""
        on = [*self.new, *self.moved, *self.kept]
        return sorted(on, key=lambda invitation: invitation.session.starts_at)


def news_of(thread: Session | Series) -> Iterator[News]:
    """Yield, for each member who has something to be told, what it is; two queries for any number."""
    found: dict[UUID, News] = {}
    for invitation in _invitations(thread):
        news = found.setdefault(invitation.person_id, News(invitation.person, thread))
        _sort(invitation, news)
    yield from (news for news in found.values() if news.told and news.person.is_active)


def are_untold(thread: Session | Series, found: Iterable[News]) -> bool:
    """Say whether these members know no more and no less than when their news was read."""
    found = list(found)
    people = [news.person.pk for news in found]
    rows = Invitation.objects.filter(**_of(thread), person__in=people)
    known = {row[0]: row for row in rows.values_list("pk", *_TOLD, "ended_at", "nonce")}
    return all(
        known.get(each.pk)
        == (each.pk, *(getattr(each, name) for name in _TOLD), each.ended_at, each.nonce)
        for news in found
        for each in (*news.told, *news.kept)
    )


def note(letters: Iterable[News]) -> None:
    """Write down that members have been told, so that nothing is told twice; once for each meeting."""
    told: dict[tuple[UUID, bool], list[Invitation]] = {}
    for news in letters:
        for each in (*news.new, *news.moved):
            told.setdefault((each.session_id, False), []).append(each)
        for each in news.off:
            told.setdefault((each.session_id, True), []).append(each)
    for (_session, is_off), rows in told.items():
        session = rows[0].session
        Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(
            told_at=clock.now(),
            told_starts_at=session.starts_at,
            told_ends_at=session.ends_at,
            told_zone=session.zone,
            is_told_off=is_off,
        )


def _of(thread: Session | Series) -> dict[str, Session | Series]:
    if isinstance(thread, Series):
        return {"session__occurrence__series": thread}
    return {"session": thread}


def _invitations(thread: Session | Series) -> Iterable[Invitation]:
    rows = Invitation.objects.filter(**_of(thread)).select_related(
        "person", "session__group", "session__occurrence"
    )
    return queries.with_put_out(rows).order_by("session__starts_at", "person")


def _sort(invitation: Invitation, news: News) -> None:
    """Say what an invitation is to its member; who is put out is told only that the meeting is off."""
    session = invitation.session
    is_on = session.state != State.CANCELLED and invitation.ended_at is None
    is_known = invitation.told_at is not None and not invitation.is_told_off
    hours = (session.starts_at, session.ends_at)
    is_moved = hours != (invitation.told_starts_at, invitation.told_ends_at)
    is_moved |= invitation.told_zone not in {"", session.zone}
    is_over = session.ends_at <= clock.now()
    is_put_out = getattr(invitation, "is_put_out", False)
    if is_known and not is_on:
        news.off.append(invitation)
    elif is_put_out:
        return
    elif is_on and not is_known and not is_over:
        news.new.append(invitation)
    elif is_on and is_known and is_moved:
        news.moved.append(invitation)
    elif is_on and is_known:
        news.kept.append(invitation)
