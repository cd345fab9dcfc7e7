"""Who may say which command, in which state of a session: every cell is written by hand.

A cell is `ok` (then the row and the events are there, and only they) or the code of the refusal
(then nothing in the database has changed).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import transaction

from accounts.models import Person
from chat.models import Message
from conferences.models import Conference
from floor.models import Question, Upvote
from groups.models import Group
from live import catalogue, clock, streams
from live.models import Event, Receipt
from live.rooms import admitted
from live.testing import say
from sessions.models import RoleName, Session
from tests import build
from tests.matrix.tables import changes, contents, read

pytestmark = pytest.mark.django_db

STATES = ("scheduled", "open", "live", "ended", "cancelled")
CAST = ("ada", "boris", "clara", "dmitri", "eve", "frank")

# Whoever is inside may write while the doors are open.
WHILE_OPEN = """
    ada     session.not_open  ok         ok         session.not_open  session.not_open
    boris   session.not_open  ok         ok         session.not_open  session.not_open
    clara   session.not_open  ok         ok         session.not_open  session.not_open
    dmitri  session.not_open  ok         ok         session.not_open  session.not_open
    eve     not_found         not_found  not_found  not_found         not_found
    frank   not_found         not_found  not_found  not_found         not_found
"""

# Moderators see to the questions at any hour: what nobody got to is answered in writing later.
MODERATORS = """
    ada     ok         ok         ok         ok         ok
    boris   ok         ok         ok         ok         ok
    clara   forbidden  forbidden  forbidden  forbidden  forbidden
    dmitri  forbidden  forbidden  forbidden  forbidden  forbidden
    eve     not_found  not_found  not_found  not_found  not_found
    frank   not_found  not_found  not_found  not_found  not_found
"""

# command -> who: in a session that is scheduled, open, live, ended, cancelled
MATRIX = {
    "message.post": WHILE_OPEN,
    "question.ask": WHILE_OPEN,
    "question.upvote": WHILE_OPEN,
    "question.approve": MODERATORS,
    "question.dismiss": MODERATORS,
    "question.answer": MODERATORS,
    "session.open": """
        ada     ok         session.already_open  session.already_live  session.ended  session.cancelled
        boris   ok         session.already_open  session.already_live  session.ended  session.cancelled
        clara   forbidden  forbidden             forbidden             forbidden      forbidden
        dmitri  forbidden  forbidden             forbidden             forbidden      forbidden
        eve     not_found  not_found             not_found             not_found      not_found
        frank   not_found  not_found             not_found             not_found      not_found
    """,
    "session.start": """
        ada     ok         ok         session.already_live  session.ended  session.cancelled
        boris   ok         ok         session.already_live  session.ended  session.cancelled
        clara   forbidden  forbidden  forbidden             forbidden      forbidden
        dmitri  forbidden  forbidden  forbidden             forbidden      forbidden
        eve     not_found  not_found  not_found             not_found      not_found
        frank   not_found  not_found  not_found             not_found      not_found
    """,
    "session.end": """
        ada     session.not_open  ok         ok         session.ended  session.cancelled
        boris   session.not_open  ok         ok         session.ended  session.cancelled
        clara   forbidden         forbidden  forbidden  forbidden      forbidden
        dmitri  forbidden         forbidden  forbidden  forbidden      forbidden
        eve     not_found         not_found  not_found  not_found      not_found
        frank   not_found         not_found  not_found  not_found      not_found
    """,
}

# What is published when it is allowed: "stream: event", in the order of the streams' names.
# `me` is the stream of who says it, `gleb's` that of who asked the question.
EVENTS = {
    "message.post": ["room: person.shown", "room: message.posted"],
    "question.ask": ["room: person.shown", "me: question.received", "staff: question.submitted"],
    "question.upvote": [
        "room: person.shown",
        "room: question.counted",
        "me: question.upvoted",
    ],
    "question.approve": [
        "room: question.asked",
        "gleb's: question.judged",
        "staff: question.approved",
    ],
    "question.dismiss": ["gleb's: question.judged", "staff: question.dismissed"],
    "question.answer": ["room: question.answered"],
    "session.open": ["room: session.opened"],
    "session.start": ["room: session.started"],
    "session.start, scheduled": ["room: session.opened", "room: session.started"],
    "session.end": ["room: session.ended"],
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A session with a question of Gleb's that waits, and one that is before the room."""

    session: Session
    waiting: Question
    before_the_room: Question

    def said(self, command: str) -> dict[str, Any]:
        """Return what the command says here."""
        said: dict[str, dict[str, Any]] = {
            "message.post": {"text": "Good morning"},
            "question.ask": {"text": "Who pays?"},
            "question.upvote": {"question": self.before_the_room.pk},
            "question.approve": {"question": self.waiting.pk},
            "question.dismiss": {"question": self.waiting.pk, "reason": "Asked before"},
            "question.answer": {"question": self.before_the_room.pk, "text": "We do"},
        }
        return said.get(command, {})


