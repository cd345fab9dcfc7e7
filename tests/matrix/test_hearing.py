"""Who hears which event, by every way out of the log: each cell is written by hand."""

from itertools import product
from uuid import UUID

import msgspec
import pytest

from kit.refusals import NotHere
from live import catalogue
from live.presence import PeoplePresent
from live.troubles import LineTroubled
from tests.matrix.play import Play
from tests.matrix.tables import read
from tests.matrix.ways import Way, by_http, by_log, by_socket

pytestmark = pytest.mark.django_db

WAYS: tuple[Way, ...] = (by_log, by_http, by_socket)
WHO = ("ada", "boris", "clara", "dmitri", "zinaida", "yuri")

# Boris moderates, Zinaida and Yuri ask, Clara supports a question and reacts to a message,
# Dmitri and Zinaida share their screens with others. Eve and Frank are outside.
#                        ada boris clara dmitri zinaida yuri
EVENTS = """
    action.carried       yes yes   yes   yes    yes     yes
    action.changed       yes yes   yes   yes    yes     yes
    action.redacted      yes yes   yes   yes    yes     yes
    action.taken         yes yes   yes   yes    yes     yes
    agenda.set           yes yes   yes   yes    yes     yes
    decision.redacted    yes yes   yes   yes    yes     yes
    decision.revised     yes yes   yes   yes    yes     yes
    decision.taken       yes yes   yes   yes    yes     yes
    decision.withdrawn   yes yes   yes   yes    yes     yes
    item.ended           yes yes   yes   yes    yes     yes
    item.extended        yes yes   yes   yes    yes     yes
    item.started         yes yes   yes   yes    yes     yes
    message.cleared      yes yes   no    no     no      no
    message.concealed    yes yes   no    no     no      no
    message.counted      yes yes   yes   yes    yes     yes
    message.deleted      yes yes   yes   yes    yes     yes
    message.edited       yes yes   yes   yes    yes     yes
    message.hidden       yes yes   yes   yes    yes     yes
    message.posted       yes yes   yes   yes    yes     yes
    message.reacted      no  no    yes   no     no      no
    message.restored     yes yes   yes   yes    yes     yes
    message.unreacted    no  no    yes   no     no      no
    notice.pinned        yes yes   yes   yes    yes     yes
    notice.unpinned      yes yes   yes   yes    yes     yes
    person.readmitted    yes yes   no    no     no      no
    person.removed       yes yes   no    no     no      no
    person.shown         yes yes   yes   yes    yes     yes
    question.answered    yes yes   yes   yes    yes     yes
    question.approved    yes yes   no    no     no      no
    question.asked       yes yes   yes   yes    yes     yes
    question.assigned    yes yes   yes   yes    yes     yes
    question.counted     yes yes   yes   yes    yes     yes
    question.dismissed   yes yes   no    no     no      no
    question.dropped     yes yes   no    no     no      no
    question.edited      yes yes   yes   yes    yes     yes
    question.entrusted   yes yes   no    no     no      no
    question.freed       yes yes   no    no     no      no
    question.handled     yes yes   no    no     no      no
    question.held        yes yes   no    no     no      no
    question.judged      no  no    no    no     yes     yes
    question.merged      yes yes   yes   yes    yes     yes
    question.pinned      yes yes   yes   yes    yes     yes
    question.received    no  no    no    no     yes     yes
    question.restored    yes yes   yes   yes    yes     yes
    question.retracted   no  no    no    no     no      yes
    question.revised     no  no    no    no     no      yes
    question.split       yes yes   yes   yes    yes     yes
    question.submitted   yes yes   no    no     no      no
    question.unpinned    yes yes   yes   yes    yes     yes
    question.unvoted     no  no    yes   no     no      no
    question.upvoted     no  no    yes   no     no      no
    question.withdrawn   yes yes   yes   yes    yes     yes
    screen.cleared       yes yes   yes   yes    yes     yes
    screen.confirmed     yes yes   yes   yes    yes     yes
    screen.declared      yes yes   no    no     no      no
    screen.forgotten     no  no    no    yes    no      no
    screen.noted         no  no    no    yes    yes     no
    screen.settled       yes yes   no    no     no      no
    screen.withdrawn     yes yes   no    no     no      no
    session.cancelled    yes yes   yes   yes    yes     yes
    session.ended        yes yes   yes   yes    yes     yes
    session.opened       yes yes   yes   yes    yes     yes
    session.reopened     yes yes   yes   yes    yes     yes
    session.returned     yes yes   yes   yes    yes     yes
    session.started      yes yes   yes   yes    yes     yes
    stage.changed        yes yes   yes   yes    yes     yes
"""

# Told to everyone in the room, and therefore made of figures and of people's ids only.
WHISPERS = {
    LineTroubled.wire: ("room", {"bell": bool, "store": bool}),
    PeoplePresent.wire: ("room", {"count": int, "joined": list[UUID], "left": list[UUID]}),
}


def test_every_event_and_whisper_has_a_row() -> None:
    """A new one belongs into the table above, with a cell for each of the cast."""
    ours = [event for event in catalogue.events() if not event.__module__.startswith("tests.")]
    assert [line.heads[0] for line in read(EVENTS, WHO)] == [event.wire for event in ours]
    whispers = {
        whisper.wire: (
            whisper.audience,
            {field.name: field.type for field in msgspec.structs.fields(whisper)},
        )
        for whisper in catalogue.whispers()
        if not whisper.__module__.startswith("tests.")
    }
    assert whispers == WHISPERS


def test_each_event_is_heard_by_whom_it_is_for(play: Play) -> None:
    lines = read(EVENTS, WHO)
    for way in WAYS:
        names = {
            who: {event["name"] for room in play.rooms for event in way(play, who, room)}
            for who in WHO
        }
        found = {
            line.heads[0]: {who: "yes" if line.heads[0] in names[who] else "no" for who in WHO}
            for line in lines
        }
        assert (way, found) == (way, {line.heads[0]: line.cells for line in lines})
        # Nothing was heard that has no row.
        assert set().union(*names.values()) == set(found)


def test_what_is_told_to_one_person_concerns_that_person(play: Play) -> None:
    for way in WAYS:
        for who in WHO:
            told = [event for event in way(play, who, play.rooms[0]) if event["stream"] == "me"]
            asked = (
                each for each in told if each["name"] in {"question.received", "question.judged"}
            )
            own = {each["data"]["question"] for each in asked}
            assert (way, who, own) == (way, who, play.asked[who])


def test_who_is_outside_hears_nothing(play: Play) -> None:
    for way, name, room in product(WAYS, ("eve", "frank"), play.rooms):
        with pytest.raises(NotHere):
            way(play, name, room)
