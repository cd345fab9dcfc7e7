"""What each reader learns of people who chose to hide: what they chose, and not a letter more.

Five people with names that occur nowhere else do everything that can be done in a session. Then each
of the cast reads all that can be read of it: its pages, its documents, the API, the socket's state
and its whole log; while it is live, and after its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.db import transaction

from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from conferences.models import Conference
from live import presence, tallies
from live.testing import say
from sessions import people as appearances
from sessions.models import RoleName, Session
from tests import build
from tests.matrix.endpoints import to_be_read
from tests.matrix.scene import Scene
from tests.matrix.ways import ASKED, SEEN, entered

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class Masked:
    """Somebody who hides: a name, an organisation, and what others see in place of both."""

    name: str
    organisation: str
    pseudonym: str = ""
    is_moderator: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Return what others must not find: each part of the name, as written and as in the address."""
        given, family = self.name.split()
        house = self.organisation.split()[0]
        return (given, family, given.lower(), family.lower(), house)


MASKED = {
    "kestrel": Masked("Quirine Vandersloot", "Ondergronds Collectief", "Kestrel"),
    "nobody": Masked("Zbigniew Trzaskowicz", "Lawica Cicha"),
    "rook": Masked("Mstislav Okhlobystin", "Bezymyanny Krug", "Rook", is_moderator=True),
    "heron": Masked("Ugolino Fantozzini", "Ombrosa Lega", "Heron", is_moderator=True),
    "outcast": Masked("Hjalmar Grimstveit", "Fjellvakt Bergen", "Outcast"),
}
# Who sits beside Kestrel, at her screen, and has agreed to nothing but being counted.
BESIDE = "Aurelius Nebenmann"

READERS = ("dmitri", "clara", "boris", "ada", *(name for name in MASKED if name != "outcast"))

# Where more than what they chose may stand, and why. Whatever is not here, nobody finds anywhere.
ROOM = {"/s/{plenary}/", "/s/{plenary}/console/", "/api/v1/sessions/{plenary}/events/", "socket"}
LOG = {"/api/v1/sessions/{plenary}/events/?seen", "socket?seen"}
SHEET = {
    "/s/{plenary}/attendance/",
    "/s/{plenary}/attendance.csv",
    "/s/{plenary}/attendance.xlsx",
    "/s/{plenary}/attendance.json",
    "/api/v1/sessions/{plenary}/attendance/",
}
VERIFIED: dict[str, set[str]] = {
    # Organisers account for the programme: people by their registration, who has which role; and
    # the raw stays, from which anyone to whom they give them can compute the sheet again.
    "ada": SHEET | {"/s/{plenary}/stays.csv", "/s/{plenary}/stays.json", "/s/{plenary}/manage/"},
}
# Names of those at a shared screen are for the moderators and the organisers, who count them in the
# room and on the sheet, and for who wrote them.
AT_SCREENS: dict[str, set[str]] = {
    "kestrel": ROOM | LOG,
    "boris": ROOM | LOG | SHEET,
    "rook": ROOM | LOG | SHEET,
    "heron": ROOM | LOG | SHEET,
    "ada": ROOM | LOG | SHEET,
}


@pytest.fixture
def masked(forum: Conference, plenary: Session, scene: Scene) -> dict[str, Person]:
    made = {key: _masked(one) for key, one in MASKED.items()}
    for key, person in made.items():
        build.registration(person, forum, organisation_name=MASKED[key].organisation)
        if MASKED[key].is_moderator:
            build.role(person, plenary, RoleName.MODERATOR)
        scene.admit(key, person)
    return made


def _masked(one: Masked) -> Person:
    return build.person(
        one.name,
        organisation=build.organisation(one.organisation, "RU"),
        shown_as=ShownAs.PSEUDONYM if one.pseudonym else ShownAs.DELEGATE,
        pseudonym=one.pseudonym,
        country="RU",
    )


def do(actor: Person, session: Session, command: str, **data: Any) -> UUID | None:
    reply = say(actor, session.live_room, command, **data)
    assert reply.ok, (command, data, reply)
    number = (reply.data or {}).get("id")
    return UUID(str(number)) if number else None


def act(people: dict[str, Person], session: Session) -> None:
    """Do in the session everything that can be done in it, by those who hide."""
    appearances.come_in(list(people.values()), session)
    presence.take(session.live_room, [person.pk for person in people.values()], "ws")
    _talk(people, session)
    _ask(people, session)
    kestrel, rook = people["kestrel"], people["rook"]
    do(kestrel, session, "screen.declare", heads=3, names=[BESIDE])
    do(rook, session, "screen.confirm", person=kestrel.pk, heads=3, names=[BESIDE])
    do(rook, session, "person.remove", person=people["outcast"].pk, reason="Shouted")
    do(rook, session, "person.remove", person=people["nobody"].pk)
    do(rook, session, "person.readmit", person=people["nobody"].pk)
    presence.take(session.live_room, [people["nobody"].pk], "ws")
    tallies.publish_due()


