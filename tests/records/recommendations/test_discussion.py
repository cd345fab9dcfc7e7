"""What others say of a draft: comments, amendments, and organisations that stand behind it."""

from typing import Any

import pytest

from accounts.deeds import AuditEntry
from accounts.models import Letter, Person
from kit.refusals import Forbidden, NotHere, Refused
from records.recommendations import (
    amendments,
    discussion,
    drafts,
    endorsements,
    paragraphs,
    working,
)
from records.recommendations.models import Paragraph, Recommendation
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara_outside(clara: Person) -> Person:
    build.member(clara, build.group("youth"))
    return clara


def test_delegates_comment_only_while_it_is_open(
    draft: Recommendation, boris: Person, dmitri: Person, clara_outside: Person, eve: Person
) -> None:
    said: dict[str, Any] = {"recommendation": draft, "text": "Which rivers?"}
    discussion.comment(actor=dmitri, **said)
    with pytest.raises(NotHere):
        discussion.comment(actor=clara_outside, **said)
    with pytest.raises(Forbidden):
        drafts.open_discussion(actor=dmitri, recommendation=draft, is_open=True)
    drafts.open_discussion(actor=boris, recommendation=draft, is_open=True)
    discussion.comment(actor=clara_outside, **said)
    with pytest.raises(NotHere):
        discussion.comment(actor=eve, **said)
    drafts.open_discussion(actor=boris, recommendation=draft, is_open=False)
    with pytest.raises(NotHere):
        discussion.comment(actor=clara_outside, **said)


def test_a_comment_taken_back_leaves_its_place(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person, ada: Person
) -> None:
    made = discussion.comment(
        actor=dmitri, recommendation=draft, paragraph=paragraph, text="Какие реки?"
    )
    assert made.lang == "ru"
    with pytest.raises(Forbidden):
        discussion.retract(actor=ada, comment=made)
    discussion.retract(actor=dmitri, comment=made)
    made.refresh_from_db()
    assert (made.text, made.withdrawn_at is None) == ("", False)
    assert not AuditEntry.objects.filter(act="recommendation.remove_comment").exists()
    second = discussion.comment(actor=dmitri, recommendation=draft, text="Rivers!")
    discussion.retract(actor=boris, comment=second)
    assert AuditEntry.objects.filter(act="recommendation.remove_comment").count() == 1


