"""What the demonstration says in its sessions, by the verbs that everyone uses.

The live plenary begins at the hour of loading. Sessions that are over are played through at their
own hours, so that they leave what real ones leave: a log, attendance, a record. Each step is a
transaction of its own, as it would have been.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from django.conf import settings
from django.db.models import F

from accounts.models import Person
from chat import posts
from chat.models import Message
from conferences.models import Conference
from floor import answers, judging, questions, votes
from floor.models import Question, Upvote
from live import clock, tallies
from live.models import Event, Stream
from portal.demonstration.agendas import AGENDAS, ASKED, LINKS, SAID, Asked, Point
from portal.demonstration.facts import key
from portal.demonstration.loading import decided
from portal.demonstration.loading.people import Cast
from portal.demonstration.people import ORGANISER, address
from records.models import Record
from sessions import items, life, materials
from sessions.items import Line
from sessions.models import AgendaItem, ItemRun, Session, State

# When, and what happens then.
Deed = tuple[datetime, Callable[[], object]]

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def play(cast: Cast, conference: Conference) -> None:
    """Prepare the agendas, play what is over, begin what is live; what has been used is left alone."""
    for name, points in AGENDAS.items():
        session = Session.objects.filter(pk=key("session", f"{conference.slug}:{name}")).first()
        if session is None or AgendaItem.objects.filter(session=session).exists():
            continue
        # Planned the day before: what is numbered first can't be later than what follows.
        with clock.telling(min(session.starts_at - DAY, clock.now())):
            _prepare(cast[ORGANISER], session, name, points)
        if session.state == State.ENDED:
            _play_through(cast, session, name)
        elif session.state == State.LIVE:
            _begin(cast, session, name)


def shift(conference: Conference) -> None:
    """Move what was played along with the hours of its sessions, on another day."""
    for name in ASKED:
        session = Session.objects.filter(pk=key("session", f"{conference.slug}:{name}")).first()
        logged = Event.objects.filter(
            stream=str(session.live_room) if session else "", name="session.started"
        ).first()
        if session is None or logged is None or session.started_at is None:
            continue
        _shift_log(str(session.live_room), session.started_at - logged.at)
        _shift_rows(session, session.started_at - logged.at)


def _prepare(actor: Person, session: Session, name: str, points: Sequence[Point]) -> None:
    lines = [Line(point.title.en, point.title.ru, point.speaker, point.minutes) for point in points]
    items.plan(actor=actor, session=session, lines=lines)
    for link in LINKS.get(name, ()):
        materials.add(
            actor=actor,
            session=session,
            url=link.url,
            title_en=link.title.en,
            title_ru=link.title.ru,
        )


def _begin(cast: Cast, session: Session, name: str) -> None:
    """Start the first item and say a little in an empty room: one question waits for a moderator."""
    organiser = cast[ORGANISER]
    items.move_on(actor=organiser, session=session, after=None)
    for number, text in SAID.get(name, ()):
        posts.post(actor=cast[address(number)], session=session, text=text)
    for asked in ASKED.get(name, ()):
        _ask(cast, session, asked)
        if asked.support:
            _let_through(cast, session, asked)


def _play_through(cast: Cast, session: Session, name: str) -> None:
    start, end = session.starts_at, session.ends_at
    session.state = State.SCHEDULED
    session.opened_at = session.started_at = session.ended_at = None
    session.save(update_fields=["state", "opened_at", "started_at", "ended_at"])
    with clock.telling(start - settings.ENTRY_MINUTES * MINUTE):
        life.open_doors(actor=None, session=session)
    with clock.telling(start):
        life.start(actor=None, session=session)
    score = [*_remarks(cast, session, name), *_turns(cast[ORGANISER], session)]
    after = score[-1][0]
    score += _questions(cast, session, name, after=after)
    score += decided.deeds(cast, session, name, after)
    for at, deed in sorted(score, key=itemgetter(0)):
        with clock.telling(at):
            deed()
    with clock.telling(end):
        life.end(actor=None, session=session)


def _remarks(cast: Cast, session: Session, name: str) -> Iterator[Deed]:
    for place, (number, text) in enumerate(SAID.get(name, ())):
        said = partial(posts.post, actor=cast[address(number)], session=session, text=text)
        yield session.starts_at + (2 + 3 * place) * MINUTE, said


def _turns(actor: Person, session: Session) -> Iterator[Deed]:
    """Yield the beginning of each item, one after the other, a little late as they are."""
    at, current = session.starts_at, None
    for item in AgendaItem.objects.filter(session=session).order_by("position"):
        yield at, partial(items.move_on, actor=actor, session=session, after=current)
        current = item.pk
        at += item.minutes * MINUTE + timedelta(seconds=40)


def _questions(cast: Cast, session: Session, name: str, after: datetime) -> Iterator[Deed]:
    """Yield how each question is asked, let through and supported, and answered where it was."""
    for place, asked in enumerate(ASKED.get(name, ())):
        at = after + (1 + 2 * place) * MINUTE
        yield at, partial(_ask, cast, session, asked)
        yield at + MINUTE / 2, partial(_let_through, cast, session, asked)
        yield at + MINUTE, partial(_answer, cast[ORGANISER], session, asked)


def _ask(cast: Cast, session: Session, asked: Asked) -> None:
    questions.ask(actor=cast[address(asked.delegate)], session=session, text=asked.text)


def _let_through(cast: Cast, session: Session, asked: Asked) -> None:
    found = Question.objects.get(session=session, text=asked.text)
    judging.approve(actor=cast[ORGANISER], session=session, question=found.pk)
    _support(cast, session, found, asked)


def _answer(actor: Person, session: Session, asked: Asked) -> None:
    tallies.publish_due()
    if asked.answer is not None:
        found = Question.objects.get(session=session, text=asked.text)
        answers.answer(actor=actor, session=session, question=found.pk, text=asked.answer)


def _support(cast: Cast, session: Session, question: Question, asked: Asked) -> None:
    for number in asked.supporters:
        person = cast[address(number)]
        votes.upvote(actor=person, session=session, question=question.pk)


def _shift_log(room: str, by: timedelta) -> None:
    Event.objects.filter(stream__startswith=room).update(at=F("at") + by)
    Stream.objects.filter(name__startswith=room).update(last_at=F("last_at") + by)


def _shift_rows(session: Session, by: timedelta) -> None:
    runs = ItemRun.objects.filter(session=session)
    runs.update(started_at=F("started_at") + by, ended_at=F("ended_at") + by)
    moments = ("asked_at", "received_at", "approved_at", "answered_at")
    asked = Question.objects.filter(session=session)
    asked.update(**{name: F(name) + by for name in moments})
    for question in asked.exclude(due_on=None):
        question.due_on = question.due_on + by if question.due_on else None
        question.save(update_fields=["due_on"])
    Upvote.objects.filter(question__session=session).update(at=F("at") + by)
    Message.objects.filter(session=session).update(at=F("at") + by)
    Record.objects.filter(session=session).update(made_at=F("made_at") + by)
    decided.shift(session, by)
