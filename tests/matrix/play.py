"""What happens in the sessions of the scene: everything that can be said, by people seen and masked.

Zinaida is seen under a pseudonym, Yuri as a delegate. Both take part in the forum and in the
circle, and speak, ask and vote like everyone; who they are is for the organisers alone, and for
the co-chairs of their group.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Person, ShownAs
from conferences.models import Conference, Room, Speaker, Track
from floor.models import Question
from groups.models import Group, GroupRole
from live import presence, tallies
from live.streams import Room as LiveRoom
from live.testing import say
from records.decisions.models import ActionChange, Wording
from sessions import items, life
from sessions.items import Line
from sessions.models import AgendaItem, Material, RoleName, Session, Speaking, State
from tests import build
from tests.matrix.scene import Scene

# What is said in the plenary, and what becomes of it.
SAID = "Greetings from the far bank"
WAITING = "Who answers for the frozen river?"
DISMISSED = "Where did the forest money go?"
REASON = "Taken up in the lobby already"
ANSWERED = "When does the bridge open?"
CONCEALED = "Shame on the harbour master"
TAKEN_BACK = "Forget the lighthouse"
BESIDE = "Ksenia Beside"
VEILED = "Who paid for the ferry"


@dataclass(frozen=True, slots=True)
class Play:
    """The people, the sessions in which something happened, and who asked which questions."""

    scene: Scene
    people: dict[str, Person]
    rooms: list[LiveRoom]
    asked: dict[str, set[str]]


def perform(scene: Scene, people: dict[str, Person], plenary: Session) -> Play:
    """Return the scene after all that can happen has happened in it."""
    forum, circle = Conference.objects.get(slug="forum"), Group.objects.get(slug="environment")
    everyone = people | _masked(forum, circle, plenary)
    for name in ("zinaida", "yuri"):
        scene.admit(name, everyone[name])
    held, called_off = (
        build.session(forum, title=title, state=State.SCHEDULED) for title in ("Held", "Off")
    )
    for session in (held, called_off):
        build.role(people["boris"], session)
    # A schedule had it no more, and has it again.
    life.give_back(actor=None, session=life.withdraw(actor=None, session=held))
    _talk(everyone, plenary.live_room)
    _ask_on(everyone, plenary.live_room)
    _hold(people["boris"], held)
    # The guest of the one that was held is put out of it and let in again.
    guest = build.person("Guest")
    build.role(guest, held, RoleName.PARTICIPANT)
    for command in ("person.remove", "person.readmit"):
        _do(people["boris"], held.live_room, command, person=guest.pk)
    scene.ask("boris", "POST", f"/s/{called_off.pk}/cancel/")
    presence.take(plenary.live_room, [person.pk for person in everyone.values()], "ws")
    _share_screens(everyone, plenary.live_room)
    assembly = _decide(everyone, circle, plenary)
    rooms = [session.live_room for session in (plenary, held, called_off, assembly)]
    asked = {
        name: {str(pk) for pk in Question.objects.filter(person=one).values_list("pk", flat=True)}
        for name, one in everyone.items()
    }
    return Play(scene, everyone, rooms, asked)


def _masked(forum: Conference, circle: Group, plenary: Session) -> dict[str, Person]:
    """Return two people who have told the organisers everything, and others nothing."""
    zinaida = build.person(
        "Zinaida Veiled",
        organisation=build.organisation("Zarya of the Lakes", "RU"),
        shown_as=ShownAs.PSEUDONYM,
        pseudonym="Sosna",
        country="RU",
    )
    yuri = build.person(
        "Yuri Shrouded",
        organisation=build.organisation("Yarrow of the Hills", "RU"),
        shown_as=ShownAs.DELEGATE,
        country="RU",
    )
    for person, part in ((zinaida, GroupRole.CHAIR), (yuri, GroupRole.MEMBER)):
        build.registration(
            person, forum, is_listed=True, organisation_name=f"Registered by {person.name[:4]}"
        )
        member = build.member(person, circle, part)
        member.organisation, member.is_listed = person.organisation, True
        member.save()
        build.role(person, plenary, RoleName.SPEAKER)
    return {"zinaida": zinaida, "yuri": yuri}


def _do(actor: Person, room: LiveRoom, command: str, **data: Any) -> str:
    reply = say(actor, room, command, **data)
    assert reply.ok, (actor, command, reply)
    return str((reply.data or {})["id"])


def _talk(people: dict[str, Person], room: LiveRoom) -> None:
    """Say in the plenary everything that can be said there."""
    ada, boris, zinaida = people["ada"], people["boris"], people["zinaida"]
    for name in ("ada", "boris", "clara", "dmitri", "zinaida", "yuri"):
        _do(people[name], room, "message.post", text=SAID)
    _chat(people, room)
    _do(zinaida, room, "question.ask", text=WAITING)
    dismissed = _do(zinaida, room, "question.ask", text=DISMISSED)
    _do(boris, room, "question.dismiss", question=dismissed, reason=REASON)
    answered = _do(zinaida, room, "question.ask", text=ANSWERED)
    _do(boris, room, "question.approve", question=answered)
    _do(people["clara"], room, "question.upvote", question=answered)
    tallies.publish_due()
    _do(boris, room, "question.answer", question=answered, text="In spring")
    withdrawn = _do(people["yuri"], room, "question.ask", text="What next?")
    _do(ada, room, "question.approve", question=withdrawn)
    _do(ada, room, "question.dismiss", question=withdrawn)


def _ask_on(people: dict[str, Person], room: LiveRoom) -> None:
    """Do to questions what else can be done to them; Yuri asks so that only the moderators know."""
    ada, boris, clara, yuri = (people[name] for name in ("ada", "boris", "clara", "yuri"))
    hidden = _do(yuri, room, "question.ask", text=VEILED, naming="hidden")
    _do(yuri, room, "question.edit", question=hidden, text=f"{VEILED}!")
    _do(boris, room, "question.approve", question=hidden)
    for step in ("question.upvote", "question.unvote"):
        _do(clara, room, step, question=hidden)
    for step in ("question.handle", "question.free"):
        _do(boris, room, step, question=hidden)
    for step in ("question.pin", "question.unpin"):
        _do(ada, room, step, question=hidden)
    hall = _do(boris, room, "question.ask_for", text="And the stairs?", on_behalf="Row five")
    _do(boris, room, "question.edit", question=hall, text="And the lift?")
    _do(boris, room, "question.merge", question=hidden, into=hall)
    _do(boris, room, "question.split", question=hidden)
    owed = {"owner": clara.pk, "due_on": "2099-01-31"}
    _do(boris, room, "question.assign", question=hall, **owed)
    for step in ("question.answer", "question.restore"):
        _do(boris, room, step, question=hall)
    taken_back = _do(yuri, room, "question.ask", text=TAKEN_BACK, naming="hidden")
    _do(boris, room, "question.assign", question=taken_back, **owed)
    _do(yuri, room, "question.retract", question=taken_back)


def _hold(boris: Person, session: Session) -> None:
    """Open, run and end a session, go on with it once more, and do all that a stage can show."""
    room = session.live_room
    for step in ("session.open", "session.start"):
        _do(boris, room, step)
    lines = [Line(title_en="Welcome", title_ru="", speaker="", minutes=10)]
    [item] = items.plan(actor=boris, session=session, lines=lines)
    _do(boris, room, "agenda.next")
    _do(boris, room, "agenda.extend", item=item.pk, minutes=5)
    _do(boris, room, "stage.set", kind="link", url="https://meet.example/held")
    for step in ("session.end", "session.reopen", "session.end"):
        _do(boris, room, step)


def _share_screens(people: dict[str, Person], room: LiveRoom) -> None:
    """Say of two screens that several people are at them; one is taken back again."""
    for name in ("dmitri", "zinaida"):
        _do(people[name], room, "screen.declare", heads=3, names=[BESIDE])
        _do(
            people["boris"], room, "screen.confirm", person=people[name].pk, heads=3, names=[BESIDE]
        )
    _do(people["dmitri"], room, "screen.withdraw")


def _decide(people: dict[str, Person], circle: Group, plenary: Session) -> Session:
    """Decide in the plenary, have the circle owe something, and carry it into its next meeting."""
    boris, zinaida, room = people["boris"], people["zinaida"], plenary.live_room
    decided = _do(boris, room, "decision.take", text="We meet again")
    again = {"decision": decided, "edition": 1, "language": "ru", "text": "Встретимся снова"}
    _do(boris, room, "decision.revise", **again)
    anew = {"decision": decided, "edition": 2, "language": "en", "text": "We shall meet again"}
    _do(boris, room, "decision.revise", **anew)
    before = Wording.objects.get(decision=UUID(decided), language="en").pk
    _do(boris, room, "decision.redact", decision=decided, wording=before, reason="A name")
    owed = {"owner": zinaida.pk, "due_on": "2099-01-31"}
    promised = _do(boris, room, "action.take", text="Book a hall", decision=decided, **owed)
    _do(zinaida, room, "action.change", action=promised, edition=1, state="done", note="Gleb did")
    noted = ActionChange.objects.get(action=UUID(promised)).pk
    _do(boris, room, "action.redact", action=promised, change=noted, reason="A name")
    mistaken = _do(boris, room, "decision.take", text="We part")
    _do(boris, room, "decision.withdraw", decision=mistaken, reason="Misheard")
    earlier = build.session(circle, title="Earlier")
    _do(boris, earlier.live_room, "action.take", text="Count the trees", **owed)
    assembly = build.session(circle, title="Assembly", state=State.SCHEDULED)
    build.role(people["clara"], assembly, RoleName.SPEAKER)
    _do(boris, assembly.live_room, "session.open")
    return assembly


def _chat(people: dict[str, Person], room: LiveRoom) -> None:
    """Do to messages and the notice everything that can be done to them."""
    boris, clara, dmitri = people["boris"], people["clara"], people["dmitri"]
    concealed = _do(dmitri, room, "message.post", text=CONCEALED)
    _do(dmitri, room, "message.edit", message=concealed, text=f"{CONCEALED}!")
    _do(clara, room, "message.react", message=concealed, reaction="heart")
    _do(clara, room, "message.unreact", message=concealed, reaction="heart")
    _do(boris, room, "notice.pin", message=concealed)
    _do(boris, room, "message.hide", message=concealed)
    _do(boris, room, "message.restore", message=concealed)
    _do(boris, room, "message.hide", message=concealed)
    taken_back = _do(dmitri, room, "message.post", text=TAKEN_BACK, reply=concealed)
    _do(boris, room, "notice.pin", message=taken_back)
    _do(dmitri, room, "message.delete", message=taken_back)


# Unmistakable words on everything that is not public, and what each is of.
HIDDEN = {
    "Conclave": "the closed conference",
    "Cloister": "its venue",
    "Refectory": "its room",
    "Liturgy": "its track",
    "Vespers": "its session",
    "Nones": "that session's abstract",
    "Abbess": "who speaks there",
    "Compline": "an item of its agenda",
    "Psalter": "what belongs to it",
    "Caucus": "the meeting of the circle",
    "Gavel": "its abstract",
    "https://stage.example/plenary": "the way to the stage",
    "Ludmila": "who agreed to be listed for the others",
    SAID: "what was said",
    ANSWERED: "what was asked",
}


def hide(play: Play) -> None:
    """Write the hidden words where they belong."""
    closed = Conference.objects.get(slug="closed")
    Conference.objects.filter(pk=closed.pk).update(title_en="Conclave", venue="Cloister")
    retreat = Session.objects.get(pk=play.scene.places["retreat"])
    retreat.title_en, retreat.abstract_en = "Vespers", "<p>Nones</p>"
    retreat.room = Room.objects.create(conference=closed, name_en="Refectory")
    retreat.track = Track.objects.create(conference=closed, name_en="Liturgy")
    retreat.save()
    abbess = Speaker.objects.create(conference=closed, name_en="Abbess")
    Speaking.objects.create(session=retreat, speaker=abbess)
    AgendaItem.objects.create(session=retreat, position=0, title_en="Compline", minutes=10)
    Material.objects.filter(session=retreat).update(title_en="Psalter")
    meeting = Session.objects.filter(pk=play.scene.places["meeting"])
    meeting.update(title_en="Caucus", abstract_en="<p>Gavel</p>")
    stage = "https://stage.example/plenary"
    Session.objects.filter(pk=play.rooms[0].id).update(stage_kind="link", stage_url=stage)
    ludmila = build.person("Ludmila")
    build.registration(ludmila, Conference.objects.get(slug="forum"), is_listed=True)
    member = build.member(ludmila, Group.objects.get(slug="environment"))
    member.is_listed = True
    member.save()
