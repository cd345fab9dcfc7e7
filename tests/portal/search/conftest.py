"""A programme with something to find in every corner, and the index of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Person
from chat.models import Message, MessageState
from conferences.models import Conference, Speaker
from floor.models import Question
from groups.models import Group
from live import clock
from portal.news import stories
from portal.search import index, queries
from portal.search.words import question
from records.models import Record
from sessions.models import Session, Speaking, State
from tests import build
from tests.portal.news.conftest import facts
from tests.portal.search import papers

# A word that stands nowhere else, in everything that there is to find.
WORD = "Zubrovka"

Find = Callable[..., dict[str, list[str]]]


def followed() -> None:
    """Write the whole index, as the duty would in its first round."""
    index.compare_all()


def titles(reader: Any, asked: str, **more: Any) -> dict[str, list[str]]:
    """Return what a reader finds: kind -> titles, or the beginnings of what has none, without marks."""
    found = queries.search(reader, question(asked), **more)
    plain = {
        kind.name: [_plain(hit.title or hit.excerpt) for hit in kind.hits] for kind in found.kinds
    }
    assert {kind.name: kind.count for kind in found.kinds} == {
        name: len(hits) for name, hits in plain.items()
    }
    return plain


def _plain(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "")


@pytest.fixture
def who(
    ada: Person, boris: Person, clara: Person, dmitri: Person, eve: Person, frank: Person
) -> dict[str, Any]:
    names = ("anon", "eve", "frank", "dmitri", "clara", "boris", "ada")
    everyone = (AnonymousUser(), eve, frank, dmitri, clara, boris, ada)
    reviewers = {name: build.person(name.title()) for name in ("clear", "tied", "silent")}
    return dict(zip(names, everyone, strict=True)) | reviewers


@pytest.fixture
def corners(who: dict[str, Any], circle: Group, forum: Conference, plenary: Session) -> None:
    """One thing of each kind and of each degree of openness, all with the word in them."""
    ada, boris, clara = who["ada"], who["boris"], who["clara"]
    forum.title_en = f"{WORD} forum"
    forum.save()
    circle.name_en = f"{WORD} circle"
    circle.save()
    closed = build.conference("closed", is_public=False, title_en=f"{WORD} closed")
    build.registration(clara, closed)
    retreat = build.session(closed, title=f"{WORD} retreat")
    meeting = build.session(circle, title=f"{WORD} meeting")
    build.session(forum, title=f"{WORD} dropped", withdrawn_at=clock.now())
    ended = build.session(
        forum, title=f"{WORD} ended", state=State.ENDED, starts_at=clock.now() - timedelta(hours=3)
    )
    private = build.session(
        forum, title=f"{WORD} private", state=State.ENDED, is_record_public=False
    )
    for held in (ended, private):
        Record.objects.create(session=held, made_at=clock.now())
        _question(held, f"{WORD} asked in {held.title_en.split()[1]}")
    _question(ended, f"{WORD} waiting", state="waiting")
    _question(plenary, f"{WORD} asked in plenary")
    for session in (plenary, meeting, retreat):
        for place, state in enumerate(MessageState.values, start=1):
            text = "" if state == MessageState.DELETED else f"{WORD} {state} in {session.title_en}"
            Message.objects.create(
                session=session,
                person=ada,
                text=text,
                lang="en",
                seq=place,
                at=clock.now(),
                state=state,
            )
    for conference in (forum, closed):
        speaker = Speaker.objects.create(
            conference=conference, name_en=f"{WORD} of {conference.slug}"
        )
        Speaking.objects.create(
            session=conference.sessions.filter(withdrawn_at=None)[0], speaker=speaker
        )
    Speaker.objects.create(conference=forum, name_en=f"{WORD} unlisted")
    _news(ada, boris, circle)
    cast = papers.Cast(WORD, ada, boris, clara, who["dmitri"])
    held_in = {"ended": ended, "private": private, "plenary": plenary, "meeting": meeting}
    papers.of_sessions(cast, held_in)
    kept = build.group("kept", name_en="Kept", name_ru="")
    build.member(clara, kept)
    papers.of_groups(cast, circle, kept)
    papers.of_recommendations(cast, circle)
    papers.of_grants(cast, clear=who["clear"], tied=who["tied"], silent=who["silent"])
    followed()


def _news(ada: Person, boris: Person, circle: Group) -> None:
    stories.publish(
        actor=ada, story=stories.write(actor=ada, facts=facts(title={"en": f"{WORD} news"}))
    )
    stories.write(actor=ada, facts=facts(title={"en": f"{WORD} draft"}))
    stories.write(actor=boris, group=circle, facts=facts(title={"en": f"{WORD} group draft"}))
    gone = stories.write(actor=ada, facts=facts(title={"en": f"{WORD} withdrawn"}))
    stories.publish(actor=ada, story=gone)
    stories.withdraw(actor=ada, story=gone)


def _question(session: Session, text: str, state: str = "answered") -> None:
    Question.objects.create(
        session=session,
        naming="hall",
        text=text,
        answer="Soon",
        lang="en",
        state=state,
        asked_at=clock.now(),
        approved_at=clock.now(),
    )
