"""The commands of shared screens, their parts of the room, and the count that follows presence."""

from typing import Any
from uuid import UUID

from accounts.models import Person
from attendance import protocol, screens
from attendance.models import Screen
from attendance.screens import names_of
from live.catalogue import handles, snapshot_part
from live.duties import duty
from sessions import panels
from sessions.models import Session

panels.offer("attendance/_screens.html", order=95)

Row = dict[str, Any]


@handles(protocol.DeclareScreen, room="session", who="sessions.participate")
def declare(actor: Person, session: Session, command: protocol.DeclareScreen) -> Row:
    row = screens.declare(
        actor=actor,
        session=session,
        heads=command.heads,
        signed_in=command.signed_in,
        names=command.names,
    )
    return {"id": row.pk}


@handles(protocol.WithdrawScreen, room="session", who="sessions.participate")
def withdraw(actor: Person, session: Session, command: protocol.WithdrawScreen) -> Row:
    screens.withdraw(actor=actor, session=session)
    return {"id": actor.pk}


@handles(protocol.ConfirmScreen, room="session", who="sessions.moderate")
def confirm(actor: Person, session: Session, command: protocol.ConfirmScreen) -> Row:
    row = screens.confirm(
        actor=actor,
        session=session,
        person=command.person,
        heads=command.heads,
        signed_in=command.signed_in,
        names=command.names,
    )
    return {"id": row.pk}


@snapshot_part("screens", room="session", audience="room")
def counted_part(session: Session) -> list[Row]:
    return [
        {"person": row.person_id, "heads": row.heads, "signed_in": row.signed_in}
        for row in screens.counted_in(session)
    ]


@snapshot_part("screens", room="session", audience="staff")
def claims_part(session: Session) -> list[Row]:
    return [{"person": row.person_id, **_told(row)} for row in screens.claims_in(session)]


@snapshot_part("screen", room="session", audience="me")
def own_part(session: Session, person: UUID) -> Row | None:
    row = screens.own(session, person)
    return _told(row) if row else None


def _told(row: Screen) -> Row:
    is_confirmed = row.confirmed_at is not None
    return {
        "heads": row.heads,
        "signed_in": row.signed_in,
        "names": names_of(row),
        "confirmed": is_confirmed,
    }


@duty("attendance.screens", seconds=5)
def follow_presence() -> None:
    """Count shared screens only while their people are here."""
    screens.follow_presence()
