"""The feed of recommendations: what was adopted and what was delivered, in one language.

Imported ones are not in it: they were adopted elsewhere, long before they came here by the thousand.
"""

from datetime import UTC, datetime, time
from uuid import UUID, uuid5

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from kit.bilingual import Text, said
from kit.links import absolute
from portal.news.atom import Entry
from records.deliveries.models import Delivery
from records.recommendations.models import Version


def entries(language: str, author: str, most: int) -> tuple[Entry, ...]:
    """Return the latest entries, adopted and delivered together, in three queries."""
    versions = Version.objects.filter(recommendation__import_key="").order_by("-adopted_at", "pk")
    texts = versions.select_related("recommendation__group").prefetch_related("paragraphs")
    delivered = Delivery.objects.filter(withdrawn_at=None, recorded_by__isnull=False)
    handed = delivered.select_related("version__recommendation__group", "addressee")
    found = [_adopted(row, language, author) for row in texts[:most]]
    found += [
        _delivered(row, language, author) for row in handed.order_by("-recorded_at", "pk")[:most]
    ]
    found.sort(key=lambda each: (each.updated, each.id), reverse=True)
    return tuple(found[:most])


def last_gone() -> datetime | None:
    """Return when something last went from the feed: a delivery that was recorded by mistake."""
    gone: datetime | None = Delivery.objects.aggregate(at=Max("withdrawn_at"))["at"]
    return gone


def _adopted(version: Version, language: str, author: str) -> Entry:
    row = version.recommendation
    return Entry(
        id=_id(version.pk, f"adopted.{language}"),
        title=f"{row} · {version.title.value}",
        lang=version.title.lang,
        url=absolute("records:recommendation_version", row.number, version.number),
        updated=version.adopted_at,
        published=version.adopted_at,
        author=row.group.name.value if row.group else author,
        html=_paragraphs([each.text for each in version.paragraphs.all()]),
        category="adopted",
    )


def _delivered(row: Delivery, language: str, author: str) -> Entry:
    recommendation = row.version.recommendation
    office = row.addressee.office
    words = {"number": recommendation.number, "office": office.value}
    title = said(row.version, "title", row.language)
    day = date_format(row.delivered_on, "j E Y") if row.delivered_on else ""
    return Entry(
        id=_id(row.pk, f"delivered.{language}"),
        title=_("R%(number)s was delivered: %(office)s") % words,
        lang=language,
        url=absolute("records:delivery", row.pk),
        updated=row.recorded_at,
        published=_noon(row) or row.recorded_at,
        author=recommendation.group.name.value if recommendation.group else author,
        html=format_html('<p lang="{}">{}</p><p>{}</p>', title.lang, title.value, day),
        category="delivered",
    )


def _noon(row: Delivery) -> datetime | None:
    at = datetime.combine(row.delivered_on, time(12), UTC) if row.delivered_on else None
    # Nothing is published after it was last changed.
    return min(at, row.recorded_at) if at else None


def _paragraphs(texts: list[Text]) -> str:
    items = format_html_join(
        "", '<li lang="{}">{}</li>', ((each.lang, each.value) for each in texts)
    )
    return format_html("<ol>{}</ol>", items) if texts else ""


def _id(key: UUID, name: str) -> str:
    return f"urn:uuid:{uuid5(key, name)}"