def told(question: Question) -> tuple[str, str, str]:
    question.refresh_from_db()
    return question.state, question.reason, question.answer


def row_of(scene: Scene, person: Person) -> dict[str, tuple[Callable[[], Any], Any]]:
    """Return, for each command, how its row is read, and what it must hold."""
    own = {"session": scene.session, "person": person}

    def state() -> str:
        return Session.objects.values_list("state", flat=True).get(pk=scene.session.pk)

    def supported() -> UUID:
        return Upvote.objects.get(person=person).question_id

    return {
        "message.post": (lambda: Message.objects.get(**own).text, "Good morning"),
        "question.ask": (lambda: told(Question.objects.get(**own)), ("waiting", "", "")),
        "question.upvote": (supported, scene.before_the_room.pk),
        "question.approve": (lambda: told(scene.waiting), ("open", "", "")),
        "question.dismiss": (lambda: told(scene.waiting), ("dismissed", "Asked before", "")),
        "question.answer": (lambda: told(scene.before_the_room), ("answered", "", "We do")),
        "session.open": (state, "open"),
        "session.start": (state, "live"),
        "session.end": (state, "ended"),
    }


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, Person]:
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def gleb(forum: Conference, circle: Group) -> Person:
    """Another delegate, whose questions are judged and supported."""
    person = build.person("Gleb", country="RU")
    build.registration(person, forum)
    build.member(person, circle)
    return person


@pytest.fixture
def hosts(
    forum: Conference, circle: Group, cast: dict[str, Person], gleb: Person
) -> dict[str, Scene]:
    """The same parts in both: in the circle Boris moderates as its co-chair, Dmitri is a member."""
    former = build.member(cast["frank"], circle)
    former.ended_at = clock.now()
    former.save()
    plenary, meeting = (build.session(host, is_run_by_clock=False) for host in (forum, circle))
    build.role(cast["boris"], plenary, RoleName.MODERATOR)
    for session in (plenary, meeting):
        build.role(cast["clara"], session, RoleName.SPEAKER)
    return {"forum": scene(plenary, gleb), "circle": scene(meeting, gleb)}


def scene(session: Session, asker: Person) -> Scene:
    now = clock.now()
    waiting, before_the_room = (
        Question.objects.create(
            session=session, person=asker, text=text, lang="en", state=state, asked_at=now
        )
        for text, state in (("Why?", "waiting"), ("When?", "open"))
    )
    return Scene(session, waiting, before_the_room)


def ours() -> list[catalogue.Handled]:
    """Return the commands of the programme; tests of the kernel declare some of their own."""
    return [
        entry for entry in catalogue.commands() if not entry.command.__module__.startswith("tests.")
    ]


def published(room: streams.Room, person: Person, asker: Person) -> list[str]:
    """Return what has been published, as EVENTS writes it."""
    whose = {
        room.stream("room"): "room",
        room.stream("staff"): "staff",
        room.stream("me", asker.pk): "gleb's",
        room.stream("me", person.pk): "me",
    }
    rows = Event.objects.order_by("stream", "seq").values_list("stream", "name")
    return [f"{whose[stream]}: {name}" for stream, name in rows]


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    names = [entry.command.wire for entry in ours()]
    assert sorted(MATRIX) == names
    assert sorted({name.partition(",")[0] for name in EVENTS}) == names