@pytest.mark.parametrize(("text", "code"), [(" \u200b", "empty"), ("x" * 4001, "too_long")])
def test_a_comment_says_something_and_ends(
    draft: Recommendation, dmitri: Person, text: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        discussion.comment(actor=dmitri, recommendation=draft, text=text)
    assert (refused.value.code, refused.value.field) == (f"comment.{code}", "text")


def test_an_amendment_taken_writes_the_text_and_tells_its_proposer(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    made = amendments.propose(
        actor=dmitri, recommendation=draft, paragraph=paragraph, language="en", text="All test."
    )
    with pytest.raises(Forbidden):
        amendments.take(actor=dmitri, amendment=made)
    amendments.take(actor=boris, amendment=made)
    paragraph.refresh_from_db()
    assert (paragraph.text_en, paragraph.translation_state) == ("All test.", "stale")
    assert paragraph.revisions.filter(was="Volunteers test the water.", by=boris).count() == 1
    letter = Letter.objects.get(person=dmitri)
    assert letter.subject == f"Your amendment to R{draft.number} was taken"
    assert "All test." in letter.body
    with pytest.raises(Refused) as refused:
        amendments.refuse(actor=boris, amendment=made, reason="Too late")
    assert refused.value.code == "amendment.decided"


def test_an_amendment_is_refused_with_a_reason_in_the_proposers_language(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    Person.objects.filter(pk=dmitri.pk).update(language="ru")
    made = amendments.propose(
        actor=dmitri, recommendation=draft, paragraph=paragraph, language="en", text=""
    )
    with pytest.raises(Refused) as refused:
        amendments.refuse(actor=boris, amendment=made, reason=" ")
    assert (refused.value.code, refused.value.field) == ("amendment.no_reason", "reason")
    amendments.refuse(actor=boris, amendment=made, reason="We need it")
    letter = Letter.objects.get(person=dmitri)
    assert letter.subject == f"Ваша поправка к R{draft.number} отклонена"
    assert "We need it" in letter.body
    assert AuditEntry.objects.get(act="amendment.refuse").reason == "We need it"


def test_amendments_add_and_take_out_paragraphs(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    new = amendments.propose(
        actor=dmitri, recommendation=draft, language="ru", text="И озёра тоже."
    )
    out = amendments.propose(
        actor=dmitri, recommendation=draft, paragraph=paragraph, language="en", text=""
    )
    amendments.take(actor=boris, amendment=new)
    amendments.take(actor=boris, amendment=out)
    left = draft.paragraphs.get(removed_at=None)
    assert (left.position, left.text_ru, left.translation_state) == (1, "И озёра тоже.", "missing")


def test_an_amendment_beside_a_newer_text_is_a_clash(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    made = amendments.propose(
        actor=dmitri, recommendation=draft, paragraph=paragraph, language="en", text="All test."
    )
    paragraphs.edit(actor=boris, paragraph=paragraph, texts={"en": "Some test."}, edition=1)
    with pytest.raises(Refused) as refused:
        amendments.take(actor=boris, amendment=made, edition=1)
    assert refused.value.code == "recommendation.clash"
    amendments.take(actor=boris, amendment=made, edition=2)
    paragraph.refresh_from_db()
    assert paragraph.text_en == "All test."


def test_an_amendment_to_a_paragraph_that_went_can_still_be_refused(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    made = amendments.propose(
        actor=dmitri, recommendation=draft, paragraph=paragraph, language="en", text="All test."
    )
    paragraphs.take_out(actor=boris, paragraph=paragraph)
    with pytest.raises(Refused) as refused:
        amendments.take(actor=boris, amendment=made)
    assert refused.value.code == "paragraph.gone"
    assert [each.amendment for each in working.draft(draft, boris).new] == [made]
    amendments.refuse(actor=boris, amendment=made, reason="Its paragraph went")


def test_a_proposer_takes_their_amendment_back_and_nobody_elses(
    draft: Recommendation, dmitri: Person, boris: Person
) -> None:
    made = amendments.propose(actor=dmitri, recommendation=draft, language="en", text="Lakes too.")
    with pytest.raises(Forbidden):
        amendments.withdraw(actor=boris, amendment=made)
    amendments.withdraw(actor=dmitri, amendment=made)
    made.refresh_from_db()
    assert made.state == "withdrawn"
    assert not Letter.objects.exists()


def test_only_a_delegate_speaks_for_an_organisation(
    draft: Recommendation, dmitri: Person, boris: Person
) -> None:
    house = build.organisation("Civic Watch")
    with pytest.raises(Refused) as refused:
        endorsements.endorse(
            actor=dmitri, recommendation=draft, organisation=house, edition=draft.edition
        )
    assert (refused.value.code, refused.value.status) == ("endorsement.not_delegate", 403)
    dmitri.memberships.update(organisation=house)
    made = endorsements.endorse(
        actor=dmitri, recommendation=draft, organisation=house, edition=draft.edition
    )
    again = endorsements.endorse(
        actor=dmitri, recommendation=draft, organisation=house, edition=draft.edition
    )
    assert (again, made.edition) == (made, draft.edition)
    endorsements.withdraw(actor=dmitri, recommendation=draft, organisation=house)
    assert not endorsements.standing(draft).exists()


def test_an_edit_after_an_endorsement_is_told_once(
    draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    house = build.organisation("Civic Watch")
    dmitri.memberships.update(organisation=house)
    given: dict[str, Any] = {"actor": dmitri, "recommendation": draft, "organisation": house}
    endorsements.endorse(**given, edition=draft.edition)
    for edition, text in enumerate(("One.", "Two."), start=1):
        paragraphs.edit(actor=boris, paragraph=paragraph, texts={"en": text}, edition=edition)
    letter = Letter.objects.get(person=dmitri)
    assert letter.subject == f"R{draft.number} was edited after you endorsed it"
    draft.refresh_from_db()
    with pytest.raises(Refused):
        endorsements.endorse(**given, edition=draft.edition - 1)
    renewed = endorsements.endorse(**given, edition=draft.edition)
    assert renewed.edition == draft.edition
    paragraphs.edit(actor=boris, paragraph=paragraph, texts={"en": "Three."}, edition=3)
    assert Letter.objects.filter(person=dmitri).count() == 2
