"""Drafting: who may, from what, in both languages, and nothing that was written is lost."""

from datetime import timedelta

import pytest

from accounts.models import Person
from floor.models import Question, QuestionState
from groups.models import Group
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from records.decisions.models import Decision
from records.models import Record
from records.recommendations import drafts, origins, paragraphs
from records.recommendations.models import Origin, Paragraph, Recommendation, Revision
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(circle: Group) -> Session:
    made = build.session(circle, state=State.ENDED)
    Record.objects.create(session=made, made_at=clock.now())
    return made


@pytest.fixture
def decision(ended: Session, boris: Person) -> Decision:
    return Decision.objects.create(
        number=7,
        session=ended,
        text_en="We test the water.",
        text_ru="Мы проверяем воду.",
        translation_state="translated",
        taken_at=clock.now(),
        seq=12,
        by=boris,
    )


@pytest.fixture
def question(ended: Session, dmitri: Person) -> Question:
    return Question.objects.create(
        session=ended,
        person=dmitri,
        text="Кто проверяет воду?",
        lang="ru",
        state=QuestionState.OPEN,
        asked_at=clock.now(),
        approved_seq=5,
    )


def test_members_and_rapporteurs_draft_and_nobody_else(
    circle: Group, boris: Person, dmitri: Person, ada: Person, eve: Person, clara: Person
) -> None:
    meeting = build.session(circle)
    build.role(clara, meeting, "rapporteur")
    for place, person in enumerate((boris, dmitri, clara), start=1):
        made = drafts.draft(actor=person, group=circle, titles={"en": "Rivers"})
        assert (made.number, made.drafted_by, made.standing) == (place, person, "draft")
    for person in (ada, eve):
        with pytest.raises(NotHere):
            drafts.draft(actor=person, group=circle, titles={"en": "Rivers"})


def test_a_draft_without_a_title_is_refused(circle: Group, dmitri: Person) -> None:
    with pytest.raises(Refused) as refused:
        drafts.draft(actor=dmitri, group=circle, titles={"en": " \u200b ", "ru": ""})
    assert (refused.value.code, refused.value.field) == ("text.empty", "title_en")


@pytest.mark.parametrize("named", ["7", "D7", " д7 "])
def test_a_decision_becomes_the_first_paragraph_with_its_origin(
    circle: Group, dmitri: Person, decision: Decision, named: str
) -> None:
    made = drafts.draft(actor=dmitri, group=circle, titles={"en": "Rivers"}, named=named)
    first = made.paragraphs.get()
    assert (first.text_en, first.text_ru) == ("We test the water.", "Мы проверяем воду.")
    assert first.translation_state == "translated"
    origin = first.origins.get()
    assert (origin.kind, origin.decision, origin.subject) == ("decision", decision, decision.pk)
    assert (origin.session, origin.seq) == (decision.session, 12)


def test_a_question_becomes_the_first_paragraph_with_its_origin(
    circle: Group, dmitri: Person, question: Question
) -> None:
    link = f"https://programme.example/s/{question.session_id}/record/#q{question.pk}"
    made = drafts.draft(actor=dmitri, group=circle, titles={"en": "Rivers"}, named=link)
    first = made.paragraphs.get()
    assert (first.text_en, first.text_ru) == ("", "Кто проверяет воду?")
    assert (first.source_language, first.translation_state) == ("ru", "missing")
    origin = first.origins.get()
    assert (origin.kind, origin.subject, origin.seq) == ("question", question.pk, 5)


def test_what_one_may_not_read_is_no_origin(
    paragraph: Paragraph, dmitri: Person, decision: Decision, question: Question
) -> None:
    elsewhere = build.session(build.group("youth"), state=State.ENDED)
    Record.objects.create(session=elsewhere, made_at=clock.now())
    Decision.objects.update(session=elsewhere)
    Question.objects.update(session=elsewhere)
    for named in ("D7", "D8", str(question.pk), "the river", ""):
        with pytest.raises(Refused) as refused:
            origins.attach(actor=dmitri, paragraph=paragraph, named=named)
        assert refused.value.code == "origin.unknown"
    assert not Origin.objects.exists()


def test_a_question_that_only_moderators_see_is_no_origin(
    paragraph: Paragraph, dmitri: Person, question: Question
) -> None:
    Question.objects.update(state=QuestionState.WAITING)
    with pytest.raises(Refused) as refused:
        origins.attach(actor=dmitri, paragraph=paragraph, named=str(question.pk))
    assert refused.value.code == "origin.unknown"


def test_an_origin_is_attached_once_and_detached(
    paragraph: Paragraph, dmitri: Person, decision: Decision
) -> None:
    made = origins.attach(actor=dmitri, paragraph=paragraph, named="D7")
    assert origins.attach(actor=dmitri, paragraph=paragraph, named="7") == made
    origins.detach(actor=dmitri, origin=made)
    assert not paragraph.origins.exists()


def test_an_origin_of_an_adopted_version_stays(
    adopted: Recommendation, boris: Person, decision: Decision
) -> None:
    row = adopted.paragraphs.get()
    version = adopted.versions.get()
    before = version.adopted_at - timedelta(minutes=1)
    old = Origin.objects.create(
        paragraph=row, decision=decision, kind="decision", subject=decision.pk, attached_at=before
    )
    drafts.begin_version(actor=boris, recommendation=adopted)
    with pytest.raises(Refused) as refused:
        origins.detach(actor=boris, origin=old)
    assert refused.value.code == "origin.adopted"
    assert list(origins.of_adopted(version.paragraphs.get())) == [old]
    Origin.objects.update(attached_at=version.adopted_at + timedelta(minutes=1))
    assert list(origins.of_adopted(version.paragraphs.get())) == []


