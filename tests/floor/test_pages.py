"""The questions as plain pages: read, asked, judged and answered without script."""

import re
from typing import Any, cast
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference
from floor import answers, judging, merging, questions, votes
from floor.models import Naming, Question, QuestionState
from live import limits, tallies
from sessions import life
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

HOSTILE = '"><script>alert(1)</script>\u202e\u200b<b>ĩ</b>'


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()
    limits._unnamed.forget()


@pytest.fixture
def asked(clara: Person, boris: Person, plenary: Session) -> Question:
    """A question of Clara's before the room."""
    return opened(clara, boris, plenary, "Who keeps the register?")


def opened(asker: Person, moderator: Person, session: Session, text: str, **how: str) -> Question:
    question = questions.ask(actor=asker, session=session, text=text, **how)
    return judging.approve(actor=moderator, session=session, question=question.pk)


def every(session: Session, query: str = "") -> str:
    return f"/s/{session.pk}/questions/{query}"


def page_of(question: Question) -> str:
    return f"/s/{question.session_id}/questions/{question.pk}/"


def read(client: Client, person: Person, address: str, status: int = 200) -> str:
    client.force_login(person)
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def send(client: Client, session: Session, name: str, **data: object) -> HttpResponse:
    client.cookies["django_language"] = "en"
    form = {"id": str(uuid4()), "name": name, **data}
    return cast("HttpResponse", client.post(f"/s/{session.pk}/say/", form))


def ask(client: Client, session: Session, text: str, naming: str, **more: object) -> HttpResponse:
    form = {"id": str(uuid4()), "name": "question.ask", "text": text, "naming": naming, **more}
    return cast("HttpResponse", client.post(every(session, "ask/"), form))


def commands(page: str) -> set[str]:
    return set(re.findall(r'name="name" value="([a-z._]+)"', page)) - {"question.ask"}


def said(page: str) -> list[str]:
    return re.findall(r'<p class="said question-text"[^>]*>([^<]*)</p>', page)


def test_each_way_of_asking_says_who_will_see_the_name(
    client: Client, dmitri: Person, plenary: Session
) -> None:
    public = "Everyone here, and everyone who reads the public record, sees: "
    for address, is_public, everyone in (
        (f"/s/{plenary.pk}/", False, "Everyone here sees: "),
        (every(plenary), False, "Everyone here sees: "),
        (f"/s/{plenary.pk}/", True, public),
        (every(plenary), True, public),
    ):
        Session.objects.filter(pk=plenary.pk).update(is_record_public=is_public)
        page = read(client, dmitri, address)
        assert f"{everyone}<bdi>Dmitri</bdi></span>" not in page
        assert f"{everyone}<bdi>Dmitri</bdi>, <bdi>Civic Watch</bdi>" in page
        assert (public in page) is is_public
        assert "Only the moderators see that it is you." in page
        assert "Nobody sees that it is you, not even the organisers." in page
        assert re.findall(r'name="naming" value="(\w+)"( checked)?', page) == [
            ("named", " checked"),
            ("hidden", ""),
            ("unnamed", ""),
        ]


@pytest.mark.parametrize("naming", ["named", "hidden", "unnamed"])
def test_a_question_is_asked_in_the_way_that_the_radio_button_says(
    client: Client, dmitri: Person, plenary: Session, naming: str
) -> None:
    client.force_login(dmitri)
    answer = ask(client, plenary, "By when?", naming)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/s/{plenary.pk}/#questions")
    question = Question.objects.get()
    assert question.naming == naming
    assert question.person == (None if naming == Naming.UNNAMED else dmitri)


def test_it_can_be_asked_before_the_doors_open_and_not_after_the_end(
    client: Client, dmitri: Person, forum: Conference
) -> None:
    workshop = build.session(forum, title="Workshop", state=State.SCHEDULED)
    for address in (f"/s/{workshop.pk}/", every(workshop)):
        assert 'id="question-text"' in read(client, dmitri, address)
    assert ask(client, workshop, "By when?", "named").status_code == 303
    Session.objects.filter(pk=workshop.pk).update(state=State.ENDED)
    for address in (f"/s/{workshop.pk}/", every(workshop)):
        page = read(client, dmitri, address)
        assert 'id="question-text"' not in page
        assert "This session has ended." in page
    refused = ask(client, workshop, "Too late?", "hidden")
    assert (refused.status_code, "Too late?" in refused.content.decode()) == (409, True)


