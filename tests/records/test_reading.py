"""A record as it is read, after a real course of a session by the verbs that everyone uses."""

import pytest

from accounts import people as accounts_people
from accounts.models import Person
from chat import notices, posts
from conferences.models import Conference
from floor import answers, judging, merging, owners, questions, votes
from floor.models import Question
from live import tallies
from live.models import Event
from records.reading import Document, Standing, document
from sessions import items, life, materials
from sessions.items import Line
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


def read(session: Session) -> Document:
    return document(Session.objects.get(pk=session.pk))


def course(session: Session) -> list[str]:
    return [line.fact.name for line in read(session).course]


def put(boris: Person, session: Session, asker: Person, text: str = "How many?") -> Question:
    """Ask openly, and let it through."""
    asked = questions.ask(actor=asker, session=session, text=text)
    return judging.approve(actor=boris, session=session, question=asked.pk)


def test_before_its_end_a_session_has_no_record(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    put(boris, hearing, dmitri)
    found = read(hearing)
    assert found.standing is Standing.COMING
    assert (found.made_at, found.questions, found.course, found.company.people) == (None, (), (), 0)


def test_a_cancelled_one_says_so(forum: Conference, ada: Person) -> None:
    session = build.session(forum, state=State.SCHEDULED)
    life.cancel(actor=ada, session=session)
    assert read(session).standing is Standing.CANCELLED


def test_a_session_brought_in_from_elsewhere_has_a_record_without_a_course(
    forum: Conference,
) -> None:
    session = build.session(forum, state=State.ENDED)
    found = read(session)
    assert (found.standing, found.made_at) == (Standing.MADE, session.ended_at)
    assert [(each.start, each.end) for each in found.periods] == [
        (session.started_at, session.ended_at)
    ]
    assert found.course == []


def test_a_whole_course_is_on_record(
    hearing: Session, ada: Person, boris: Person, dmitri: Person, clara: Person
) -> None:
    plan = [Line("Reports", "Доклады", "Clara", 10), Line("Discussion", "", "", 20)]
    reports, _discussion = items.plan(actor=boris, session=hearing, lines=plan)
    items.move_on(actor=boris, session=hearing, after=None)
    first = put(boris, hearing, dmitri, "Кто отвечает?")
    votes.upvote(actor=clara, session=hearing, question=first.pk)
    items.move_on(actor=boris, session=hearing, after=reports.pk)
    answers.answer(actor=boris, session=hearing, question=first.pk)
    left = put(boris, hearing, dmitri, "And then?")
    posts.post(actor=dmitri, session=hearing, text="Good morning")
    gone = posts.post(actor=dmitri, session=hearing, text="Oops")
    posts.delete(actor=dmitri, session=hearing, message=gone.pk)
    materials.add(actor=boris, session=hearing, url="https://example.org/a.pdf", title_en="Slides")
    life.end(actor=boris, session=hearing)
    tallies.publish_due()

    found = read(hearing)
    assert found.standing is Standing.MADE
    assert [(item.number, len(item.runs), len(item.questions)) for item in found.items] == [
        (1, 1, 0),
        (2, 1, 1),
    ]
    [asked] = found.items[1].questions
    assert (asked.number, asked.text, asked.lang, str(asked.who)) == (
        1,
        "Кто отвечает?",
        "ru",
        "Dmitri, Civic Watch",
    )
    assert (asked.supporters, asked.is_answered, asked.answer, asked.is_later) == (
        1,
        True,
        "",
        False,
    )
    [owed] = found.owed
    assert (owed.id, str(owed.owner)) == (left.pk, "Boris")
    assert owed.due_on is not None
    assert found.elsewhere == []
    assert (found.figures.messages, found.figures.asked, found.figures.answered) == (1, 2, 1)
    assert [material.url for material in found.materials] == ["https://example.org/a.pdf"]
    assert course(hearing) == [
        "session.opened",
        "session.started",
        "item.started",
        "question.asked",
        "item.ended",
        "item.started",
        "question.answered",
        "question.asked",
        "item.ended",
        "session.ended",
    ]


def test_each_line_has_the_number_and_the_instant_of_its_event(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    put(boris, hearing, dmitri)
    life.end(actor=boris, session=hearing)
    facts = {line.fact.seq: line.fact for line in read(hearing).course}
    log = Event.objects.filter(stream=str(hearing.live_room), seq__in=facts)
    assert {row.seq: (row.name, row.at) for row in log} == {
        seq: (fact.name, fact.at) for seq, fact in facts.items()
    }
    [asked] = read(hearing).questions
    assert asked.asked is not None
    assert facts[asked.asked.seq].name == "question.asked"


def test_an_answer_written_later_joins_the_record(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    question = put(boris, hearing, dmitri)
    life.end(actor=boris, session=hearing)
    assert [asked.id for asked in read(hearing).owed] == [question.pk]
    answers.answer(actor=boris, session=hearing, question=question.pk, text="Twelve.")
    found = read(hearing)
    [asked] = found.questions
    assert (asked.answer, asked.is_later, asked.owner, asked.due_on) == (
        "Twelve.",
        True,
        None,
        None,
    )
    assert found.owed == []
    assert asked.answered is not None
    assert course(hearing)[-2:] == ["session.ended", "question.answered"]
    assert found.course[-1].fact.seq == asked.answered.seq


def test_a_text_after_an_answer_aloud_is_told_with_both_instants(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    question = put(boris, hearing, dmitri)
    answers.answer(actor=boris, session=hearing, question=question.pk)
    life.end(actor=boris, session=hearing)
    answers.answer(actor=boris, session=hearing, question=question.pk, text="Twelve.")
    [asked] = read(hearing).questions
    assert asked.answered is not None
    assert asked.written is not None
    assert (asked.is_later, asked.answered.seq < asked.written.seq) == (False, True)
    assert read(hearing).course[-1].is_again


def test_an_answer_that_was_taken_back_does_not_hold(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    question = put(boris, hearing, dmitri)
    answers.answer(actor=boris, session=hearing, question=question.pk, text="No.")
    judging.restore(actor=boris, session=hearing, question=question.pk)
    life.end(actor=boris, session=hearing)
    [asked] = read(hearing).questions
    assert (asked.is_answered, asked.answer) == (False, "")


def test_who_asks_hidden_unnamed_or_in_the_hall_has_no_name_in_the_record(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    hidden = questions.ask(actor=dmitri, session=hearing, text="Hidden?", naming="hidden")
    unnamed = questions.ask_unnamed(actor=dmitri, session=hearing, text="Unnamed?")
    for asked in (hidden, unnamed):
        judging.approve(actor=boris, session=hearing, question=asked.pk)
    questions.ask_for(actor=boris, session=hearing, text="Hall?", on_behalf="Vera of Row 3")
    life.end(actor=boris, session=hearing)
    found = read(hearing).questions
    assert [(asked.text, asked.naming, asked.who) for asked in found] == [
        ("Hidden?", "hidden", None),
        ("Unnamed?", "unnamed", None),
        ("Hall?", "hall", None),
    ]


def test_what_waits_or_was_put_aside_is_not_on_record(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    questions.ask(actor=dmitri, session=hearing, text="Waiting?")
    dismissed = questions.ask(actor=dmitri, session=hearing, text="Dismissed?")
    judging.dismiss(actor=boris, session=hearing, question=dismissed.pk, reason="Off topic")
    life.end(actor=boris, session=hearing)
    assert read(hearing).questions == []
    assert course(hearing) == ["session.opened", "session.started", "session.ended"]


def test_of_what_was_taken_back_only_the_fact_is_left(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    aside = put(boris, hearing, dmitri, "Secret?")
    judging.dismiss(actor=boris, session=hearing, question=aside.pk)
    retracted = put(boris, hearing, dmitri, "Secret too?")
    questions.retract(actor=dmitri, session=hearing, question=retracted.pk)
    life.end(actor=boris, session=hearing)
    found = read(hearing)
    assert found.questions == []
    lines = [line for line in found.course if line.fact.name == "question.asked"]
    assert [(line.question, line.notice) for line in lines] == [(None, None), (None, None)]


def test_a_united_question_leads_to_the_one_it_lives_on_in(
    hearing: Session, boris: Person, dmitri: Person, clara: Person
) -> None:
    one = put(boris, hearing, dmitri, "When?")
    other = put(boris, hearing, clara, "At what hour?")
    merging.merge(actor=boris, session=hearing, question=other.pk, into=one.pk)
    life.end(actor=boris, session=hearing)
    found = read(hearing)
    [asked] = found.questions
    assert (asked.text, asked.united) == ("When?", 1)
    lines = [line for line in found.course if line.fact.name == "question.asked"]
    assert [(line.question, line.is_united) for line in lines] == [(asked, False), (asked, True)]


def test_a_notice_is_on_record_but_no_message_and_nothing_that_was_taken_down(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    said = posts.post(actor=dmitri, session=hearing, text="A secret")
    notices.pin(actor=boris, session=hearing, text="Wrong link")
    notices.unpin(actor=boris, session=hearing)
    notices.pin(actor=boris, session=hearing, message=said.pk)
    notices.pin(actor=boris, session=hearing, text="Back at 11:15")
    life.end(actor=boris, session=hearing)
    lines = [line for line in read(hearing).course if line.fact.name == "notice.pinned"]
    assert [line.notice and line.notice.text for line in lines] == [None, None, "Back at 11:15"]


def test_a_reopened_record_goes_on_and_is_closed_again(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    life.end(actor=boris, session=hearing)
    life.reopen(actor=boris, session=hearing)
    put(boris, hearing, dmitri)
    found = document(Session.objects.get(pk=hearing.pk), is_inside=True)
    assert (found.standing, len(found.questions)) == (Standing.REOPENED, 1)
    life.end(actor=boris, session=hearing)
    again = read(hearing)
    assert (again.standing, again.made_at) == (Standing.MADE, found.made_at)
    assert len(again.periods) == 2
    assert course(hearing) == [
        "session.opened",
        "session.started",
        "session.ended",
        "session.reopened",
        "question.asked",
        "session.ended",
    ]


def test_a_name_taken_back_after_the_end_leaves_the_record(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    put(boris, hearing, dmitri)
    owed = put(boris, hearing, dmitri, "And you?")
    owners.assign(
        actor=boris, session=hearing, question=owed.pk, owner=dmitri.pk, due_on="2031-05-01"
    )
    life.end(actor=boris, session=hearing)
    accounts_people.revise_profile(actor=dmitri, shown_as="pseudonym", pseudonym="Fox")
    found = read(hearing).questions
    assert [str(asked.who) for asked in found] == ["a delegate", "a delegate"]
    assert [str(asked.owner) for asked in found] == ["Boris", "a delegate"]


def test_while_it_is_reopened_those_outside_read_only_that_it_goes_on(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    put(boris, hearing, dmitri)
    life.end(actor=boris, session=hearing)
    made_at = read(hearing).made_at
    life.reopen(actor=boris, session=hearing)
    found = read(hearing)
    assert (found.standing, found.made_at) == (Standing.REOPENED, made_at)
    assert (found.questions, found.course, found.company.people, found.items) == ((), (), 0, ())


def test_whether_it_was_answered_aloud_is_told_by_the_first_answer(
    hearing: Session, boris: Person, dmitri: Person
) -> None:
    ways = {"written, then mended": ["In May.", "In June."], "aloud, then written": ["", "In May."]}
    ways |= {"aloud": [""], "written": ["In May."]}
    for text, said in ways.items():
        question = put(boris, hearing, dmitri, text)
        for answer in said:
            answers.answer(actor=boris, session=hearing, question=question.pk, text=answer)
    life.end(actor=boris, session=hearing)
    assert {asked.text: asked.is_aloud for asked in read(hearing).questions} == {
        "written, then mended": False,
        "aloud, then written": True,
        "aloud": True,
        "written": False,
    }
