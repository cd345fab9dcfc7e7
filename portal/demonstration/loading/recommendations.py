"""Drafting, discussing and adopting the demonstration's recommendations, by the verbs that everyone uses.

The first was adopted at the Moscow conference, from what was asked and decided there; the others are worked on in the days before loading.
Nobody gets mail of what is so long ago.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from accounts import letters
from accounts.models import Person
from floor.models import Question
from groups.models import Group
from live import clock
from portal.demonstration import moscow_2011
from portal.demonstration import recommendations as facts
from portal.demonstration.agendas import ASKED
from portal.demonstration.decided import DECIDED
from portal.demonstration.facts import Words, key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count
from portal.demonstration.people import address, chairs
from portal.demonstration.recommendations import Proposed, Root
from records.decisions.models import Decision
from records.recommendations import (
    adoption,
    amendments,
    consents,
    discussion,
    drafts,
    endorsements,
    origins,
    paragraphs,
)
from records.recommendations.models import Recommendation

_ADOPTED = datetime(2011, 11, 15, 12, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_ANTI_CORRUPTION, _PUBLIC_HEALTH = 0, 9


def play(cast: Cast, now: datetime, count: Count) -> None:
    """Have the groups recommend what they do; what is there is left alone."""
    first, health = (_group(place) for place in (_ANTI_CORRUPTION, _PUBLIC_HEALTH))
    if not Recommendation.objects.filter(group__in=(first, health)).exists():
        with _unmailed():
            _adopted(cast, first)
            _discussed(cast, first, now - 6 * DAY)
            _stale(cast, first, now - 4 * DAY)
            _begun(cast, health, now - 2 * DAY)
        count.created += 4
    count.there["recommendations"] += 4


def _adopted(cast: Cast, group: Group) -> None:
    us, ru = _chairs(cast, _ANTI_CORRUPTION)
    with clock.telling(_ADOPTED - DAY):
        made = _drafted(us, group, facts.REGISTERS)
    with clock.telling(_ADOPTED - 2 * HOUR):
        discussion.comment(
            actor=cast[address(23)],
            recommendation=made,
            text="Ten days is what our city does already. It works.",
        )
        for number in (23, 24, 45, 46):
            _endorse(cast[address(number)], made)
    for minutes, chair in ((20, us), (10, ru)):
        with clock.telling(_ADOPTED - timedelta(minutes=minutes)):
            consents.consent(actor=chair, recommendation=made, edition=made.edition)
    with clock.telling(_ADOPTED):
        adoption.adopt(actor=ru, recommendation=made, edition=made.edition)


def _discussed(cast: Cast, group: Group, at: datetime) -> None:
    us, ru = _chairs(cast, _ANTI_CORRUPTION)
    with clock.telling(at):
        made = _drafted(ru, group, facts.PROTECTION)
    rows = list(made.paragraphs.all())
    with clock.telling(at + HOUR):
        drafts.open_discussion(actor=us, recommendation=made, is_open=True)
    for place, (number, about, text) in enumerate(facts.COMMENTS, start=2):
        with clock.telling(at + place * HOUR):
            discussion.comment(
                actor=cast[address(number)],
                recommendation=made,
                paragraph=None if about is None else rows[about],
                text=text,
            )
    for place, (number, about, language, text, grounds) in enumerate(facts.AMENDMENTS, start=6):
        with clock.telling(at + place * HOUR):
            amendments.propose(
                actor=cast[address(number)],
                recommendation=made,
                paragraph=rows[about],
                language=language,
                text=text,
                grounds=grounds,
            )
    number, language, text, grounds, reason = facts.REFUSED
    with clock.telling(at + 9 * HOUR):
        turned = amendments.propose(
            actor=cast[address(number)],
            recommendation=made,
            language=language,
            text=text,
            grounds=grounds,
        )
    with clock.telling(at + DAY):
        amendments.refuse(actor=us, amendment=turned, reason=reason)
        _endorse(cast[address(24)], made)


def _stale(cast: Cast, group: Group, at: datetime) -> None:
    us, _ru = _chairs(cast, _ANTI_CORRUPTION)
    with clock.telling(at):
        made = _drafted(us, group, facts.LESSONS)
        _endorse(cast[address(45)], made)
    with clock.telling(at + DAY):
        paragraphs.edit(
            actor=us,
            paragraph=made.paragraphs.get(),
            texts={"en": facts.LESSONS_NOW},
            edition=1,
        )


def _begun(cast: Cast, group: Group, at: datetime) -> None:
    with clock.telling(at):
        _drafted(_chairs(cast, _PUBLIC_HEALTH)[0], group, facts.CARERS)


def _drafted(actor: Person, group: Group, proposed: Proposed) -> Recommendation:
    made = drafts.draft(actor=actor, group=group, titles=_texts(proposed.title))
    for words in proposed.paragraphs:
        paragraphs.add(actor=actor, recommendation=made, texts=_texts(words))
    made.refresh_from_db()
    rows = list(made.paragraphs.all())
    for root in proposed.roots:
        origins.attach(actor=actor, paragraph=rows[root.paragraph], named=_named(root))
    return made


def _named(root: Root) -> str:
    """Return what a member would type to name where a paragraph comes from."""
    session = key("session", f"{moscow_2011.SLUG}:{facts.ORIGIN}")
    if root.decision is not None:
        text = DECIDED[facts.ORIGIN][root.decision].text.en
        return f"D{Decision.objects.get(session=session, text_en=text).number}"
    text = ASKED[facts.ORIGIN][root.question or 0].text
    return str(Question.objects.get(session=session, text=text).pk)


def _endorse(person: Person, recommendation: Recommendation) -> None:
    for house in endorsements.speaks_for(person):
        endorsements.endorse(
            actor=person,
            recommendation=recommendation,
            organisation=house,
            edition=recommendation.edition,
        )


@contextmanager
def _unmailed() -> Iterator[None]:
    yield
    made = Recommendation.objects.values_list("pk", flat=True)
    letters.drop([f"recommendation:{pk}" for pk in made])


def _chairs(cast: Cast, place: int) -> tuple[Person, Person]:
    us, ru = chairs(place)
    return cast[us], cast[ru]


def _group(place: int) -> Group:
    return Group.objects.get(pk=key("group", THEMES[place].slug))


def _texts(words: Words) -> dict[str, str]:
    return {"en": words.en, "ru": words.ru}