@pytest.mark.parametrize("host", ["forum", "circle"])
@pytest.mark.parametrize("command", MATRIX)
def test_command_is_allowed_and_refused_as_written(
    hosts: dict[str, Scene], cast: dict[str, Person], gleb: Person, command: str, host: str
) -> None:
    expected = read(MATRIX[command], STATES)
    found = {name: dict.fromkeys(STATES, "") for name in CAST}
    for state in STATES:
        with transaction.atomic():
            Session.objects.update(state=state)
            before = contents()
            for name, person in cast.items():
                with transaction.atomic():
                    found[name][state] = judge(hosts[host], person, gleb, command, state, before)
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
    assert [(line.heads[0], line.cells) for line in expected] == list(found.items())


def judge(scene: Scene, person: Person, gleb: Person, command: str, state: str, before: Any) -> str:
    """Say the command, and return `ok` or the refusal once the database bears it out."""
    room = scene.session.live_room
    reply = say(person, room, command, **scene.said(command))
    if not reply.ok:
        assert changes(before, contents()) == [], f"{reply.code}, and yet something changed"
        return reply.code or ""
    read_row, wanted = row_of(scene, person)[command]
    assert read_row() == wanted
    events = EVENTS.get(f"{command}, {state}", EVENTS[command])
    assert published(room, person, gleb) == events
    assert [receipt.name for receipt in Receipt.objects.all()] == [command]
    return "ok"


# Commands that name an object: one of another session is not here, even for who moderates both.
NAMES_AN_OBJECT = {
    "question.answer": "question",
    "question.approve": "question",
    "question.dismiss": "question",
    "question.upvote": "question",
}


def test_every_command_that_names_an_object_has_a_row() -> None:
    fields = {
        entry.command.wire: field.name
        for entry in ours()
        for field in msgspec.structs.fields(entry.command)
        if field.type is UUID
    }
    assert fields == NAMES_AN_OBJECT


@pytest.mark.parametrize("command", NAMES_AN_OBJECT)
def test_an_object_of_another_session_is_not_here(
    hosts: dict[str, Scene], ada: Person, command: str
) -> None:
    before = contents()
    reply = say(ada, hosts["forum"].session.live_room, command, **hosts["circle"].said(command))
    assert (reply.code, changes(before, contents())) == ("not_found", [])


@pytest.mark.parametrize("command", MATRIX)
def test_who_moderates_elsewhere_has_no_right_here(
    hosts: dict[str, Scene], forum: Conference, boris: Person, command: str
) -> None:
    """Boris moderates another session of the same forum, and is not registered for it."""
    workshop = scene(build.session(forum, title="Workshop"), hosts["forum"].waiting.person)
    before = contents()
    reply = say(boris, workshop.session.live_room, command, **workshop.said(command))
    assert (reply.code, changes(before, contents())) == ("not_found", [])


@pytest.mark.parametrize("command", MATRIX)
def test_who_has_been_shut_out_has_no_right_left(
    hosts: dict[str, Scene], ada: Person, command: str
) -> None:
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    ada.refresh_from_db()
    before = contents()
    place = hosts["forum"]
    reply = say(ada, place.session.live_room, command, **place.said(command))
    assert (reply.code, changes(before, contents())) == ("not_found", [])


def test_nobody_supports_their_own_question(hosts: dict[str, Scene], gleb: Person) -> None:
    place = hosts["forum"]
    before = contents()
    reply = say(gleb, place.session.live_room, "question.upvote", **place.said("question.upvote"))
    assert (reply.code, changes(before, contents())) == ("question.own", [])


@pytest.mark.parametrize("host", ["forum", "circle"])
@pytest.mark.parametrize("name", ["ada", "boris", "clara", "dmitri"])
def test_the_page_offers_what_the_matrix_allows(
    hosts: dict[str, Scene], cast: dict[str, Person], name: str, host: str
) -> None:
    allowed = [
        command
        for command in sorted(MATRIX)
        for line in read(MATRIX[command], STATES)
        if line.heads == (name,) and "ok" in line.cells.values()
    ]
    _subject, admission = admitted(hosts[host].session.live_room, cast[name])
    assert sorted(admission.may) == allowed
