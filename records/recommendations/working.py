"""A draft as those see it who work on it: paragraphs with all that hangs on them, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import Organisation, Person
from accounts.people import Shown, shown
from floor.models import Question
from kit.bilingual import CODES, Text, said
from kit.refusals import Refused
from kit.rules import allows
from records import queries as record_queries
from records.questions import ON_RECORD
from records.recommendations import adoption, consents, endorsements
from records.recommendations.consents import Seat
from records.recommendations.differences import Piece, words
from records.recommendations.models import (
    Amendment,
    AmendmentState,
    Comment,
    Endorsement,
    Origin,
    Paragraph,
    Purpose,
    Recommendation,
    Standing,
    Version,
)
from records.recommendations.speakers import speaker
from sessions.queries import Reader

# Of many comments on a paragraph the page shows the last ones; all of them have a page of their own.
LAST_COMMENTS = 3


@dataclass(frozen=True, slots=True)
class Language:
    """A text in one language, and how it stands towards the other: original, translated, stale, missing."""

    code: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A comment with who said it as they wish to be seen; one that was taken back says nothing."""

    comment: Comment
    who: Shown
    may_retract: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amendment beside the wording that it would change."""

    amendment: Amendment
    who: Shown
    number: int | None
    pieces: list[Piece]
    is_clash: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """What a paragraph comes from; `session` is None for who may not read its record."""

    origin: Origin
    text: Text | None
    is_readable: bool
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Working:
    """A paragraph of the draft with what hangs on it."""

    paragraph: Paragraph
    languages: list[Language]
    origins: list[Rest]
    comments: list[Spoken]
    count: int
    proposals: list[Proposal]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Backing:
    """An organisation that stands behind the draft, and whether it has seen the present wording."""

    endorsement: Endorsement
    name: Text
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chair:
    """A side's seat as the page shows it: its name, who said yes and may be named, whether it is one's own."""

    name: Text
    seat: Seat
    who: Shown | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole working page."""

    recommendation: Recommendation
    titles: list[Language]
    paragraphs: list[Working]
    whole: list[Spoken]
    whole_count: int
    new: list[Proposal]
    backings: list[Backing]
    own: list[tuple[Organisation, Endorsement | None]]
    chairs: list[Chair]
    withdrawing: list[Chair]
    obstacles: list[Refused]
    versions: list[Version]
    is_draft: bool
    may_edit: bool
    may_decide: bool
    has_agreed: bool


def draft(recommendation: Recommendation, person: Person) -> Draft:
    """Return the working page of a recommendation for a person who may see its draft."""
    is_draft = recommendation.standing == Standing.DRAFT
    may_decide = allows("recommendations.decide", person, recommendation)
    rows = list(recommendation.paragraphs.filter(removed_at=None))
    around = _Around.of(recommendation, rows, person, may_decide=may_decide)
    backings = list(endorsements.standing(recommendation))
    chairs = _chairs(recommendation, person, Purpose.ADOPT) if is_draft else []
    return Draft(
        recommendation=recommendation,
        titles=languages(recommendation, "title"),
        paragraphs=[around.working(row, len(rows)) for row in rows],
        whole=around.comments[None],
        whole_count=around.counts[None],
        new=around.proposals[None],
        backings=[_backing(row, recommendation) for row in backings],
        own=_own(person, backings) if is_draft else [],
        chairs=chairs,
        withdrawing=_chairs(recommendation, person, Purpose.WITHDRAW) if may_decide else [],
        obstacles=adoption.obstacles(recommendation) if is_draft and may_decide else [],
        versions=list(recommendation.versions.order_by("-number")),
        is_draft=is_draft,
        may_edit=is_draft and allows("recommendations.edit", person, recommendation),
        may_decide=may_decide,
        has_agreed=any(
            chair.seat.consent is not None and chair.seat.consent.person_id == person.pk
            for chair in chairs
        ),
    )


def languages(row: Paragraph | Recommendation, field: str) -> list[Language]:
    """Return a text in both languages, in their order, each with its state."""
    found = []
    for code in CODES:
        text: str = getattr(row, f"{field}_{code}")
        state = "original" if code == row.source_language else row.translation_state
        found.append(Language(code, text, state if text else "missing"))
    return found


def wording_at(paragraph: Paragraph, edition: int, language: str) -> str:
    """Return what a paragraph said in one language at an edition of its own."""
    editions: list[int] = []
    text = ""
    for row in paragraph.revisions.order_by("edition", "id"):
        if not editions or editions[-1] != row.edition:
            editions.append(row.edition)
        if len(editions) > edition:
            break
        if row.language == language:
            text = row.now
    return text


def proposal(amendment: Amendment, person: Person) -> Proposal:
    """Return an amendment beside the present wording; its paragraph and person are fetched along."""
    about = amendment.paragraph
    is_open = amendment.state == AmendmentState.OPEN
    before = getattr(about, f"text_{amendment.language}") if about else ""
    if about is not None and not is_open:
        # What was decided stands beside what it was written against.
        before = wording_at(about, amendment.edition, amendment.language)
    return _proposal(amendment, before, person)


