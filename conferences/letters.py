"""Letters about a registration, each in the language of the person who gets it."""

from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from conferences.models import Registration
from live.clock import wire


def announce(registration: Registration, letter: str, *, address: str) -> None:
    """Put `letter` (confirmed or declined) into the outbox, with the decision that it tells of.

    It is written now, while the row is as decided: a mail server that fails delays the letter, and
    never costs the decision. One decision is one letter. `address` is where the conference is read.
    """
    decided = registration.decided_at
    key = f"registration.{letter}:{registration.pk}:{wire(decided) if decided else ''}"
    letters.write([Draft(registration.person, key, _content(registration, letter, address))])


def _content(registration: Registration, letter: str, address: str) -> Content:
    with translation.override(registration.person.language):
        context = {
            "registration": registration,
            "conference": registration.conference,
            "programme": programmes.current(),
            "address": address,
        }
        subject = render_to_string(f"conferences/letters/{letter}_subject.txt", context)
        return Content(subject, render_to_string(f"conferences/letters/{letter}.txt", context))
