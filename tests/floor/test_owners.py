"""No session ends without somebody, and a day, for each question that is left."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference, Registration, RegistrationState
from floor import answers, judging, merging, owners, queries, questions
from floor.models import Question
from groups.models import Group
from kit.refusals import Refused
from live.testing import Replay, heard, verify_live, view
from sessions import life, removals
from sessions.models import Role, Session
from tests import build
from tests.hours import Hour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generous")]


def refusal(act: Callable[..., object], **said: Any) -> tuple[str, int, str | None]:
    with pytest.raises(Refused) as refused:
        act(**said)
    return refused.value.code, refused.value.status, refused.value.field


@pytest.fixture
def waiting(clara: Person, plenary: Session) -> Question:
    return questions.ask(actor=clara, session=plenary, text="And then?")


def owed(question: Question) -> tuple[str, date | None]:
    question.refresh_from_db()
    return question.owner.name if question.owner else "", question.due_on


@pytest.mark.parametrize(
    ("instant", "due"),
    [
        # In Moscow it is three hours later: a quarter to midnight, and a quarter past.
        (datetime(2026, 3, 1, 20, 45, tzinfo=UTC), date(2026, 3, 15)),
        (datetime(2026, 3, 1, 21, 15, tzinfo=UTC), date(2026, 3, 16)),
        (datetime(2026, 12, 20, 20, 59, 59, tzinfo=UTC), date(2027, 1, 3)),
    ],
)
def test_at_the_end_each_has_an_owner_and_a_day_in_the_sessions_zone(
    before_the_room: Question,
    waiting: Question,
    plenary: Session,
    dmitri: Person,
    boris: Person,
    replay: Replay,
    hour: Hour,
    instant: datetime,
    due: date,
) -> None:
    hour.instant = instant
    with verify_live(replay, plenary.live_room, [dmitri, boris]):
        life.end(actor=boris, session=plenary)
    assert owed(before_the_room) == owed(waiting) == ("Boris", due)
    slices = view(dmitri, plenary.live_room).slices["room"]
    [row] = slices["questions"]
    assert (row["owner"], row["due_on"]) == (str(boris.pk), str(due))
    assert slices["people"][str(boris.pk)]["name"] == "Boris"
    [held] = view(boris, plenary.live_room).slices["staff"]["questions"]
    assert (held["owner"], held["due_on"]) == (str(boris.pk), str(due))
    told = [event.name for event in heard(dmitri, plenary.live_room)]
    assert told.index("question.assigned") < told.index("session.ended")
    assert "question.entrusted" not in told


def test_a_group_meets_in_utc(circle: Group, dmitri: Person, boris: Person, hour: Hour) -> None:
    hour.instant = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    meeting = build.session(circle)
    asked = questions.ask(actor=dmitri, session=meeting, text="Who?")
    life.end(actor=None, session=meeting)
    assert owed(asked) == ("Boris", date(2026, 3, 15))


def test_where_the_clock_ends_it_it_is_the_first_moderator_by_name_else_an_organiser(
    forum: Conference, plenary: Session, dmitri: Person, ada: Person
) -> None:
    build.role(build.person("Anna"), plenary)
    build.role(build.person("Aaron", is_active=False), plenary)
    asked = questions.ask(actor=dmitri, session=plenary, text="Who?")
    life.end(actor=None, session=plenary)
    assert owed(asked)[0] == "Anna"
    alone = build.session(forum, title="Alone")
    asked = questions.ask(actor=dmitri, session=alone, text="Who?")
    life.end(actor=None, session=alone)
    assert owed(asked)[0] == "Ada"


def test_what_has_an_owner_keeps_it_and_what_needs_none_gets_none(
    before_the_room: Question, waiting: Question, plenary: Session, boris: Person, clara: Person
) -> None:
    owners.assign(
        actor=boris,
        session=plenary,
        question=before_the_room.pk,
        owner=clara.pk,
        due_on="2099-01-31",
    )
    judging.dismiss(actor=boris, session=plenary, question=waiting.pk)
    life.end(actor=boris, session=plenary)
    assert owed(before_the_room) == ("Clara", date(2099, 1, 31))
    assert owed(waiting) == ("", None)
    # Taken up again when all is over, it is owed by who did so.
    judging.restore(actor=boris, session=plenary, question=waiting.pk)
    assert owed(waiting)[0] == "Boris"


def test_an_owner_who_moderates_nothing_answers_after_the_end(
    before_the_room: Question,
    plenary: Session,
    boris: Person,
    clara: Person,
    dmitri: Person,
    eve: Person,
    replay: Replay,
) -> None:
    here: dict[str, Any] = {"session": plenary, "question": before_the_room.pk}
    assert refusal(answers.answer, actor=clara, **here)[1] == 403
    owners.assign(actor=boris, owner=clara.pk, due_on="2099-01-31", **here)
    life.end(actor=boris, session=plenary)
    [left] = queries.unanswered(plenary)
    assert (left.pk, left.owner, left.due_on) == (before_the_room.pk, clara, date(2099, 1, 31))
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        answers.answer(actor=clara, text="By law.", **here)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        answers.answer(actor=clara, text="By a law of 2027.", **here)
    [told] = queries.answered(plenary)
    assert (told.pk, told.answer, told.owner) == (before_the_room.pk, "By a law of 2027.", clara)
    assert queries.unanswered(plenary) == []
    for who, status in ((dmitri, 403), (eve, 404)):
        assert refusal(answers.answer, actor=who, text="Me too", **here)[1] == status


def test_an_owner_who_may_not_enter_any_more_answers_no_more(
    before_the_room: Question, plenary: Session, boris: Person
) -> None:
    guest = build.person("Guest")
    role = build.role(guest, plenary, "participant")
    here: dict[str, Any] = {"session": plenary, "question": before_the_room.pk}
    owners.assign(actor=boris, owner=guest.pk, due_on="2099-01-31", **here)
    Role.objects.filter(pk=role.pk).delete()
    assert refusal(answers.answer, actor=guest, text="Yes", **here)[1] == 404


def test_what_waits_is_entrusted_among_the_moderators_and_told_with_its_approval(
    waiting: Question,
    plenary: Session,
    boris: Person,
    dmitri: Person,
    clara: Person,
    replay: Replay,
) -> None:
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": waiting.pk}
    with verify_live(replay, plenary.live_room, [dmitri, boris]):
        owners.assign(owner=dmitri.pk, due_on="2099-01-31", **here)
    assert "question.assigned" not in {e.name for e in heard(dmitri, plenary.live_room)}
    with verify_live(replay, plenary.live_room, [dmitri, boris]):
        judging.approve(**here)
    slices = view(clara, plenary.live_room).slices["room"]
    assert slices["questions"][0]["owner"] == str(dmitri.pk)
    assert str(dmitri.pk) in slices["people"]


@pytest.mark.parametrize(
    ("owner", "due_on", "code", "field"),
    [
        ("nobody", "2099-01-31", "question.owner", "owner"),
        ("eve", "2099-01-31", "question.owner", "owner"),
        ("clara", "", "question.due_on", "due_on"),
        ("clara", "31.01.2099", "question.due_on", "due_on"),
        ("clara", "2020-01-31", "question.due_on", "due_on"),
    ],
)
def test_an_owner_may_enter_and_a_day_is_to_come(
    before_the_room: Question,
    plenary: Session,
    boris: Person,
    clara: Person,
    eve: Person,
    owner: str,
    due_on: str,
    code: str,
    field: str,
) -> None:
    ids = {"nobody": uuid4(), "eve": eve.pk, "clara": clara.pk}
    said: dict[str, Any] = {"session": plenary, "question": before_the_room.pk, "due_on": due_on}
    refused = refusal(owners.assign, actor=boris, owner=ids[owner], **said)
    assert refused == (code, 409, field)
    assert owed(before_the_room) == ("", None)


def test_what_is_answered_is_given_to_nobody(
    before_the_room: Question, plenary: Session, boris: Person
) -> None:
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": before_the_room.pk}
    answers.answer(**here)
    refused = refusal(owners.assign, owner=boris.pk, due_on="2099-01-31", **here)
    assert refused[0] == "question.answered"


def test_who_takes_back_their_own_after_the_end_does_not_come_to_owe_anothers(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, replay: Replay
) -> None:
    """It would be told to the room who asked the hidden one that it was united with."""
    hidden = questions.ask(actor=dmitri, session=plenary, text="Who pays?", naming="hidden")
    other = questions.ask(actor=clara, session=plenary, text="Who?")
    for question in (hidden, other):
        judging.approve(actor=boris, session=plenary, question=question.pk)
    merging.merge(actor=boris, session=plenary, question=other.pk, into=hidden.pk)
    life.end(actor=boris, session=plenary)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        questions.retract(actor=dmitri, session=plenary, question=hidden.pk)
    assert owed(other)[0] == "Boris"
    assert str(dmitri.pk) not in view(clara, plenary.live_room).slices["room"]["people"]
    with pytest.raises(Refused) as refused:
        answers.answer(actor=dmitri, session=plenary, question=other.pk, text="The fund")
    assert refused.value.status == 403


def removed(owner: Person, session: Session, moderator: Person) -> None:
    removals.remove(actor=moderator, session=session, person=owner.pk)


def unregistered(owner: Person, session: Session, moderator: Person) -> None:
    Registration.objects.filter(person=owner).update(state=RegistrationState.WITHDRAWN)


def shut_out(owner: Person, session: Session, moderator: Person) -> None:
    Person.objects.filter(pk=owner.pk).update(is_active=False)


@pytest.mark.parametrize("lost", [removed, unregistered, shut_out])
@pytest.mark.parametrize("is_late", [False, True])
def test_at_the_end_an_owner_who_can_no_longer_answer_counts_as_none(
    before_the_room: Question,
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    lost: Callable[[Person, Session, Person], None],
    *,
    is_late: bool,
) -> None:
    """Also when they lose it after the question was put aside, which is then taken up after the end."""
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": before_the_room.pk}
    owners.assign(owner=dmitri.pk, due_on="2099-01-31", **here)
    if is_late:
        judging.dismiss(**here)
    lost(dmitri, plenary, boris)
    life.end(actor=boris, session=plenary)
    if is_late:
        assert owed(before_the_room)[0] == "Dmitri"
        judging.restore(**here)
    # The day that was promised holds.
    assert owed(before_the_room) == ("Boris", date(2099, 1, 31))


def test_at_the_end_a_day_that_is_over_counts_as_none(
    before_the_room: Question, plenary: Session, clara: Person, boris: Person, hour: Hour
) -> None:
    today = owners.today_in(plenary)
    owners.assign(
        actor=boris,
        session=plenary,
        question=before_the_room.pk,
        owner=clara.pk,
        due_on=today.isoformat(),
    )
    hour.shift(2 * 86400)
    life.end(actor=boris, session=plenary)
    assert owed(before_the_room) == ("Clara", today + timedelta(days=2) + owners.GRACE)


def test_ending_costs_the_same_however_much_is_left(
    forum: Conference, dmitri: Person, boris: Person
) -> None:
    def ending(count: int) -> int:
        session = build.session(forum, title=f"With {count}")
        build.role(boris, session)
        for number in range(count):
            asked = questions.ask(actor=dmitri, session=session, text=f"Question {number}?")
            if number % 2:
                judging.approve(actor=boris, session=session, question=asked.pk)
        with CaptureQueriesContext(connection) as queries_made:
            life.end(actor=boris, session=session)
        return len(queries_made)

    assert ending(3) == ending(12)
