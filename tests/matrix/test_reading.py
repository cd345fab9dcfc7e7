"""Who finds which text on anything that can be read: every address, and what the socket brings."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from pypdf import PdfReader

from sessions.models import Session, State
from tests.matrix.endpoints import to_be_read
from tests.matrix.play import (
    BESIDE,
    CONCEALED,
    DISMISSED,
    HIDDEN,
    REASON,
    TAKEN_BACK,
    WAITING,
    Play,
    hide,
)
from tests.matrix.ways import ASKED, SEEN, entered

pytestmark = pytest.mark.django_db

Places = set[str]

NOWHERE: Places = set()
ROOM = {"/s/{plenary}/", "/api/v1/sessions/{plenary}/events/", "socket"}
LOG = {"/api/v1/sessions/{plenary}/events/?seen", "socket?seen"}
QUESTIONS = {"/s/{plenary}/questions/"}
CONSOLE = {"/s/{plenary}/console/"}
# The page of one question offers to unite it with another that waits.
OTHERS = {"/s/{plenary}/questions/{question}/"}
AUDIT = {"/s/{plenary}/audit/", "/api/v1/sessions/{plenary}/audit/"}
# Made from the code and from nobody's texts.
SAME_FOR_ALL = {"/api/v1/schema/", "/api/v1/docs/", "/jsi18n/", "/styleguide/"}

OUTSIDE = ("anon", "eve", "frank")
EVERYONE = (*OUTSIDE, "dmitri", "clara", "boris", "ada", "zinaida", "yuri")

# Where each finds a question that waits, one that was put aside, and the reason for that.
SECRETS: dict[str, tuple[Places, Places, Places]] = {
    "anon": (NOWHERE, NOWHERE, NOWHERE),
    "eve": (NOWHERE, NOWHERE, NOWHERE),
    "frank": (NOWHERE, NOWHERE, NOWHERE),
    "dmitri": (NOWHERE, NOWHERE, NOWHERE),
    "clara": (NOWHERE, NOWHERE, NOWHERE),
    "boris": (
        ROOM | CONSOLE | LOG | QUESTIONS | OTHERS,
        ROOM | CONSOLE | LOG | QUESTIONS,
        ROOM | CONSOLE | LOG | QUESTIONS | AUDIT,
    ),
    "ada": (
        ROOM | CONSOLE | LOG | QUESTIONS | OTHERS,
        ROOM | CONSOLE | LOG | QUESTIONS,
        ROOM | CONSOLE | LOG | QUESTIONS | AUDIT,
    ),
    # who asked both and was told why
    "zinaida": (ROOM | LOG | QUESTIONS, ROOM | LOG | QUESTIONS, ROOM | LOG | QUESTIONS),
    "yuri": (NOWHERE, NOWHERE, NOWHERE),
}

# Where each finds a message that the moderators have hidden; one that was taken back is nowhere.
CONCEALED_FOR: dict[str, Places] = {
    "boris": ROOM | CONSOLE | LOG,
    "ada": ROOM | CONSOLE | LOG,
}

# Where each finds the name of somebody beside Zinaida, at her screen.
ON_THE_SHEET = {"/s/{plenary}/attendance/"}
# What organisers hand on says who stood confirmed beside whom.
HANDED_ON = {
    "/api/v1/sessions/{plenary}/attendance/",
    "/s/{plenary}/attendance.csv",
    "/s/{plenary}/attendance.json",
    "/s/{plenary}/attendance.xlsx",
}
BESIDE_FOR: dict[str, Places] = {
    "boris": ROOM | CONSOLE | LOG | ON_THE_SHEET,
    "ada": ROOM | CONSOLE | LOG | ON_THE_SHEET | HANDED_ON,
    "zinaida": ROOM | LOG,
}

# Organisations are a list of their own, in which none is anybody's: to choose from, and by REST.
ORGANISATIONS = {"/me/", "/api/v1/organisations/"}
# Whoever writes a step, or the texts of a project, chooses from the same list.
STEPS = {"/plans/{circle}/steps/{step}/", "/plans/{circle}/aims/{aim}/steps/new/"}
PROJECTS = {
    "/projects/{joint}/edit/",
    "/projects/{proposal}/edit/",
    "/g/environment/projects/new/",
}
CLARAS = {"/projects/{joint}/edit/", "/g/quiet/projects/new/"}
# Co-chairs admit people by their addresses, and the page tells them so.
MEMBERS = {"/g/environment/members/"}
# Who invites a partner to a draft sees the address that they typed; the other partners do not.
INVITED = {"/grants/applications/{draft}/"}

NAMES = ("Zinaida", "zinaida", "Veiled", "veiled", "Yuri", "Shrouded", "shrouded")
# Where others find who is behind the pseudonym and the delegate: names and e-mail; what they
# registered as; their organisations.
BEHIND: dict[str, tuple[Places, Places, Places]] = {
    "anon": (NOWHERE, NOWHERE, NOWHERE),
    "eve": (NOWHERE, NOWHERE, ORGANISATIONS),
    "frank": (NOWHERE, NOWHERE, ORGANISATIONS),
    "dmitri": (NOWHERE, NOWHERE, ORGANISATIONS | STEPS),
    "clara": (NOWHERE, NOWHERE, ORGANISATIONS | CLARAS),
    "boris": (MEMBERS, NOWHERE, ORGANISATIONS | MEMBERS | STEPS | PROJECTS),
}

# Where each reads an e-mail address that is not their own.
ADDRESSES: dict[str, Places] = {
    "anon": NOWHERE,
    "eve": NOWHERE,
    "frank": NOWHERE,
    "dmitri": NOWHERE,
    "clara": INVITED,
    "yuri": NOWHERE,
    "boris": MEMBERS,
    "zinaida": MEMBERS,
}

# Where others meet both, as they chose to be seen.
SHOWN = {"/c/forum/people/", "/g/environment/", "/s/{plenary}/", "/s/{plenary}/log/"}

# What is left to somebody outside: Frank's own registration for the closed conference, declined.
OWN_RECORDS: dict[str, dict[str, Places]] = {"frank": {"Conclave": {"/me/"}}}


def pages(play: Play, name: str, among: str = "") -> Iterator[tuple[str, str]]:
    """Return all that a person can read, place by place; what is refused is in endpoints.py."""
    log = f"/api/v1/sessions/{{plenary}}/events/?{ASKED}"
    for address in [*to_be_read(name), log]:
        if address in SAME_FOR_ALL or among not in address:
            continue
        with transaction.atomic():
            answer = play.scene.ask(name, "GET", address)
            transaction.set_rollback(True)
        yield address.replace(ASKED, "seen"), readable(answer)
    if name not in OUTSIDE:
        yield "socket", entered(play.people[name], play.rooms[0], {})
        yield "socket?seen", entered(play.people[name], play.rooms[0], SEEN)


def readable(answer: HttpResponse) -> str:
    """Return what is written in an answer: of a workbook in all its parts, of a PDF on its pages."""
    if answer.get("Content-Type") == "application/pdf":
        return "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages
        )
    if "spreadsheetml" not in answer.get("Content-Type", ""):
        return answer.getvalue().decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as workbook:
        return "".join(workbook.read(part).decode() for part in workbook.namelist())


def found(read: dict[str, str], text: str) -> Places:
    return {place for place, page in read.items() if text in page}


def secrets(read: dict[str, str]) -> tuple[Places, ...]:
    """Return where the moderators' three texts stand, as SECRETS writes it."""
    return tuple(found(read, text) for text in (WAITING, DISMISSED, REASON))


