"""Who may say which command, in which state of a session: every cell is written by hand.

A cell is `ok` (then the row and the events are there, and only they) or the code of the refusal
(then nothing in the database has changed).
"""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import transaction

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from live import catalogue, clock, limits, streams
from live.models import Event, Receipt
from live.rooms import admitted
from live.testing import say
from sessions.models import RoleName, Session
from tests import build
from tests.matrix.deeds import Scene, row_of, scene
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

# From the day a session is in the programme, whoever may enter asks and supports what is asked.
WHILE_ASKED = """
    ada     ok         ok         ok         session.not_open  session.not_open
    boris   ok         ok         ok         session.not_open  session.not_open
    clara   ok         ok         ok         session.not_open  session.not_open
    dmitri  ok         ok         ok         session.not_open  session.not_open
    eve     not_found  not_found  not_found  not_found         not_found
    frank   not_found  not_found  not_found  not_found         not_found
"""

# What one has asked can be changed as long as questions are asked; moderators may after the end too.
OWN_QUESTION = """
    ada     ok         ok         ok         ok                session.not_open
    boris   ok         ok         ok         ok                session.not_open
    clara   ok         ok         ok         session.not_open  session.not_open
    dmitri  ok         ok         ok         session.not_open  session.not_open
    eve     not_found  not_found  not_found  not_found         not_found
    frank   not_found  not_found  not_found  not_found         not_found
"""

# Not even a moderator takes back what another has asked.
ITS_ASKER_ALONE = """
    ada     forbidden  forbidden  forbidden  forbidden  forbidden
    boris   forbidden  forbidden  forbidden  forbidden  forbidden
    clara   forbidden  forbidden  forbidden  forbidden  forbidden
    dmitri  forbidden  forbidden  forbidden  forbidden  forbidden
    eve     not_found  not_found  not_found  not_found  not_found
    frank   not_found  not_found  not_found  not_found  not_found
"""

# Moderators see to the questions also after the end: what nobody got to is answered in writing later.
WHILE_JUDGED = """
    ada     ok         ok         ok         ok         session.not_open
    boris   ok         ok         ok         ok         session.not_open
    clara   forbidden  forbidden  forbidden  forbidden  forbidden
    dmitri  forbidden  forbidden  forbidden  forbidden  forbidden
    eve     not_found  not_found  not_found  not_found  not_found
    frank   not_found  not_found  not_found  not_found  not_found
"""

# What would stand in the record as if it had happened in the session is done before its end.
UNTIL_IT_IS_OVER = """
    ada     ok         ok         ok         session.not_open  session.not_open
    boris   ok         ok         ok         session.not_open  session.not_open
    clara   forbidden  forbidden  forbidden  forbidden         forbidden
    dmitri  forbidden  forbidden  forbidden  forbidden         forbidden
    eve     not_found  not_found  not_found  not_found         not_found
    frank   not_found  not_found  not_found  not_found         not_found
"""

# At any hour: what is taken out of sight.
MODERATORS = """
    ada     ok         ok         ok         ok         ok
    boris   ok         ok         ok         ok         ok
    clara   forbidden  forbidden  forbidden  forbidden  forbidden
    dmitri  forbidden  forbidden  forbidden  forbidden  forbidden
    eve     not_found  not_found  not_found  not_found  not_found
    frank   not_found  not_found  not_found  not_found  not_found
"""

# What one has said can be taken back at any hour.
INSIDE = """
    ada     ok         ok         ok         ok         ok
    boris   ok         ok         ok         ok         ok
    clara   ok         ok         ok         ok         ok
    dmitri  ok         ok         ok         ok         ok
    eve     not_found  not_found  not_found  not_found  not_found
    frank   not_found  not_found  not_found  not_found  not_found
"""

# Nobody has a message of Gleb's to change.
NOBODY = """
    ada     session.not_open  forbidden  forbidden  session.not_open  session.not_open
    boris   session.not_open  forbidden  forbidden  session.not_open  session.not_open
    clara   session.not_open  forbidden  forbidden  session.not_open  session.not_open
    dmitri  session.not_open  forbidden  forbidden  session.not_open  session.not_open
    eve     not_found         not_found  not_found  not_found         not_found
    frank   not_found         not_found  not_found  not_found         not_found
"""

# The agenda runs while the session is live.
WHILE_LIVE = """
    ada     agenda.not_live  agenda.not_live  ok         agenda.not_live  agenda.not_live
    boris   agenda.not_live  agenda.not_live  ok         agenda.not_live  agenda.not_live
    clara   forbidden        forbidden        forbidden  forbidden        forbidden
    dmitri  forbidden        forbidden        forbidden  forbidden        forbidden
    eve     not_found        not_found        not_found  not_found        not_found
    frank   not_found        not_found        not_found  not_found        not_found
"""