def test_editing_one_language_makes_the_other_stale_whichever_it_is(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person
) -> None:
    edited = paragraphs.edit(
        actor=dmitri, paragraph=paragraph, texts={"ru": "Воду проверяют все."}, edition=1
    )
    assert (edited.source_language, edited.translation_state) == ("ru", "stale")
    edited = paragraphs.edit(
        actor=dmitri, paragraph=paragraph, texts={"en": "Everybody tests it."}, edition=2
    )
    assert (edited.source_language, edited.translation_state) == ("ru", "translated")
    edited = paragraphs.edit(
        actor=dmitri, paragraph=paragraph, texts={"ru": "Её проверяют."}, edition=3
    )
    assert edited.translation_state == "stale"
    paragraphs.confirm(actor=dmitri, paragraph=paragraph)
    paragraph.refresh_from_db()
    assert (paragraph.translation_state, paragraph.edition) == ("translated", 4)


def test_both_languages_written_at_once_agree(paragraph: Paragraph, dmitri: Person) -> None:
    texts = {"en": "All test it.", "ru": "Проверяют все."}
    edited = paragraphs.edit(actor=dmitri, paragraph=paragraph, texts=texts, edition=1)
    assert edited.translation_state == "translated"


def test_a_language_that_is_emptied_is_missing(paragraph: Paragraph, dmitri: Person) -> None:
    edited = paragraphs.edit(actor=dmitri, paragraph=paragraph, texts={"en": ""}, edition=1)
    assert (edited.source_language, edited.translation_state) == ("ru", "missing")
    with pytest.raises(Refused) as refused:
        paragraphs.edit(actor=dmitri, paragraph=paragraph, texts={"ru": " "}, edition=2)
    assert refused.value.code == "text.empty"


def test_each_edit_is_kept_and_counted(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person
) -> None:
    before = draft.edition
    paragraphs.edit(actor=dmitri, paragraph=paragraph, texts={"en": "All test it."}, edition=1)
    paragraphs.edit_title(
        actor=dmitri, recommendation=draft, texts={"en": "Measure all rivers"}, edition=1
    )
    draft.refresh_from_db()
    assert (draft.edition, draft.title_edition) == (before + 2, 2)
    last = Revision.objects.order_by("-edition")[:2]
    assert [(row.paragraph, row.language, row.was, row.now, row.by) for row in last] == [
        (None, "en", "Measure the rivers", "Measure all rivers", dmitri),
        (paragraph, "en", "Volunteers test the water.", "All test it.", dmitri),
    ]
    paragraphs.edit(actor=dmitri, paragraph=paragraph, texts={"en": "All test it."}, edition=2)
    draft.refresh_from_db()
    assert draft.edition == before + 2


def test_who_saves_over_a_newer_text_is_told(paragraph: Paragraph, dmitri: Person) -> None:
    paragraphs.edit(actor=dmitri, paragraph=paragraph, texts={"en": "All test it."}, edition=1)
    with pytest.raises(Refused) as refused:
        paragraphs.edit(actor=dmitri, paragraph=paragraph, texts={"en": "I do."}, edition=1)
    assert refused.value.code == "recommendation.clash"


def test_paragraphs_move_and_go(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person
) -> None:
    second = paragraphs.add(actor=dmitri, recommendation=draft, texts={"en": "Second"})
    third = paragraphs.add(actor=dmitri, recommendation=draft, texts={"en": "Third"})

    def order() -> list[tuple[int, Paragraph]]:
        rows = draft.paragraphs.filter(removed_at=None)
        return [(row.position, row) for row in rows]

    paragraphs.move(actor=dmitri, paragraph=third, by=-1)
    paragraphs.move(actor=dmitri, paragraph=paragraph, by=-1)
    assert order() == [(1, paragraph), (2, third), (3, second)]
    paragraphs.take_out(actor=dmitri, paragraph=third)
    assert order() == [(1, paragraph), (2, second)]
    gone = Revision.objects.get(paragraph=third, now="")
    assert gone.was == "Third"
    with pytest.raises(Refused) as refused:
        paragraphs.edit(actor=dmitri, paragraph=third, texts={"en": "Back"}, edition=1)
    assert refused.value.code == "paragraph.gone"


def test_strangers_do_not_find_a_draft_and_readers_do_not_write_it(
    draft: Recommendation,
    paragraph: Paragraph,
    boris: Person,
    clara: Person,
    eve: Person,
    ada: Person,
) -> None:
    drafts.open_discussion(actor=boris, recommendation=draft, is_open=True)
    build.registration(clara, build.conference())
    for person, expected in ((eve, NotHere), (clara, Forbidden), (ada, Forbidden)):
        with pytest.raises(expected):
            paragraphs.edit(actor=person, paragraph=paragraph, texts={"en": "Mine"}, edition=1)


def test_hostile_text_is_bounded_and_loses_what_turns_its_neighbours(
    draft: Recommendation, dmitri: Person
) -> None:
    made = paragraphs.add(
        actor=dmitri, recommendation=draft, texts={"en": "\u202e<script>alert(1)</script>\x00"}
    )
    assert made.text_en == "<script>alert(1)</script>"
    with pytest.raises(Refused) as refused:
        paragraphs.add(actor=dmitri, recommendation=draft, texts={"en": "x" * 8001})
    assert (refused.value.code, refused.value.field) == ("paragraph.too_long", "text_en")
