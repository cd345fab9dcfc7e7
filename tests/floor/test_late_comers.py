"""Who comes late never gets what was withdrawn, edited or taken back; who hides is told to nobody else."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from floor import answers, judging, merging, questions
from floor.models import Naming, Question
from live import rooms, snapshots
from live.models import EventBody
from live.testing import Replay, heard, verify_live, view
from sessions.models import Appearance, Session, State
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generous")]

# Long and unlike anything else, so that it is found wherever it stands.
WORDS = "Unrepeatable words about the frozen river"

Act = Callable[[Person, Person, Session, Question], object]


def edit(_asker: Person, boris: Person, session: Session, question: Question) -> object:
    return questions.edit(actor=boris, session=session, question=question.pk, text="When?")


def edit_twice(asker: Person, boris: Person, session: Session, question: Question) -> object:
    questions.edit(actor=boris, session=session, question=question.pk, text=f"{WORDS}!")
    return edit(asker, boris, session, question)


def dismiss(_asker: Person, boris: Person, session: Session, question: Question) -> object:
    return judging.dismiss(actor=boris, session=session, question=question.pk)


def edit_dismiss(_asker: Person, boris: Person, session: Session, question: Question) -> object:
    questions.edit(actor=boris, session=session, question=question.pk, text=f"{WORDS}!")
    return judging.dismiss(actor=boris, session=session, question=question.pk)


def retract(asker: Person, _boris: Person, session: Session, question: Question) -> object:
    return questions.retract(actor=asker, session=session, question=question.pk)


def merge(_asker: Person, boris: Person, session: Session, question: Question) -> object:
    other = questions.ask_for(actor=boris, session=session, text="The same?")
    return merging.merge(actor=boris, session=session, question=question.pk, into=other.pk)


ACTS = (edit, edit_twice, dismiss, edit_dismiss, retract, merge)


def read(person: Person, session: Session) -> str:
    """Return all that a socket brings, to a newcomer and to one who has seen the beginning."""
    _subject, admission = rooms.admitted(session.live_room, person)
    brought = [
        snapshots.catch_up(session.live_room, person.pk, admission, seen).json()
        for seen in ({}, {"room": 0, "staff": 0, "me": 0})
    ]
    return "\n".join([*brought, str(view(person, session.live_room).slices)])


@pytest.fixture
def question(dmitri: Person, boris: Person, plenary: Session) -> Question:
    asked = questions.ask(actor=dmitri, session=plenary, text=WORDS)
    return judging.approve(actor=boris, session=plenary, question=asked.pk)


@pytest.mark.parametrize("act", ACTS)
def test_no_late_comer_reads_it(
    act: Act, question: Question, plenary: Session, dmitri: Person, boris: Person, clara: Person
) -> None:
    assert WORDS in read(clara, plenary)
    act(dmitri, boris, plenary, question)
    assert WORDS not in read(clara, plenary)
    room = EventBody.objects.filter(event__stream=str(plenary.live_room))
    assert [body.data for body in room if WORDS in body.data] == []


@pytest.mark.parametrize("act", ACTS)
def test_who_was_away_meanwhile_ends_up_with_what_is(
    act: Act,
    question: Question,
    plenary: Session,
    dmitri: Person,
    boris: Person,
    clara: Person,
    replay: Replay,
) -> None:
    """The log with its gaps, replayed from its first event, is the present state all the same."""
    act(dmitri, boris, plenary, question)
    for person in (dmitri, boris, clara):
        begun: dict[str, Any] = {
            short: {part: held for part, held in parts.items() if part == "session"}
            for short, parts in view(person, plenary.live_room).slices.items()
        }
        held = replay.reduce(_empty(begun), heard(person, plenary.live_room))
        now = view(person, plenary.live_room).slices
        for short, part in _QUESTIONS:
            if short in now:
                assert held[short][part] == now[short][part], (person, short, part)


_QUESTIONS = (
    ("room", "questions"),
    ("staff", "questions"),
    ("staff", "dismissed"),
    ("staff", "merged"),
    ("staff", "behind"),
    ("staff", "handled"),
    ("me", "questions"),
    ("me", "upvoted"),
)


def _empty(begun: dict[str, Any]) -> dict[str, Any]:
    for short, part in _QUESTIONS:
        if short in begun:
            begun[short][part] = []
    begun["room"]["people"] = {}
    return begun


def test_what_was_taken_back_is_nowhere(
    question: Question, plenary: Session, dmitri: Person, boris: Person
) -> None:
    questions.edit(actor=boris, session=plenary, question=question.pk, text=f"{WORDS}!")
    retract(dmitri, boris, plenary, question)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            assert WORDS not in repr(cursor.fetchall()), table


def test_back_from_aside_it_is_read_again(
    question: Question, plenary: Session, boris: Person, clara: Person, replay: Replay
) -> None:
    judging.dismiss(actor=boris, session=plenary, question=question.pk, reason="Later")
    with verify_live(replay, plenary.live_room, [boris, clara]):
        judging.restore(actor=boris, session=plenary, question=question.pk)
    [row] = view(clara, plenary.live_room).slices["room"]["questions"]
    assert (row["id"], row["text"]) == (str(question.pk), WORDS)


def test_an_answer_that_is_taken_back_with_it_is_gone_too(
    question: Question, plenary: Session, boris: Person, clara: Person
) -> None:
    answers.answer(actor=boris, session=plenary, question=question.pk, text="A frozen answer")
    assert "A frozen answer" in read(clara, plenary)
    judging.restore(actor=boris, session=plenary, question=question.pk)
    assert "A frozen answer" not in read(clara, plenary)


@pytest.fixture
def veiled(forum: Any) -> Person:
    """Somebody who has not appeared in the room."""
    person = build.person("Zoya Hiddenova", organisation=build.organisation("Northern Light"))
    build.registration(person, forum)
    return person


def test_a_hidden_asker_leaves_nothing_in_the_room(
    veiled: Person, plenary: Session, boris: Person, clara: Person, replay: Replay
) -> None:
    """No event at the moment of asking, and in none that follows anything that leads to them."""
    with verify_live(replay, plenary.live_room, [veiled, boris, clara]):
        asked = questions.ask(actor=veiled, session=plenary, text="Who pays?", naming="hidden")
    assert [e.name for e in heard(clara, plenary.live_room)] == []
    assert not Appearance.objects.exists()
    with verify_live(replay, plenary.live_room, [veiled, boris, clara]):
        judging.approve(actor=boris, session=plenary, question=asked.pk)
        questions.edit(actor=boris, session=plenary, question=asked.pk, text="Who pays now?")
        judging.pin(actor=boris, session=plenary, question=asked.pk)
        judging.dismiss(actor=boris, session=plenary, question=asked.pk)
        judging.restore(actor=boris, session=plenary, question=asked.pk)
        answers.answer(actor=boris, session=plenary, question=asked.pk)
    brought = read(clara, plenary)
    for trace in (str(veiled.pk), veiled.pk.hex, "Zoya", "Northern Light"):
        assert trace not in brought
    [row] = view(clara, plenary.live_room).slices["room"]["questions"]
    assert (row["person"], row["naming"]) == (None, "hidden")
    [behind] = view(boris, plenary.live_room).slices["staff"]["behind"]
    assert behind["person"] == str(veiled.pk)
    assert (behind["asker"]["name"], behind["original"]) == ("Zoya Hiddenova", "Who pays?")


def test_the_room_can_not_tell_a_hidden_asker_from_who_only_came(
    veiled: Person, plenary: Session, clara: Person
) -> None:
    """Who has appeared already and asks hidden is not shown anew."""
    questions.ask(actor=veiled, session=plenary, text="Named?")
    before = len(heard(clara, plenary.live_room))
    questions.ask(actor=veiled, session=plenary, text="Hidden?", naming="hidden")
    assert len(heard(clara, plenary.live_room)) == before


def test_the_moderators_see_a_hidden_asker_as_they_wish_and_no_longer_as_they_wished(
    veiled: Person, plenary: Session, boris: Person, replay: Replay
) -> None:
    waits, shown, aside = (
        questions.ask(actor=veiled, session=plenary, text=text, naming="hidden") for text in "abc"
    )
    judging.approve(actor=boris, session=plenary, question=shown.pk)
    judging.dismiss(actor=boris, session=plenary, question=aside.pk, reason="Later")
    with verify_live(replay, plenary.live_room, [boris, veiled]):
        revise_profile(actor=veiled, shown_as=ShownAs.PSEUDONYM, pseudonym="Sosna")
    assert "Hiddenova" not in read(boris, plenary)
    staff = view(boris, plenary.live_room).slices["staff"]
    askers = [
        (row["id"], row["asker"]["name"])
        for part in ("questions", "behind", "dismissed")
        for row in staff[part]
    ]
    assert askers == [(str(row.pk), "Sosna") for row in (waits, shown, aside)]
    assert staff["dismissed"][0]["reason"] == "Later"


def test_after_the_end_a_hidden_asker_takes_their_name_back_from_the_moderators(
    veiled: Person, plenary: Session, boris: Person, replay: Replay
) -> None:
    questions.ask(actor=veiled, session=plenary, text="Who?", naming="hidden")
    Session.objects.filter(pk=plenary.pk).update(state=State.ENDED)
    with verify_live(replay, plenary.live_room, [boris]):
        revise_profile(actor=veiled, shown_as=ShownAs.DELEGATE)
    [waiting] = view(boris, plenary.live_room).slices["staff"]["questions"]
    assert waiting["asker"] == {"kind": "delegate", "name": "", "organisation": "", "country": "US"}
    assert "Hiddenova" not in str(heard(boris, plenary.live_room))
    with verify_live(replay, plenary.live_room, [boris]):
        revise_profile(actor=veiled, shown_as=ShownAs.PSEUDONYM, pseudonym="Owl")
    [waiting] = view(boris, plenary.live_room).slices["staff"]["questions"]
    assert (waiting["asker"]["kind"], waiting["asker"]["name"]) == ("delegate", "")


def test_lists_cost_the_same_for_one_question_and_for_three(
    veiled: Person, plenary: Session, boris: Person
) -> None:
    costs = []
    for count in (1, 2):
        for _ in range(count):
            for naming in (Naming.NAMED, Naming.HIDDEN):
                asked = questions.ask(actor=veiled, session=plenary, text="?!", naming=naming)
                judging.approve(actor=boris, session=plenary, question=asked.pk)
                aside = questions.ask(actor=veiled, session=plenary, text="?!", naming=naming)
                judging.dismiss(actor=boris, session=plenary, question=aside.pk)
        with CaptureQueriesContext(connection) as cost:
            slices = view(boris, plenary.live_room).slices
        costs.append((len(json.dumps(slices)) > 0, len(cost)))
    assert costs[0] == costs[1]
