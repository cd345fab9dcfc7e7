"""Changes of one message at the same moment: one after the other, whatever the order."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import close_old_connections, connection

from accounts.models import Person
from chat import moderation, notices, posts, reactions
from chat.models import Message, MessageState, Notice, Reaction
from kit.refusals import Refused
from live.testing import Replay, tell_counts, verify_live
from sessions.models import Session
from tests.matrix.tables import contents

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Unrepeatable words about the frozen river"


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of it in as many threads, and return in order what came of each: ok or a code."""
    barrier = threading.Barrier(len(acts))
    found = [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            act()
            found[number] = "ok"
        except Refused as refused:
            found[number] = refused.code
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert "" not in found, found
    return found


def test_whatever_wins_clients_and_tables_agree_and_nothing_deleted_is_left(
    replay: Replay, plenary: Session, dmitri: Person, clara: Person, boris: Person, ada: Person
) -> None:
    for gone in range(1, 7):
        with verify_live(replay, plenary.live_room, [clara, boris]):
            message = posts.post(actor=dmitri, session=plenary, text=WORDS)
            here: dict[str, Any] = {"session": plenary, "message": message.pk}
            came = at_once(
                partial(posts.edit, actor=dmitri, text=f"{WORDS}, again", **here),
                partial(posts.edit, actor=dmitri, text=f"{WORDS}, and again", **here),
                partial(moderation.hide, actor=boris, **here),
                partial(moderation.restore, actor=ada, **here),
                partial(notices.pin, actor=ada, **here),
                partial(reactions.react, actor=clara, reaction="heart", **here),
                partial(reactions.react, actor=clara, reaction="heart", **here),
                partial(posts.delete, actor=dmitri, **here),
            )
            tell_counts()
        assert came[-1] == "ok"
        assert came[5:7].count("ok") <= 1
        assert Message.objects.filter(state=MessageState.DELETED).count() == gone
        assert WORDS not in str(contents())
        assert not Notice.objects.filter(is_pinned=True).exists()


def test_two_moderators_who_pin_at_once_leave_one_notice(
    replay: Replay, plenary: Session, boris: Person, ada: Person, clara: Person
) -> None:
    with verify_live(replay, plenary.live_room, [clara]):
        came = at_once(
            partial(notices.pin, actor=boris, session=plenary, text="Lunch at one"),
            partial(notices.pin, actor=ada, session=plenary, text="Lunch at two"),
        )
    assert came == ["ok", "ok"]
    assert Notice.objects.filter(is_pinned=True).count() == 1


def test_many_who_react_at_once_are_all_counted(
    replay: Replay, plenary: Session, dmitri: Person, clara: Person, boris: Person, ada: Person
) -> None:
    message = posts.post(actor=dmitri, session=plenary, text="Done!")
    people = [dmitri, clara, boris, ada]
    with verify_live(replay, plenary.live_room, people):
        came = at_once(
            *(
                partial(
                    reactions.react, actor=who, session=plenary, message=message.pk, reaction=kind
                )
                for who in people
                for kind in ("agree", "laugh")
            )
        )
    assert came == ["ok"] * 8
    assert Reaction.objects.count() == 8
