"""The chat as plain pages: all that was said, with a search in it, and one message with its replies."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Person
from chat import queries, reading
from chat.folding import LONGEST_QUESTION, words
from chat.models import Message, MessageState
from chat.posts import is_young
from chat.rows import hidden_row, notice_row
from kit.rules import allows
from live import rooms
from live.streams import Room
from sessions.models import NOT_OVER, Session
from sessions.reading import ready
from sessions.views import kept_draft

# Numbers of messages have fewer digits than this, in any session there will be.
_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Turning:
    """The questions of the links to the pages before and behind; empty where there is none."""

    earlier: str = ""
    later: str = ""


@login_required
@require_safe
def history(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show what was said, the latest first to be seen, fifty to a page; or what a search finds."""
    session, is_moderator = _admitted(request, session_id)
    asked = request.GET.get("q", "")[:LONGEST_QUESTION]
    before, after = (_number(request.GET.get(name, "")) for name in ("before", "after"))
    if after is not None:
        before = None
    page = queries.page(session, before=before, after=after, search=asked)
    context = {
        "session": session,
        "is_moderator": is_moderator,
        "is_over": session.state not in NOT_OVER,
        "said": reading.read(session, page.messages),
        "turning": _turning(page, asked, before, after),
        "asked": asked,
        "is_search": bool(words(asked)),
        "notice": _notice(session),
        "draft": kept_draft(request),
    }
    return render(request, "chat/history.html", context)


@login_required
@require_safe
def message(request: HttpRequest, session_id: UUID, message_id: UUID) -> HttpResponse:
    """Show one message, what it replies to and its replies, with the forms of what one may do."""
    session, is_moderator = _admitted(request, session_id)
    person = cast("Person", request.user)
    found = queries.one(session, message_id)
    after = _number(request.GET.get("after", "")) or 0
    replies = queries.replies(found, after=after)
    first = [found.reply, found] if found.reply else [found]
    said = reading.read(session, [*first, *replies.messages])
    own = said[len(first) - 1]
    mine = {kind for message, kind in queries.reactions_of(person, session) if message == found.pk}
    context = {
        "session": session,
        "parent": said[0] if found.reply else None,
        "message": own,
        "replies": said[len(first) :],
        "more_after": said[-1]["seq"] if replies.more else None,
        "choices": reading.choices(own, mine),
        "concealed": _concealed(session, found) if is_moderator else None,
        "notice": _notice(session),
        "draft": kept_draft(request),
        **_may(person, session, found, is_moderator=is_moderator),
    }
    return render(request, "chat/message.html", context)


def _admitted(request: HttpRequest, session_id: UUID) -> tuple[Session, bool]:
    session, admission = rooms.admitted(Room("session", str(session_id)), request.user)
    return cast("Session", session), "staff" in admission.audiences


def _may(
    person: Person, session: Session, message: Message, *, is_moderator: bool
) -> dict[str, bool]:
    """Return what the page offers; the verbs judge each act anyway."""
    is_shown = message.state == MessageState.SHOWN
    is_there = message.state != MessageState.DELETED
    is_open = allows("sessions.participate", person, session)
    return {
        "may_reply": is_open,
        "may_react": is_open and is_shown,
        "may_edit": is_shown and is_young(message) and allows("chat.edit", person, message),
        "may_delete": is_there and allows("chat.delete", person, message),
        "may_hide": is_moderator and is_shown,
        "may_restore": is_moderator and message.state == MessageState.HIDDEN,
        "may_pin": is_moderator and is_shown and session.state in NOT_OVER,
        "may_unpin": is_moderator and is_shown,
    }


def _notice(session: Session) -> Any:
    notice = queries.pinned_in(session)
    return ready(session, [notice_row(notice)])[0] if notice else None


def _concealed(session: Session, message: Message) -> Any:
    if message.state != MessageState.HIDDEN:
        return None
    return ready(session, [hidden_row(message)])[0]


def _turning(page: queries.Page, asked: str, before: int | None, after: int | None) -> Turning:
    if not page.messages:
        return Turning()
    first, last = page.messages[0].seq, page.messages[-1].seq
    has_earlier = page.more if after is None else after > 0
    has_later = before is not None if after is None else page.more
    kept = {"q": asked} if asked else {}
    return Turning(
        earlier=urlencode({**kept, "before": first}) if has_earlier else "",
        later=urlencode({**kept, "after": last}) if has_later else "",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
