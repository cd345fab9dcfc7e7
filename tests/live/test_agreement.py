"""Old snapshot + events = new snapshot, computed by the client's own reducers in Node."""

from collections.abc import Callable
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
from sessions.models import Removal, Session, State
from tests import build
from tests.hours import Hour, stopped
from tests.live.plays import Stage, plan_agenda, play_a_whole_session

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"
TEXTS = ("Привет", "How will it be kept?", "x" * 300, "«да» & <b>нет</b>")


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
            "question.handle": (2, lambda: {"question": self._question()}),
            "question.free": (1, lambda: {"question": self._question()}),
            "question.pin": (1, lambda: {"question": self._question("open")}),
            "question.unpin": (1, lambda: {"question": self._question("open")}),
            "question.merge": (2, self._merge),
            "question.split": (1, lambda: {"question": self._question("merged")}),
            "question.answer": (1, lambda: {"question": self._question("open"), "text": "By law."}),
            "question.assign": (1, self._assign),
            "agenda.next": (2, lambda: {"after": self._current()}),
            "agenda.back": (1, lambda: {"after": self._current()}),
            "agenda.stop": (1, lambda: {"after": self._current()}),
            "agenda.extend": (1, lambda: {"item": self._current() or NOWHERE, "minutes": 5}),
            "stage.set": (1, lambda: {"kind": "link", "url": "https://talk.example/room"}),
            "screen.declare": (1, lambda: {"heads": self.chance.randint(2, 9), "names": ["Vera"]}),
            "screen.withdraw": (1, dict),
            "screen.confirm": (2, self._screen),
            "decision.take": (2, lambda: {"text": self._text(), "subjects": self._rests_on()}),
            "decision.revise": (2, self._rewording),
            "decision.withdraw": (1, lambda: {"decision": self._decision(), "reason": "twice"}),
            "action.take": (2, self._owed),
            "action.change": (2, self._change),
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

    def _rests_on(self) -> list[Any]:
        found = [each for each in (self._message(), self._question("open")) if each != NOWHERE]
        return found[: self.chance.randint(0, len(found))]

    def _decision(self) -> Any:
        rows = self.session.decisions.order_by("number").values_list("pk", flat=True)
        return self.chance.choice(list(rows) or [NOWHERE])

    def _rewording(self) -> dict[str, Any]:
        language, edition = self.chance.choice(("en", "ru")), self.chance.randint(1, 3)
        said = {"decision": self._decision(), "text": self._text()}
        return {**said, "language": language, "edition": edition}

    def _owed(self) -> dict[str, Any]:
        decision = self._decision()
        said = {"text": self._text(), "owner": self.chance.choice(self.people).pk}
        of_one = {} if decision == NOWHERE else {"decision": decision}
        return {**said, "due_on": "2099-01-31", **of_one}

    def _change(self) -> dict[str, Any]:
        rows = self.session.actions.order_by("seq", "id").values_list("pk", "edition")
        action, edition = self.chance.choice(list(rows) or [(NOWHERE, 1)])
        state = self.chance.choice(("open", "done", "dropped"))
        return {"action": action, "edition": edition, "state": state, "note": "so it is"}

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

    def _current(self) -> Any:
        run = self.session.runs.filter(ended_at=None).first()
        return run.item_id if run else None

    def _screen(self) -> dict[str, Any]:
        rows = self.session.screens.order_by("declared_at", "id").values_list("person", "heads")
        person, heads = self.chance.choice(list(rows) or [(NOWHERE, 2)])
        return {"person": person, "heads": heads, "names": ["Vera"]}

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
    plan_agenda(ada, plenary)
    history = History(seed, plenary, [dmitri, clara, *fickle], boris, fickle)
    for _ in range(10):
        # Not those who may be put out: they read nothing more.
        with verify_live(replay, plenary.live_room, [dmitri, clara, boris, ada]):
            for _ in range(7):
                history.step()
                hour.shift(history.chance.choice([0, 0.2, 0.6]))
    assert len(history.accepted) > 4, history.accepted


@pytest.fixture
def stage(
    replay: Replay, hour: Hour, plenary: Session, dmitri: Person, clara: Person, boris: Person
) -> Stage:
    plenary.state, plenary.started_at, plenary.opened_at = State.SCHEDULED, None, None
    plenary.save()
    return Stage(replay, hour, plenary, [dmitri, clara, boris], [])


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