def test_an_unnamed_question_that_is_refused_is_kept_nowhere(
    client: Client, dmitri: Person, plenary: Session
) -> None:
    client.force_login(dmitri)
    text = "w" * 1001
    answer = ask(client, plenary, text, "unnamed", next=every(plenary), writer=dmitri.pk)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'aria-invalid="true">{text}</textarea>' in page
    assert re.findall(r'value="(\w+)" checked', page) == ["unnamed"]
    kept = SessionStore(client.session.session_key).load()
    assert text not in repr(kept)
    assert "unnamed" not in repr(kept)


def test_a_refused_named_one_leads_back_to_its_text_once(
    client: Client, dmitri: Person, plenary: Session
) -> None:
    client.force_login(dmitri)
    answer = ask(client, plenary, "w" * 1001, "hidden", next=every(plenary))
    assert (answer.status_code, answer.headers["Location"]) == (303, every(plenary))
    page = read(client, dmitri, every(plenary))
    assert f'aria-invalid="true">{"w" * 1001}</textarea>' in page
    assert re.findall(r'value="(\w+)" checked', page) == ["hidden"]
    assert "w" * 1001 not in read(client, dmitri, every(plenary))


def test_an_unnamed_one_after_the_sign_in_expired_is_handed_back_and_kept_nowhere(
    client: Client, dmitri: Person, plenary: Session
) -> None:
    answer = ask(client, plenary, "Who harms whom?", "unnamed", writer=dmitri.pk)
    assert answer.status_code == 403
    assert "Who harms whom?" in answer.content.decode()
    assert "Who harms" not in repr(list(client.session.items()))
    named = ask(client, plenary, "Who pays?", "named", writer=dmitri.pk)
    assert named.headers["Location"].startswith("/sign-in/?next=")
    assert "Who pays?</textarea>" in read(client, dmitri, f"/s/{plenary.pk}/")


def test_the_name_is_told_to_whom_it_was_chosen_for(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session
) -> None:
    opened(dmitri, boris, plenary, "Hidden?", naming="hidden")
    unnamed = questions.ask_unnamed(actor=dmitri, session=plenary, text="Unnamed?")
    judging.approve(actor=boris, session=plenary, question=unnamed.pk)
    questions.ask_for(actor=boris, session=plenary, text="Aloud?", on_behalf="M. <Ivanova>")
    for address in (f"/s/{plenary.pk}/", f"/s/{plenary.pk}/log/", every(plenary)):
        page = read(client, clara, address)
        shown = page.split('id="room-config"')[0]
        assert "only the moderators see who asks" in shown
        assert "asked without a name" in shown
        assert "asked in the hall by <bdi>M. &lt;Ivanova&gt;</bdi>" in shown
        assert "Dmitri" not in shown
    page = read(client, boris, every(plenary))
    assert "only moderators see this name" in page
    assert page.count("Dmitri") == 1


def test_the_list_stands_by_votes_or_by_time_with_the_stage_on_top_and_the_answered_apart(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session
) -> None:
    first, second, third, fourth = [
        opened(clara, boris, plenary, text) for text in ("One", "Two", "Three", "Four")
    ]
    votes.upvote(actor=dmitri, session=plenary, question=second.pk)
    tallies.publish_due()
    judging.pin(actor=boris, session=plenary, question=third.pk)
    answers.answer(actor=boris, session=plenary, question=first.pk, text="Yes.")
    assert fourth.state == QuestionState.OPEN
    assert said(read(client, dmitri, every(plenary))) == ["Three", "Two", "Four", "One"]
    assert said(read(client, dmitri, every(plenary, "?order=time"))) == [
        "Three",
        "Four",
        "Two",
        "One",
    ]
    assert said(read(client, dmitri, every(plenary, "?order=nonsense&q=t"))) == ["Three", "Two"]
    page = read(client, dmitri, every(plenary, "?q=register"))
    assert "No question holds all these words." in page


def test_a_long_list_turns_pages_and_keeps_its_order(
    client: Client, clara: Person, dmitri: Person, boris: Person, plenary: Session
) -> None:
    model = opened(clara, boris, plenary, "0")
    rows = [
        Question(
            session=plenary,
            person=clara,
            text=str(number),
            lang="en",
            state=QuestionState.OPEN,
            asked_at=model.asked_at,
            approved_at=model.approved_at,
            approved_seq=1000 + number,
        )
        for number in range(1, 102)
    ]
    Question.objects.bulk_create(rows)
    first = read(client, dmitri, every(plenary, "?order=time"))
    assert said(first) == [str(number) for number in range(101, 51, -1)]
    assert 'rel="next" href="?order=time&amp;page=2"' in first
    last = read(client, dmitri, every(plenary, "?order=time&page=3"))
    assert said(last) == ["1", "0"]


