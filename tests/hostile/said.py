"""For each command, written by hand: who says what, after what has happened, and what hinders it.

A command without a line here fails the suite.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from accounts.models import Person
from live import clock
from live.models import Tally
from live.testing import say
from records.decisions.models import ActionChange, Wording
from sessions import items
from sessions.items import Line
from sessions.models import AgendaItem, RoleName, Session, State
from tests import build

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """A session that Boris moderates and in which Dmitri, Clara and Gleb take part."""

    session: Session
    people: dict[str, Person]

    def do(self, who: str, command: str, **data: Any) -> UUID:
        """Let somebody say something that is taken, and return the id of what came of it."""
        reply = say(self.people[who], self.session.live_room, command, **data)
        assert reply.ok, (who, command, reply)
        return UUID(str(reply.data.get("id", self.session.pk)))

    def message(self, who: str = "gleb") -> UUID:
        return self.do(who, "message.post", text=f"Good morning from {who}")

    def hidden(self) -> UUID:
        message = self.message()
        self.do("boris", "message.hide", message=message)
        return message

    def reacted(self) -> UUID:
        message = self.message()
        self.do("dmitri", "message.react", message=message, reaction="applause")
        return message

    def pinned(self) -> Data:
        self.do("boris", "notice.pin", text="Coffee at eleven")
        return {}

    def question(self) -> UUID:
        return self.do("gleb", "question.ask", text="Who pays?")

    def approved(self) -> UUID:
        question = self.question()
        self.do("boris", "question.approve", question=question)
        return question

    def supported(self) -> UUID:
        question = self.approved()
        self.do("dmitri", "question.upvote", question=question)
        return question

    def dismissed(self) -> UUID:
        question = self.approved()
        self.do("boris", "question.dismiss", question=question)
        return question

    def above(self) -> UUID:
        question = self.approved()
        self.do("boris", "question.pin", question=question)
        return question

    def handled(self) -> UUID:
        question = self.approved()
        self.do("boris", "question.handle", question=question)
        return question

    def united(self) -> UUID:
        question = self.question()
        self.do("boris", "question.merge", question=question, into=self.approved())
        return question

    def planned(self) -> UUID:
        """Plan two items and begin the first."""
        items.plan(
            actor=self.people["boris"],
            session=self.session,
            lines=[Line("Reports", "", "", 10), Line("Votes", "", "", 10)],
        )
        self.do("boris", "agenda.next", after=None)
        return AgendaItem.objects.get(session=self.session, position=0).pk

    def second(self) -> UUID:
        self.do("boris", "agenda.next", after=self.planned())
        return AgendaItem.objects.get(session=self.session, position=1).pk

    def over(self) -> Data:
        self.do("boris", "session.end")
        return {}

    def claimed(self, who: str = "dmitri") -> Data:
        self.do(who, "screen.declare", heads=8, names=["Vera"])
        return {"person": self.people[who].pk, "heads": 8, "names": ["Vera"]}

    def shared(self) -> Data:
        self.claimed()
        return {}

    def decided(self) -> UUID:
        return self.do("boris", "decision.take", text="We write to them")

    def reworded(self) -> Data:
        decision = self.decided()
        anew = {"decision": decision, "edition": 1, "language": "en", "text": "We write in May"}
        self.do("boris", "decision.revise", **anew)
        wording = Wording.objects.get(decision=decision)
        return {"decision": decision, "wording": wording.pk, "reason": "A name"}

    def noted(self) -> Data:
        action = self.do("boris", "action.take", **self.owed())
        self.do("boris", "action.change", action=action, edition=1, state="done", note="Gleb did")
        change = ActionChange.objects.get(action=action)
        return {"action": action, "change": change.pk, "reason": "A name"}

    def second_decision(self) -> Data:
        """The first one of all begins the series of numbers."""
        self.decided()
        return {"text": "We write again"}

    def owed(self) -> Data:
        return {
            "text": "Draft the letter",
            "owner": self.people["dmitri"].pk,
            "due_on": "2099-01-31",
        }

    def removed(self) -> UUID:
        person = self.people["gleb"].pk
        self.do("boris", "person.remove", person=person)
        return person


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says a command, in which state of the session, and what makes its data."""

    who: str
    prepare: Callable[[Scene], Data]
    state: str = State.LIVE


