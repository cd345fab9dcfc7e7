"""Whole sessions, played so that every event there is happens at least once, each step proved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import Person
from attendance import screens
from conferences.models import Conference
from groups.models import GroupRole
from live import presence
from live.testing import Replay, Witness, say, tell_counts, verify_live
from records.decisions.models import ActionChange, Wording
from sessions import items, life
from sessions.items import Line
from sessions.models import Session, State
from tests import build
from tests.hours import Hour


@dataclass(frozen=True, slots=True)
class Stage:
    """A session, the people in it, and the proofs taken of what they did."""

    replay: Replay
    hour: Hour
    session: Session
    watching: list[Person]
    proofs: list[Witness]

    def do(self, who: Person, command: str, **data: Any) -> Any:
        """Say a command that must be taken."""
        reply = say(who, self.session.live_room, command, **data)
        assert reply.ok, (command, reply)
        return reply.data["id"]

    @contextmanager
    def proved(self) -> Iterator[None]:
        """Prove what the block does, with the counts that are told a second later."""
        with verify_live(self.replay, self.session.live_room, self.watching) as witnesses:
            yield
            self.hour.shift(1)
            tell_counts()
        self.proofs.extend(witnesses)


def play_a_whole_session(stage: Stage, guest: Person, ada: Person, forum: Conference) -> None:
    """From the doors to the end, with each event at least once."""
    dmitri, clara, boris = stage.watching
    do, proved = stage.do, stage.proved
    with proved():
        do(boris, "session.open")
    with proved():
        do(boris, "session.start")
        said = do(dmitri, "message.post", text="Здравствуйте")
        kept, put_aside, waits = (do(dmitri, "question.ask", text=text) for text in "abc")
    with proved():
        do(boris, "question.approve", question=kept)
        do(boris, "question.approve", question=put_aside)
        do(dmitri, "message.edit", message=said, text="Добрый день")
        do(clara, "message.post", text="And to you", reply=said)
        do(clara, "message.react", message=said, reaction="heart")
        do(boris, "notice.pin", message=said)
        do(boris, "question.handle", question=kept)
    with proved():
        do(clara, "question.upvote", question=kept)
        do(boris, "question.dismiss", question=put_aside, reason="twice")
        do(boris, "question.dismiss", question=waits)
        do(boris, "question.free", question=kept)
        do(boris, "question.handle", question=kept)
        do(boris, "question.pin", question=kept)
        do(boris, "question.answer", question=kept, text="Yes")
        do(clara, "message.unreact", message=said, reaction="heart")
        do(boris, "message.hide", message=said, reason="off topic")
    with proved():
        do(boris, "message.restore", message=said)
        do(boris, "person.remove", person=guest.pk, reason="shouting")
    with proved():
        do(boris, "person.readmit", person=guest.pk)
        do(dmitri, "message.delete", message=said)
        do(boris, "session.end")
    play_the_questions(stage, forum)
    play_the_agenda(stage, forum)
    play_the_screens(stage, forum)
    play_the_decisions(stage)
    other = build.session(forum, title="Other", state=State.SCHEDULED)
    for step in (life.withdraw, life.give_back, life.cancel):
        with verify_live(stage.replay, other.live_room, [dmitri]) as witnesses:
            step(actor=ada, session=other)
        stage.proofs.extend(witnesses)


def play_the_questions(stage: Stage, forum: Conference) -> None:
    """What else can become of questions, in a session of their own."""
    dmitri, clara, boris = stage.watching
    session = build.session(forum, title="Hour of questions")
    build.role(boris, session)
    hour = replace(stage, session=session)
    do, proved = hour.do, hour.proved
    with proved():
        first, second, third, owed = (
            do(dmitri, "question.ask", text=text, naming="hidden") for text in "defg"
        )
        do(dmitri, "question.edit", question=first, text="d, better")
    with proved():
        do(boris, "question.approve", question=first)
        do(boris, "question.approve", question=second)
        do(clara, "question.upvote", question=first)
        do(clara, "question.upvote", question=second)
        do(boris, "question.pin", question=first)
    with proved():
        do(boris, "question.edit", question=second, text="e, better")
        do(boris, "question.unpin", question=first)
    with proved():
        do(boris, "question.merge", question=second, into=first)
    with proved():
        do(boris, "question.split", question=second)
        do(clara, "question.unvote", question=second)
        do(boris, "question.answer", question=second)
    with proved():
        do(boris, "question.restore", question=second)
        do(boris, "question.assign", question=first, owner=clara.pk, due_on="2099-01-31")
        do(boris, "question.assign", question=owed, owner=clara.pk, due_on="2099-01-31")
    with proved():
        do(dmitri, "question.retract", question=third)
        do(dmitri, "question.retract", question=second)


def plan_agenda(actor: Person, session: Session) -> None:
    """Give a session three items."""
    lines = [Line(f"Item {number}", "", "", 10) for number in (1, 2, 3)]
    items.plan(actor=actor, session=session, lines=lines)


def play_the_agenda(stage: Stage, forum: Conference) -> None:
    """A session with a plan, a stage, an end that was a mistake, and the hour after it."""
    _dmitri, _clara, boris = stage.watching
    session = build.session(forum, title="By the agenda")
    build.role(boris, session)
    hour = replace(stage, session=session)
    do, proved = hour.do, hour.proved
    with proved():
        plan_agenda(boris, session)
        do(boris, "stage.set", kind="link", url="https://talk.example/room")
    with proved():
        do(boris, "agenda.next")
        first = session.runs.get().item_id
        do(boris, "agenda.extend", item=first, minutes=5)
    with proved():
        do(boris, "agenda.next", after=first)
        do(boris, "session.end")
    with proved():
        do(boris, "session.reopen")


def play_the_screens(stage: Stage, forum: Conference) -> None:
    """Several at one screen: claimed, countersigned, gone and come back, taken back."""
    dmitri, clara, boris = stage.watching
    session = build.session(forum, title="At one screen")
    build.role(boris, session)
    hour = replace(stage, session=session)
    do, proved = hour.do, hour.proved
    presence.take(session.live_room, [dmitri.pk, clara.pk], "ws")
    with proved():
        do(dmitri, "screen.declare", heads=8, names=["Vera"])
        do(clara, "screen.declare", heads=3, signed_in=2, names=[])
    with proved():
        do(boris, "screen.confirm", person=dmitri.pk, heads=8, names=["Vera"])
    with proved():
        presence.expel(session.live_room, dmitri.pk)
        screens.follow_presence()
    with proved():
        do(clara, "screen.withdraw")


def play_the_decisions(stage: Stage) -> None:
    """What a working group decides, corrects and takes back, and what it carries to its next meeting."""
    dmitri, clara, boris = stage.watching
    group = build.group("rivers")
    build.member(boris, group, GroupRole.CHAIR)
    for person in (dmitri, clara):
        build.member(person, group)
    meeting = build.session(group, title="It decides")
    hour = replace(stage, session=meeting)
    with hour.proved():
        said = hour.do(clara, "message.post", text="Let us write to them")
    with hour.proved():
        decision = hour.do(boris, "decision.take", text="We write", subjects=[said])
        twice = hour.do(boris, "decision.take", text="We write again")
        hour.do(boris, "decision.revise", decision=decision, edition=1, language="ru", text="Пишем")
        hour.do(boris, "decision.withdraw", decision=twice, reason="Taken twice")
    with hour.proved():
        # Who comes back after both is told nothing of what stood there in between.
        anew = {"decision": decision, "edition": 2, "language": "en", "text": "We write to them"}
        hour.do(boris, "decision.revise", **anew)
        before = Wording.objects.get(decision=decision, language="en").pk
        hour.do(boris, "decision.redact", decision=decision, wording=before, reason="A name")
    with hour.proved():
        owed = {"owner": dmitri.pk, "due_on": "2099-01-31", "decision": decision}
        action = hour.do(boris, "action.take", text="Draft the letter", **owed)
    following = replace(stage, session=build.session(group, title="Next", state=State.SCHEDULED))
    with following.proved():
        following.do(boris, "session.open")
    with following.proved():
        following.do(dmitri, "action.change", action=action, edition=1, state="done")
    with hour.proved():
        # Who comes back after both is told nothing of what it said in between.
        anew = {"action": action, "edition": 2, "language": "en", "text": "Write the letter"}
        hour.do(boris, "action.change", **anew)
        worded = ActionChange.objects.get(action=action, field="text_en").pk
        hour.do(boris, "action.redact", action=action, change=worded, reason="A name")
