"""Where the ends of a trail are found: a recommendation's page, the second of a session, a decision."""

from uuid import UUID

from django.urls import reverse

from records.recommendations.models import Recommendation


def recommendation(found: Recommendation, paragraph: int = 0) -> str:
    """Return the page of a recommendation, at one of its paragraphs where one is named."""
    page = reverse("records:recommendation", args=[found.number])
    return f"{page}#p{paragraph}" if paragraph else page


def decision(number: int) -> str:
    """Return the page of a decision."""
    return reverse("records:decision", args=[number])


def moment(session: UUID, seq: int) -> str:
    """Return the place of an event in the record of its session, or the record where it has none."""
    page = reverse("records:record", args=[session])
    return f"{page}#e{seq}" if seq else page


def delivery(pk: UUID) -> str:
    """Return the page of a delivery."""
    return reverse("records:delivery", args=[pk])