def _talk(people: dict[str, Person], session: Session) -> None:
    kestrel, nobody, rook = people["kestrel"], people["nobody"], people["rook"]
    said = do(kestrel, session, "message.post", text="Good morning")
    answered = do(nobody, session, "message.post", text="And to you", reply=said)
    do(people["outcast"], session, "message.post", text="Hear me")
    do(nobody, session, "message.react", message=said, reaction="heart")
    do(nobody, session, "message.edit", message=answered, text="And to you all")
    hidden = do(nobody, session, "message.post", text="Rubbish")
    do(rook, session, "message.hide", message=hidden, reason="Rude")
    do(rook, session, "notice.pin", message=said)
    do(rook, session, "notice.pin", text="Lunch at one")
    deleted = do(kestrel, session, "message.post", text="Never mind")
    do(kestrel, session, "message.delete", message=deleted)


def _ask(people: dict[str, Person], session: Session) -> None:
    kestrel, nobody = people["kestrel"], people["nobody"]
    rook, heron = people["rook"], people["heron"]
    asked = [
        do(who, session, "question.ask", text=f"Why {number}?", naming=naming)
        for number, (who, naming) in enumerate(
            [
                (kestrel, "named"),
                (nobody, "hidden"),
                (kestrel, "hidden"),
                (nobody, "named"),
                (kestrel, "named"),
            ]
        )
    ]
    for question in asked[:3]:
        do(rook, session, "question.approve", question=question)
    do(nobody, session, "question.upvote", question=asked[0])
    do(people["outcast"], session, "question.upvote", question=asked[1])
    do(rook, session, "question.dismiss", question=asked[3], reason="Asked before")
    do(rook, session, "question.edit", question=asked[4], text="Why indeed?")
    do(rook, session, "question.assign", question=asked[0], owner=heron.pk, due_on="2031-05-01")
    do(heron, session, "question.answer", question=asked[0], text="Because")
    do(rook, session, "question.ask_for", text="From the hall?", on_behalf="")
    do(rook, session, "question.merge", question=asked[2], into=asked[1])


def text_of(content: bytes) -> str:
    """Return an answer as text; of a spreadsheet, which is packed, all that lies in it."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as sheet:
        return "".join(sheet.read(part).decode() for part in sheet.namelist())


def pages(scene: Scene, name: str, person: Person, session: Session) -> Iterator[tuple[str, str]]:
    """Return all that a person can read of the session, place by place."""
    log = f"/api/v1/sessions/{{plenary}}/events/?{ASKED}"
    for address in [*to_be_read(name), log]:
        if "{plenary}" in address:
            with transaction.atomic():
                answer = scene.ask(name, "GET", address)
                transaction.set_rollback(True)
            yield address.replace(ASKED, "seen"), text_of(answer.content)
    yield "socket", entered(person, session.live_room, {})
    yield "socket?seen", entered(person, session.live_room, SEEN)


def places(read: dict[str, str], word: str) -> set[str]:
    return {place for place, page in read.items() if word in page}


def learned(read: dict[str, str], name: str) -> dict[tuple[str, str], set[str]]:
    """Return where a reader finds more of others than they chose to show, beyond what is allowed."""
    found = {
        (key, word): places(read, word) - VERIFIED.get(name, set())
        for key, one in MASKED.items()
        if key != name
        for word in one.words
    }
    return {of: where for of, where in found.items() if where}


@pytest.mark.parametrize("is_over", [False, True], ids=["live", "ended"])
def test_nobody_learns_more_of_others_than_these_chose(
    scene: Scene,
    people: dict[str, Person],
    masked: dict[str, Person],
    plenary: Session,
    is_over: bool,
) -> None:
    act(masked, plenary)
    if is_over:
        do(masked["rook"], plenary, "session.end")
    everyone = people | masked
    for name in READERS:
        read = dict(pages(scene, name, everyone[name], plenary))
        assert (name, learned(read, name)) == (name, {})
        beside = places(read, BESIDE) - AT_SCREENS.get(name, set())
        assert (name, beside) == (name, set())
        # The other half of the proof: they were there, under what they chose.
        if name == "dmitri":
            for shown in ("Kestrel", "Rook"):
                assert {"/s/{plenary}/", "socket"} <= places(read, shown)
            assert "/s/{plenary}/" in places(read, "a delegate, Russia")
        if name == "ada":
            assert {"/s/{plenary}/attendance/"} <= places(read, "Vandersloot")


def test_who_takes_their_name_back_is_in_no_log(
    scene: Scene, people: dict[str, Person], masked: dict[str, Person], plenary: Session
) -> None:
    """Shown by name at first, and under a pseudonym since: a late comer reads the name nowhere."""
    kestrel = masked["kestrel"]
    revise_profile(actor=kestrel, shown_as=ShownAs.NAMED)
    kestrel.refresh_from_db()
    act(masked, plenary)
    revise_profile(actor=kestrel, shown_as=ShownAs.PSEUDONYM)
    read = dict(pages(scene, "dmitri", people["dmitri"], plenary))
    assert learned(read, "dmitri") == {}
