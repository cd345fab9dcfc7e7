"""Several people at one screen: said by one of them, countersigned, counted while that one is here."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import Person
from attendance import screens
from attendance.models import Screen
from conferences.models import Conference
from kit.refusals import Refused
from live import clock, presence
from live.models import EventBody, Lease
from live.testing import Replay, heard, say, verify_live, view
from sessions import life, removals
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

NAMES = ["Anna Sorokina", "Pyotr Ilyin"]
COUNTED = {"heads": 8, "signed_in": 1}
SAID = {"heads": 8, "signed_in": 1, "names": NAMES}


@pytest.fixture
def cast(ada: Person, boris: Person, clara: Person, dmitri: Person) -> list[Person]:
    return [ada, boris, clara, dmitri]


@pytest.fixture
def here(plenary: Session, dmitri: Person) -> Person:
    """Dmitri, who is in the room."""
    presence.take(plenary.live_room, [dmitri.pk], "ws")
    return dmitri


@pytest.fixture
def declared(plenary: Session, here: Person) -> Screen:
    return screens.declare(actor=here, session=plenary, heads=8, names=NAMES)


@pytest.fixture
def confirmed(plenary: Session, declared: Screen, boris: Person, dmitri: Person) -> Screen:
    return screens.confirm(actor=boris, session=plenary, person=dmitri.pk, heads=8, names=NAMES)


def refused(act: Callable[..., Any], **given: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        act(**given)
    return refusal.value.code, refusal.value.field


def leave(person: Person) -> None:
    """Let a person's stay have ended a minute ago."""
    gone = clock.now() - timedelta(minutes=1)
    Lease.objects.filter(person=person.pk).update(ended_at=gone, last_seen=gone)


def slices(person: Person, session: Session) -> Any:
    return view(person, session.live_room).slices


def names_of(events: list[Any]) -> list[str]:
    return [event.name for event in events]


def test_a_claim_is_for_the_moderators_and_who_makes_it(
    declared: Screen, plenary: Session, boris: Person, clara: Person, dmitri: Person
) -> None:
    claim = {"person": str(dmitri.pk), **SAID, "confirmed": False}
    assert slices(boris, plenary)["staff"]["screens"] == [claim]
    own = {**SAID, "confirmed": False}
    assert slices(dmitri, plenary)["me"]["screen"] == own
    told = slices(clara, plenary)
    assert (told["room"]["screens"], told["me"]["screen"]) == ([], None)
    assert "Sorokina" not in str(told)
    assert "Sorokina" not in str([event.frame for event in heard(clara, plenary.live_room)])


def test_what_a_moderator_confirms_counts_for_everyone(
    confirmed: Screen, plenary: Session, boris: Person, clara: Person, dmitri: Person
) -> None:
    assert slices(clara, plenary)["room"]["screens"] == [COUNTED | {"person": str(dmitri.pk)}]
    assert slices(boris, plenary)["staff"]["screens"][0]["confirmed"] is True
    assert slices(dmitri, plenary)["me"]["screen"]["confirmed"] is True
    assert screens.more_heads(plenary) == 7
    assert screens.confirmed_in(plenary) == [confirmed]
    assert confirmed.confirmed_by == boris.pk
    [event] = [e for e in heard(boris, plenary.live_room) if e.name == "screen.settled"]
    assert Screen.objects.get().confirmed_at == event.at
    acts = AuditEntry.objects.values_list("act", "actor", "person", "subject")
    assert list(acts) == [("screen.confirm", boris.pk, dmitri.pk, confirmed.pk)]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"heads": 1}, "screen.heads", "heads"),
        ({"heads": 201}, "screen.heads", "heads"),
        ({"heads": -8}, "screen.heads", "heads"),
        ({"heads": 2, "names": ["Anna", "Vera"]}, "screen.names", "names"),
        ({"heads": 9, "names": ["A" * 81]}, "screen.long_name", "names"),
        ({"heads": 8, "signed_in": 0}, "screen.signed_in", "signed_in"),
        ({"heads": 8, "signed_in": 9}, "screen.signed_in", "signed_in"),
    ],
)
def test_what_cannot_be_is_refused(
    here: Person, plenary: Session, given: dict[str, Any], code: str, field: str
) -> None:
    assert refused(screens.declare, actor=here, session=plenary, **given) == (code, field)
    assert not Screen.objects.exists()


def test_names_are_cleaned_and_blank_ones_dropped(here: Person, plenary: Session) -> None:
    said = [" Anna\u202e ", "", "\u200b", "<b>Vera</b>"]
    row = screens.declare(actor=here, session=plenary, heads=3, names=said)
    assert screens.names_of(row) == ["Anna", "<b>Vera</b>"]


