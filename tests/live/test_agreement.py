"""Old snapshot + events = new snapshot, computed by the client's own reducers in Node."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from accounts.models import Person
from conferences.models import Conference
from live import catalogue
from live.models import Event
from live.testing import Replay, say, tell_counts, verify_live, view
from sessions import life
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def replay() -> Iterator[Replay]:
    process = Replay()
    yield process
    process.close()


@pytest.fixture
def generous(settings: Any) -> None:
    """Nobody is stopped by a limit: these histories are about state."""
    settings.LIVE_LIMITS = dict.fromkeys(settings.LIVE_LIMITS, (1e6, 1e6))


def declared() -> set[tuple[str, str]]:
    """Return every event of ours, with its audience; those of the kernel's test hall are not."""
    ours = (event for event in catalogue.events() if not event.__module__.startswith("tests."))
    return {(event.audience, event.wire) for event in ours}


def test_every_event_has_a_reducer_in_the_client(replay: Replay) -> None:
    assert {tuple(pair) for pair in replay.ask({"reducers": True})} == declared()


def waiting(session: Session) -> list[str]:
    return [
        str(pk) for pk in session.questions.filter(state="waiting").values_list("id", flat=True)
    ]


def open_questions(session: Session) -> list[str]:
    return [str(pk) for pk in session.questions.filter(state="open").values_list("id", flat=True)]


def one_of(chance: Random, ids: list[str]) -> str:
    return chance.choice(ids) if ids else "00000000-0000-4000-8000-000000000000"


def step(chance: Random, session: Session, people: list[Person], staff: Person) -> None:
    """Do one thing that somebody in a room might do; a refusal is a result too."""
    who, room = chance.choice(people), session.live_room
    act = chance.choice(
        [
            "say",
            "say",
            "ask",
            "upvote",
            "upvote",
            "approve",
            "approve",
            "dismiss",
            "answer",
            "count",
        ]
    )
    text = chance.choice(["Привет", "How will it be kept?", "x" * 300, "«да» & <b>нет</b>"])
    if act == "say":
        say(who, room, "message.post", text=text)
    elif act == "ask":
        say(who, room, "question.ask", text=text)
    elif act == "upvote":
        say(who, room, "question.upvote", question=one_of(chance, open_questions(session)))
    elif act == "approve":
        say(staff, room, "question.approve", question=one_of(chance, waiting(session)))
    elif act == "dismiss":
        ids = waiting(session) + open_questions(session)
        say(staff, room, "question.dismiss", question=one_of(chance, ids), reason="off topic")
    elif act == "answer":
        said = chance.choice([{}, {"text": "By law."}])
        say(
            staff, room, "question.answer", question=one_of(chance, open_questions(session)), **said
        )
    else:
        tell_counts()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.usefixtures("generous")
def test_fifty_random_commands_leave_every_client_as_the_tables_are(
    replay: Replay,
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    ada: Person,
    seed: int,
) -> None:
    chance = Random(seed)
    people = [dmitri, clara, boris, ada]
    for _ in range(10):
        with verify_live(replay, plenary.live_room, people):
            for _ in range(6):
                step(chance, plenary, people, boris)


def test_a_whole_session_tells_every_event_there_is(
    replay: Replay,
    plenary: Session,
    forum: Conference,
    dmitri: Person,
    clara: Person,
    boris: Person,
    ada: Person,
) -> None:
    """From the doors to the end, with each event at least once: none is without a proof."""
    plenary.state, plenary.started_at, plenary.opened_at = State.SCHEDULED, None, None
    plenary.save()
    room = plenary.live_room
    people = [dmitri, clara, boris]
    with verify_live(replay, room, people):
        assert say(boris, room, "session.open").ok
        assert say(dmitri, room, "message.post", text="Здравствуйте").ok
    with verify_live(replay, room, people):
        assert say(boris, room, "session.start").ok
        kept, put_aside, waits = (
            say(dmitri, room, "question.ask", text=text).data["id"] for text in ("a", "b", "c")
        )
        assert say(boris, room, "question.approve", question=kept).ok
        assert say(boris, room, "question.approve", question=put_aside).ok
    with verify_live(replay, room, people):
        assert say(clara, room, "question.upvote", question=kept).ok
        assert say(boris, room, "question.dismiss", question=put_aside, reason="twice").ok
        assert say(boris, room, "question.dismiss", question=waits).ok
        assert say(boris, room, "question.answer", question=kept, text="Yes").ok
        assert say(boris, room, "session.end").ok
    other = build.session(forum, title="Other", state=State.SCHEDULED)
    with verify_live(replay, other.live_room, [dmitri]):
        life.cancel(actor=ada, session=other)
    assert set(Event.objects.values_list("name", flat=True)) == {wire for _a, wire in declared()}


def test_a_client_that_missed_an_event_is_found_out(
    replay: Replay, plenary: Session, dmitri: Person
) -> None:
    """The proof itself can fail: state that no event told of is noticed."""
    with (
        pytest.raises(AssertionError, match="but the tables say"),
        verify_live(replay, plenary.live_room, [dmitri]),
    ):
        Session.objects.filter(pk=plenary.pk).update(state=State.ENDED)
    assert view(dmitri, plenary.live_room).slices["room"]["session"]["state"] == "ended"