def test_an_empty_list_says_so(client: Client, dmitri: Person, plenary: Session) -> None:
    assert "No question is before the room yet." in read(client, dmitri, every(plenary))


def test_a_stranger_and_a_passer_by_find_nothing(
    client: Client, eve: Person, plenary: Session, asked: Question
) -> None:
    for address in (every(plenary), page_of(asked)):
        assert client.get(address).headers["Location"].startswith("/sign-in/?next=")
        read(client, eve, address, status=404)
        client.logout()
    client.force_login(eve)
    assert ask(client, plenary, "Let me in", "named").status_code == 404
    assert ask(client, plenary, "Let me in", "unnamed").status_code == 404


def test_a_question_is_found_by_who_may_read_it_and_in_its_own_session(
    client: Client,
    ada: Person,
    boris: Person,
    clara: Person,
    dmitri: Person,
    forum: Conference,
    plenary: Session,
) -> None:
    waiting = questions.ask(actor=clara, session=plenary, text="When?")
    for person in (ada, boris, clara):
        assert "When?" in read(client, person, page_of(waiting))
    read(client, dmitri, page_of(waiting), status=404)
    other = build.session(forum)
    read(client, ada, f"/s/{other.pk}/questions/{waiting.pk}/", status=404)
    read(client, ada, f"/s/{plenary.pk}/questions/{uuid4()}/", status=404)


def test_each_is_offered_what_they_may_do(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session
) -> None:
    question = questions.ask(actor=clara, session=plenary, text="When?")
    desk = {"question.edit", "question.dismiss", "question.merge", "question.assign"}
    own = {"question.edit", "question.retract"}
    assert commands(read(client, clara, page_of(question))) == own
    other = opened(dmitri, boris, plenary, "And where?")
    waiting = {*desk, "question.approve"}
    assert commands(read(client, boris, page_of(question))) == waiting
    judging.approve(actor=boris, session=plenary, question=question.pk)
    assert commands(read(client, clara, page_of(question))) == {"question.retract"}
    assert commands(read(client, dmitri, page_of(question))) == {"question.upvote"}
    open_ones = {*desk, "question.upvote", "question.pin", "question.answer"}
    assert commands(read(client, boris, page_of(question))) == open_ones
    merging.merge(actor=boris, session=plenary, question=question.pk, into=other.pk)
    assert commands(read(client, boris, page_of(question))) == {"question.split"}
    assert commands(read(client, boris, page_of(other))) == open_ones - {"question.merge"} | {
        "question.split"
    }
    assert "you asked the same" in read(client, clara, page_of(other))
    answers.answer(actor=boris, session=plenary, question=other.pk)
    assert commands(read(client, dmitri, page_of(other))) == set()
    assert commands(read(client, boris, page_of(other))) == {
        "question.answer",
        "question.restore",
        "question.split",
    }


def test_all_of_it_is_done_by_plain_forms_that_lead_back(
    client: Client, dmitri: Person, clara: Person, boris: Person, plenary: Session, asked: Question
) -> None:
    def done(person: Person, name: str, question: Question, **data: object) -> str:
        client.force_login(person)
        back = page_of(question)
        answer = send(client, plenary, name, question=question.pk, next=back, **data)
        assert (answer.status_code, answer.headers["Location"]) == (303, back)
        tallies.publish_due()
        return read(client, person, back)

    again = questions.ask(actor=dmitri, session=plenary, text="Who keeps registers?")
    assert "What was first asked" in done(boris, "question.edit", again, text="Who keeps them?")
    assert "United with another question" in done(boris, "question.merge", again, into=asked.pk)
    assert "united with 1 other" in read(client, clara, page_of(asked))
    assert "your support counts there:" in read(client, dmitri, every(plenary))
    assert "Approve" in done(boris, "question.split", again)
    assert "Take up again" in done(boris, "question.dismiss", again, reason="Asked <before>")
    assert "Not taken up: Asked &lt;before&gt;" in read(client, dmitri, every(plenary))
    assert "Approve" in done(boris, "question.restore", again)
    assert "On stage" in done(boris, "question.approve", again)
    assert "on stage now" in done(boris, "question.pin", again)
    assert 'aria-pressed="true"' in done(clara, "question.upvote", again)
    assert 'aria-pressed="false"' in done(clara, "question.unvote", again)
    due = done(boris, "question.assign", asked, owner=boris.pk, due_on="2099-12-08")
    assert "<bdi>Boris</bdi> answers by 8 December" in due
    answered = done(boris, "question.answer", asked, text="The archive.")
    assert '<blockquote class="answer said" dir="auto">The archive.</blockquote>' in answered
    assert "Open again" in answered
    client.force_login(dmitri)
    answer = send(client, plenary, "question.retract", question=again.pk, next=every(plenary))
    assert answer.headers["Location"] == every(plenary)
    assert "Who keeps them?" not in read(client, boris, every(plenary))