def test_saying_the_same_again_changes_nothing(
    confirmed: Screen, plenary: Session, boris: Person, dmitri: Person
) -> None:
    before = names_of(heard(boris, plenary.live_room))
    screens.declare(actor=dmitri, session=plenary, heads=8, names=NAMES)
    assert names_of(heard(boris, plenary.live_room)) == before
    assert Screen.objects.get().confirmed_at is not None


@pytest.mark.parametrize(
    "given",
    [SAID | {"heads": 9}, SAID | {"names": []}, SAID | {"signed_in": 2}],
)
def test_what_is_said_anew_is_a_claim_again(
    confirmed: Screen, plenary: Session, boris: Person, dmitri: Person, given: dict[str, Any]
) -> None:
    screens.declare(actor=dmitri, session=plenary, **given)
    told = slices(boris, plenary)
    assert told["room"]["screens"] == []
    claim = {"person": str(dmitri.pk), "confirmed": False, **given}
    assert told["staff"]["screens"] == [claim]
    assert screens.confirmed_in(plenary) == []
    row = Screen.objects.get()
    assert (row.confirmed_by, row.is_counted) == (None, False)


def test_former_names_leave_the_log(declared: Screen, plenary: Session, dmitri: Person) -> None:
    screens.declare(actor=dmitri, session=plenary, heads=8, names=["Vera"])
    bodies = "".join(EventBody.objects.values_list("data", flat=True))
    assert ("Sorokina" in bodies, "Vera" in bodies) == (False, True)
    screens.withdraw(actor=dmitri, session=plenary)
    assert "Vera" not in "".join(EventBody.objects.values_list("data", flat=True))


def test_what_is_taken_back_is_on_no_list(
    confirmed: Screen, plenary: Session, boris: Person, dmitri: Person
) -> None:
    screens.withdraw(actor=dmitri, session=plenary)
    told = slices(boris, plenary)
    assert (told["room"]["screens"], told["staff"]["screens"]) == ([], [])
    assert slices(dmitri, plenary)["me"]["screen"] is None
    assert refused(screens.withdraw, actor=dmitri, session=plenary) == ("screen.none", None)


def test_a_number_changed_meanwhile_is_not_confirmed_unseen(
    declared: Screen, plenary: Session, boris: Person, dmitri: Person
) -> None:
    given: dict[str, Any] = {
        "actor": boris,
        "session": plenary,
        "person": dmitri.pk,
        "names": NAMES,
    }
    assert refused(screens.confirm, heads=8, signed_in=2, **given) == ("screen.changed", "heads")
    assert refused(screens.confirm, heads=7, **given) == ("screen.changed", "heads")
    screens.confirm(heads=8, **given)
    assert refused(screens.confirm, heads=8, **given) == ("screen.already_confirmed", None)
    assert refused(screens.confirm, heads=8, **given | {"person": uuid4()})[0] == "not_found"


def test_names_said_meanwhile_are_not_confirmed_unseen(
    declared: Screen, plenary: Session, boris: Person, dmitri: Person
) -> None:
    screens.declare(actor=dmitri, session=plenary, heads=8, names=["The Minister"])
    seen: dict[str, Any] = {"actor": boris, "session": plenary, "person": dmitri.pk, "heads": 8}
    # What was seen before; a client that shows no names; what is said now.
    for names in (NAMES, []):
        assert refused(screens.confirm, names=names, **seen) == ("screen.changed", "names")
    by_door: dict[str, Any] = {"person": str(dmitri.pk), "heads": 8}
    assert say(boris, plenary.live_room, "screen.confirm", **by_door).code == "screen.changed"
    assert Screen.objects.get().confirmed_at is None
    assert screens.confirm(names=["The Minister"], **seen).names == "The Minister"


def test_who_is_signed_in_at_a_shared_screen_is_no_person_more(
    plenary: Session, here: Person, boris: Person, clara: Person
) -> None:
    screens.declare(actor=here, session=plenary, heads=8, signed_in=3)
    seen: dict[str, Any] = {"actor": boris, "session": plenary, "person": here.pk, "heads": 8}
    assert refused(screens.confirm, **seen) == ("screen.changed", "heads")
    row = screens.confirm(signed_in=3, **seen)
    assert (row.further, screens.more_heads(plenary)) == (5, 5)
    counted = {"person": str(here.pk), "heads": 8, "signed_in": 3}
    assert slices(clara, plenary)["room"]["screens"] == [counted]
    assert slices(here, plenary)["me"]["screen"] == {
        "heads": 8,
        "signed_in": 3,
        "names": [],
        "confirmed": True,
    }


def test_all_at_a_shared_screen_may_be_signed_in(
    plenary: Session, here: Person, boris: Person
) -> None:
    screens.declare(actor=here, session=plenary, heads=2, signed_in=2)
    screens.confirm(actor=boris, session=plenary, person=here.pk, heads=2, signed_in=2)
    assert screens.more_heads(plenary) == 0