# What is decided is taken down while the session is live; afterwards it rests on something of its log.
DECIDED = """
    ada     session.not_open  session.not_live  ok         decision.without_source  session.not_open
    boris   session.not_open  session.not_live  ok         decision.without_source  session.not_open
    clara   forbidden         forbidden         forbidden  forbidden                forbidden
    dmitri  forbidden         forbidden         forbidden  forbidden                forbidden
    eve     not_found         not_found         not_found  not_found                not_found
    frank   not_found         not_found         not_found  not_found                not_found
"""

# The same moderators, of what has been decided, and of who does what.
ONCE_HELD = """
    ada     session.not_open  session.not_live  ok         ok         session.not_open
    boris   session.not_open  session.not_live  ok         ok         session.not_open
    clara   forbidden         forbidden         forbidden  forbidden  forbidden
    dmitri  forbidden         forbidden         forbidden  forbidden  forbidden
    eve     not_found         not_found         not_found  not_found  not_found
    frank   not_found         not_found         not_found  not_found  not_found
"""

# An action stands in a meeting from its opening on; who neither owes nor moderates changes none.
ANOTHERS_ACTION = """
    ada     session.not_open  ok         ok         ok         session.not_open
    boris   session.not_open  ok         ok         ok         session.not_open
    clara   session.not_open  forbidden  forbidden  forbidden  session.not_open
    dmitri  session.not_open  forbidden  forbidden  forbidden  session.not_open
    eve     not_found         not_found  not_found  not_found  not_found
    frank   not_found         not_found  not_found  not_found  not_found
"""

OWN_ACTION = """
    ada     session.not_open  ok         ok         ok         session.not_open
    boris   session.not_open  ok         ok         ok         session.not_open
    clara   session.not_open  ok         ok         ok         session.not_open
    dmitri  session.not_open  ok         ok         ok         session.not_open
    eve     not_found         not_found  not_found  not_found  not_found
    frank   not_found         not_found  not_found  not_found  not_found
"""

