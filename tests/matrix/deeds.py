"""What each command says in a session with something in it, and what its row must hold afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Person
from chat.models import Message, Notice, Reaction
from floor.models import Question, Upvote
from live import clock
from sessions.models import Removal, RoleName, Session
from tests import build


@dataclass(frozen=True, slots=True)
class Scene:
    """A session with a question of Gleb's that waits, and one that is before the room.

    Everyone has said something in it, `said_by`, and reacted to what Gleb said. Another message of
    Gleb's is hidden, and a notice of his is pinned. The guest takes part in this session alone; another one has been removed from it.
    """

    session: Session
    waiting: Question
    before_the_room: Question
    guest: Person
    removed: Person
    said_by: dict[UUID, Message]
    hidden: Message

    @property
    def glebs(self) -> Message:
        """Return what Gleb said."""
        return self.said_by[self.waiting.person_id]

    def said(self, command: str, person: Person) -> dict[str, Any]:
        """Return what the command says here when this person says it."""
        own, glebs = self.said_by[person.pk].pk, self.glebs.pk
        said: dict[str, dict[str, Any]] = {
            "message.post": {"text": "Good morning", "reply": glebs},
            "message.edit": {"message": own, "text": "Better"},
            "message.edit, another's": {"message": glebs, "text": "Better"},
            "message.delete": {"message": own},
            "message.delete, another's": {"message": glebs},
            "message.hide": {"message": glebs, "reason": "Rude"},
            "message.restore": {"message": self.hidden.pk},
            "message.react": {"message": glebs, "reaction": "agree"},
            "message.unreact": {"message": glebs, "reaction": "heart"},
            "notice.pin": {"message": glebs},
            "person.readmit": {"person": self.removed.pk},
            "person.remove": {"person": self.guest.pk, "reason": "Shouted"},
            "question.ask": {"text": "Who pays?"},
            "question.upvote": {"question": self.before_the_room.pk},
            "question.approve": {"question": self.waiting.pk},
            "question.dismiss": {"question": self.waiting.pk, "reason": "Asked before"},
            "question.answer": {"question": self.before_the_room.pk, "text": "We do"},
        }
        return said.get(command, {})


def told(question: Question) -> tuple[str, str, str]:
    question.refresh_from_db()
    return question.state, question.reason, question.answer


def replied(own: dict[str, Any]) -> tuple[str, UUID | None]:
    message = Message.objects.get(reply__isnull=False, **own)
    return message.text, message.reply_id


def stands(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.text


def reactions(message: Message, person: Person) -> list[str]:
    rows = message.reactions.filter(person=person).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def pinned(session: Session) -> list[tuple[str, UUID | None]]:
    return list(session.notices.filter(is_pinned=True).values_list("text", "message"))


def row_of(scene: Scene, person: Person) -> dict[str, tuple[Callable[[], Any], Any]]:
    """Return, for each command, how its row is read, and what it must hold."""
    own = {"session": scene.session, "person": person}

    def state() -> str:
        return Session.objects.values_list("state", flat=True).get(pk=scene.session.pk)

    def removed() -> list[tuple[UUID, UUID, str]]:
        rows = scene.session.removals.order_by("at")
        return list(rows.values_list("person", "by", "reason"))

    def supported() -> UUID:
        return Upvote.objects.get(person=person).question_id

    return {
        "message.post": (lambda: replied(own), ("Good morning", scene.glebs.pk)),
        "message.edit": (lambda: stands(scene.said_by[person.pk]), ("shown", "Better")),
        "message.delete": (lambda: stands(scene.said_by[person.pk]), ("deleted", "")),
        "message.delete, another's": (lambda: stands(scene.glebs), ("deleted", "")),
        "message.hide": (lambda: stands(scene.glebs), ("hidden", "Well")),
        "message.restore": (lambda: stands(scene.hidden), ("shown", "Well")),
        "message.react": (lambda: reactions(scene.glebs, person), ["agree", "heart"]),
        "message.unreact": (lambda: reactions(scene.glebs, person), []),
        "notice.pin": (lambda: pinned(scene.session), [("Well", scene.glebs.pk)]),
        "notice.unpin": (lambda: pinned(scene.session), []),
        "person.readmit": (removed, []),
        "person.remove": (
            removed,
            [(scene.removed.pk, scene.removed.pk, ""), (scene.guest.pk, person.pk, "Shouted")],
        ),
        "question.ask": (lambda: told(Question.objects.get(**own)), ("waiting", "", "")),
        "question.upvote": (supported, scene.before_the_room.pk),
        "question.approve": (lambda: told(scene.waiting), ("open", "", "")),
        "question.dismiss": (lambda: told(scene.waiting), ("dismissed", "Asked before", "")),
        "question.answer": (lambda: told(scene.before_the_room), ("answered", "", "We do")),
        "session.open": (state, "open"),
        "session.start": (state, "live"),
        "session.end": (state, "ended"),
    }


def scene(session: Session, asker: Person) -> Scene:
    now = clock.now()
    waiting, before_the_room = (
        Question.objects.create(
            session=session, person=asker, text=text, lang="en", state=state, asked_at=now
        )
        for text, state in (("Why?", "waiting"), ("When?", "open"))
    )
    guest, removed = (
        build.person(f"{name} of {session.title_en} {session.pk.hex[:4]}")
        for name in ("Guest", "Removed")
    )
    for person in (guest, removed):
        build.role(person, session, RoleName.PARTICIPANT)
    # Long ago, and by nobody of the cast: the matrix is about what happens now.
    Removal.objects.create(session=session, person=removed, by=removed.pk, at=session.starts_at)
    return Scene(session, waiting, before_the_room, guest, removed, *chat(session, asker))


def chat(session: Session, asker: Person) -> tuple[dict[UUID, Message], Message]:
    """Let everyone say something, and react to what the asker said."""
    said = {"session": session, "text": "Well", "lang": "en", "at": clock.now()}
    said_by = {
        person.pk: Message.objects.create(person=person, seq=seq, **said)
        for seq, person in enumerate(Person.objects.all(), start=1)
    }
    hidden = Message.objects.create(person=asker, seq=len(said_by) + 1, state="hidden", **said)
    Reaction.objects.bulk_create(
        Reaction(message=said_by[asker.pk], person_id=person, kind="heart", at=clock.now())
        for person in said_by
    )
    Notice.objects.create(session=session, person=asker, text="Lunch", lang="en", at=clock.now())
    return said_by, hidden
