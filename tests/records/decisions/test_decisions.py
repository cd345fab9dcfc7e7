import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from chat import posts
from chat.models import Message
from conferences.models import Conference
from floor import judging, questions
from floor.models import Question
from groups.models import Group
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from live.models import Event, Lease
from live.testing import Replay, heard, say, verify_live
from records.decisions import decisions, present, queries
from records.decisions.models import Decision
from sessions import life
from sessions.models import AgendaItem, Session
from tests import build
from tests.records.decisions.conftest import Comes

pytestmark = pytest.mark.django_db


def test_a_decision_links_what_it_comes_from_and_the_item_under_discussion(
    meeting: Session, question: Question, item: AgendaItem, boris: Person
) -> None:
    made = decisions.take(
        actor=boris, session=meeting, text="The register opens in May", subjects=[question.pk]
    )
    logged = Event.objects.get(name="decision.taken")
    assert (made.seq, made.taken_at, made.item_id) == (logged.seq, logged.at, item.pk)
    assert [(s.kind, s.subject) for s in made.sources.all()] == [("question", question.pk)]
    asked = Event.objects.get(name="question.asked", stream=str(meeting.live_room))
    assert [s.seq for s in made.sources.all()] == [asked.seq]


def test_numbers_are_one_series_over_all_sessions_and_a_failure_takes_none(
    meeting: Session, plenary: Session, boris: Person
) -> None:
    first = decisions.take(actor=boris, session=meeting, text="One")
    with pytest.raises(Refused):
        decisions.take(actor=boris, session=plenary, text="Lost", sources_at=[999])
    second = decisions.take(actor=boris, session=plenary, text="Two")
    assert (first.number, second.number) == (1, 2)


def test_a_rapporteur_decides_and_moderates_nothing(
    meeting: Session, question: Question, vera: Person
) -> None:
    decisions.take(actor=vera, session=meeting, text="Agreed")
    with pytest.raises(Forbidden):
        judging.pin(actor=vera, session=meeting, question=question.pk)


def test_members_and_strangers_decide_nothing(
    meeting: Session, dmitri: Person, eve: Person
) -> None:
    with pytest.raises(Forbidden):
        decisions.take(actor=dmitri, session=meeting, text="Mine")
    with pytest.raises(NotHere):
        decisions.take(actor=eve, session=meeting, text="Mine")
    assert not Decision.objects.exists()


def test_what_the_room_cannot_read_is_no_source(
    meeting: Session, message: Message, plenary: Session, boris: Person, dmitri: Person
) -> None:
    seq = message.seq
    posts.delete(actor=dmitri, session=meeting, message=message.pk)
    for wrong in ([seq], [10_000]):
        with pytest.raises(Refused) as refused:
            decisions.take(actor=boris, session=meeting, text="On it", sources_at=wrong)
        assert (refused.value.code, refused.value.field) == ("decision.source", "sources")


def test_a_question_that_waits_is_no_source(
    meeting: Session, dmitri: Person, boris: Person
) -> None:
    waiting = questions.ask(actor=dmitri, session=meeting, text="And when?")
    with pytest.raises(Refused, match=r"decision\.source"):
        decisions.take(actor=boris, session=meeting, text="On it", subjects=[waiting.pk])


def test_no_event_of_a_decision_says_who_asked_hidden(
    meeting: Session, question: Question, clara: Person, boris: Person, dmitri: Person
) -> None:
    build.member(clara, meeting.group)  # type: ignore[arg-type]  # a meeting has a group
    decisions.take(actor=boris, session=meeting, text="May", subjects=[question.pk])
    told = [event for event in heard(clara, meeting.live_room) if event.name == "decision.taken"]
    assert len(told) == 1
    assert str(dmitri.pk) not in told[0].data


