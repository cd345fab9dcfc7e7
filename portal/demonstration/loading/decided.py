"""Decisions of the demonstration, taken by the verbs in sessions that are over, at their own hours.

A meeting of the first group a month ago is played through with its members there, so that it has a
quorum; what it left open stands in the meeting that goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from django.db.models import F

from accounts.models import Person
from chat import posts
from floor import judging, questions
from floor.models import Question
from groups.models import Group, Membership
from live import clock
from live.models import Lease
from portal.demonstration.agendas import ASKED as ASKED_IN
from portal.demonstration.decided import (
    ASKED,
    DECIDED,
    ITEMS,
    MEETING,
    MEETING_DECIDED,
    SAID,
    Owing,
    Resolved,
)
from portal.demonstration.facts import Planned, Talk, Words, key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading import sessions
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count
from portal.demonstration.people import ORGANISER, address, chairs
from records.decisions import actions, carrying, decisions
from records.decisions.models import Action, Decision
from sessions import items, life
from sessions.items import Line
from sessions.models import Session

Deed = tuple[datetime, Callable[[], object]]

MINUTE = timedelta(minutes=1)
_AGO = timedelta(days=28)


def deeds(cast: Cast, session: Session, name: str, after: datetime) -> Iterator[Deed]:
    """Yield when each decision of a played session is taken, after its questions."""
    asked = [each.text for each in ASKED_IN.get(name, ())]
    for place, resolved in enumerate(DECIDED.get(name, ())):
        at = after + (2 + 2 * len(asked) + place) * MINUTE
        yield at, partial(_decide, cast, cast[ORGANISER], session, resolved, asked)


def shift(session: Session, by: timedelta) -> None:
    """Move a session's decisions and actions along with its hours."""
    Decision.objects.filter(session=session).update(taken_at=F("taken_at") + by)
    Action.objects.filter(session=session).update(taken_at=F("taken_at") + by)


def play_meeting(cast: Cast, now: datetime, count: Count) -> None:
    """Play the first group's meeting of a month ago, and carry over what it left open."""
    group = Group.objects.get(pk=key("group", THEMES[0].slug))
    start = datetime.combine((now - _AGO).date(), time(14), tzinfo=now.tzinfo)
    talk = Talk(f"earlier-{group.slug}", MEETING, Words(), "meeting")
    made = sessions.write(group, [Planned(talk, start, start + timedelta(hours=1))], count)
    for session in made:
        session.group = group
        _play(cast, session)


def _play(cast: Cast, session: Session) -> None:
    start, actor = session.starts_at, cast[chairs(0)[0]]
    _members_come(session)
    plan = [Line(title.en, title.ru, "", 30) for title in ITEMS]
    with clock.telling(start - timedelta(days=1)):
        items.plan(actor=actor, session=session, lines=plan)
    for at, deed in _course(cast, actor, session):
        with clock.telling(at):
            deed()
    for action in Action.objects.filter(session=session, state="open").order_by("seq"):
        carrying.carry_into_what_goes_on(action)


def _course(cast: Cast, actor: Person, session: Session) -> Iterator[Deed]:
    start = session.starts_at
    yield start - 15 * MINUTE, partial(life.open_doors, actor=actor, session=session)
    yield start, partial(life.start, actor=actor, session=session)
    yield start + MINUTE, partial(items.move_on, actor=actor, session=session, after=None)
    for place, (number, text) in enumerate(SAID):
        said = partial(posts.post, actor=cast[address(number)], session=session, text=text)
        yield start + (5 + 3 * place) * MINUTE, said
    yield start + 14 * MINUTE, partial(_ask, cast, actor, session)
    for place, resolved in enumerate(MEETING_DECIDED):
        at = start + (30 + 10 * place) * MINUTE
        yield at, partial(_decide, cast, actor, session, resolved, [ASKED])
    yield session.ends_at, partial(life.end, actor=actor, session=session)
    yield session.ends_at + timedelta(days=3), partial(_finish, cast, session)


def _members_come(session: Session) -> None:
    members = Membership.objects.filter(group=session.group, ended_at=None)
    Lease.objects.bulk_create(
        Lease(
            id=key("lease", f"{session.pk}:{member.person_id}"),
            room=str(session.live_room),
            person=member.person_id,
            entered_at=session.starts_at - MINUTE,
            last_seen=session.ends_at,
            ended_at=session.ends_at,
            door="ws",
        )
        for member in members
    )


def _ask(cast: Cast, actor: Person, session: Session) -> None:
    asker = cast[address(2)]
    asked = questions.ask(actor=asker, session=session, text=ASKED)
    judging.approve(actor=actor, session=session, question=asked.pk)


def _decide(
    cast: Cast, actor: Person, session: Session, resolved: Resolved, asked: Sequence[str]
) -> None:
    subjects = []
    if resolved.asked is not None:
        found = Question.objects.get(session=session, text=asked[resolved.asked])
        subjects = [found.pk]
    decision = decisions.take(
        actor=actor,
        session=session,
        subjects=subjects,
        group=resolved.group,
        **_written(resolved.text),  # type: ignore[arg-type]  # texts only
    )
    for owing in resolved.owing:
        _owe(cast, actor, session, decision, owing)


def _owe(cast: Cast, actor: Person, session: Session, decision: Decision, owing: Owing) -> None:
    actions.take(
        actor=actor,
        session=session,
        owner=cast[address(owing.delegate)].pk,
        due_on=str((clock.now() + timedelta(days=owing.days)).date()),
        decision=decision.pk,
        **_written(owing.text),
    )


def _finish(cast: Cast, session: Session) -> None:
    """Have those who did what they promised say so, some days later."""
    done = [each for one in MEETING_DECIDED for each in one.owing if each.is_done]
    for owing in done:
        action = Action.objects.get(session=session, text_en=owing.text.en)
        owner = cast[address(owing.delegate)]
        actions.change(
            actor=owner,
            session=session,
            action=action.pk,
            edition=action.edition,
            state="done",
        )


def _written(words: Words) -> dict[str, str]:
    first, second = (words.en, words.ru) if words.source == "en" else (words.ru, words.en)
    return {"text": first, "lang": words.source, "translation": second}
