"""What waits for the organisers: each kind is there when it is, and nothing else is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Letter, LetterState, Person
from conferences.models import Conference
from floor.models import Question, QuestionState
from groups.models import Group, GroupRole
from groups.organisations import applications
from live import clock
from portal.waiting import FIRST, waiting
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


def coming(host: Conference | Group, title: str, days: float = 3) -> Session:
    starts_at = clock.now() + timedelta(days=days)
    return build.session(host, title=title, state=State.SCHEDULED, starts_at=starts_at)


def left(session: Session, text: str, **fields: object) -> Question:
    return Question.objects.create(
        session=session, naming="unnamed", text=text, lang="en", asked_at=clock.now(), **fields
    )


def lost(person: Person, key: str, **fields: object) -> Letter:
    now = clock.now()
    return Letter.objects.create(
        person=person, key=key, language="en", written_at=now, next_at=now, **fields
    )


def desk(client: Client, ada: Person) -> str:
    client.force_login(ada)
    return client.get("/desk/").content.decode()


def test_nothing_waits_where_all_is_done(client: Client, ada: Person, plenary: Session) -> None:
    found = waiting(ada)
    assert [one.session for one in found.today] == [plenary]
    assert found.today[0].is_moderated
    assert not found.is_anything
    assert "Nothing waits for you." in desk(client, ada)


def test_a_session_of_soon_that_nobody_moderates_is_named(
    client: Client, ada: Person, boris: Person, forum: Conference, circle: Group
) -> None:
    bare = coming(forum, "Bare")
    build.role(boris, coming(forum, "Moderated"))
    coming(circle, "A co-chair moderates")
    coming(build.group("empty"), "A group without chairs", days=4)
    coming(forum, "Next year", days=300)
    build.session(forum, title="Over", state=State.ENDED)
    found = waiting(ada).unmoderated
    assert [row.title_en for row in found.rows] == ["Bare", "A group without chairs"]
    assert f"{reverse('sessions:manage', args=[bare.pk])}#roles" in desk(client, ada)


def test_a_chair_who_left_moderates_no_more(ada: Person, circle: Group) -> None:
    made = coming(circle, "Meeting")
    circle.memberships.filter(role=GroupRole.CHAIR).update(ended_at=clock.now())
    assert list(waiting(ada).unmoderated.rows) == [made]


def test_who_asks_to_be_admitted_is_counted_by_group(
    client: Client, ada: Person, eve: Person, circle: Group
) -> None:
    Person.objects.filter(pk=eve.pk).update(organisation=build.organisation("Roots"))
    eve.refresh_from_db()
    applications.apply(actor=eve, group=circle, note="We test the water.")
    assert [group.slug for group in waiting(ada).applied] == [circle.slug]
    page = desk(client, ada)
    assert "1 person asks to be admitted" in page
    assert reverse("groups:members", args=[circle.slug]) in page


def test_what_was_left_unanswered_has_its_owner_as_shown_and_its_day(
    client: Client, ada: Person, boris: Person, forum: Conference
) -> None:
    over = build.session(forum, state=State.ENDED)
    Person.objects.filter(pk=boris.pk).update(shown_as="pseudonym", pseudonym="Heron")
    first = left(over, "Who pays?", owner=boris, due_on=clock.now().date())
    left(over, "Said", state=QuestionState.ANSWERED)
    left(build.session(forum), "Still going on")
    found = waiting(ada)
    assert list(found.unanswered.rows) == [first]
    page = desk(client, ada)
    assert "Heron" in page
    assert str(boris.name) not in page
    assert reverse("floor:question", args=[over.pk, first.pk]) in page


def test_of_many_the_first_are_shown_and_the_rest_counted(
    client: Client, ada: Person, forum: Conference
) -> None:
    over = build.session(forum, state=State.ENDED)
    for number in range(FIRST + 2):
        left(over, f"Question {number}?")
    kind = waiting(ada).unanswered
    assert (len(kind.rows), kind.count, kind.more) == (FIRST, FIRST + 2, 2)
    assert "and 2 more" in desk(client, ada)


def test_mail_that_was_given_up_is_sent_again_from_its_page(
    client: Client, ada: Person, boris: Person
) -> None:
    letter = lost(boris, "a", state=LetterState.FAILED, subject="Moved", body="To Tuesday.")
    lost(boris, "b", fault="TimeoutError", attempts=2)
    lost(boris, "c", state=LetterState.SENT)
    assert "1 letter was not delivered" in desk(client, ada)
    page = client.get("/desk/mail/").content.decode()
    assert page.count("Moved") == 2
    assert "Failed 2 times" in page
    client.post(reverse("portal:send_again", args=[letter.pk]))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.fault) == (LetterState.WAITING, 0, "")
    again = client.post(reverse("portal:send_again", args=[letter.pk]), follow=True)
    assert "This letter was not given up." in again.content.decode()


def test_a_letter_whose_text_is_gone_or_late_is_not_sent_again(
    client: Client, ada: Person, boris: Person
) -> None:
    empty = lost(boris, "a", state=LetterState.FAILED)
    late = lost(boris, "b", state=LetterState.FAILED, body="Soon", good_until=clock.now())
    client.force_login(ada)
    for letter in (empty, late):
        told = client.post(reverse("portal:send_again", args=[letter.pk]), follow=True)
        assert "This letter is of no use any more." in told.content.decode()
        letter.refresh_from_db()
        assert letter.state == LetterState.FAILED


@pytest.mark.parametrize("kind", ["room", "track"])
def test_rooms_and_tracks_are_added_from_the_desk(
    client: Client, ada: Person, forum: Conference, kind: str
) -> None:
    client.force_login(ada)
    address = reverse("conferences:desk_places", args=["forum"])
    named = client.post(address, {"kind": kind, f"{kind}-name_ru": "Синий зал"}, follow=True)
    assert "Синий зал" in named.content.decode()
    assert getattr(forum, f"{kind}s").get().name_ru == "Синий зал"
    empty = client.post(address, {"kind": kind})
    assert empty.status_code == 422
    assert "Write a name." in empty.content.decode()