def test_quorum_counts_member_organisations_of_each_side_at_that_instant(
    meeting: Session, circle: Group, boris: Person, dmitri: Person, comes: Comes
) -> None:
    Group.objects.filter(pk=circle.pk).update(quorum_each_side=1, quorum_percent=50)
    circle.refresh_from_db()
    meeting.group = circle
    for person, name, country in ((boris, "Green Line", "US"), (dmitri, "Volga", "RU")):
        house = build.organisation(name, country)
        circle.memberships.filter(person=person).update(organisation=house)
        # Of two people of one organisation, or of two sockets, one counts.
        comes(person, meeting)
    comes(boris, meeting)
    with_both = decisions.take(actor=boris, session=meeting, text="With both")
    assert with_both.is_quorate
    assert [side["present"] for side in with_both.quorum_rule["sides"]] == [1, 1]
    Lease.objects.filter(person=dmitri.pk).update(
        last_seen=clock.now() - timedelta(minutes=2), ended_at=clock.now() - timedelta(minutes=2)
    )
    with_one = decisions.take(actor=boris, session=meeting, text="With one")
    assert with_one.is_quorate is False
    comes(dmitri, meeting)
    with_both.refresh_from_db()
    with_one.refresh_from_db()
    assert (with_both.is_quorate, with_one.is_quorate) == (True, False)


def test_a_later_rule_alters_no_decision(
    meeting: Session, circle: Group, boris: Person, comes: Comes
) -> None:
    made = decisions.take(actor=boris, session=meeting, text="Before the rule")
    Group.objects.filter(pk=circle.pk).update(quorum_each_side=40)
    made.refresh_from_db()
    assert (made.is_quorate, made.quorum_rule) == (None, {})


@pytest.mark.parametrize("there", [3, 4])
def test_what_was_counted_of_a_quorum_is_told_to_nobody(
    meeting: Session, circle: Group, boris: Person, comes: Comes, there: int
) -> None:
    Group.objects.filter(pk=circle.pk).update(quorum_each_side=1)
    meeting.group = Group.objects.get(pk=circle.pk)
    for number in range(there):
        for country in ("US", "RU"):
            person = build.person(f"{country} {number}")
            member = build.member(person, circle)
            member.organisation = build.organisation(f"House {country} {number}", country)
            member.save()
            comes(person, meeting)
    made = decisions.take(actor=boris, session=meeting, text="Hm")
    [told] = [e for e in heard(boris, meeting.live_room) if e.name == "decision.taken"]
    sides = json.loads(told.data)["quorum"]["sides"]
    assert made.is_quorate
    assert [each["present"] for each in made.quorum_rule["sides"]] == [there, there]
    assert [each["at_least"] for each in sides] == [1, 1]
    assert "present" not in told.data


def test_who_was_there_is_told_as_the_lesser_of_then_and_now(
    meeting: Session, boris: Person, dmitri: Person, comes: Comes
) -> None:
    house = build.organisation("Volga", "RU")
    Person.objects.filter(pk=dmitri.pk).update(organisation=house)
    dmitri.refresh_from_db()
    for person in (boris, dmitri):
        comes(person, meeting)
    made = decisions.take(actor=boris, session=meeting, text="Seen")
    company = present.companies([made])[made.pk]
    assert (company.people, [str(o.name) for o in company.organisations]) == (1, ["Volga"])
    revise_profile(actor=dmitri, shown_as=ShownAs.DELEGATE)
    company = present.companies([made])[made.pk]
    assert (company.is_anybody, company.people, company.organisations) == (True, 0, ())


def test_afterwards_a_decision_stands_at_the_instant_of_what_it_rests_on(
    meeting: Session, message: Message, boris: Person, comes: Comes
) -> None:
    comes(boris, meeting)
    life.end(actor=boris, session=meeting)
    made = decisions.take(actor=boris, session=meeting, text="As said", subjects=[message.pk])
    posted = Event.objects.get(name="message.posted")
    assert (made.is_afterwards, made.taken_at) == (True, posted.at)
    assert [row.person_id for row in made.presences.all()] == [boris.pk]
    with pytest.raises(Refused, match=r"decision\.without_source"):
        decisions.take(actor=boris, session=meeting, text="On nothing")


