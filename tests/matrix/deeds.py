"""What each command says in a session with something in it, and what its row must hold afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import Person
from attendance.models import Screen
from chat.models import Message, Notice, Reaction
from floor.models import Question, Upvote
from live import clock
from records.decisions.models import Action, Decision
from sessions import queries
from sessions.models import AgendaItem, ItemRun, Removal, RoleName, Session
from tests import build


@dataclass(frozen=True, slots=True)
class Scene:
    """A session with a question of Gleb's that waits, and one that is before the room.

    Others of his were put aside and united with that one, and one stands above all: everyone
    supports it. Each has asked something that waits, `asked_by`, and is said to see to it. Everyone has said something in it, `said_by`, and reacted to what Gleb said. Each of them is said to be two at one screen, and owes something. Another message of
    Gleb's is hidden, and a notice of his is pinned. The guest takes part in this session alone; another one has been removed from it. Of its agenda of three the second item is the current one, and if it has ended, it did so just now.
    """

    session: Session
    waiting: Question
    before_the_room: Question
    dismissed: Question
    merged: Question
    supported: Question
    asked_by: dict[UUID, Question]
    guest: Person
    removed: Person
    decision: Decision
    owed_by: dict[UUID, Action]
    said_by: dict[UUID, Message]
    hidden: Message
    agenda: list[AgendaItem]

    @property
    def gleb(self) -> Person:
        """Return who asked the questions."""
        assert self.waiting.person
        return self.waiting.person

    @property
    def glebs(self) -> Message:
        """Return what Gleb said."""
        return self.said_by[self.gleb.pk]

    @property
    def current(self) -> UUID:
        """Return the agenda item that is under discussion."""
        return self.agenda[1].pk

    def said(self, command: str, person: Person) -> dict[str, Any]:
        """Return what the command says here when this person says it."""
        own, glebs = self.said_by[person.pk].pk, self.glebs.pk
        said: dict[str, dict[str, Any]] = {
            "agenda.next": {"after": self.current},
            "agenda.back": {"after": self.current},
            "agenda.start": {"item": self.agenda[2].pk, "after": self.current},
            "agenda.stop": {"after": self.current},
            "agenda.extend": {"item": self.current, "minutes": 5},
            "stage.set": {"kind": "link", "url": "https://meet.example/"},
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
            "decision.take": {"text": "We meet again"},
            "decision.revise": {
                "decision": self.decision.pk,
                "edition": 1,
                "language": "en",
                "text": "We meet in May",
            },
            "decision.redact": {
                "decision": self.decision.pk,
                "wording": self.decision.wordings.get().pk,
                "reason": "A name",
            },
            "decision.withdraw": {"decision": self.decision.pk, "reason": "Misheard"},
            "action.take": {
                "text": "Book the hall",
                "owner": self.guest.pk,
                "due_on": "2099-01-31",
                "decision": self.decision.pk,
            },
            "action.change": {
                "action": self.owed_by[self.gleb.pk].pk,
                "edition": 1,
                "state": "done",
            },
            "action.redact": {
                "action": self.owed_by[self.gleb.pk].pk,
                "change": self.owed_by[self.gleb.pk].changes.get().pk,
                "reason": "A name",
            },
            "action.change, one's own": {
                "action": self.owed_by[person.pk].pk,
                "edition": 1,
                "state": "dropped",
            },
            "screen.confirm": {"person": self.guest.pk, "heads": 2},
            "screen.declare": {"heads": 8, "names": ["Anna"]},
        }
        return said.get(command) or self._asked(command, person)

    def _asked(self, command: str, person: Person) -> dict[str, Any]:
        waits, is_open = {"question": self.waiting.pk}, {"question": self.before_the_room.pk}
        own = {"question": self.asked_by[person.pk].pk}
        said: dict[str, dict[str, Any]] = {
            "question.ask": {"text": "Who pays?"},
            "question.ask_unnamed": {"text": "Who pays?"},
            "question.ask_for": {"text": "Who pays?", "on_behalf": "Third row"},
            "question.edit": {**is_open, "text": "When exactly?"},
            "question.edit, one's own": {**own, "text": "Where exactly?"},
            "question.retract": own,
            "question.retract, another's": is_open,
            "question.upvote": is_open,
            "question.unvote": {"question": self.supported.pk},
            "question.approve": waits,
            "question.dismiss": {**waits, "reason": "Asked before"},
            "question.restore": {"question": self.dismissed.pk},
            "question.pin": is_open,
            "question.handle": is_open,
            "question.free": own,
            "question.unpin": {"question": self.supported.pk},
            "question.merge": {**waits, "into": self.before_the_room.pk},
            "question.split": {"question": self.merged.pk},
            "question.answer": {**is_open, "text": "We do"},
            "question.assign": {**is_open, "owner": self.guest.pk, "due_on": "2099-01-31"},
        }
        return said.get(command, {})


def told(question: Question) -> tuple[str, str, str]:
    question.refresh_from_db()
    return question.state, question.reason, question.answer


def handled(question: Question) -> UUID | None:
    question.refresh_from_db()
    return question.handler_id


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

    def running() -> UUID | None:
        run = queries.current_run(scene.session)
        return run.item_id if run else None

    def added() -> int:
        return AgendaItem.objects.values_list("added_minutes", flat=True).get(pk=scene.current)

    def stage() -> tuple[str, str]:
        return Session.objects.values_list("stage_kind", "stage_url").get(pk=scene.session.pk)

    def removed() -> list[tuple[UUID, UUID, str]]:
        rows = scene.session.removals.order_by("at")
        return list(rows.values_list("person", "by", "reason"))

    def screen() -> tuple[int, str] | None:
        return Screen.objects.filter(**own).values_list("heads", "names").first()

    def countersigned() -> UUID | None:
        return scene.session.screens.values_list("confirmed_by", flat=True).get(person=scene.guest)

    return (
        {
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
            "screen.confirm": (countersigned, person.pk),
            "screen.declare": (screen, (8, "Anna")),
            "screen.withdraw": (screen, None),
            "agenda.next": (running, scene.agenda[2].pk),
            "agenda.back": (running, scene.agenda[0].pk),
            "agenda.start": (running, scene.agenda[2].pk),
            "agenda.stop": (running, None),
            "agenda.extend": (added, 5),
            "stage.set": (stage, ("link", "https://meet.example/")),
            "session.open": (state, "open"),
            "session.start": (state, "live"),
            "session.end": (state, "ended"),
            "session.reopen": (state, "live"),
        }
        | rows_of_questions(scene, person)
        | rows_of_decisions(scene, person)
    )


def rows_of_questions(scene: Scene, person: Person) -> dict[str, tuple[Callable[[], Any], Any]]:
    """Return the same of the commands about questions."""

    def supported() -> set[UUID]:
        votes = Upvote.objects.filter(question__session=scene.session, person=person)
        return set(votes.values_list("question", flat=True))

    def asked(naming: str) -> tuple[str, str, str]:
        new = Question.objects.filter(session=scene.session, text="Who pays?", naming=naming)
        return told(new.get())

    def says(question: Question) -> tuple[str, str]:
        question.refresh_from_db()
        return question.text, question.original

    def united() -> tuple[str, UUID | None]:
        question = Question.objects.get(pk=scene.waiting.pk)
        return question.state, question.merged_into_id

    def above() -> list[UUID]:
        pinned_now = Question.objects.filter(session=scene.session, is_pinned=True)
        return list(pinned_now.values_list("pk", flat=True))

    def owed() -> tuple[UUID | None, str]:
        question = Question.objects.get(pk=scene.before_the_room.pk)
        return question.owner_id, str(question.due_on)

    own_question = scene.asked_by[person.pk]
    return {
        "question.ask": (lambda: asked("named"), ("waiting", "", "")),
        "question.ask_unnamed": (lambda: asked("unnamed"), ("waiting", "", "")),
        "question.ask_for": (lambda: asked("hall"), ("open", "", "")),
        "question.edit": (lambda: says(scene.before_the_room), ("When exactly?", "When?")),
        "question.edit, one's own": (lambda: says(own_question), ("Where exactly?", "Where?")),
        "question.retract": (lambda: told(own_question), ("retracted", "", "")),
        "question.upvote": (supported, {scene.before_the_room.pk, scene.supported.pk}),
        "question.unvote": (supported, set()),
        "question.restore": (lambda: told(scene.dismissed), ("waiting", "", "")),
        "question.handle": (lambda: handled(scene.before_the_room), person.pk),
        "question.free": (lambda: handled(own_question), None),
        "question.pin": (above, [scene.before_the_room.pk]),
        "question.unpin": (above, []),
        "question.merge": (united, ("merged", scene.before_the_room.pk)),
        "question.split": (lambda: told(scene.merged), ("waiting", "", "")),
        "question.assign": (owed, (scene.guest.pk, "2099-01-31")),
        "question.approve": (lambda: told(scene.waiting), ("open", "", "")),
        "question.dismiss": (lambda: told(scene.waiting), ("dismissed", "Asked before", "")),
        "question.answer": (lambda: told(scene.before_the_room), ("answered", "", "We do")),
    }


def rows_of_decisions(scene: Scene, person: Person) -> dict[str, tuple[Callable[[], Any], Any]]:
    """Return the same of the commands about decisions and actions."""

    def newest() -> tuple[str, UUID | None]:
        found = Decision.objects.exclude(pk=scene.decision.pk).get(session=scene.session)
        return found.text_en, found.by_id

    def decided() -> tuple[str, str]:
        return Decision.objects.values_list("text_en", "withdrawn_reason").get(pk=scene.decision.pk)

    def promised() -> tuple[str, UUID | None, UUID | None]:
        found = Action.objects.get(session=scene.session, text_en="Book the hall")
        return found.text_en, found.owner_id, found.decision_id

    def stands_at(owner: UUID) -> str:
        rows = Action.objects.filter(pk=scene.owed_by[owner].pk)
        return rows.values_list("state", flat=True).get()

    return {
        "decision.take": (newest, ("We meet again", person.pk)),
        "decision.revise": (decided, ("We meet in May", "")),
        "decision.redact": (
            lambda: scene.decision.wordings.values_list("was", "redacted_reason").get(),
            ("", "A name"),
        ),
        "decision.withdraw": (decided, ("We meet", "Misheard")),
        "action.take": (promised, ("Book the hall", scene.guest.pk, scene.decision.pk)),
        "action.redact": (
            lambda: (
                scene.owed_by[scene.gleb.pk].changes.values_list("was", "redacted_reason").first()
            ),
            ("", "A name"),
        ),
        "action.change": (lambda: stands_at(scene.gleb.pk), "done"),
        "action.change, one's own": (lambda: stands_at(person.pk), "dropped"),
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
    Screen.objects.bulk_create(
        Screen(session=session, person=person, heads=2, declared_at=now)
        for person in Person.objects.all()
    )
    others = floor(session, asker, before_the_room)
    return Scene(
        session,
        waiting,
        before_the_room,
        *others,
        guest,
        removed,
        *decided(session, asker),
        *chat(session, asker),
        agenda(session),
    )


def floor(
    session: Session, asker: Person, target: Question
) -> tuple[Question, Question, Question, dict[UUID, Question]]:
    """Let everyone ask something that somebody owes an answer to, and support one question."""
    made = {"session": session, "text": "Where?", "lang": "en", "asked_at": clock.now()}
    owed = {"owner": asker, "due_on": date(2099, 1, 31)}
    dismissed = Question.objects.create(person=asker, state="dismissed", **made, **owed)
    merged = Question.objects.create(
        person=asker, state="merged", merged_into=target, **made, **owed
    )
    supported = Question.objects.create(
        person=asker, state="open", approved_seq=1, is_pinned=True, **made, **owed
    )
    everyone = Person.objects.all()
    asked_by = {
        person.pk: Question.objects.create(
            person=person, handler=person, handled_at=clock.now(), **made, **owed
        )
        for person in everyone
    }
    Upvote.objects.bulk_create(
        Upvote(question=supported, person=person, at=clock.now()) for person in everyone
    )
    return dismissed, merged, supported, asked_by


def decided(session: Session, asker: Person) -> tuple[Decision, dict[UUID, Action]]:
    """Have one thing decided, and let everyone owe something."""
    now = clock.now()
    decision = Decision.objects.create(
        number=901 + Decision.objects.count(),
        session=session,
        group=session.group,
        text_en="We meet",
        taken_at=now,
        seq=1,
        by=asker,
    )
    decision.wordings.create(language="en", was="Gleb pays", now="We meet", at=now, by=asker)
    owed_by = {
        person.pk: Action.objects.create(
            session=session, group=session.group, owner=person, text_en="Call", taken_at=now, seq=1
        )
        for person in Person.objects.all()
    }
    for each in owed_by.values():
        each.changes.create(field="text_en", was="Call Gleb", now="Call", at=now, by=asker)
    return decision, owed_by


def agenda(session: Session) -> list[AgendaItem]:
    """Plan three items, of which the second is under discussion."""
    items = [
        AgendaItem.objects.create(session=session, position=place, title_en=title, minutes=10)
        for place, title in enumerate(("Welcome", "Reports", "Discussion"))
    ]
    ItemRun.objects.create(session=session, item=items[1], started_at=clock.now())
    Session.objects.filter(pk=session.pk).update(ended_at=clock.now())
    return items


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