def test_who_owes_an_answer_may_give_it_after_the_end(
    client: Client, clara: Person, boris: Person, dmitri: Person, plenary: Session, asked: Question
) -> None:
    judging.pin(actor=boris, session=plenary, question=asked.pk)
    assert "on stage now" in read(client, dmitri, every(plenary))
    life.end(actor=boris, session=plenary)
    page = read(client, dmitri, every(plenary))
    assert "on stage now" not in page
    assert "<bdi>Boris</bdi> answers by " in page
    assert commands(read(client, dmitri, page_of(asked))) == set()
    client.force_login(boris)
    send(client, plenary, "question.assign", question=asked.pk, owner=clara.pk, due_on="2099-12-08")
    assert commands(read(client, clara, page_of(asked))) == {"question.retract", "question.answer"}
    sent = send(client, plenary, "question.answer", question=asked.pk, text="In May.")
    assert sent.status_code == 303
    assert "In May." in read(client, dmitri, every(plenary))


def test_a_refused_form_leads_back_to_its_text(
    client: Client, boris: Person, plenary: Session, asked: Question
) -> None:
    client.force_login(boris)
    data: dict[str, Any] = {"question": asked.pk, "next": page_of(asked)}
    send(client, plenary, "question.answer", text="w" * 4001, **data)
    page = read(client, boris, page_of(asked))
    assert page.count("w" * 4001) == 1
    assert "An answer has at most 4,000 characters." in page
    send(client, plenary, "question.approve", **data)
    assert "This question is before the room already." in read(client, boris, page_of(asked))


def test_the_likeliest_duplicates_are_offered_first(
    client: Client, dmitri: Person, boris: Person, plenary: Session, asked: Question
) -> None:
    opened(dmitri, boris, plenary, "When is lunch?")
    again = questions.ask(actor=dmitri, session=plenary, text="Who is keeping the registers?")
    options = re.findall(
        r"<option value=\"[0-9a-f-]+\">([^<]*)", read(client, boris, page_of(again))
    )
    assert options[:2] == ["Who keeps the register?", "When is lunch?"]


def test_hostile_texts_stay_text_wherever_they_stand(
    client: Client, dmitri: Person, boris: Person, plenary: Session
) -> None:
    questions.ask_for(actor=boris, session=plenary, text=HOSTILE, on_behalf=HOSTILE)
    waiting = questions.ask(actor=dmitri, session=plenary, text=HOSTILE)
    aside = questions.ask(actor=dmitri, session=plenary, text=HOSTILE)
    judging.dismiss(actor=boris, session=plenary, question=aside.pk, reason=HOSTILE)
    shown = Question.objects.get(naming=Naming.HALL)
    answers.answer(actor=boris, session=plenary, question=shown.pk, text=HOSTILE)
    pages = [f"/s/{plenary.pk}/", f"/s/{plenary.pk}/log/", every(plenary)]
    for person in (boris, dmitri):
        for address in [*pages, page_of(waiting), page_of(aside), page_of(shown)]:
            page = read(client, person, address)
            assert "<script>alert" not in page
            assert "alert(1)" in page


def test_pages_cost_the_same_for_one_question_and_for_three(
    client: Client, boris: Person, plenary: Session, forum: Conference, asked: Question
) -> None:
    costs: list[list[int]] = []
    for count in (1, 2):
        for number in range(count):
            guest = build.person(f"Guest {count} {number}")
            build.registration(guest, forum)
            opened(guest, boris, plenary, "Hm?", naming="hidden")
            questions.ask(actor=guest, session=plenary, text="Who waits?")
            merged = questions.ask(actor=guest, session=plenary, text="Again?")
            merging.merge(actor=boris, session=plenary, question=merged.pk, into=asked.pk)
            aside = questions.ask(actor=guest, session=plenary, text="Off?")
            judging.dismiss(actor=boris, session=plenary, question=aside.pk)
        client.force_login(boris)
        places = (f"/s/{plenary.pk}/log/", every(plenary), page_of(asked))
        costs.append([cost(client, place) for place in places])
    assert costs[0] == costs[1]


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_pages_speak_russian(
    client: Client, boris: Person, plenary: Session, asked: Question
) -> None:
    client.force_login(boris)
    client.cookies["django_language"] = "ru"
    for address in (every(plenary), page_of(asked)):
        page: Any = client.get(address)
        assert '<html lang="ru"' in page.content.decode()
