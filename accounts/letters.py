"""The outbox: a letter is written with the change it tells of, and sent afterwards, once.

The key of a letter makes it one for each change and person, however often the verb runs. A worker
claims it by one conditional UPDATE, sends it outside any transaction, and notes that it is sent.
Only a process that dies between the mail server's answer and that note sends a letter again: then
with the same Message-ID, by which receivers can drop the double.
"""

import logging
import smtplib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import audit, programmes
from accounts.models import Letter, LetterState, Person, Programme
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

audit.name_acts({"letter.send_again": _("Letter sent again")})

logger = logging.getLogger(__name__)

# For how long a worker that has claimed a letter may be at it: some time after the mail server's
# own patience (EMAIL_TIMEOUT for each answer) is over.
CLAIM = timedelta(minutes=10)
# After the first failure, the second …; who has failed after the last is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
# How many are sent in one go: between two goes other work of the thread gets its turn.
BATCH = 50
# From here on a mail server's answer is final (RFC 5321, 4.2.1).
_PERMANENT = 500

# The thread that talks to the mail server, so that no duty waits for it: among them is the clock that
# opens sessions. At exit Python waits for it, and it ends after the letter that it has in hand.
_postmen: list[threading.Thread] = []


Heads = Callable[[Letter], dict[str, str]]

# What a letter's head says besides, by how its key begins.
_heads: dict[str, Heads] = {}


