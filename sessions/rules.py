"""Who may do what with a session, one line a rule."""

from collections.abc import Collection
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows, rule
from live import hub
from live.rooms import Removed
from sessions import queries, standing
from sessions.models import IN_SESSION, NOT_OVER, Session, State

_SHUT = {
    State.SCHEDULED: _("The doors of this session are not open yet."),
    State.ENDED: _("This session has ended. What was said can be read, but nothing added."),
    State.CANCELLED: _("This session was cancelled."),
}


@rule("sessions.enter")
def enter(person: Person, session: Session) -> bool:
    """A confirmed registration of its conference, membership of its group, a role, or an organiser."""
    return standing.of_one(session, person).may_enter


@rule("sessions.moderate")
def moderate(person: Person, session: Session) -> bool:
    """Its moderators, the co-chairs of its group, and organisers."""
    return standing.of_one(session, person).moderates


@rule("sessions.participate")
def participate(person: Person, session: Session) -> bool:
    """Whoever may enter, while the doors are open."""
    return session.state in IN_SESSION and enter(person, session)


@rule("sessions.open")
def open_doors(person: Person, session: Session) -> bool:
    return moderate(person, session)


@rule("sessions.start")
def start(person: Person, session: Session) -> bool:
    return moderate(person, session)


@rule("sessions.end")
def end(person: Person, session: Session) -> bool:
    return moderate(person, session)


@rule("sessions.cancel")
def cancel(person: Person, session: Session) -> bool:
    return moderate(person, session)


@rule("sessions.schedule")
def schedule(person: Person, host: Conference | Group) -> bool:
    """Organisers; in a group its co-chairs too."""
    return person.is_organiser or (isinstance(host, Group) and queries.chairs(person, host))


@rule("sessions.bring_in")
def bring_in(person: Person, nothing: None = None) -> bool:
    """Whole programmes are brought in by organisers; an uploaded file is for them alone."""
    return person.is_organiser


@rule("sessions.revise")
def revise(person: Person, session: Session) -> bool:
    """Whoever may schedule for its conference or group."""
    return schedule(person, session.host)


@rule("sessions.assign")
def assign(person: Person, session: Session) -> bool:
    """Roles are given by whoever may schedule: a moderator can't appoint others."""
    return schedule(person, session.host)


@rule("sessions.appoint_rapporteur")
def appoint_rapporteur(person: Person, session: Session) -> bool:
    """Who takes down what is decided is chosen by whoever moderates, and by whoever gives roles."""
    return moderate(person, session) or assign(person, session)


@rule("sessions.star")
def star(person: Person, session: Session) -> bool:
    """Whoever may read it on an agenda."""
    return queries.listed_for(person).filter(pk=session.pk, withdrawn_at=None).exists()


def demand(name: str, person: Person, session: Session) -> None:
    """Raise NotHere for who may not know the session, Forbidden for who may only enter it."""
    if allows(name, person, session):
        return
    raise Forbidden if allows("sessions.enter", person, session) else NotHere


def demand_part(
    person: Person,
    session: Session,
    *,
    rule_name: str = "sessions.participate",
    states: Collection[str] = IN_SESSION,
) -> None:
    """Raise NotHere for who may not enter, `session.not_open` while nobody can take part.

    Within a verb only: whether the session is in one of these states, for which the rule allows it,
    and whether this person was put out of it, is asked once more when its order is settled.
    """
    if allows(rule_name, person, session):
        hub.once_locked(partial(_demand_still, session, person, states))
        return
    if not allows("sessions.enter", person, session):
        raise NotHere
    raise Refused("session.not_open", _SHUT[State(session.state)])


def demand_while(
    name: str, person: Person, session: Session, states: Collection[str] = NOT_OVER
) -> None:
    """Refuse whom the rule refuses, and everybody in a session that is over or was called off.

    Within a verb only: what is written into an ended session would stand in its record as if it had
    happened there.
    """
    demand(name, person, session)
    demand_state(person, session, states)


def demand_state(person: Person, session: Session, states: Collection[str]) -> None:
    """Refuse everybody while a session is in no such state; once more when its order is settled."""
    if session.state not in states:
        raise Refused("session.not_open", _SHUT[State(session.state)])
    hub.once_locked(partial(_demand_still, session, person, states))


def _demand_still(session: Session, person: Person, states: Collection[str]) -> None:
    state, is_removed = queries.state_now(session, person)
    if state not in states:
        raise Refused("session.not_open", _SHUT[State(state)])
    if is_removed and queries.is_kept_out(session, person):
        raise Removed


def demand_host(name: str, person: Person, host: Conference | Group) -> None:
    """Raise NotHere unless the person may: a host's desk does not exist for anyone else."""
    if not allows(name, person, host):
        raise NotHere
