"""What organisers and moderators did in a session, read from the audit for those who moderate it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import audit
from accounts.deeds import AuditEntry
from accounts.people import Shown
from sessions.here import Who, as_shown, who
from sessions.models import Session


@dataclass(frozen=True, slots=True)
class Act:
    """One act in words; `by` and `about` are people as this session shows them."""

    entry: AuditEntry
    what: str
    by: Who
    about: Who | None


def entries_of(session: Session) -> QuerySet[AuditEntry]:
    """Return what was done in a session, the latest first."""
    return AuditEntry.objects.filter(room=str(session.live_room)).order_by("-at", "-id")


def told(session: Session, entries: Iterable[AuditEntry]) -> list[Act]:
    """Return acts as their page tells them, in two queries for any number."""
    rows = list(entries)
    ids = {person for row in rows for person in (row.actor, row.person) if person}
    names = {person: _called(shown) for person, shown in as_shown(session, ids).items()}
    gone = Who(_("someone"))
    return [
        Act(
            entry=row,
            what=str(audit.in_words(row.act)),
            by=names.get(row.actor, gone),
            about=names.get(row.person, gone) if row.person else None,
        )
        for row in rows
    ]


def _called(shown: Shown) -> Who:
    return who(asdict(shown))
