"""Questions that ask the same: their support counts together, each person once, and parts again."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Person
from conferences.models import Conference
from floor import answers, judging, merging, queries, questions, votes
from floor.models import Naming, Question, QuestionState
from kit.refusals import Refused
from live.testing import Replay, heard, tell_counts, verify_live, view
from sessions.models import Session
from tests import build
from tests.hours import Hour

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generous")]

Ask = Callable[..., Question]


@pytest.fixture
def ask(plenary: Session, boris: Person) -> Ask:
    """Ask something, and let it through unless it shall wait."""

    def make(who: Person, *, waits: bool = False, naming: str = Naming.NAMED) -> Question:
        made = questions.ask(actor=who, session=plenary, text="When?", naming=naming)
        if not waits:
            judging.approve(actor=boris, session=plenary, question=made.pk)
        return made

    return make


@pytest.fixture
def voters(forum: Conference) -> list[Person]:
    people = [build.person(f"Voter {n}") for n in range(3)]
    for person in people:
        build.registration(person, forum)
    return people


def merge(boris: Person, session: Session, question: Question, into: Question) -> Question:
    return merging.merge(actor=boris, session=session, question=question.pk, into=into.pk)


def code(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code, refused.value.field


def shown(person: Person, session: Session) -> list[tuple[str, int, list[str]]]:
    told = view(person, session.live_room).slices["room"]["questions"]
    return [(row["id"], row["upvotes"], row["merged"]) for row in told]


def test_votes_unite_and_each_person_counts_once(
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    voters: list[Person],
    ask: Ask,
    replay: Replay,
    hour: Hour,
) -> None:
    """Clara asked the other one and Dmitri this one: she supports it, he does not count."""
    target, other = ask(dmitri), ask(clara)
    for who, what in (
        (voters[0], target),
        (voters[0], other),
        (voters[1], other),
        (dmitri, other),
        (clara, target),
    ):
        votes.upvote(actor=who, session=plenary, question=what.pk)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris, voters[0]]):
        merge(boris, plenary, other, target)
        hour.shift(1)
        tell_counts()
    assert shown(clara, plenary) == [(str(target.pk), 3, [str(other.pk)])]
    assert queries.upvotes_of([target.pk]) == {target.pk: 3}
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris, voters[0]]):
        merging.split(actor=boris, session=plenary, question=other.pk)
        hour.shift(1)
        tell_counts()
    assert shown(clara, plenary) == [(str(target.pk), 2, []), (str(other.pk), 3, [])]


@pytest.mark.parametrize(("naming", "counted"), [("named", 1), ("hidden", 1)])
def test_who_asked_what_was_united_supports_it(
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    ask: Ask,
    naming: str,
    counted: int,
) -> None:
    target, other = ask(dmitri), ask(clara, waits=True, naming=naming)
    merge(boris, plenary, other, target)
    tell_counts()
    assert shown(dmitri, plenary) == [(str(target.pk), counted, [str(other.pk)])]
    upvote = votes.upvote
    again = code(lambda: upvote(actor=clara, session=plenary, question=target.pk))
    assert again == ("question.already_upvoted", None)
    assert code(lambda: votes.unvote(actor=clara, session=plenary, question=target.pk)) == (
        "question.not_upvoted",
        None,
    )


def test_of_an_unnamed_one_nobody_is_known_to_count(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask
) -> None:
    target = ask(dmitri)
    other = questions.ask_unnamed(actor=clara, session=plenary, text="When, please?")
    merge(boris, plenary, other, target)
    assert queries.upvotes_of([target.pk]) == {}
    votes.upvote(actor=clara, session=plenary, question=target.pk)
    assert queries.upvotes_of([target.pk]) == {target.pk: 1}


def test_into_an_unnamed_one_all_who_asked_count(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask, voters: list[Person]
) -> None:
    target = questions.ask_unnamed(actor=clara, session=plenary, text="When, please?")
    judging.approve(actor=boris, session=plenary, question=target.pk)
    other = ask(dmitri)
    votes.upvote(actor=voters[0], session=plenary, question=other.pk)
    votes.upvote(actor=voters[1], session=plenary, question=target.pk)
    merge(boris, plenary, other, target)
    assert queries.upvotes_of([target.pk]) == {target.pk: 3}


def test_support_of_one_is_support_of_all_and_is_taken_back_from_all(
    plenary: Session,
    dmitri: Person,
    clara: Person,
    boris: Person,
    voters: list[Person],
    ask: Ask,
    replay: Replay,
) -> None:
    target, other = ask(dmitri), ask(clara)
    for question in (target, other):
        votes.upvote(actor=voters[0], session=plenary, question=question.pk)
    merge(boris, plenary, other, target)
    for question in (target, other):
        refused = code(
            lambda asked=question: votes.upvote(  # type: ignore[misc]
                actor=voters[0], session=plenary, question=asked.pk
            )
        )
        assert refused == ("question.already_upvoted", None)
    # A client that has not heard of it yet names the one that was united.
    vote = votes.upvote(actor=voters[1], session=plenary, question=other.pk)
    assert vote.question_id == target.pk
    with verify_live(replay, plenary.live_room, [voters[0], clara]):
        votes.unvote(actor=voters[0], session=plenary, question=other.pk)
    assert view(voters[0], plenary.live_room).slices["me"]["upvoted"] == []
    assert queries.upvotes_of([target.pk]) == {target.pk: 2}


def test_families_join_and_are_never_deeper_than_one_step(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask, replay: Replay
) -> None:
    first, second, third = ask(dmitri), ask(clara), ask(boris, waits=True)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        merge(boris, plenary, third, second)
        merge(boris, plenary, second, first)
        tell_counts()
    members = sorted([str(second.pk), str(third.pk)])
    assert [row[2] for row in shown(clara, plenary)] == [members]
    assert set(
        Question.objects.exclude(merged_into=None).values_list("merged_into", flat=True)
    ) == {first.pk}
    # What is united already follows to where it was united with: no circle comes of it.
    for into in (second, third):
        refused = code(lambda where=into: merge(boris, plenary, first, where))  # type: ignore[misc]
        assert refused == ("question.same", "into")
    late = ask(dmitri)
    assert merge(boris, plenary, late, third).pk == first.pk


def test_what_can_not_be_united(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask
) -> None:
    waits, is_open, answered, aside = ask(dmitri, waits=True), ask(clara), ask(dmitri), ask(clara)
    answers.answer(actor=boris, session=plenary, question=answered.pk)
    judging.dismiss(actor=boris, session=plenary, question=aside.pk)
    refused = {
        "itself": code(lambda: merge(boris, plenary, is_open, is_open)),
        "open into waiting": code(lambda: merge(boris, plenary, is_open, waits)),
        "answered": code(lambda: merge(boris, plenary, answered, is_open)),
        "put aside": code(lambda: merge(boris, plenary, aside, is_open)),
        "into what was put aside": code(lambda: merge(boris, plenary, is_open, aside)),
        "nothing united": code(
            lambda: merging.split(actor=boris, session=plenary, question=is_open.pk)
        ),
    }
    assert refused == {
        "itself": ("question.same", "into"),
        "open into waiting": ("question.waiting", "into"),
        "answered": ("question.answered", None),
        "put aside": ("question.dismissed", None),
        "into what was put aside": ("question.dismissed", "into"),
        "nothing united": ("question.not_merged", None),
    }
    assert not Question.objects.filter(state=QuestionState.MERGED).exists()


def test_only_moderators_unite_and_part(
    plenary: Session, dmitri: Person, clara: Person, eve: Person, boris: Person, ask: Ask
) -> None:
    target, other = ask(dmitri), ask(clara)
    for who, status in ((clara, 403), (eve, 404)):
        for act in (
            lambda who=who: merge(who, plenary, other, target),
            lambda who=who: merging.split(actor=who, session=plenary, question=other.pk),
        ):
            with pytest.raises(Refused) as refused:
                act()  # type: ignore[no-untyped-call]
            assert refused.value.status == status
    with pytest.raises(Refused) as refused:
        merging.merge(actor=boris, session=plenary, question=other.pk, into=uuid4())
    assert refused.value.status == 404


def test_parted_it_is_where_it_was_before(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask, replay: Replay
) -> None:
    target, waited, was_open = ask(dmitri), ask(clara, waits=True), ask(clara)
    for question in (waited, was_open):
        merge(boris, plenary, question, target)
    own = view(clara, plenary.live_room).slices["me"]["questions"]
    assert [(row["state"], row["into"]) for row in own] == [("merged", str(target.pk))] * 2
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        for question in (waited, was_open):
            merging.split(actor=boris, session=plenary, question=question.pk)
    own = view(clara, plenary.live_room).slices["me"]["questions"]
    assert [(row["state"], row["into"]) for row in own] == [("waiting", None), ("approved", None)]
    assert [row[0] for row in shown(dmitri, plenary)] == [str(target.pk), str(was_open.pk)]
    staff = view(boris, plenary.live_room).slices["staff"]
    assert ([row["id"] for row in staff["questions"]], staff["merged"]) == ([str(waited.pk)], [])


def test_when_what_others_were_united_with_is_taken_back_they_are_where_they_were(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask, replay: Replay
) -> None:
    target, waited, was_open = ask(dmitri), ask(clara, waits=True), ask(clara)
    votes.upvote(actor=boris, session=plenary, question=was_open.pk)
    for question in (waited, was_open):
        merge(boris, plenary, question, target)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        questions.retract(actor=dmitri, session=plenary, question=target.pk)
    assert shown(clara, plenary) == [(str(was_open.pk), 1, [])]


def test_what_is_united_with_a_question_shares_its_being_put_aside_and_taken_up_again(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask, replay: Replay
) -> None:
    target, other = ask(dmitri), ask(clara)
    merge(boris, plenary, other, target)
    here: dict[str, Any] = {"actor": boris, "session": plenary, "question": target.pk}

    def own() -> list[tuple[str, str | None, str]]:
        rows = view(clara, plenary.live_room).slices["me"]["questions"]
        return [(row["state"], row["into"], row["reason"]) for row in rows]

    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        judging.dismiss(**here, reason="Dmitri, not again")
    assert own() == [("dismissed", None, "")], "the reason was written to somebody else"
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        judging.restore(**here)
    assert own() == [("merged", str(target.pk), "")]
    judging.dismiss(**here)
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        merging.split(actor=boris, session=plenary, question=other.pk)
    assert own() == [("approved", None, "")]


def test_a_family_that_waits_comes_before_the_room_with_its_support(
    plenary: Session, dmitri: Person, clara: Person, boris: Person, ask: Ask, replay: Replay
) -> None:
    target, other = ask(dmitri, waits=True), ask(clara, waits=True)
    merge(boris, plenary, other, target)
    told = [event.name for event in heard(clara, plenary.live_room) if event.seq]
    assert "question.counted" not in told, "the room hears nothing of what waits"
    assert "question.merged" not in told
    with verify_live(replay, plenary.live_room, [dmitri, clara, boris]):
        judging.approve(actor=boris, session=plenary, question=target.pk)
    assert shown(clara, plenary) == [(str(target.pk), 1, [str(other.pk)])]


def test_put_aside_and_taken_up_again_it_has_the_support_it_had(
    plenary: Session,
    dmitri: Person,
    boris: Person,
    voters: list[Person],
    ask: Ask,
    replay: Replay,
    hour: Hour,
) -> None:
    question = ask(dmitri)
    for voter in voters:
        votes.upvote(actor=voter, session=plenary, question=question.pk)
    with verify_live(replay, plenary.live_room, [dmitri, boris, voters[0]]):
        judging.dismiss(actor=boris, session=plenary, question=question.pk)
        hour.shift(1)
        tell_counts()
    with verify_live(replay, plenary.live_room, [dmitri, boris, voters[0]]):
        judging.restore(actor=boris, session=plenary, question=question.pk)
    assert shown(dmitri, plenary) == [(str(question.pk), 3, [])]
