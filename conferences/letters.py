"""Letters about a registration, each in the language of the person who gets it."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts import programmes
from conferences.models import Registration

logger = logging.getLogger(__name__)

# One thread that talks to the mail server, so that neither a request nor the database's write lock
# (which is held while commit hooks run) waits for it. At exit Python waits until it is done.
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")


def announce(registration: Registration, letter: str, *, address: str) -> None:
    """Send `letter` (confirmed or declined) once the decision is committed.

    It is written now, while the row is as decided, and handed over after the commit: a mail server
    that fails costs the letter, never the decision. `address` is where the conference is read.
    """
    message = _write(registration, letter, address)
    transaction.on_commit(partial(_hand_over, message))


def _hand_over(message: EmailMessage) -> "Future[None]":
    return _postman.submit(_send, message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        logger.exception("a letter about a registration could not be sent")


def _write(registration: Registration, letter: str, address: str) -> EmailMessage:
    person = registration.person
    programme = programmes.current()
    with translation.override(person.language):
        context = {
            "registration": registration,
            "conference": registration.conference,
            "programme": programme,
            "address": address,
        }
        subject = render_to_string(f"conferences/letters/{letter}_subject.txt", context)
        body = render_to_string(f"conferences/letters/{letter}.txt", context)
    sender = programme.mail_from or settings.DEFAULT_FROM_EMAIL
    return EmailMessage(" ".join(subject.split()), body, sender, [person.email])