def test_only_moderators_confirm_and_strangers_find_nothing(
    declared: Screen, plenary: Session, clara: Person, dmitri: Person, eve: Person
) -> None:
    seen = {"session": plenary, "person": dmitri.pk, "heads": 8, "names": NAMES}
    for actor, code in ((clara, "forbidden"), (dmitri, "forbidden"), (eve, "not_found")):
        assert refused(screens.confirm, actor=actor, **seen)[0] == code
    assert refused(screens.declare, actor=eve, session=plenary, heads=8)[0] == "not_found"
    assert refused(screens.withdraw, actor=eve, session=plenary)[0] == "not_found"
    assert say(eve, plenary.live_room, "screen.declare", heads=8).code == "not_found"


def test_a_claim_for_one_session_is_none_for_another(
    confirmed: Screen, forum: Conference, ada: Person, dmitri: Person
) -> None:
    workshop = build.session(forum, title="Workshop")
    given: dict[str, Any] = {
        "actor": ada,
        "session": workshop,
        "person": dmitri.pk,
        "heads": 8,
    }
    assert refused(screens.confirm, **given)[0] == "not_found"
    assert screens.more_heads(workshop) == 0


def test_nothing_is_said_while_the_doors_are_shut(here: Person, plenary: Session) -> None:
    for state in (State.SCHEDULED, State.ENDED, State.CANCELLED):
        Session.objects.update(state=state)
        plenary.refresh_from_db()
        said = refused(screens.declare, actor=here, session=plenary, heads=8)
        assert said[0] == "session.not_open"


def test_a_screen_counts_only_while_its_person_is_here(
    confirmed: Screen, plenary: Session, clara: Person, dmitri: Person
) -> None:
    screens.follow_presence()
    assert screens.more_heads(plenary) == 7
    leave(dmitri)
    screens.follow_presence()
    assert slices(clara, plenary)["room"]["screens"] == []
    assert screens.confirmed_in(plenary) == [confirmed], "the sheet keeps what was countersigned"
    presence.take(plenary.live_room, [dmitri.pk], "ws")
    screens.follow_presence()
    screens.follow_presence()
    assert slices(clara, plenary)["room"]["screens"] == [COUNTED | {"person": str(dmitri.pk)}]
    told = [name for name in names_of(heard(clara, plenary.live_room)) if "screen" in name]
    assert told == ["screen.confirmed", "screen.cleared", "screen.confirmed"]


def test_who_was_not_here_counts_once_they_come(
    plenary: Session, boris: Person, dmitri: Person
) -> None:
    screens.declare(actor=dmitri, session=plenary, heads=3)
    screens.confirm(actor=boris, session=plenary, person=dmitri.pk, heads=3)
    screens.follow_presence()
    assert screens.more_heads(plenary) == 0
    presence.take(plenary.live_room, [dmitri.pk], "ws")
    screens.follow_presence()
    assert screens.more_heads(plenary) == 2


def test_who_is_removed_takes_their_screen_along(
    confirmed: Screen, plenary: Session, boris: Person, dmitri: Person
) -> None:
    removals.remove(actor=boris, session=plenary, person=dmitri.pk)
    screens.follow_presence()
    assert screens.more_heads(plenary) == 0


def test_no_screen_counts_once_the_session_has_ended(
    confirmed: Screen, plenary: Session, boris: Person, clara: Person, dmitri: Person
) -> None:
    life.end(actor=boris, session=plenary)
    names = names_of(heard(clara, plenary.live_room))
    assert names.index("screen.cleared") < names.index("session.ended")
    screens.follow_presence()
    assert slices(clara, plenary)["room"]["screens"] == []
    assert screens.confirmed_in(plenary) == [confirmed]


def test_a_claim_is_confirmed_after_the_end_for_the_sheet(
    declared: Screen, plenary: Session, boris: Person, dmitri: Person
) -> None:
    life.end(actor=boris, session=plenary)
    screens.confirm(actor=boris, session=plenary, person=dmitri.pk, heads=8, names=NAMES)
    assert [row.heads for row in screens.confirmed_in(plenary)] == [8]
    assert screens.more_heads(plenary) == 0


def test_the_clients_own_reducers_agree(
    replay: Replay, plenary: Session, cast: list[Person], here: Person, boris: Person, clara: Person
) -> None:
    presence.take(plenary.live_room, [clara.pk], "ws")
    with verify_live(replay, plenary.live_room, cast):
        screens.declare(actor=here, session=plenary, heads=8, names=NAMES)
        screens.declare(actor=clara, session=plenary, heads=3, signed_in=2)
    with verify_live(replay, plenary.live_room, cast):
        screens.confirm(actor=boris, session=plenary, person=here.pk, heads=8, names=NAMES)
        screens.confirm(actor=boris, session=plenary, person=clara.pk, heads=3, signed_in=2)
    with verify_live(replay, plenary.live_room, cast):
        screens.declare(actor=here, session=plenary, heads=9, names=["Vera"])
        leave(clara)
        screens.follow_presence()
    with verify_live(replay, plenary.live_room, cast):
        screens.withdraw(actor=here, session=plenary)