# command -> who: in a session that is scheduled, open, live, ended, cancelled
MATRIX = {
    "action.change": ANOTHERS_ACTION,
    "action.change, one's own": OWN_ACTION,
    "action.take": ONCE_HELD,
    "decision.revise": ONCE_HELD,
    "decision.take": DECIDED,
    "decision.withdraw": ONCE_HELD,
    "decision.redact": ONCE_HELD,
    "action.redact": ONCE_HELD,
    "agenda.next": WHILE_LIVE,
    "agenda.back": WHILE_LIVE,
    "agenda.start": WHILE_LIVE,
    "agenda.stop": WHILE_LIVE,
    "agenda.extend": WHILE_LIVE,
    "stage.set": UNTIL_IT_IS_OVER,
    "message.post": WHILE_OPEN,
    "message.edit": WHILE_OPEN,
    "message.edit, another's": NOBODY,
    "message.delete": INSIDE,
    "message.delete, another's": MODERATORS,
    "message.hide": MODERATORS,
    "message.restore": MODERATORS,
    "message.react": WHILE_OPEN,
    "message.unreact": WHILE_OPEN,
    "notice.pin": UNTIL_IT_IS_OVER,
    "notice.unpin": MODERATORS,
    "person.readmit": MODERATORS,
    "person.remove": MODERATORS,
    "question.ask": WHILE_ASKED,
    "question.ask_unnamed": WHILE_ASKED,
    "question.ask_for": UNTIL_IT_IS_OVER,
    "question.edit": WHILE_JUDGED,
    "question.edit, one's own": OWN_QUESTION,
    "question.retract": INSIDE,
    "question.retract, another's": ITS_ASKER_ALONE,
    "question.upvote": WHILE_ASKED,
    "question.unvote": WHILE_ASKED,
    "question.approve": WHILE_JUDGED,
    "question.dismiss": WHILE_JUDGED,
    "question.restore": WHILE_JUDGED,
    "question.handle": WHILE_JUDGED,
    "question.free": WHILE_JUDGED,
    "question.pin": WHILE_JUDGED,
    "question.unpin": WHILE_JUDGED,
    "question.merge": WHILE_JUDGED,
    "question.split": WHILE_JUDGED,
    "question.answer": WHILE_JUDGED,
    "question.assign": WHILE_JUDGED,
    "screen.confirm": MODERATORS,
    "screen.declare": WHILE_OPEN,
    "screen.withdraw": WHILE_OPEN,
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
    "session.reopen": """
        ada     session.not_open  session.already_open  session.already_live  ok         session.cancelled
        boris   session.not_open  session.already_open  session.already_live  ok         session.cancelled
        clara   forbidden         forbidden             forbidden             forbidden  forbidden
        dmitri  forbidden         forbidden             forbidden             forbidden  forbidden
        eve     not_found         not_found             not_found             not_found  not_found
        frank   not_found         not_found             not_found             not_found  not_found
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
# `me` is the stream of who says it, `gleb's` that of who asked the question, `guest's` that of who
# shares a screen.
EVENTS = {
    "action.change": ["room: person.shown", "room: action.changed"],
    "action.take": ["room: person.shown", "room: person.shown", "room: action.taken"],
    "decision.revise": ["room: decision.revised"],
    "decision.take": ["room: person.shown", "room: decision.taken"],
    "decision.withdraw": ["room: decision.withdrawn"],
    "decision.redact": ["room: decision.redacted"],
    "action.redact": ["room: action.redacted"],
    "agenda.next": ["room: item.ended", "room: item.started"],
    "agenda.back": ["room: item.ended", "room: item.started"],
    "agenda.start": ["room: item.ended", "room: item.started"],
    "agenda.stop": ["room: item.ended"],
    "agenda.extend": ["room: item.extended"],
    "stage.set": ["room: stage.changed"],
    "message.post": ["room: person.shown", "room: message.posted"],
    "message.edit": ["room: message.edited"],
    "message.delete": ["room: message.deleted"],
    "message.hide": ["room: person.shown", "room: message.hidden", "staff: message.concealed"],
    "message.restore": ["room: message.restored", "staff: message.cleared"],
    "message.react": ["room: message.counted", "me: message.reacted"],
    "message.unreact": ["room: message.counted", "me: message.unreacted"],
    "notice.pin": ["room: person.shown", "room: notice.pinned"],
    "notice.unpin": ["room: notice.unpinned"],
    "person.readmit": ["staff: person.readmitted"],
    "person.remove": ["room: person.shown", "room: person.shown", "staff: person.removed"],
    "question.ask": ["room: person.shown", "me: question.received", "staff: question.submitted"],
    "question.ask_unnamed": ["staff: question.submitted"],
    "question.ask_for": ["room: question.asked"],
    "question.edit": ["room: question.edited", "gleb's: question.revised", "staff: question.held"],
    "question.edit, one's own": ["me: question.revised", "staff: question.held"],
    "question.retract": ["me: question.retracted", "staff: question.dropped"],
    # Nothing that names who supports it.
    "question.upvote": ["room: question.counted", "me: question.upvoted"],
    "question.unvote": ["room: question.counted", "me: question.unvoted"],
    "question.approve": [
        "room: question.asked",
        "gleb's: question.judged",
        "staff: question.approved",
    ],
    "question.dismiss": ["gleb's: question.judged", "staff: question.dismissed"],
    "question.restore": ["gleb's: question.judged", "staff: question.held"],
    "question.handle": ["room: person.shown", "staff: question.handled"],
    "question.free": ["staff: question.freed"],
    "question.pin": ["room: question.unpinned", "room: question.pinned"],
    "question.unpin": ["room: question.unpinned"],
    "question.merge": [
        "room: question.merged",
        "room: question.counted",
        "gleb's: question.judged",
        "staff: question.held",
    ],
    "question.split": [
        "room: question.split",
        "room: question.counted",
        "gleb's: question.judged",
        "staff: question.held",
    ],
    "question.answer": ["room: question.answered"],
    "question.assign": ["room: person.shown", "room: question.assigned"],
    "screen.confirm": ["guest's: screen.noted", "staff: screen.settled"],
    "screen.declare": ["room: person.shown", "me: screen.noted", "staff: screen.declared"],
    "screen.withdraw": ["me: screen.forgotten", "staff: screen.withdrawn"],
    "session.open": ["room: session.opened"],
    "session.start": ["room: session.started"],
    "session.start, scheduled": ["room: session.opened", "room: session.started"],
    "session.reopen": ["room: session.reopened"],
    # What is left unanswered is given to who ended it.
    "session.end": [
        "room: item.ended",
        "room: person.shown",
        "room: question.assigned",
        "room: session.ended",
        "staff: question.entrusted",
    ],
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


def ours() -> list[catalogue.Handled]:
    """Return the commands of the programme; tests of the kernel declare some of their own."""
    return [
        entry for entry in catalogue.commands() if not entry.command.__module__.startswith("tests.")
    ]


def published(room: streams.Room, person: Person, asker: Person, guest: Person) -> list[str]:
    """Return what has been published, as EVENTS writes it."""
    whose = {
        room.stream("me", guest.pk): "guest's",
        room.stream("room"): "room",
        room.stream("staff"): "staff",
        room.stream("me", asker.pk): "gleb's",
        room.stream("me", person.pk): "me",
    }
    rows = Event.objects.order_by("stream", "seq").values_list("stream", "name")
    return [f"{whose[stream]}: {name}" for stream, name in rows]


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    names = [entry.command.wire for entry in ours()]
    assert sorted({name.partition(",")[0] for name in MATRIX}) == names
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
    wire = command.partition(",")[0]
    # In memory alone, so that no rollback brings a turn back.
    limits._unnamed.forget()
    reply = say(person, room, wire, **scene.said(command, person))
    if not reply.ok:
        assert changes(before, contents()) == [], f"{reply.code}, and yet something changed"
        return reply.code or ""
    read_row, wanted = row_of(scene, person)[command]
    assert read_row() == wanted
    events = EVENTS.get(f"{wire}, {state}") or EVENTS.get(command) or EVENTS[wire]
    assert published(room, person, gleb, scene.guest) == events
    assert [receipt.name for receipt in Receipt.objects.all()] == [wire]
    return "ok"


# Commands that name an object: one of another session is not here, even for who moderates both.
NAMES_AN_OBJECT = {
    "action.change": "owner",
    "action.take": "decision",
    "decision.revise": "decision",
    "decision.withdraw": "decision",
    "decision.redact": "decision",
    "action.redact": "action",
    "agenda.extend": "item",
    "agenda.start": "item",
    "message.delete": "message",
    "message.edit": "message",
    "message.hide": "message",
    "message.post": "reply",
    "message.react": "message",
    "message.restore": "message",
    "message.unreact": "message",
    "notice.pin": "message",
    "person.readmit": "person",
    "person.remove": "person",
    "question.answer": "question",
    "question.approve": "question",
    "question.assign": "owner",
    "question.dismiss": "question",
    "question.edit": "question",
    "question.free": "question",
    "question.handle": "question",
    "question.merge": "into",
    "question.pin": "question",
    "question.restore": "question",
    "question.retract": "question",
    "question.split": "question",
    "question.unpin": "question",
    "question.unvote": "question",
    "question.upvote": "question",
    "screen.confirm": "person",
}


def test_every_command_that_names_an_object_has_a_row() -> None:
    fields = {
        entry.command.wire: field.name
        for entry in ours()
        for field in msgspec.structs.fields(entry.command)
        # `after` is what the sender saw as current: it guards, and names nothing to be changed.
        if field.type in {UUID, UUID | None} and field.name != "after"
    }
    assert fields == NAMES_AN_OBJECT


@pytest.mark.parametrize("command", NAMES_AN_OBJECT)
def test_an_object_of_another_session_is_not_here(
    hosts: dict[str, Scene], ada: Person, command: str
) -> None:
    before = contents()
    said = hosts["circle"].said(command, ada)
    reply = say(ada, hosts["forum"].session.live_room, command, **said)
    assert (reply.code, changes(before, contents())) == ("not_found", [])


@pytest.mark.parametrize("command", MATRIX)
def test_who_moderates_elsewhere_has_no_right_here(
    hosts: dict[str, Scene], forum: Conference, boris: Person, command: str
) -> None:
    """Boris moderates another session of the same forum, and is not registered for it."""
    workshop = scene(build.session(forum, title="Workshop"), hosts["forum"].gleb)
    before = contents()
    wire = command.partition(",")[0]
    reply = say(boris, workshop.session.live_room, wire, **workshop.said(command, boris))
    assert (reply.code, changes(before, contents())) == ("not_found", [])


@pytest.mark.parametrize("command", MATRIX)
def test_who_has_been_shut_out_has_no_right_left(
    hosts: dict[str, Scene], ada: Person, command: str
) -> None:
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    ada.refresh_from_db()
    before = contents()
    place = hosts["forum"]
    wire = command.partition(",")[0]
    reply = say(ada, place.session.live_room, wire, **place.said(command, ada))
    assert (reply.code, changes(before, contents())) == ("not_found", [])


def test_nobody_supports_their_own_question(hosts: dict[str, Scene], gleb: Person) -> None:
    place = hosts["forum"]
    before = contents()
    said = place.said("question.upvote", gleb)
    reply = say(gleb, place.session.live_room, "question.upvote", **said)
    assert (reply.code, changes(before, contents())) == ("question.own", [])


@pytest.mark.parametrize("host", ["forum", "circle"])
@pytest.mark.parametrize("name", ["ada", "boris", "clara", "dmitri"])
def test_the_page_offers_what_the_matrix_allows(
    hosts: dict[str, Scene], cast: dict[str, Person], name: str, host: str
) -> None:
    allowed = {
        command.partition(",")[0]
        for command in MATRIX
        for line in read(MATRIX[command], STATES)
        if line.heads == (name,) and "ok" in line.cells.values()
    }
    _subject, admission = admitted(hosts[host].session.live_room, cast[name])
    assert sorted(admission.may) == sorted(allowed)
