"""What one member has yet to be told of a meeting or a series: compared with what they were told last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import Person
from live import clock
from sessions.meetings.models import Invitation, Series
from sessions.models import Session, State


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


def note(letters: Iterable[News]) -> None:
    """Write down that members have been told, so that nothing is told twice."""
    rows: list[Invitation] = []
    for news in letters:
        for invitation in news.told:
            session = invitation.session
            invitation.told_at = clock.now()
            invitation.told_starts_at = session.starts_at
            invitation.told_ends_at = session.ends_at
            invitation.is_told_off = invitation in news.off
            rows.append(invitation)
    Invitation.objects.bulk_update(
        rows, ["told_at", "told_starts_at", "told_ends_at", "is_told_off"], batch_size=100
    )


def _invitations(thread: Session | Series) -> Iterable[Invitation]:
    of = (
        {"session__occurrence__series": thread}
        if isinstance(thread, Series)
        else {"session": thread}
    )
    rows = Invitation.objects.filter(**of).select_related(
        "person", "session__group", "session__occurrence"
    )
    return rows.order_by("session__starts_at", "person")


def _sort(invitation: Invitation, news: News) -> None:
    session = invitation.session
    is_on = session.state != State.CANCELLED and invitation.ended_at is None
    is_known = invitation.told_at is not None and not invitation.is_told_off
    hours = (session.starts_at, session.ends_at)
    is_over = session.ends_at <= clock.now()
    if is_known and not is_on:
        news.off.append(invitation)
    elif is_on and not is_known and not is_over:
        news.new.append(invitation)
    elif is_on and is_known and hours != (invitation.told_starts_at, invitation.told_ends_at):
        news.moved.append(invitation)
    elif is_on and is_known:
        news.kept.append(invitation)
