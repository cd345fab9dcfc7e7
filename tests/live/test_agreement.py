"""Old snapshot + events = new snapshot, computed by the client's own reducers in Node."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest

from accounts.models import Person
from chat.models import Message
from chat.reactions import KINDS
from conferences.models import Conference
from floor.models import Question
from live import catalogue
from live.models import Event
from live.testing import Replay, Witness, say, tell_counts, verify_live, view
from sessions import life
from sessions.models import Removal, Session, State
from tests import build
from tests.hours import Hour, stopped

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"
TEXTS = ("Привет", "How will it be kept?", "x" * 300, "«да» & <b>нет</b>")


@pytest.fixture(scope="session")
def replay() -> Iterator[Replay]:
    process = Replay()
    yield process
    process.close()


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return stopped(monkeypatch)


@pytest.fixture
def generous(settings: Any) -> None:
    """Nobody is stopped by a limit: these histories are about state."""
    settings.LIVE_LIMITS = dict.fromkeys(settings.LIVE_LIMITS, (1e6, 1e6))
    settings.LIVE_ROOM_RATE = 1e6


def declared() -> set[tuple[str, str]]:
    """Return every event of ours, with its audience; those of the kernel's test hall are not."""
    ours = (event for event in catalogue.events() if not event.__module__.startswith("tests."))
    return {(event.audience, event.wire) for event in ours}


def test_every_event_has_a_reducer_in_the_client(replay: Replay) -> None:
    assert {tuple(pair) for pair in replay.ask({"reducers": True})} == declared()


class History:
    """People in a room who do whatever one can do there; a refusal is a result too."""

    def __init__(
        self,
        seed: int,
        session: Session,
        people: list[Person],
        staff: Person,
        removable: list[Person],
    ) -> None:
        self.chance, self.session = Random(seed), session
        self.people, self.staff = people, staff
        self.accepted: set[str] = set()
        acts: dict[str, tuple[int, Callable[[], dict[str, Any]]]] = {
            "message.post": (4, self._post),
            "message.edit": (3, lambda: {"message": self._message(), "text": self._text()}),
            "message.delete": (1, lambda: {"message": self._message()}),
            "message.hide": (2, lambda: {"message": self._message(), "reason": "off topic"}),
            "message.restore": (2, lambda: {"message": self._message("hidden")}),
            "message.react": (4, self._reaction),
            "message.unreact": (2, self._reaction),
            "notice.pin": (2, self._pin),
            "notice.unpin": (1, dict),
            "person.remove": (1, lambda: {"person": self.chance.choice(removable).pk}),
            "person.readmit": (2, self._removed),
            "question.ask": (3, self._ask),
            "question.ask_unnamed": (1, lambda: {"text": self._text()}),
            "question.ask_for": (1, lambda: {"text": self._text(), "on_behalf": "Row 3"}),
            "question.edit": (2, lambda: {"question": self._question(), "text": self._text()}),
            "question.retract": (1, lambda: {"question": self._question()}),
            "question.upvote": (3, lambda: {"question": self._question("open")}),
            "question.unvote": (2, lambda: {"question": self._question("open")}),
            "question.approve": (3, lambda: {"question": self._question("waiting")}),
            "question.dismiss": (1, lambda: {"question": self._question(), "reason": "twice"}),
            "question.restore": (1, lambda: {"question": self._question()}),
            "question.pin": (1, lambda: {"question": self._question("open")}),
            "question.unpin": (1, lambda: {"question": self._question("open")}),
            "question.merge": (2, self._merge),
            "question.split": (1, lambda: {"question": self._question("merged")}),
            "question.answer": (1, lambda: {"question": self._question("open"), "text": "By law."}),
            "question.assign": (1, self._assign),
            "counts": (2, dict),
        }
        self.acts = {name: said for name, (_weight, said) in acts.items()}
        self.weights = [weight for weight, _said in acts.values()]

    def step(self) -> None:
        """Do one thing, as somebody who may do it or as somebody who may not."""
        [name] = self.chance.choices(list(self.acts), self.weights)
        if name == "counts":
            tell_counts()
            return
        said = self.acts[name]()
        who = self.chance.choice([*self.people, self.staff, self.staff])
        if name == "message.edit" and self.chance.random() < 0.7:
            author = Message.objects.filter(pk=said["message"]).select_related("person").first()
            who = author.person if author else who
        if say(who, self.session.live_room, name, **said).ok:
            self.accepted.add(name)

    def _text(self) -> str:
        return self.chance.choice(TEXTS)

    def _one_of(self, rows: Any, state: str) -> Any:
        found = list((rows.filter(state=state) if state else rows).values_list("pk", flat=True))
        return self.chance.choice(found) if found else NOWHERE

    def _message(self, state: str = "") -> Any:
        return self._one_of(Message.objects.filter(session=self.session).order_by("seq"), state)

    def _question(self, state: str = "") -> Any:
        return self._one_of(
            Question.objects.filter(session=self.session).order_by("asked_seq"), state
        )

    def _ask(self) -> dict[str, Any]:
        return {"text": self._text(), "naming": self.chance.choice(("named", "hidden"))}

    def _merge(self) -> dict[str, Any]:
        return {"question": self._question("open"), "into": self._question("")}

    def _assign(self) -> dict[str, Any]:
        owner = self.chance.choice(self.people)
        return {"question": self._question(), "owner": owner.pk, "due_on": "2099-01-31"}

    def _post(self) -> dict[str, Any]:
        is_reply = self.chance.random() < 0.4
        reply = self._message() if is_reply else NOWHERE
        return {"text": self._text()} | ({} if reply == NOWHERE else {"reply": reply})

    def _reaction(self) -> dict[str, Any]:
        return {"message": self._message(), "reaction": self.chance.choice(KINDS)}

    def _pin(self) -> dict[str, Any]:
        is_message = self.chance.random() < 0.6
        return {"message": self._message("shown")} if is_message else {"text": self._text()}

    def _removed(self) -> dict[str, Any]:
        rows = Removal.objects.filter(session=self.session).order_by("at", "id")
        found = list(rows.values_list("person_id", flat=True))
        return {"person": self.chance.choice(found) if found else NOWHERE}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.usefixtures("generous")
