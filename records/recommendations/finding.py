"""Recommendations among what can be found: adopted texts by everyone, drafts by who may see them.

They are two kinds: if one entry held both, a word of the draft would find the adopted text for everyone.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit import finding
from kit.bilingual import CODES, Bilingual
from kit.finding import Source, Words
from records.recommendations import queries
from records.recommendations.models import (
    AdoptedParagraph,
    Paragraph,
    Recommendation,
    Revision,
    Standing,
    Version,
)


class Adopted(Source[Version]):
    """The last version of each, imported ones too; a withdrawn one stays readable, and says so."""

    name, label, order = "recommendation", _("Recommendations"), 52

    def rows(self) -> QuerySet[Version]:
        newer = Version.objects.filter(
            recommendation=OuterRef("recommendation"), number__gt=OuterRef("number")
        )
        rows: QuerySet[Version] = Version.objects.filter(~Exists(newer))
        return rows.select_related("recommendation__group").prefetch_related("paragraphs")

    def visible_to(self, reader: Any) -> QuerySet[Version]:
        return self.rows()

    def words(self, row: Version) -> Words:
        return _words(row.recommendation, row, row.paragraphs.all())

    def address(self, row: Version) -> str:
        return reverse("records:recommendation", args=[row.recommendation.number])

    def at(self, row: Version) -> datetime | None:
        return row.adopted_at

    def place(self, row: Version) -> str:
        return _place(row.recommendation, show=row.recommendation.standing == Standing.WITHDRAWN)

    def changed_since(self, instant: datetime) -> QuerySet[Version]:
        # The version before leaves the index together with that.
        fresh = Version.objects.filter(adopted_at__gte=instant)
        return Version.objects.filter(recommendation__in=fresh.order_by().values("recommendation"))


class Drafts(Source[Recommendation]):
    """What is being worked on, and what was withdrawn before anybody adopted it."""

    name, label, order = "draft", _("Drafts of recommendations"), 53

    def rows(self) -> QuerySet[Recommendation]:
        return _drafts(Recommendation.objects.all())

    def visible_to(self, reader: Any) -> QuerySet[Recommendation]:
        return _drafts(queries.drafts_of(reader)).select_related("group")

    def words(self, row: Recommendation) -> Words:
        return _words(row, row, getattr(row, "standing_now", ()))

    def address(self, row: Recommendation) -> str:
        return reverse("records:recommendation_draft", args=[row.number])

    def at(self, row: Recommendation) -> datetime | None:
        return row.drafted_at

    def place(self, row: Recommendation) -> str:
        return _place(row, show=True)

    def changed_since(self, instant: datetime) -> QuerySet[Recommendation]:
        edited = Revision.objects.filter(at__gte=instant).order_by().values("recommendation")
        return Recommendation.objects.filter(Q(drafted_at__gte=instant) | Q(pk__in=edited))


def _drafts(rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    adopted = Exists(Version.objects.filter(recommendation=OuterRef("pk")))
    unadopted = Q(standing=Standing.WITHDRAWN) & ~Q(adopted)
    there: Prefetch[str, QuerySet[Paragraph], str] = Prefetch(
        "paragraphs", Paragraph.objects.filter(removed_at=None), to_attr="standing_now"
    )
    return rows.filter(Q(standing=Standing.DRAFT) | unadopted).prefetch_related(there)


def _words(
    of: Recommendation,
    titled: Bilingual,
    paragraphs: Iterable[Paragraph] | Iterable[AdoptedParagraph],
) -> Words:
    titles = {code: getattr(titled, f"title_{code}") for code in CODES}
    texts = list(paragraphs)
    return Words(
        {code: f"{of} · {title}" for code, title in titles.items() if title},
        {code: "\n".join(getattr(each, f"text_{code}") for each in texts) for code in CODES},
    )


def _place(row: Recommendation, *, show: bool) -> str:
    parts = [row.group.name.value if row.group else row.import_source]
    return " · ".join(part for part in (*parts, row.get_standing_display() * show) if part)


finding.register(Adopted())
finding.register(Drafts())
