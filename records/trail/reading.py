"""The way of a recommendation, as far as its reader may know: from the session to the last reply.

Each end of it is told by the rule of where it is told otherwise: what a session's record does not say
to a reader, the trail does not say either. Of a closed session it only says that there was one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from accounts.models import Organisation, Side
from kit.bilingual import Text, said
from records.decisions import quorum
from records.decisions.models import Decision
from records.deliveries import queries as deliveries
from records.deliveries.models import ImportedRow
from records.deliveries.queries import Reader, Way
from records.recommendations.models import AdoptedParagraph, Origin, Recommendation, Version
from records.trail import addresses
from records.trail.sources import Known, known


@dataclass(frozen=True, slots=True)
class Moment:
    """A second of a session: which session, when, and where it is read; without all of it, a closed one."""

    title: Text | None = None
    at: datetime | None = None
    zone: str = "UTC"
    url: str = ""

    @property
    def is_closed(self) -> bool:
        """Say whether the reader may not know which session it was."""
        return self.title is None


@dataclass(frozen=True, slots=True)
class Source:
    """What was said: a question with its support, an agenda item, a message, of which only that it was."""

    kind: str
    moment: Moment
    text: Text | None = None
    supporters: int = 0
    # Of a decision: it was withdrawn afterwards.
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class SideCount:
    """How many member organisations of a side the rule of quorum asked for, and got."""

    name: Text
    organisations: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision with its quorum, how many were there at least, and what it rests on."""

    moment: Moment
    number: int = 0
    text: Text | None = None
    url: str = ""
    is_quorate: bool | None = None
    present: int = 0
    sides: Sequence[SideCount] = ()
    is_withdrawn: bool = False
    sources: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A paragraph of the adopted text with all that it comes from."""

    id: UUID
    number: int
    text: Text
    url: str
    decisions: Sequence[Taken]
    sources: Sequence[Source]

    @property
    def is_rooted(self) -> bool:
        """Say whether it comes from anything that was said or decided here."""
        return bool(self.decisions or self.sources)


@dataclass(frozen=True, slots=True)
class Consenting:
    """A side whose co-chair said yes."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The whole way of a version."""

    recommendation: Recommendation
    version: Version
    url: str
    points: Sequence[Point]
    consents: Sequence[Consenting]
    endorsed_by: Sequence[Text]
    issued_by: str
    ways: Sequence[Way]

    @property
    def is_imported(self) -> bool:
        """Say whether it came from elsewhere, adopted already."""
        return bool(self.recommendation.import_key)

    @property
    def is_rooted(self) -> bool:
        """Say whether any of its paragraphs comes from what was said or decided here."""
        return any(point.is_rooted for point in self.points)

    @property
    def answered(self) -> int:
        """Return how many deliveries have been answered."""
        return sum(way.standing == deliveries.Standing.ANSWERED for way in self.ways)

    @property
    def overdue(self) -> int:
        """Return how many replies are late."""
        return sum(way.standing == deliveries.Standing.OVERDUE for way in self.ways)


def public_version(recommendation: Recommendation) -> Version | None:
    """Return what everybody may read of a recommendation: its last adopted version, if any."""
    return recommendation.versions.order_by("-number").first()


def trail(reader: Reader, version: Version) -> Trail:
    """Return the way of a version, in a number of queries that does not grow with it."""
    recommendation = version.recommendation
    rows = _paragraphs(version)
    origins = [origin for row in rows for origin in _origins(row, version)]
    found = known(reader, origins)
    imported = ImportedRow.objects.filter(recommendation=recommendation).first()
    return Trail(
        recommendation=recommendation,
        version=version,
        url=addresses.recommendation(recommendation),
        points=[_point(row, version, found) for row in rows],
        consents=_consents(version),
        endorsed_by=_endorsed_by(version),
        issued_by=imported.issued_by if imported else "",
        ways=[
            way
            for way in deliveries.of_recommendation(reader, recommendation)
            if way.delivery.withdrawn_at is None
        ],
    )


def _paragraphs(version: Version) -> list[AdoptedParagraph]:
    rows = AdoptedParagraph.objects.filter(version=version).select_related("paragraph")
    return list(
        rows.prefetch_related(
            "paragraph__origins__decision__session__conference",
            "paragraph__origins__decision__session__group",
            "paragraph__origins__decision__sources",
            "paragraph__origins__session__conference",
            "paragraph__origins__session__group",
        ).order_by("number")
    )


def _origins(row: AdoptedParagraph, version: Version) -> list[Origin]:
    """Return what a paragraph rested on when it was adopted."""
    if row.paragraph is None:
        return []
    origins = row.paragraph.origins.all()
    return [each for each in origins if each.attached_at <= version.adopted_at]


def _point(row: AdoptedParagraph, version: Version, found: Known) -> Point:
    origins = _origins(row, version)
    return Point(
        id=row.pk,
        number=row.number,
        text=row.text,
        url=addresses.recommendation(version.recommendation, row.number),
        decisions=[_taken(each.decision, found) for each in origins if each.decision is not None],
        sources=[
            _source(each.kind, each.subject, each.session_id, each.seq, found)
            for each in origins
            if each.session_id is not None and each.decision is None
        ],
    )


def _taken(decision: Decision, found: Known) -> Taken:
    moment = _moment(decision.session_id, decision.seq, found, decision.taken_at)
    if moment.is_closed:
        return Taken(moment)
    return Taken(
        moment=moment,
        number=decision.number,
        text=decision.text,
        url=addresses.decision(decision.number),
        is_quorate=decision.is_quorate,
        present=found.present.get(decision.pk, 0),
        sides=_sides(decision),
        is_withdrawn=decision.withdrawn_at is not None,
        sources=[
            _source(each.kind, each.subject, decision.session_id, each.seq, found)
            for each in decision.sources.all()
        ],
    )


def _sides(decision: Decision) -> list[SideCount]:
    """Return what everyone is told of the sides of a quorum."""
    counted = quorum.in_words(quorum.told(decision), get_language() or "en")
    return [SideCount(each.name, each.at_least) for each in counted]


def _source(kind: str, subject: UUID, session: UUID | None, seq: int, found: Known) -> Source:
    moment = _moment(session, seq, found, None)
    if moment.is_closed:
        return Source(kind, moment)
    text, supporters = found.texts.get(subject), found.supporters.get(subject, 0)
    is_withdrawn = subject in found.withdrawn
    return Source(kind, moment, text, supporters if text else 0, is_withdrawn)


def _moment(session: UUID | None, seq: int, found: Known, at: datetime | None) -> Moment:
    told = found.sessions.get(session) if session else None
    if told is None:
        return Moment()
    return Moment(
        title=told.title,
        at=found.instants.get((told.pk, seq)) or at,
        zone=told.zone,
        url=addresses.moment(told.pk, found.anchor(told.pk, seq)),
    )


def _consents(version: Version) -> list[Consenting]:
    """Return the sides that said yes; by whom is for the page of the adopted text."""
    codes = [str(each.get("side", "")) for each in version.consents if isinstance(each, dict)]
    names = {side.code: said(side, "name").value for side in Side.objects.filter(code__in=codes)}
    return [Consenting(code, names.get(code, code)) for code in dict.fromkeys(codes) if code]


def _endorsed_by(version: Version) -> list[Text]:
    ids = [each.get("organisation") for each in version.endorsements if isinstance(each, dict)]
    rows = Organisation.objects.filter(pk__in=[each for each in ids if each])
    return [row.name for row in rows.order_by("name_en", "name_ru", "pk")]
