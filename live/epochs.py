"""A person's epoch: the number of their rights; a socket that entered under an older one is shut."""

from collections.abc import Iterable
from uuid import UUID

from live import hub, streams


def epoch_name(person: UUID) -> str:
    """Return the counter's name, kept beside the streams so that one poll reads both."""
    return f"epoch.{person}"


@hub.verb
def raise_epoch(person: UUID) -> None:
    """End the rights of all open sockets of a person within 2 s: role, ban, sign-out, password."""
    hub.bump(epoch_name(person))


def epochs(people: Iterable[UUID]) -> dict[UUID, int]:
    """Return each person's present epoch in one query; a person without changes has 0."""
    named = {epoch_name(person): person for person in people}
    return {named[name]: head for name, head in streams.heads(named).items()}
