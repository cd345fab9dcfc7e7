"""Builders: an adopted recommendation with what it comes from, and a delivery of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from accounts.models import Person
from floor.models import Question, QuestionState
from groups.models import Group
from kit.bilingual import TranslationState
from live import clock
from records.decisions.models import Decision, Source
from records.deliveries import deliveries
from records.deliveries.deliveries import Facts, Office
from records.deliveries.models import Delivery
from records.recommendations.models import (
    AdoptedParagraph,
    Origin,
    Paragraph,
    Recommendation,
    Standing,
    Version,
)
from sessions.models import Session

MINISTRY = Office(
    office_en="Ministry of Public Contracts",
    office_ru="Министерство государственных контрактов",
    post_en="Minister",
    post_ru="Министр",
    country="RU",
)


def adopted(
    group: Group | None, *texts: str, number: int = 4, title: str = "Protect those who report"
) -> Version:
    """Return a version in both languages, adopted a month ago, with a paragraph for each text."""
    month_ago = clock.now() - timedelta(days=30)
    both = {"source_language": "en", "translation_state": TranslationState.TRANSLATED}
    found = Recommendation.objects.create(
        number=number,
        group=group,
        title_en=title,
        title_ru=f"{title} (ru)",
        standing=Standing.ADOPTED,
        drafted_at=month_ago,
        **both,
    )
    version = Version.objects.create(
        recommendation=found,
        number=1,
        title_en=found.title_en,
        title_ru=found.title_ru,
        adopted_at=month_ago,
        consents=[{"side": "us"}, {"side": "ru"}],
        digest="0" * 64,
        **both,
    )
    for place, text in enumerate(texts or ("Whoever reports is safe.",), start=1):
        said = {"text_en": text, "text_ru": f"{text} (ru)", **both}
        draft = Paragraph.objects.create(recommendation=found, position=place, **said)
        AdoptedParagraph.objects.create(version=version, paragraph=draft, number=place, **said)
    return version


def decision(session: Session, by: Person, *, number: int = 7, seq: int = 0) -> Decision:
    """Return a decision of a session, with its quorum."""
    return Decision.objects.create(
        number=number,
        session=session,
        text_en="Registers are opened",
        text_ru="Реестры открываются",
        translation_state=TranslationState.TRANSLATED,
        taken_at=session.started_at or clock.now(),
        seq=seq,
        by=by,
        is_quorate=True,
        quorum_rule={
            "each_side": 2,
            "percent": 0,
            "present": 16,
            "members": 30,
            "sides": [
                {"name_en": "US", "name_ru": "США", "present": 14, "members": 20},
                {"name_en": "RU", "name_ru": "РФ", "present": 2, "members": 10},
            ],
        },
    )


def question(session: Session, text: str = "Who is safe?", *, seq: int = 0) -> Question:
    """Return a question of a session that came before the room."""
    return Question.objects.create(
        session=session,
        naming="unnamed",
        text=text,
        lang="en",
        state=QuestionState.ANSWERED,
        asked_at=clock.now(),
        approved_seq=seq,
    )


def rests_on(version: Version, number: int, *, on: Decision | Question, seq: int = 0) -> None:
    """Say that a paragraph comes from a decision, or from a question."""
    draft = version.paragraphs.get(number=number).paragraph
    assert draft is not None
    # An origin stands from before the adoption on.
    if isinstance(on, Decision):
        row = {
            "kind": "decision",
            "decision": on,
            "session": on.session,
            "subject": on.pk,
        }
    else:
        row = {"kind": "question", "session": on.session, "subject": on.pk, "seq": seq}
    Origin.objects.create(paragraph=draft, attached_at=version.adopted_at, **row)


def because_of(found: Decision, subject: UUID, *, seq: int) -> None:
    """Say that a decision rests on a question."""
    Source.objects.create(decision=found, kind="question", subject=subject, seq=seq)


def today() -> date:
    return datetime.now(UTC).date()


def facts(**changes: object) -> Facts:
    """Return what is said of a delivery of ten days ago."""
    said: dict[str, object] = {
        "addressee": MINISTRY,
        "channel": "post",
        "delivered_on": today() - timedelta(days=10),
        "due_on": today() + timedelta(days=20),
        "contact": "post@ministry.example",
    }
    return Facts(**(said | changes))  # type: ignore[arg-type]


def delivered(version: Version, by: Person, **changes: object) -> Delivery:
    """Return a delivery of the English text, recorded by the verb."""
    return deliveries.record(actor=by, version=version, language="en", facts=facts(**changes))
