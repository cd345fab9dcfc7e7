"""The one notice above a session's chat: pinning, replacing, taking it away."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from chat import queries
from chat.models import Message, Notice
from chat.protocol import NoticePinned, NoticeUnpinned
from chat.states import demand_shown
from kit.names import clean_text
from kit.refusals import Refused
from live.hub import publish, verb
from sessions import people
from sessions.models import Session
from sessions.rules import demand, demand_while
from sessions.texts import is_blank, language_of

LONGEST = 1000

audit.name_acts(
    {
        "notice.pin": _("Notice pinned"),
        "notice.unpin": _("Notice taken down"),
    }
)


@verb
def pin(
    *,
    actor: Person,
    session: Session,
    text: str = "",
    lang: str = "",
    message: UUID | None = None,
) -> Notice:
    """Put a notice above the chat in place of the one before: a text of its own, or a message.

    Until the session is over: its record tells of its notices.
    """
    demand_while("sessions.moderate", actor, session)
    notice = Notice(session=session, person=actor)
    if message is None:
        notice.text = _sayable(text)
        notice.lang = language_of(notice.text, lang)
    else:
        found = queries.locked(session, message)
        demand_shown(found)
        notice.message, notice.text, notice.lang = found, found.text, found.lang
    # Two moderators may pin at once and find no notice whose row to wait for.
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    Notice.objects.filter(session=session, is_pinned=True).update(is_pinned=False)
    notice.save(force_insert=True)
    people.show([actor], session)
    _tell(notice, session, actor)
    author = notice.message.person_id if notice.message else None
    _record(actor, session, "notice.pin", notice, author)
    return notice


@verb
def unpin(*, actor: Person, session: Session) -> Notice:
    """Take the notice away."""
    demand("sessions.moderate", actor, session)
    rows = Notice.objects.select_for_update().filter(session=session, is_pinned=True)
    notice = rows.first()
    if notice is None:
        raise Refused("notice.none", _("There is no notice to take down."))
    _unpin(notice, session, actor)
    _record(actor, session, "notice.unpin", notice)
    return notice


@verb
def repeat(message: Message, session: Session, actor: Person) -> None:
    """Pin a message's new text where the message stands above the chat."""
    notice = _made_from(message)
    if notice is not None:
        notice.text, notice.lang = message.text, message.lang
        notice.save(update_fields=["text", "lang"])
        _tell(notice, session, actor)


@verb
def let_go(message: Message, session: Session, actor: Person) -> None:
    """Take the notice away where it is made from a message that goes out of sight."""
    notice = _made_from(message)
    if notice is not None:
        _unpin(notice, session, actor)


def _made_from(message: Message) -> Notice | None:
    rows = Notice.objects.select_for_update().filter(message=message, is_pinned=True)
    return rows.first()


def _unpin(notice: Notice, session: Session, actor: Person) -> None:
    notice.is_pinned = False
    notice.save(update_fields=["is_pinned"])
    publish(session.live_room, NoticeUnpinned(notice=notice.pk), actor=actor.pk)


def _tell(notice: Notice, session: Session, actor: Person) -> None:
    def number(seq: int, at: datetime) -> None:
        notice.at = at
        notice.save(update_fields=["at"])

    event = NoticePinned(
        notice=notice.pk,
        person=notice.person_id,
        text=notice.text,
        lang=notice.lang,
        message=notice.message_id,
    )
    publish(session.live_room, event, actor=actor.pk, numbered=number)


def _record(
    actor: Person, session: Session, act: str, notice: Notice, person: UUID | None = None
) -> None:
    room = str(session.live_room)
    audit.record(actor=actor, act=act, room=room, subject=notice.pk, person=person)


def _sayable(text: str) -> str:
    text = clean_text(text)
    if is_blank(text):
        raise Refused("notice.empty", _("Write the notice first."), field="text")
    if len(text) > LONGEST:
        fault = _("A notice has at most 1,000 characters. Say it shorter.")
        raise Refused("notice.too_long", fault, field="text")
    return text
