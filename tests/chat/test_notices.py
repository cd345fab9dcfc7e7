"""The notice above the chat: one for each session."""

from typing import Any

import pytest

from accounts.deeds import AuditEntry
from accounts.models import Person
from chat import moderation, notices, posts
from chat.models import Notice
from conferences.models import Conference
from kit.refusals import Refused
from live.testing import heard, view
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


def notice_in(session: Session, person: Person) -> Any:
    return view(person, session.live_room).slices["room"]["notice"]


def code(actor: Person, session: Session, **given: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        notices.pin(actor=actor, session=session, **given)
    return refused.value.code, refused.value.field


def test_a_notice_stands_in_place_of_the_one_before(
    boris: Person, ada: Person, dmitri: Person, plenary: Session
) -> None:
    notices.pin(actor=boris, session=plenary, text="Обед в час")
    second = notices.pin(actor=ada, session=plenary, text="Lunch at two")
    told = notice_in(plenary, dmitri)
    event = [e for e in heard(dmitri, plenary.live_room) if e.name == "notice.pinned"][-1]
    assert told == {
        "id": str(second.pk),
        "at": told["at"],
        "person": str(ada.pk),
        "text": "Lunch at two",
        "lang": "en",
        "message": None,
    }
    assert Notice.objects.get(is_pinned=True).at == event.at


@pytest.mark.parametrize("state", list(State))
def test_a_message_is_pinned_until_the_end_and_taken_away_at_any_hour(
    boris: Person, dmitri: Person, plenary: Session, state: str
) -> None:
    message = posts.post(actor=dmitri, session=plenary, text="Обед в час")
    is_over = state in {State.ENDED, State.CANCELLED}
    if is_over:
        notices.pin(actor=boris, session=plenary, message=message.pk)
    Session.objects.filter(pk=plenary.pk).update(state=state)
    plenary.refresh_from_db()
    if is_over:
        again: tuple[dict[str, Any], ...] = ({"message": message.pk}, {"text": "It had been said"})
        for more in again:
            with pytest.raises(Refused) as refused:
                notices.pin(actor=boris, session=plenary, **more)
            assert refused.value.code == "session.not_open"
    else:
        notices.pin(actor=boris, session=plenary, message=message.pk)
    told = notice_in(plenary, dmitri)
    assert (told["text"], told["lang"], told["message"]) == ("Обед в час", "ru", str(message.pk))
    notices.unpin(actor=boris, session=plenary)
    assert notice_in(plenary, dmitri) is None


def test_pinning_is_audited_and_names_whose_message_it_was(
    boris: Person, dmitri: Person, plenary: Session
) -> None:
    message = posts.post(actor=dmitri, session=plenary, text="Lunch")
    notice = notices.pin(actor=boris, session=plenary, message=message.pk)
    notices.unpin(actor=boris, session=plenary)
    fields = ("act", "actor", "room", "subject", "person", "reason")
    same = (boris.pk, str(plenary.live_room), notice.pk)
    assert set(AuditEntry.objects.values_list(*fields)) == {
        ("notice.pin", *same, dmitri.pk, ""),
        ("notice.unpin", *same, None, ""),
    }


def test_only_moderators_pin_and_take_away(
    boris: Person, dmitri: Person, eve: Person, plenary: Session
) -> None:
    notices.pin(actor=boris, session=plenary, text="Lunch")
    assert code(dmitri, plenary, text="Mine")[0] == "forbidden"
    assert code(eve, plenary, text="Mine")[0] == "not_found"
    for person, expected in ((dmitri, "forbidden"), (eve, "not_found")):
        with pytest.raises(Refused) as refused:
            notices.unpin(actor=person, session=plenary)
        assert refused.value.code == expected
    assert notice_in(plenary, boris)["text"] == "Lunch"


def test_nothing_and_too_much_are_refused_at_the_field(boris: Person, plenary: Session) -> None:
    assert code(boris, plenary) == ("notice.empty", "text")
    assert code(boris, plenary, text="\u200b") == ("notice.empty", "text")
    assert code(boris, plenary, text="x" * 1001) == ("notice.too_long", "text")


def test_only_what_everyone_can_read_in_this_session_is_pinned(
    boris: Person, dmitri: Person, ada: Person, plenary: Session, forum: Conference
) -> None:
    message = posts.post(actor=dmitri, session=plenary, text="Rubbish")
    elsewhere = posts.post(actor=ada, session=build.session(forum), text="Elsewhere")
    assert code(boris, plenary, message=elsewhere.pk)[0] == "not_found"
    moderation.hide(actor=boris, session=plenary, message=message.pk)
    assert code(boris, plenary, message=message.pk)[0] == "message.hidden"
    posts.delete(actor=boris, session=plenary, message=message.pk)
    assert code(boris, plenary, message=message.pk)[0] == "message.deleted"
    assert Notice.objects.count() == 0


def test_where_nothing_is_pinned_nothing_is_taken_away(boris: Person, plenary: Session) -> None:
    with pytest.raises(Refused) as refused:
        notices.unpin(actor=boris, session=plenary)
    assert refused.value.code == "notice.none"


def test_a_former_notice_forgets_a_deleted_message_too(
    boris: Person, dmitri: Person, plenary: Session
) -> None:
    message = posts.post(actor=dmitri, session=plenary, text="Lunch at one")
    notices.pin(actor=boris, session=plenary, message=message.pk)
    notices.pin(actor=boris, session=plenary, text="Doors close")
    posts.delete(actor=dmitri, session=plenary, message=message.pk)
    assert notice_in(plenary, dmitri)["text"] == "Doors close"
    assert sorted(Notice.objects.values_list("text", flat=True)) == ["", "Doors close"]
    assert "Lunch" not in "".join(e.data for e in heard(boris, plenary.live_room))