def test_thirty_days_after_the_end_the_log_is_closed(
    meeting: Session, message: Message, boris: Person
) -> None:
    life.end(actor=boris, session=meeting)
    meeting.ended_at = clock.now() - timedelta(days=31)
    meeting.save()
    with pytest.raises(Refused, match=r"decision\.too_late"):
        decisions.take(actor=boris, session=meeting, text="Late", subjects=[message.pk])


def test_an_earlier_wording_is_kept_and_a_clash_is_told(meeting: Session, boris: Person) -> None:
    made = decisions.take(actor=boris, session=meeting, text="The register opens")
    said: dict[str, Any] = {"actor": boris, "session": meeting, "decision": made.pk}
    decisions.revise(**said, edition=1, language="ru", text="Реестр откроют")
    with pytest.raises(Refused) as refused:
        decisions.revise(**said, edition=1, language="en", text="It opens in May")
    assert refused.value.code == "decision.changed"
    assert "The register opens" in str(refused.value.text)
    now = decisions.revise(**said, edition=2, language="en", text="It opens in May")
    assert (now.text_en, now.translation_state) == ("It opens in May", "stale")
    kept = now.wordings.values_list("language", "was", "now")
    assert list(kept) == [
        ("ru", "", "Реестр откроют"),
        ("en", "The register opens", "It opens in May"),
    ]


def test_a_withdrawn_decision_keeps_its_number_and_says_why(
    meeting: Session, boris: Person
) -> None:
    made = decisions.take(actor=boris, session=meeting, text="By mistake")
    said: dict[str, Any] = {"actor": boris, "session": meeting, "decision": made.pk}
    with pytest.raises(Refused, match=r"decision\.reasonless"):
        decisions.withdraw(**said, reason=" ")
    decisions.withdraw(**said, reason="Not what was said")
    with pytest.raises(Refused, match=r"decision\.withdrawn"):
        decisions.withdraw(**said, reason="Again")
    assert decisions.take(actor=boris, session=meeting, text="Right").number == 2


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 4001])
def test_nothing_and_too_much_is_refused(meeting: Session, boris: Person, text: str) -> None:
    reply = say(boris, meeting.live_room, "decision.take", text=text)
    assert not reply.ok
    assert reply.field_name == "text"


def test_public_records_are_read_by_everyone_once_made(
    plenary: Session, meeting: Session, boris: Person, dmitri: Person, forum: Conference
) -> None:
    public = decisions.take(actor=boris, session=plenary, text="For all")
    inside = decisions.take(actor=boris, session=meeting, text="For members")
    nobody = AnonymousUser()
    assert list(queries.visible_to(nobody)) == []
    life.end(actor=boris, session=plenary)
    assert list(queries.visible_to(nobody)) == [public]
    assert list(queries.visible_to(dmitri)) == [public, inside]
    Session.objects.filter(pk=plenary.pk).update(is_record_public=False)
    assert list(queries.visible_to(nobody)) == []


def test_clients_agree_with_the_tables(
    replay: Replay,
    meeting: Session,
    question: Question,
    message: Message,
    boris: Person,
    dmitri: Person,
    vera: Person,
    comes: Comes,
) -> None:
    comes(dmitri, meeting)
    with verify_live(replay, meeting.live_room, [boris, dmitri, vera]):
        made = decisions.take(
            actor=vera,
            session=meeting,
            text="Open it",
            translation="Открыть",
            subjects=[question.pk, message.pk],
        )
        said: dict[str, Any] = {"actor": boris, "session": meeting, "decision": made.pk}
        decisions.revise(**said, edition=1, language="en", text="Open it in May")
        second = decisions.take(actor=boris, session=meeting, text="Second")
        decisions.withdraw(**(said | {"decision": second.pk}), reason="Twice")
    life.end(actor=boris, session=meeting)
    with verify_live(replay, meeting.live_room, [boris, dmitri, vera]):
        decisions.take(actor=vera, session=meeting, text="Later", subjects=[message.pk])