def test_reading_costs_the_same_for_one_screen_and_for_three(
    plenary: Session, forum: Conference, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        person = build.person(f"Guest {number}")
        build.registration(person, forum)
        screens.declare(actor=person, session=plenary, heads=3)
        with django_assert_num_queries(1):
            assert len(screens.claims_in(plenary)) == number + 1
        Screen.objects.update(confirmed_at=clock.now())
        with django_assert_num_queries(1):
            assert [row.person.email for row in screens.confirmed_in(plenary)] != []


class TestPlainForms:
    """The same without script."""

    @pytest.fixture(autouse=True)
    def _programme(self, db: None) -> None:
        build.programme()

    def send(self, client: Client, session: Session, command: str, **data: object) -> Any:
        form = {"id": str(uuid4()), "name": command, **data}
        return client.post(f"/s/{session.pk}/say/", form)

    def page_of(self, answer: Any) -> str:
        return unescape(answer.content.decode())

    def page(self, client: Client, session: Session) -> str:
        client.cookies["django_language"] = "en"
        return unescape(client.get(f"/s/{session.pk}/").content.decode())

    def test_a_screen_is_declared_confirmed_and_taken_back(
        self, client: Client, plenary: Session, here: Person, boris: Person
    ) -> None:
        client.force_login(here)
        done = self.send(client, plenary, "screen.declare", heads="8", names="Anna\r\nVera\r\n")
        assert (done.status_code, done["Location"]) == (303, f"/s/{plenary.pk}/#screens")
        page = self.page(client, plenary)
        assert "You said that 8 of you are at this screen." in page
        assert "not confirmed yet" in page
        client.force_login(boris)
        assert "<bdi>Vera</bdi>" in self.page(client, plenary)
        seen = {"person": here.pk, "heads": "8", "signed_in": "1"}
        # A page from before the names were said.
        assert self.send(client, plenary, "screen.confirm", **seen).status_code == 409
        assert "The names have been changed meanwhile." in self.page_of(
            self.send(client, plenary, "screen.confirm", **seen)
        )
        seen["names"] = "Anna\r\nVera\r\n"
        assert self.send(client, plenary, "screen.confirm", **seen).status_code == 303
        client.force_login(here)
        assert "1 person here now, and 7 more at shared screens" in self.page(client, plenary)
        people = unescape(client.get(f"/s/{plenary.pk}/people/").content.decode())
        assert "1 person here now, and 7 more at shared screens" in people
        assert self.send(client, plenary, "screen.withdraw").status_code == 303
        assert "at shared screens" not in self.page(client, plenary)

    def test_a_refusal_names_its_field_and_keeps_what_was_typed(
        self, client: Client, plenary: Session, here: Person
    ) -> None:
        client.force_login(here)
        client.cookies["django_language"] = "en"
        done = self.send(client, plenary, "screen.declare", heads="500", names="Anna")
        page = unescape(done.content.decode())
        assert done.status_code == 409
        assert 'value="500" aria-invalid="true"' in page
        assert ">Anna</textarea>" in page
        assert page.count("Say how many you are at this screen") == 1

    def test_only_moderators_see_what_others_say(
        self, client: Client, declared: Screen, plenary: Session, clara: Person, boris: Person
    ) -> None:
        client.force_login(clara)
        page = self.page(client, plenary)
        assert ("Sorokina" in page, "Shared screens, as people say" in page) == (False, False)
        client.force_login(boris)
        page = self.page(client, plenary)
        assert ("Sorokina" in page, "Shared screens, as people say" in page) == (True, True)

    def test_the_page_s_own_form_confirms_what_it_shows(
        self, client: Client, plenary: Session, here: Person, boris: Person
    ) -> None:
        said = {"heads": "8", "signed_in": "2", "names": "Anna\r\nVera"}
        client.force_login(here)
        page = self.page(client, plenary)
        assert "Only one of you says this, for all at this screen." in page
        assert self.send(client, plenary, "screen.declare", **said).status_code == 303
        client.force_login(boris)
        page = self.page(client, plenary)
        assert "2 of them signed in" in page
        form = page[page.index('value="screen.confirm"') :]
        form = form[: form.index("</form>")]
        shown = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        (names,) = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", form)
        seen = {"person": shown["person"], "heads": shown["heads"], "signed_in": shown["signed_in"]}
        confirmed = self.send(client, plenary, "screen.confirm", **seen, names=names)
        assert (confirmed.status_code, Screen.objects.get().confirmed_by) == (303, boris.pk)
