"""Saying without words what one thinks of a message, and taking it back."""

from typing import get_args
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from chat import protocol, queries
from chat.models import Reaction
from chat.states import demand_shown
from kit.refusals import Refused
from live import clock, tallies
from live.hub import publish, verb
from sessions.models import Session
from sessions.rules import demand_part

KINDS: tuple[protocol.Reaction, ...] = get_args(protocol.Reaction)


def tally(kind: str) -> str:
    """Return what the count of one kind of reaction is called in the kernel."""
    return f"reaction.{kind}"


@verb
def react(
    *, actor: Person, session: Session, message: UUID, reaction: protocol.Reaction
) -> Reaction:
    """React to a message that everyone can read, each kind once; others see only the count."""
    demand_part(actor, session)
    found = queries.locked(session, message)
    demand_shown(found)
    row, is_new = Reaction.objects.get_or_create(
        message=found, person=actor, kind=reaction, defaults={"at": clock.now()}
    )
    if not is_new:
        raise Refused("reaction.already_given", _("You have reacted in this way already."))
    tallies.touch(room=session.live_room, kind=tally(reaction), subject=found.pk)
    event = protocol.MessageReacted(message=found.pk, reaction=reaction)
    publish(session.live_room, event, actor=actor.pk, person=actor.pk)
    return row


@verb
def take_back(
    *, actor: Person, session: Session, message: UUID, reaction: protocol.Reaction
) -> None:
    """Take one's own reaction back from a message that everyone can read."""
    demand_part(actor, session)
    found = queries.locked(session, message)
    demand_shown(found)
    gone, _each = Reaction.objects.filter(message=found, person=actor, kind=reaction).delete()
    if not gone:
        raise Refused("reaction.not_given", _("You have not reacted in this way."))
    tallies.touch(room=session.live_room, kind=tally(reaction), subject=found.pk)
    event = protocol.MessageUnreacted(message=found.pk, reaction=reaction)
    publish(session.live_room, event, actor=actor.pk, person=actor.pk)