def heads(beginning: str) -> Callable[[Heads], Heads]:
    """Register what the heads of letters say whose keys begin so, worked out as each one goes."""

    def register(read: Heads) -> Heads:
        _heads[beginning] = read
        return read

    return register


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says, in its reader's language; `calendar` is an iTIP object (RFC 5546)."""

    subject: str
    body: str
    calendar: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be written: to whom, of which change, and until when it is of use."""

    person: Person
    key: str
    content: Content
    good_until: datetime | None = None
    thread: str = ""


@verb
def write(drafts: Iterable[Draft]) -> None:
    """Put letters into the outbox, in the transaction of what they tell of.

    One whose key is there already is not written again, whatever it says. What waits of its thread
    after a failure is tried at once: it goes before it.
    """
    drafts, now = list(drafts), clock.now()
    threads = {draft.thread for draft in drafts} - {""}
    failed = Letter.objects.filter(
        thread__in=threads,
        person__in={draft.person.pk for draft in drafts},
        state=LetterState.WAITING,
    ).exclude(fault="")
    failed.update(next_at=now)
    Letter.objects.bulk_create(
        [
            Letter(
                person=draft.person,
                key=draft.key,
                thread=draft.thread,
                subject=" ".join(draft.content.subject.split())[:500],
                body=draft.content.body,
                calendar=draft.content.calendar,
                method=draft.content.method,
                language=draft.person.language,
                written_at=now,
                next_at=now,
                good_until=draft.good_until,
            )
            for draft in drafts
        ],
        ignore_conflicts=True,
    )


@verb
def drop(threads: Iterable[str], *, people: Iterable[UUID] | None = None, but: str = "") -> None:
    """Don't send what waits of these threads, to these people or to all: nobody needs it any more.

    `but` is how the keys end of those that are still true.
    """
    waiting = Letter.objects.filter(thread__in=list(threads), state=LetterState.WAITING)
    if people is not None:
        waiting = waiting.filter(person__in=list(people))
    if but:
        waiting = waiting.exclude(key__endswith=but)
    waiting.update(state=LetterState.LAPSED)


def start_round() -> None:
    """Have the postman go once, unless he is out already; returns at once."""
    if not any(postman.is_alive() for postman in _postmen):
        _postmen[:] = [threading.Thread(target=_round, name="letters")]
        _postmen[0].start()


def _round() -> None:
    try:
        deliver_due()
    except Exception:
        logger.exception("letters could not be sent")
    finally:
        # The thread's own connection: no request ends here that would close it.
        connection.close()


def deliver_due(*, most: int = BATCH) -> int:
    """Send what is due, the oldest first; safe in several processes at once. Returns how many went."""
    due = Letter.objects.filter(state=LetterState.WAITING, next_at__lte=clock.now())
    rows = due.order_by("next_at", "written_at", "id").values_list("written_at", "pk")[:most]
    sent = 0
    for _written_at, pk in sorted(rows):
        if _is_ending():
            break
        if (letter := _claim(pk)) is not None:
            sent += _deliver(letter)
    return sent


def _is_ending() -> bool:
    """Say whether the process has done all else and waits for this thread to end."""
    return not threading.main_thread().is_alive()


@verb
def _claim(pk: UUID) -> Letter | None:
    """Take a letter in hand, or nothing if somebody else has, or if it is of no use any more."""
    now = clock.now()
    waiting = Letter.objects.filter(pk=pk, state=LetterState.WAITING, next_at__lte=now)
    # Without a fault it is in hand: nobody else may hurry it.
    if not waiting.update(next_at=now + CLAIM, fault=""):
        return None
    letter = Letter.objects.select_related("person").get(pk=pk)
    is_late = letter.good_until is not None and letter.good_until <= now
    if is_late or not letter.person.is_active:
        _settle(letter, LetterState.LAPSED)
        return None
    if (turn := _turn_of(letter, now)) is not None:
        Letter.objects.filter(pk=pk).update(next_at=turn)
        return None
    return letter


def _turn_of(letter: Letter, now: datetime) -> datetime | None:
    """Return when to ask again for a letter before which an older one of its thread must go."""
    if not letter.thread:
        return None
    older = Letter.objects.filter(
        Q(good_until=None) | Q(good_until__gt=now),
        person=letter.person_id,
        thread=letter.thread,
        state=LetterState.WAITING,
        written_at__lt=letter.written_at,
    )
    first = older.order_by("written_at").first()
    return None if first is None else min(max(first.next_at, now), now + PAUSES[0])


def _deliver(letter: Letter) -> bool:
    try:
        message(letter).send()
    except Exception as error:  # noqa: BLE001 - whatever stops one letter must not stop the others
        # Never the letter's text, and never for whom: logs are read by others.
        logger.warning("letter %s was not sent: %s", letter.pk, type(error).__name__)
        _failed(letter, error)
        return False
    _settle(letter, LetterState.SENT)
    return True


@verb
def _settle(letter: Letter, state: LetterState, fault: str = "") -> None:
    sent_at = clock.now() if state == LetterState.SENT else None
    Letter.objects.filter(pk=letter.pk).update(state=state, sent_at=sent_at, fault=fault)


@verb
def _failed(letter: Letter, error: Exception) -> None:
    """Have it tried again later and later; a refusal for good, or the last try, gives it up."""
    fault, attempts = type(error).__name__, letter.attempts + 1
    Letter.objects.filter(pk=letter.pk).update(attempts=attempts)
    if _is_final(error) or attempts > len(PAUSES):
        _settle(letter, LetterState.FAILED, fault)
        return
    again = clock.now() + PAUSES[attempts - 1]
    Letter.objects.filter(pk=letter.pk).update(next_at=again, fault=fault)


def _is_final(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _PERMANENT


def undelivered() -> QuerySet[Letter]:
    """Return what was given up, the latest first, then what failed and is tried again."""
    lost = Q(state=LetterState.FAILED) | (Q(state=LetterState.WAITING) & ~Q(fault=""))
    rows = Letter.objects.filter(lost).select_related("person")
    return rows.order_by("state", "-written_at", "pk")


@verb
def send_again(*, actor: Person, letter: UUID) -> None:
    """Have a letter that was given up tried anew, as if it had never failed; of what is over, nothing."""
    if not allows("accounts.desk", actor):
        raise NotHere
    found = Letter.objects.select_for_update().filter(pk=letter).first()
    if found is None:
        raise NotHere
    if found.state != LetterState.FAILED:
        raise Refused("letter.not_given_up", _("This letter was not given up."))
    if not found.body or (found.good_until is not None and found.good_until <= clock.now()):
        raise Refused("letter.over", _("This letter is of no use any more."))
    again = {"state": LetterState.WAITING, "attempts": 0, "fault": "", "next_at": clock.now()}
    Letter.objects.filter(pk=letter).update(**again)
    audit.record(actor=actor, act="letter.send_again", subject=letter, person=found.person_id)


@verb
def forget_old() -> int:
    """Empty what was settled long ago; the keys stay. Returns how many letters were emptied."""
    before = clock.now() - timedelta(days=settings.LETTER_DAYS)
    settled = Letter.objects.exclude(state=LetterState.WAITING).exclude(subject="", body="")
    return settled.filter(next_at__lt=before).update(subject="", body="", calendar="")


def message(letter: Letter) -> EmailMultiAlternatives:
    """Return a letter as it goes to the mail server; the calendar's part is as RFC 6047 has it."""
    made = EmailMultiAlternatives(
        letter.subject,
        letter.body,
        sender(letter.language),
        [letter.person.email],
        headers={
            "Message-ID": f"<{letter.pk}@{settings.CALENDAR_DOMAIN}>",
            # No machine should answer it (RFC 3834).
            "Auto-Submitted": "auto-generated",
            **_heads_of(letter),
        },
    )
    if letter.calendar:
        kind = f"text/calendar; method={letter.method}"
        made.attach_alternative(letter.calendar, kind)
    return made


def _heads_of(letter: Letter) -> dict[str, str]:
    found = (read for beginning, read in _heads.items() if letter.key.startswith(beginning))
    return {name: value for read in found for name, value in read(letter).items()}


def address(programme: Programme) -> str:
    """Return the address that mail comes from: the programme's own, or the installation's."""
    return parseaddr(programme.mail_from or settings.DEFAULT_FROM_EMAIL)[1]


def sender(language: str) -> str:
    """Return who a letter is from, as a mail program shows it: the programme by its name."""
    programme = programmes.current()
    with translation.override(language):
        name = str(programme.name)
    return formataddr((name, address(programme)))
