"""What can be read of recommendations: what was adopted by everyone, drafts by who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Person
from groups.models import Group
from kit.bilingual import Text
from kit.refusals import NotHere
from kit.rules import allows
from records.recommendations.models import (
    AmendmentState,
    Recommendation,
    Standing,
    Version,
)
from records.recommendations.rules import RAPPORTEUR, is_delegate
from sessions.queries import Reader

# What the public list can be narrowed to.
STANDINGS = (Standing.ADOPTED, Standing.DRAFT, Standing.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Row:
    """A recommendation in a list: by the title of its last version, else by that of its draft."""

    recommendation: Recommendation
    version: Version | None
    title: Text
    standing: str
    is_edited: bool

    @property
    def label(self) -> str:
        """Return the word for where it stands."""
        return str(Standing(self.standing).label)


def visible_to(reader: Reader) -> QuerySet[Recommendation]:
    """Return what was adopted at any time, and the drafts that the reader may see."""
    return Recommendation.objects.filter(Q(_adopted()) | _drafts_of(reader))


def drafts_of(reader: Reader) -> QuerySet[Recommendation]:
    """Return the recommendations whose draft the reader may see, adopted before or not."""
    return Recommendation.objects.filter(_drafts_of(reader))


def listed(
    reader: Reader, *, group: str = "", standing: str = "", text: str = ""
) -> QuerySet[Recommendation]:
    """Return what a list shows, newest number first, narrowed to what was asked for."""
    found = visible_to(reader)
    if group:
        found = found.filter(group__slug=group)
    if standing == Standing.ADOPTED:
        found = found.filter(_adopted()).exclude(standing=Standing.WITHDRAWN)
    elif standing == Standing.DRAFT:
        found = found.filter(_drafts_of(reader), standing=Standing.DRAFT)
    elif standing == Standing.WITHDRAWN:
        found = found.filter(standing=Standing.WITHDRAWN)
    for word in text.split()[:8]:
        versions = Version.objects.filter(_holds(word), recommendation=OuterRef("pk"))
        found = found.filter(Exists(versions) | (~_adopted() & _holds(word)))
    return with_faces(found).order_by("-number")


def with_faces(found: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Fetch along what a row of a list shows, in one more query."""
    versions = Prefetch("versions", Version.objects.order_by("-number"), to_attr="faces")
    return found.select_related("group").prefetch_related(versions)


def rows(found: Iterable[Recommendation], reader: Reader) -> list[Row]:
    """Return rows of recommendations that were fetched with their faces."""
    found = list(found)
    inside = set(
        drafts_of(reader).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True)
    )
    return [_row(each, is_inside=each.pk in inside) for each in found]


def _row(recommendation: Recommendation, *, is_inside: bool) -> Row:
    faces: list[Version] = getattr(recommendation, "faces")  # noqa: B009 - Prefetch sets it
    version = faces[0] if faces else None
    standing = recommendation.standing
    is_edited = version is not None and standing == Standing.DRAFT
    return Row(
        recommendation=recommendation,
        version=version,
        title=version.title if version else recommendation.title,
        standing=Standing.ADOPTED if is_edited else standing,
        is_edited=is_edited and is_inside,
    )


def numbered(number: int) -> Recommendation:
    """Return the recommendation of a number, whoever asks: doors judge what may be read of it."""
    found = Recommendation.objects.select_related("group").filter(number=number).first()
    if found is None:
        raise NotHere
    return found


def draft_for(person: Person, number: int) -> Recommendation:
    """Return the recommendation whose draft a person may see; nobody else finds anything."""
    found = numbered(number)
    if not allows("recommendations.see_draft", person, found):
        raise NotHere
    return found


def published(number: int, version: int | None = None) -> Version | None:
    """Return a version, or the last one, with its paragraphs; None where nothing was adopted."""
    versions = Version.objects.filter(recommendation__number=number).order_by("-number")
    if version is not None:
        versions = versions.filter(number=version)
    rows = versions.select_related("recommendation__group").prefetch_related("paragraphs")
    return rows.first()


def of_group(group: Group, standing: str = "") -> QuerySet[Recommendation]:
    """Return a group's recommendations, the newest first, with what a row shows."""
    found = Recommendation.objects.filter(group=group)
    if standing in Standing.values:
        found = found.filter(standing=standing)
    return with_faces(found).order_by("-number")


def count_of_adopted() -> int:
    """Return how many recommendations have been adopted."""
    return Recommendation.objects.filter(_adopted()).count()


def open_amendments(recommendation: Recommendation) -> int:
    """Return how many amendments wait for a co-chair."""
    return recommendation.amendments.filter(state=AmendmentState.OPEN).count()


def _adopted() -> Exists:
    return Exists(Version.objects.filter(recommendation=OuterRef("pk")))


def _drafts_of(reader: Reader) -> Q:
    if not isinstance(reader, Person) or not reader.is_active:
        return Q(pk__in=())
    if reader.is_organiser:
        return ~Q(pk__in=())
    groups = reader.memberships.filter(ended_at=None).values("group")
    kept = reader.session_roles.filter(name=RAPPORTEUR, session__group__isnull=False)
    inside = Q(group__in=groups) | Q(group__in=kept.values("session__group"))
    return inside | Q(is_open=True) if is_delegate(reader) else inside


def _holds(word: str) -> Q:
    # SQLite compares Cyrillic letters case by case, so the usual spellings are asked for by name.
    found = Q()
    for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(title_en__icontains=spelling) | Q(title_ru__icontains=spelling)
    return found
