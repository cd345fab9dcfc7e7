"""The way back: which recommendations a session has led to, and what became of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from conferences.models import Conference
from kit.bilingual import Text
from records.deliveries.queries import Reader, Standing, visible_to, ways
from records.recommendations.models import AdoptedParagraph, Recommendation, Version
from records.trail import addresses
from records.trail.sources import told_to
from sessions.models import Session


@dataclass(frozen=True, slots=True)
class Fed:
    """A recommendation that came from a session: its paragraphs that did, and how far it has come."""

    recommendation: Recommendation
    title: Text
    url: str
    paragraphs: Sequence[int]
    deliveries: int
    answered: int
    overdue: int


def fed_by(session: Session, reader: Reader) -> list[Fed]:
    """Return the adopted recommendations that a session has led to."""
    return _fed([session.pk], reader)


def fed_by_conference(conference: Conference, reader: Reader) -> list[Fed]:
    """Return what the sessions of a conference have led to, as far as the reader may read their records."""
    resting = AdoptedParagraph.objects.filter(
        Q(paragraph__origins__session__conference=conference)
        | Q(paragraph__origins__decision__session__conference=conference)
    )
    if not resting.exists():
        return []
    sessions = Session.objects.filter(conference=conference).select_related("conference", "group")
    return _fed(told_to(reader, sessions), reader)


def _fed(sessions: Iterable[UUID], reader: Reader) -> list[Fed]:
    ids = list(sessions)
    resting = AdoptedParagraph.objects.filter(
        Q(paragraph__origins__session__in=ids) | Q(paragraph__origins__decision__session__in=ids)
    )
    rows = resting.select_related("version__recommendation").order_by(
        "version__recommendation__number", "-version__number", "number"
    )
    versions: dict[UUID, Version] = {}
    numbers: dict[UUID, list[int]] = defaultdict(list)
    for row in rows:
        # The newest version in which anything of it stands.
        version = versions.setdefault(row.version.recommendation_id, row.version)
        held = numbers[version.recommendation_id]
        if row.version_id == version.pk and row.number not in held:
            held.append(row.number)
    counts = _counts(versions, reader)
    return [
        Fed(
            recommendation=version.recommendation,
            title=version.title,
            url=addresses.recommendation(version.recommendation, numbers[pk][0]),
            paragraphs=numbers[pk],
            deliveries=sum(counts[pk].values()),
            answered=counts[pk][Standing.ANSWERED],
            overdue=counts[pk][Standing.OVERDUE],
        )
        for pk, version in versions.items()
    ]


def _counts(recommendations: Iterable[UUID], reader: Reader) -> dict[UUID, dict[Standing, int]]:
    found: dict[UUID, dict[Standing, int]] = defaultdict(lambda: dict.fromkeys(Standing, 0))
    ids = list(recommendations)
    if not ids:
        return found
    rows = visible_to(reader).filter(version__recommendation__in=ids, withdrawn_at=None)
    for way in ways(rows, reader):
        found[way.recommendation.pk][way.standing] += 1
    return found