def test_seventy_random_commands_leave_every_client_as_the_tables_are(
    replay: Replay,
    hour: Hour,
    plenary: Session,
    forum: Conference,
    dmitri: Person,
    clara: Person,
    boris: Person,
    ada: Person,
    seed: int,
) -> None:
    fickle = [build.person(name) for name in ("Yuri", "Zinaida")]
    for person in fickle:
        build.registration(person, forum)
    history = History(seed, plenary, [dmitri, clara, *fickle], boris, fickle)
    for _ in range(10):
        # Not those who may be put out: they read nothing more.
        with verify_live(replay, plenary.live_room, [dmitri, clara, boris, ada]):
            for _ in range(7):
                history.step()
                hour.shift(history.chance.choice([0, 0.2, 0.6]))
    assert len(history.accepted) > 4, history.accepted


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


@pytest.fixture
def stage(
    replay: Replay, hour: Hour, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> Stage:
    plenary.state, plenary.started_at, plenary.opened_at = State.SCHEDULED, None, None
    plenary.save()
    return Stage(replay, hour, plenary, [dmitri, clara, boris], [])


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
    with proved():
        do(clara, "question.upvote", question=kept)
        do(boris, "question.dismiss", question=put_aside, reason="twice")
        do(boris, "question.dismiss", question=waits)
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
    other = build.session(forum, title="Other", state=State.SCHEDULED)
    with verify_live(stage.replay, other.live_room, [dmitri]) as witnesses:
        life.cancel(actor=ada, session=other)
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


@pytest.fixture
def guest(forum: Conference) -> Person:
    """Somebody who is put out, and let in again."""
    person = build.person("Guest")
    build.registration(person, forum)
    return person


@pytest.mark.usefixtures("generous")
def test_a_whole_session_tells_every_event_there_is(
    stage: Stage, guest: Person, ada: Person, forum: Conference
) -> None:
    """None is without a proof."""
    play_a_whole_session(stage, guest, ada, forum)
    assert set(Event.objects.values_list("name", flat=True)) == {wire for _a, wire in declared()}


@pytest.mark.usefixtures("generous")
def test_a_client_that_lacks_one_reducer_is_found_out_whichever_it_is(
    stage: Stage, guest: Person, ada: Person, forum: Conference
) -> None:
    play_a_whole_session(stage, guest, ada, forum)
    for audience, event in sorted(declared()):
        lacking = f"{audience} {event}"
        assert not all(agrees(proof, stage.replay, lacking) for proof in stage.proofs), lacking


def agrees(proof: Witness, replay: Replay, lacking: str) -> bool:
    try:
        proof.check(replay, without=lacking)
    except AssertionError:
        return False
    return True


def test_a_client_that_missed_an_event_is_found_out(
    replay: Replay, plenary: Session, dmitri: Person
) -> None:
    """The proof itself can fail: state that no event told of is noticed."""
    with (
        pytest.raises(AssertionError, match="but the tables say"),
        verify_live(replay, plenary.live_room, [dmitri]),
    ):
        Session.objects.filter(pk=plenary.pk).update(state=State.ENDED)
    assert view(dmitri, plenary.live_room).slices["room"]["session"]["state"] == "ended"