def others_addresses(play: Play, name: str, read: dict[str, str]) -> Places:
    """Return where e-mail addresses of other people stand."""
    own = {play.people[name].email} if name in play.people else set()
    return {
        place
        for place, page in read.items()
        if set(re.findall(r"[\w.]+@people\.example", page)) - own
    }


@pytest.mark.parametrize("name", EVERYONE)
def test_everyone_reads_what_is_for_them(play: Play, name: str) -> None:
    hide(play)
    read = dict(pages(play, name))
    assert secrets(read) == SECRETS[name]
    assert found(read, CONCEALED) == CONCEALED_FOR.get(name, NOWHERE)
    assert found(read, TAKEN_BACK) == NOWHERE
    assert found(read, BESIDE) == BESIDE_FOR.get(name, NOWHERE)
    if name in BEHIND:
        names, registered, organisations = BEHIND[name]
        assert {word: found(read, word) for word in NAMES} == dict.fromkeys(NAMES, names)
        assert found(read, "Registered by") == registered
        assert found(read, "Zarya of the Lakes") == organisations
        assert found(read, "Yarrow of the Hills") == organisations
    if name in ADDRESSES:
        assert others_addresses(play, name, read) == ADDRESSES[name]
    if name in OUTSIDE:
        hidden = dict.fromkeys(HIDDEN, NOWHERE) | OWN_RECORDS.get(name, {})
        assert {word: found(read, word) for word in HIDDEN} == hidden
    # The other half of the proof: what some do not find does stand on these pages.
    if name == "ada":
        assert [word for word in HIDDEN if not found(read, word)] == []
    if name == "dmitri":
        assert found(read, "Sosna") >= SHOWN
        assert found(read, "a delegate") >= SHOWN


def test_after_the_end_the_moderators_questions_stay_theirs(play: Play) -> None:
    Session.objects.filter(pk=play.rooms[0].id).update(state=State.ENDED)
    for name in EVERYONE:
        read = dict(pages(play, name, among="{plenary}"))
        assert (name, secrets(read)) == (name, SECRETS[name])
        assert (name, found(read, CONCEALED)) == (name, CONCEALED_FOR.get(name, NOWHERE))
        assert (name, found(read, TAKEN_BACK)) == (name, NOWHERE)
