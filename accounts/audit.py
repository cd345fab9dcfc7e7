"""What organisers, co-chairs and moderators did: one row an act, written with it and never changed."""

from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.deeds import AuditEntry
from accounts.models import Person
from kit.names import clean_name, clean_text
from kit.refusals import Refused, Words
from live import clock
from live.hub import verb

LONGEST_REASON = 1000

_words: dict[str, Words] = {}


def name_acts(words: dict[str, Words]) -> None:
    """Say what acts are called on the page of the audit, each as a fact without a doer.

    "Message hidden" and not "hid a message": who did it stands beside it. Called when the site
    starts, by the app whose verbs record them.
    """
    _words.update(words)


def in_words(act: str) -> Words:
    """Return what an act is called."""
    return _words.get(act, act)


def acts() -> frozenset[str]:
    """Return the codes of all acts that have been named."""
    return frozenset(_words)


def clean_reason(text: str) -> str:
    """Return a reason as it is kept and told, nothing for what nobody sees, or refuse one that is too long."""
    reason = clean_text(text)
    if len(reason) > LONGEST_REASON:
        fault = _("The reason is longer than 1,000 characters.")
        raise Refused("reason.too_long", fault, field="reason")
    return reason if clean_name(reason, LONGEST_REASON) else ""


def facts(row: models.Model) -> dict[str, Any]:
    """Return all that a row says, to tell afterwards whether an act has changed anything."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@verb
def record(
    *,
    actor: Person,
    act: str,
    room: str = "",
    subject: UUID | None = None,
    person: UUID | None = None,
    reason: str = "",
) -> None:
    """Write down an act, in the transaction of the verb that does it.

    `act` is `noun.verb` and has been named (`name_acts`); `room` is the kernel's name of the place
    where there is one; `subject` is the thing that it was done to, `person` whom it concerns.
    `reason` is in the actor's own words: never what a participant wrote. An act that changed
    nothing is not recorded.
    """
    if act not in _words:
        msg = f"{act} has no words yet: name it with accounts.audit.name_acts"
        raise LookupError(msg)
    AuditEntry.objects.create(
        at=clock.now(),
        actor=actor.pk,
        act=act,
        room=room,
        subject=subject,
        person=person,
        reason=clean_reason(reason),
    )
