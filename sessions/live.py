"""The room of a session: who may come in, what its commands do, how its snapshot begins."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec

from accounts.models import Person
from kit.refusals import NotHere, Refused
from live import catalogue, rooms
from live.catalogue import handles, snapshot_part
from live.clock import wire
from live.duties import duty
from live.rooms import Admission, Removed, RoomKind
from sessions import items, life, panels, people, protocol, queries, removals, stages, standing
from sessions.meetings import letters, reminders  # noqa: F401 - register their duties when imported
from sessions.models import AgendaItem, Role, Session, State
from sessions.protocol import EndSession, OpenSession, ReadmitPerson, RemovePerson, StartSession

# Commands under these rules are offered to whoever may enter; all others to the moderators. The
# page shows them as the session's state allows, and the verb judges each one anyway.
_for_everyone = {"sessions.enter", "sessions.participate"}


def offer_to_everyone(*rules: str) -> None:
    """Have commands under these rules of an app above offered to whoever may enter."""
    _for_everyone.update(rules)


# Commands under these rules are offered to who has a role beside those whom they are offered to anyway.
_for_roles: dict[str, set[str]] = {}


def offer_to_role(role: str, *rules: str) -> None:
    """Have commands under these rules of an app above offered to who has a role in the session."""
    _for_roles.setdefault(role, set()).update(rules)


class SessionKind(RoomKind):
    """A session as the kernel sees it."""

    name = "session"

    def load(self, room_id: str) -> Session:
        """Return the session with what its page shows of it."""
        try:
            found = queries.one(UUID(room_id))
        except ValueError as absent:
            raise NotHere from absent
        if found is None:
            raise NotHere
        return found

    def lets_in(self, subject: Session, person: Person) -> bool:
        """Say whether a person may enter, in one query, and none when a verb has asked it already."""
        return standing.of_one(subject, person).may_enter

    def admit(self, subject: Session, people: Sequence[Person]) -> dict[UUID, Admission]:
        """Return who of these people may enter, in two queries at most.

        The doors decide who may write and whose presence counts, not who may look: who comes
        early sees the session begin, who comes late reads what was said.
        """
        found = standing.of_some(subject, people)
        inside = {person for person, stands in found.items() if stands.may_enter}
        moderators = {person for person, stands in found.items() if stands.moderates}
        offered = _offered_by_role(subject, inside - moderators)
        return {
            person.pk: admission(
                is_moderator=person.pk in moderators, rules=offered.get(person.pk, set())
            )
            for person in people
            if person.pk in inside or person.pk in moderators
        }

    def refusal(self, subject: Session, person: Person) -> Refused:
        """Tell who was put out that they were; a stranger learns nothing."""
        return Removed() if queries.is_kept_out(subject, person) else NotHere()

    def is_over(self, subject: Session) -> bool:
        """Say whether the session was cancelled: after its end questions are still answered."""
        return subject.state == State.CANCELLED

    def entered(self, subject: Session, people_in: Sequence[Person]) -> None:
        """Show who came in, up to the first hundred; who reads what is over is shown to nobody."""
        if self.counts(subject):
            people.come_in(people_in, subject)

    def counts(self, subject: Session) -> bool:
        """Say whether being here may be attendance: until the session is over.

        A stay that begins earlier is kept too; attendance counts it from the start of the session.
        """
        return subject.state not in {State.ENDED, State.CANCELLED}


rooms.register(SessionKind())
panels.offer("sessions/_steps.html", order=0)
panels.offer("sessions/_people.html", order=90)


def _offered_by_role(session: Session, people: set[UUID]) -> dict[UUID, set[str]]:
    """Return the rules whose commands are offered to these people for their roles, in one query."""
    if not people or not _for_roles:
        return {}
    rows = Role.objects.filter(session=session, person__in=people, name__in=list(_for_roles))
    found: dict[UUID, set[str]] = {}
    for person, name in rows.values_list("person", "name"):
        found.setdefault(person, set()).update(_for_roles[name])
    return found


def admission(*, is_moderator: bool, rules: Collection[str] = ()) -> Admission:
    """Return what somebody inside hears, and which commands the page may offer to them.

    `rules` are those under which commands are offered to this person beside everyone's.
    """
    named = tuple(
        entry.command.wire
        for entry in catalogue.commands()
        if entry.room == SessionKind.name
        and (is_moderator or entry.who in _for_everyone or entry.who in rules)
    )
    return Admission(("room", "staff", "me") if is_moderator else ("room", "me"), named)


@handles(OpenSession, room="session", who="sessions.open")
def open_session(actor: Person, session: Session, command: OpenSession) -> dict[str, object]:
    life.open_doors(actor=actor, session=session)
    return {"id": session.pk}


@handles(StartSession, room="session", who="sessions.start")
def start_session(actor: Person, session: Session, command: StartSession) -> dict[str, object]:
    life.start(actor=actor, session=session)
    return {"id": session.pk}


@handles(EndSession, room="session", who="sessions.end")
def end_session(actor: Person, session: Session, command: EndSession) -> dict[str, object]:
    life.end(actor=actor, session=session)
    return {"id": session.pk}


@handles(protocol.ReopenSession, room="session", who="sessions.moderate")
def reopen_session(
    actor: Person, session: Session, command: protocol.ReopenSession
) -> dict[str, object]:
    life.reopen(actor=actor, session=session)
    return {"id": session.pk}


@handles(protocol.NextItem, room="session", who="sessions.moderate")
def next_item(actor: Person, session: Session, command: protocol.NextItem) -> dict[str, object]:
    return {"id": items.move_on(actor=actor, session=session, after=command.after).item_id}


@handles(protocol.PreviousItem, room="session", who="sessions.moderate")
def previous_item(
    actor: Person, session: Session, command: protocol.PreviousItem
) -> dict[str, object]:
    return {"id": items.go_back(actor=actor, session=session, after=command.after).item_id}


@handles(protocol.StartItem, room="session", who="sessions.moderate")
def start_item(actor: Person, session: Session, command: protocol.StartItem) -> dict[str, object]:
    items.start(actor=actor, session=session, item=command.item, after=command.after)
    return {"id": command.item}


@handles(protocol.StopItem, room="session", who="sessions.moderate")
def stop_item(actor: Person, session: Session, command: protocol.StopItem) -> dict[str, object]:
    return {"id": items.stop(actor=actor, session=session, after=command.after).item_id}


@handles(protocol.ExtendItem, room="session", who="sessions.moderate")
def extend_item(actor: Person, session: Session, command: protocol.ExtendItem) -> dict[str, object]:
    items.extend(actor=actor, session=session, item=command.item, minutes=command.minutes)
    return {"id": command.item}


@handles(protocol.SetStage, room="session", who="sessions.moderate")
def set_stage(actor: Person, session: Session, command: protocol.SetStage) -> dict[str, object]:
    stages.set_stage(actor=actor, session=session, kind=command.kind, url=command.url)
    return {"id": session.pk}


@handles(RemovePerson, room="session", who="sessions.moderate")
def remove_person(actor: Person, session: Session, command: RemovePerson) -> dict[str, object]:
    removals.remove(
        actor=actor, session=session, person=command.person, reason=command.reason
    )  # fmt: skip
    return {"id": command.person}


@handles(ReadmitPerson, room="session", who="sessions.moderate")
def readmit_person(actor: Person, session: Session, command: ReadmitPerson) -> dict[str, object]:
    removals.readmit(actor=actor, session=session, person=command.person)
    return {"id": command.person}


@snapshot_part("session", room="session", audience="room")
def session_part(session: Session) -> dict[str, Any]:
    return {
        "state": session.state,
        "opened_at": wire(session.opened_at) if session.opened_at else None,
        "started_at": wire(session.started_at) if session.started_at else None,
        "ended_at": wire(session.ended_at) if session.ended_at else None,
    }


@snapshot_part("agenda", room="session", audience="room")
def agenda_part(session: Session) -> dict[str, Any]:
    rows = queries.items_of(session)
    running = (run.item_id for item in rows for run in item.runs.all() if run.ended_at is None)
    return {"items": [_item(row) for row in rows], "current": next(running, None)}


def _item(item: AgendaItem) -> dict[str, Any]:
    runs = [
        {
            "started_at": wire(run.started_at),
            "ended_at": wire(run.ended_at) if run.ended_at else None,
        }
        for run in item.runs.all()
    ]
    plan = msgspec.structs.asdict(items.planned(item))
    return {**plan, "added": item.added_minutes, "runs": runs}


@snapshot_part("stage", room="session", audience="room")
def stage_part(session: Session) -> dict[str, Any]:
    return {"kind": session.stage_kind, "url": session.stage_url}


@snapshot_part("people", room="session", audience="room")
def people_part(session: Session) -> dict[str, Any]:
    return {
        str(person): {
            "kind": shown.kind,
            "name": shown.name,
            "organisation": shown.organisation,
            "country": shown.country,
        }
        for person, shown in people.people_in(session).items()
    }


@snapshot_part("removed", room="session", audience="staff")
def removed_part(session: Session) -> list[dict[str, Any]]:
    return removals.removals_in(session)


@duty("sessions.clock", seconds=5)
def run_clock() -> None:
    """Open, start and end sessions by the clock."""
    life.run_clock()
