"""Hiding a message and showing it again."""

from uuid import UUID

import pytest

from accounts.deeds import AuditEntry
from accounts.models import Person
from chat import moderation, notices, posts
from chat.models import Message
from kit.refusals import Refused
from live.testing import heard, view
from sessions.models import Session, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(dmitri: Person, plenary: Session) -> Message:
    return posts.post(actor=dmitri, session=plenary, text="Rubbish")


def code(actor: Person, session: Session, message: UUID, *, again: bool = False) -> str:
    act = moderation.restore if again else moderation.hide
    with pytest.raises(Refused) as refused:
        act(actor=actor, session=session, message=message)
    return refused.value.code


@pytest.mark.parametrize("state", list(State))
def test_moderators_hide_at_any_hour_and_only_they_read_it_on(
    boris: Person, dmitri: Person, plenary: Session, message: Message, state: str
) -> None:
    Session.objects.filter(pk=plenary.pk).update(state=state)
    plenary.refresh_from_db()
    moderation.hide(actor=boris, session=plenary, message=message.pk, reason=" Off topic ")
    [hidden] = view(boris, plenary.live_room).slices["staff"]["hidden"]
    concealed = next(e for e in heard(boris, plenary.live_room) if e.name == "message.concealed")
    stored = Message.objects.get()
    assert (hidden["text"], hidden["reason"], hidden["by"]) == (
        "Rubbish",
        "Off topic",
        str(boris.pk),
    )
    assert stored.hidden_at == concealed.at
    [row] = view(dmitri, plenary.live_room).slices["room"]["messages"]
    assert (row["text"], row["state"]) == ("", "hidden")
    assert "Rubbish" not in "".join(e.data for e in heard(dmitri, plenary.live_room))
    # Who hid it is called by a name, also if they had not come in.
    assert str(boris.pk) in view(boris, plenary.live_room).slices["room"]["people"]


def test_a_message_that_is_shown_again_is_as_it_was(
    boris: Person, dmitri: Person, plenary: Session, message: Message
) -> None:
    posts.edit(actor=dmitri, session=plenary, message=message.pk, text="Better")
    before = view(dmitri, plenary.live_room).slices["room"]["messages"]
    moderation.hide(actor=boris, session=plenary, message=message.pk, reason="Off topic")
    moderation.restore(actor=boris, session=plenary, message=message.pk)
    assert view(dmitri, plenary.live_room).slices["room"]["messages"] == before
    assert view(boris, plenary.live_room).slices["staff"]["hidden"] == []


def test_both_acts_are_audited_without_what_was_written(
    boris: Person, dmitri: Person, plenary: Session, message: Message
) -> None:
    moderation.hide(actor=boris, session=plenary, message=message.pk, reason="Off topic")
    moderation.restore(actor=boris, session=plenary, message=message.pk)
    fields = ("act", "actor", "room", "subject", "person", "reason")
    same = (boris.pk, str(plenary.live_room), message.pk, dmitri.pk)
    assert set(AuditEntry.objects.values_list(*fields)) == {
        ("message.hide", *same, "Off topic"),
        ("message.restore", *same, ""),
    }


def test_only_moderators_hide_and_restore(
    clara: Person, dmitri: Person, eve: Person, plenary: Session, message: Message
) -> None:
    for again in (False, True):
        assert code(clara, plenary, message.pk, again=again) == "forbidden"
        assert code(dmitri, plenary, message.pk, again=again) == "forbidden"
        assert code(eve, plenary, message.pk, again=again) == "not_found"


def test_a_second_moderator_is_told_that_it_is_done(
    boris: Person, ada: Person, plenary: Session, message: Message
) -> None:
    assert code(ada, plenary, message.pk, again=True) == "message.not_hidden"
    moderation.hide(actor=boris, session=plenary, message=message.pk)
    assert code(ada, plenary, message.pk) == "message.hidden"
    posts.delete(actor=boris, session=plenary, message=message.pk)
    assert code(ada, plenary, message.pk) == "message.deleted"
    assert code(ada, plenary, message.pk, again=True) == "message.deleted"


def test_deleting_a_hidden_message_takes_it_from_the_moderators_too(
    boris: Person, dmitri: Person, plenary: Session, message: Message
) -> None:
    moderation.hide(actor=boris, session=plenary, message=message.pk, reason="Rude")
    posts.delete(actor=dmitri, session=plenary, message=message.pk)
    assert view(boris, plenary.live_room).slices["staff"]["hidden"] == []
    log = "".join(event.data for event in heard(boris, plenary.live_room))
    assert ("Rubbish" in log, "Rude" in log) == (False, False)


def test_what_a_restored_message_said_before_an_edit_is_gone_for_moderators_too(
    boris: Person, dmitri: Person, plenary: Session, message: Message
) -> None:
    moderation.hide(actor=boris, session=plenary, message=message.pk)
    moderation.restore(actor=boris, session=plenary, message=message.pk)
    posts.edit(actor=dmitri, session=plenary, message=message.pk, text="Better")
    assert "Rubbish" not in "".join(e.data for e in heard(boris, plenary.live_room))


def test_hiding_or_deleting_what_is_pinned_takes_the_notice_away(
    boris: Person, dmitri: Person, plenary: Session, message: Message
) -> None:
    for act in (moderation.hide, posts.delete):
        notices.pin(actor=boris, session=plenary, message=message.pk)
        act(actor=boris, session=plenary, message=message.pk)
        assert view(dmitri, plenary.live_room).slices["room"]["notice"] is None
        assert "Rubbish" not in "".join(e.data for e in heard(dmitri, plenary.live_room))
        if act is moderation.hide:
            moderation.restore(actor=boris, session=plenary, message=message.pk)
            assert view(dmitri, plenary.live_room).slices["room"]["notice"] is None


def test_a_reason_of_more_than_a_thousand_characters_is_refused(
    boris: Person, plenary: Session, message: Message
) -> None:
    for act in (moderation.hide, posts.delete):
        with pytest.raises(Refused) as refused:
            act(actor=boris, session=plenary, message=message.pk, reason="x" * 1001)
        assert (refused.value.code, refused.value.field) == ("reason.too_long", "reason")
    assert Message.objects.get().state == "shown"