SAID = {
    "action.change": Saying(
        "boris",
        lambda scene: {
            "action": scene.do("boris", "action.take", **scene.owed()),
            "edition": 1,
            "state": "done",
        },
    ),
    "action.redact": Saying("boris", lambda scene: scene.noted()),
    "action.take": Saying("boris", lambda scene: scene.owed()),
    "decision.revise": Saying(
        "boris",
        lambda scene: {
            "decision": scene.decided(),
            "edition": 1,
            "language": "en",
            "text": "We write in May",
        },
    ),
    "decision.take": Saying("boris", lambda scene: scene.second_decision()),
    "decision.redact": Saying("boris", lambda scene: scene.reworded()),
    "decision.withdraw": Saying(
        "boris", lambda scene: {"decision": scene.decided(), "reason": "Taken twice"}
    ),
    "agenda.back": Saying("boris", lambda scene: {"after": scene.second()}),
    "agenda.extend": Saying("boris", lambda scene: {"item": scene.planned(), "minutes": 5}),
    "agenda.next": Saying("boris", lambda scene: {"after": scene.planned()}),
    "agenda.start": Saying(
        "boris",
        lambda scene: {
            "after": scene.second(),
            "item": AgendaItem.objects.get(session=scene.session, position=0).pk,
        },
    ),
    "agenda.stop": Saying("boris", lambda scene: {"after": scene.planned()}),
    "message.post": Saying("dmitri", lambda scene: {"text": "Good morning", "lang": "en"}),
    "message.edit": Saying(
        "dmitri", lambda scene: {"message": scene.message("dmitri"), "text": "Good evening"}
    ),
    "message.delete": Saying(
        "boris", lambda scene: {"message": scene.message(), "reason": "By mistake"}
    ),
    "message.hide": Saying("boris", lambda scene: {"message": scene.message(), "reason": "Rude"}),
    "message.restore": Saying("boris", lambda scene: {"message": scene.hidden()}),
    "message.react": Saying(
        "dmitri", lambda scene: {"message": scene.message(), "reaction": "heart"}
    ),
    "message.unreact": Saying(
        "dmitri", lambda scene: {"message": scene.reacted(), "reaction": "applause"}
    ),
    "notice.pin": Saying("boris", lambda scene: {"message": scene.message()}),
    "notice.unpin": Saying("boris", lambda scene: scene.pinned()),
    "person.readmit": Saying("boris", lambda scene: {"person": scene.removed()}),
    "person.remove": Saying(
        "boris", lambda scene: {"person": scene.people["gleb"].pk, "reason": "Shouting"}
    ),
    "question.answer": Saying(
        "boris", lambda scene: {"question": scene.approved(), "text": "We do"}
    ),
    "question.approve": Saying("boris", lambda scene: {"question": scene.question()}),
    "question.ask": Saying("dmitri", lambda scene: {"text": "When do we meet again?"}),
    "question.ask_for": Saying(
        "boris", lambda scene: {"text": "Who drives?", "on_behalf": "Row five"}
    ),
    "question.ask_unnamed": Saying("dmitri", lambda scene: {"text": "Who lies?"}),
    "question.assign": Saying(
        "boris",
        lambda scene: {
            "question": scene.approved(),
            "owner": scene.people["clara"].pk,
            "due_on": "2099-01-31",
        },
    ),
    "question.edit": Saying(
        "boris", lambda scene: {"question": scene.approved(), "text": "Who pays for it?"}
    ),
    "question.merge": Saying(
        "boris", lambda scene: {"question": scene.approved(), "into": scene.approved()}
    ),
    "question.free": Saying("boris", lambda scene: {"question": scene.handled()}),
    "question.handle": Saying("boris", lambda scene: {"question": scene.approved()}),
    "question.pin": Saying("boris", lambda scene: {"question": scene.approved()}),
    "question.restore": Saying("boris", lambda scene: {"question": scene.dismissed()}),
    "question.retract": Saying("gleb", lambda scene: {"question": scene.approved()}),
    "question.split": Saying("boris", lambda scene: {"question": scene.united()}),
    "question.unpin": Saying("boris", lambda scene: {"question": scene.above()}),
    "question.unvote": Saying("dmitri", lambda scene: {"question": scene.supported()}),
    "question.dismiss": Saying(
        "boris", lambda scene: {"question": scene.question(), "reason": "Asked before"}
    ),
    "question.upvote": Saying("dmitri", lambda scene: {"question": scene.approved()}),
    "screen.confirm": Saying("boris", lambda scene: scene.claimed()),
    "screen.declare": Saying("dmitri", lambda scene: {"heads": 8, "names": ["Vera"]}),
    "screen.withdraw": Saying("dmitri", lambda scene: scene.shared()),
    "session.end": Saying("boris", lambda scene: {}),
    "session.open": Saying("boris", lambda scene: {}, State.SCHEDULED),
    "session.reopen": Saying("boris", lambda scene: scene.over(), State.ENDED),
    "session.start": Saying("boris", lambda scene: {}, State.OPEN),
    "stage.set": Saying(
        "boris", lambda scene: {"kind": "link", "url": "https://talk.example/room"}
    ),
}


def people() -> dict[str, Person]:
    """Return those who take part, each with an account."""
    return {
        name: build.person(name.title(), country=country)
        for name, country in (("boris", "RU"), ("clara", "US"), ("dmitri", "RU"), ("gleb", "RU"))
    }


def scene(everyone: dict[str, Person], command: str, slug: str) -> tuple[Scene, Data]:
    """Return a session of a conference of its own, in which the command can be said, and its data."""
    saying = SAID[command]
    host = build.conference(slug)
    for person in everyone.values():
        build.registration(person, host)
    session = build.session(host, title=slug, is_run_by_clock=False)
    build.role(everyone["boris"], session, RoleName.MODERATOR)
    made = Scene(session, everyone)
    data = saying.prepare(made)
    Session.objects.filter(pk=session.pk).update(state=saying.state)
    # Counts were told long ago: the next one is told at once.
    Tally.objects.update(published_at=clock.now() - timedelta(seconds=60))
    return made, data


def hinder(scene: Scene, command: str) -> Callable[[], object]:
    """Make the command impossible, and return what makes it possible again."""
    if SAID[command].who == "boris":
        role = scene.session.roles.filter(name=RoleName.MODERATOR, person=scene.people["boris"])
        pk = role.get().pk
        role.update(name=RoleName.SPEAKER)
        return lambda: scene.session.roles.filter(pk=pk).update(name=RoleName.MODERATOR)
    if command == "question.retract":
        # One's own is taken back at any hour; another's never.
        asked = scene.session.questions.all()
        asked.update(person=scene.people["clara"])
        return lambda: asked.update(person=scene.people["gleb"])
    rows = Session.objects.filter(pk=scene.session.pk)
    rows.update(state=State.ENDED)
    return lambda: rows.update(state=SAID[command].state)
