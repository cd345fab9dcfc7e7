"""A circle with a co-chair of each side, and a draft of theirs that both languages tell alike."""

import pytest

from accounts.models import Person
from groups.models import Group, GroupRole
from records.recommendations import adoption, consents, drafts, paragraphs
from records.recommendations.models import Paragraph, Recommendation, Version
from tests import build


@pytest.fixture
def carol(circle: Group) -> Person:
    """Carol co-chairs the circle for the American side, beside Boris."""
    build.programme()
    made = build.person("Carol")
    build.member(made, circle, GroupRole.CHAIR)
    return made


@pytest.fixture
def draft(circle: Group, carol: Person, dmitri: Person) -> Recommendation:
    made = drafts.draft(
        actor=dmitri, group=circle, titles={"en": "Measure the rivers", "ru": "Измерять реки"}
    )
    paragraphs.add(
        actor=dmitri,
        recommendation=made,
        texts={"en": "Volunteers test the water.", "ru": "Добровольцы проверяют воду."},
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def paragraph(draft: Recommendation) -> Paragraph:
    return draft.paragraphs.get()


@pytest.fixture
def adopted(draft: Recommendation, boris: Person, carol: Person) -> Recommendation:
    adopt(draft, boris, carol)
    draft.refresh_from_db()
    return draft


def adopt(draft: Recommendation, boris: Person, carol: Person) -> Version:
    draft.refresh_from_db()
    for chair in (boris, carol):
        consents.consent(actor=chair, recommendation=draft, edition=draft.edition)
    return adoption.adopt(actor=boris, recommendation=draft, edition=draft.edition)