def spoken(rows: Iterable[Comment], person: Person, *, may_decide: bool) -> list[Spoken]:
    """Return comments with who said them; people and organisations are fetched along."""
    return [
        Spoken(
            row,
            speaker(row),
            row.withdrawn_at is None and (may_decide or row.person_id == person.pk),
        )
        for row in rows
    ]


def rests(origins: Iterable[Origin], reader: Reader) -> list[Rest]:
    """Return what paragraphs come from, with the way to the record for who may read it."""
    rows = list(origins)
    sessions = {row.session_id for row in rows if row.session_id}
    readable = set(
        record_queries.told_to(reader).filter(pk__in=sessions).values_list("pk", flat=True)
    )
    asked = {row.subject for row in rows if row.decision_id is None and row.session_id in readable}
    questions = Question.objects.filter(state__in=ON_RECORD).in_bulk(asked)
    return [_rest(row, questions, is_readable=row.session_id in readable) for row in rows]


def _rest(origin: Origin, questions: dict[UUID, Question], *, is_readable: bool) -> Rest:
    if origin.decision is not None:
        is_withdrawn = is_readable and origin.decision.withdrawn_at is not None
        text = origin.decision.text if is_readable else None
        return Rest(origin, text, is_readable, is_withdrawn)
    question = questions.get(origin.subject)
    text = Text(question.text, question.lang, "original") if question else None
    return Rest(origin, text, is_readable and question is not None)


@dataclass(slots=True)
class _Around:
    """What hangs on the paragraphs of one draft, by paragraph; None for the whole."""

    origins: dict[UUID, list[Rest]]
    comments: dict[UUID | None, list[Spoken]]
    counts: Counter[UUID | None]
    proposals: dict[UUID | None, list[Proposal]]

    @classmethod
    def of(
        cls,
        recommendation: Recommendation,
        paragraphs: list[Paragraph],
        person: Person,
        *,
        may_decide: bool,
    ) -> "_Around":
        found = cls(defaultdict(list), defaultdict(list), Counter(), defaultdict(list))
        resting = Origin.objects.filter(paragraph__in=paragraphs)
        for rest in rests(resting.select_related("decision", "session"), person):
            found.origins[rest.origin.paragraph_id].append(rest)
        for each in spoken(last_comments(recommendation), person, may_decide=may_decide):
            found.comments[each.comment.paragraph_id].append(each)
        counted = recommendation.comments.order_by().values_list("paragraph")
        found.counts.update(dict(counted.annotate(Count("id"))))
        texts = {row.pk: row for row in paragraphs}
        still = recommendation.amendments.filter(state=AmendmentState.OPEN)
        for amendment in with_people(still):
            row = texts.get(amendment.paragraph_id) if amendment.paragraph_id else None
            before = getattr(row, f"text_{amendment.language}") if row else ""
            made = _proposal(amendment, before, person)
            # What was proposed for a paragraph that has gone is to be decided upon all the same.
            found.proposals[row.pk if row else None].append(made)
        return found

    def working(self, row: Paragraph, count: int) -> Working:
        """Return a paragraph with what hangs on it."""
        return Working(
            paragraph=row,
            languages=languages(row, "text"),
            origins=self.origins[row.pk],
            comments=self.comments[row.pk],
            count=self.counts[row.pk],
            proposals=self.proposals[row.pk],
            is_first=row.position == 1,
            is_last=row.position == count,
        )


def last_comments(recommendation: Recommendation) -> QuerySet[Comment]:
    """Return the last few comments on each paragraph and on the whole, oldest first."""
    place = Window(
        RowNumber(), partition_by=F("paragraph"), order_by=(F("at").desc(), F("id").desc())
    )
    ranked = recommendation.comments.annotate(place=place).filter(place__lte=LAST_COMMENTS)
    return ranked.select_related("person__organisation").order_by("at", "id")


def with_people(found: QuerySet[Amendment]) -> QuerySet[Amendment]:
    """Fetch along who proposed amendments, and to what."""
    return found.select_related("person__organisation", "paragraph", "decided_by__organisation")


def _proposal(amendment: Amendment, before: str, person: Person) -> Proposal:
    about = amendment.paragraph
    is_open = amendment.state == AmendmentState.OPEN
    return Proposal(
        amendment=amendment,
        who=speaker(amendment),
        number=about.position if about and about.removed_at is None else None,
        pieces=words(before, amendment.text),
        is_clash=bool(is_open and about and about.edition != amendment.edition),
        is_own=amendment.person_id == person.pk,
    )


def _backing(row: Endorsement, recommendation: Recommendation) -> Backing:
    return Backing(row, said(row.organisation, "name"), row.edition == recommendation.edition)


def _own(
    person: Person, backings: list[Endorsement]
) -> list[tuple[Organisation, Endorsement | None]]:
    given = {row.organisation_id: row for row in backings}
    return [(house, given.get(house.pk)) for house in endorsements.speaks_for(person)]


def _chairs(recommendation: Recommendation, person: Person, purpose: Purpose) -> list[Chair]:
    found = []
    for seat in consents.seats(recommendation, purpose):
        by = seat.consent.person_id if seat.consent else None
        who = next((shown(chair.person) for chair in seat.chairs if chair.person_id == by), None)
        is_own = person.pk in {chair.person_id for chair in seat.chairs}
        found.append(Chair(said(seat.side, "name"), seat, who, is_own))
    return found
