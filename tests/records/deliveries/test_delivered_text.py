"""A text that was delivered stays what it was, whichever way somebody comes in, and the attempt is in the audit."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.deeds import AuditEntry
from accounts.models import Person
from groups.models import Group
from live import clock
from records.deliveries.models import Delivery
from records.recommendations.models import AdoptedParagraph, Paragraph, Recommendation, Version
from tests import build
from tests.records.adopted import adopted, delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(circle: Group) -> Version:
    return adopted(circle, "Whoever reports is safe.")


@pytest.fixture
def delivery(version: Version, boris: Person) -> Delivery:
    return delivered(version, boris)


@pytest.fixture
def recommendation(delivery: Delivery) -> Recommendation:
    return delivery.version.recommendation


@pytest.fixture
def paragraph(recommendation: Recommendation) -> Paragraph:
    return recommendation.paragraphs.get()


@pytest.fixture(autouse=True)
def _programme() -> None:
    build.programme()


def attempts(row: Recommendation) -> int:
    return AuditEntry.objects.filter(act="recommendation.attempt", subject=row.pk).count()


def as_delivered(client: Client, delivery: Delivery) -> bool:
    """Say whether pages, the table and the rows still have the very words, and no other."""
    page = client.get(reverse("records:delivery", args=[delivery.pk])).content.decode()
    table = client.get("/records/deliveries.csv").getvalue().decode()
    row = Delivery.objects.get(pk=delivery.pk)
    told = AdoptedParagraph.objects.get(version=delivery.version)
    return (
        (row.version_id, row.language) == (delivery.version_id, "en")
        and told.text_en == "Whoever reports is safe."
        and "Whoever reports is safe." in page
        and "Changed" not in page + table
    )


WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "title": ("draft/title/", {"title_en": "Changed", "title_ru": "Изменено", "edition": 1}),
    "a new paragraph": ("draft/paragraphs/", {"text_en": "Changed", "text_ru": "Изменено"}),
    "a paragraph": (
        "draft/paragraphs/{paragraph}/",
        {"text_en": "Changed", "text_ru": "Изменено", "edition": 1},
    ),
    "out": ("draft/paragraphs/{paragraph}/step/", {"do": "out"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_page_changes_it(
    client: Client, delivery: Delivery, paragraph: Paragraph, boris: Person, way: str
) -> None:
    client.force_login(boris)
    path, said = WAYS[way]
    row = delivery.version.recommendation
    address = f"/records/recommendations/{row.number}/{path.format(paragraph=paragraph.pk)}"
    # Beside a button there is no form to be shown again: the page says why it was refused.
    assert client.post(address, said).status_code == (302 if way == "out" else 422)
    assert attempts(row) == 1
    assert as_delivered(client, delivery)


@pytest.mark.parametrize("other", [{"language": "ru"}, {"version": "another"}])
def test_nor_does_who_corrects_the_delivery(
    client: Client, delivery: Delivery, boris: Person, other: dict[str, str]
) -> None:
    client.force_login(boris)
    said = {
        "do": "amend",
        "seen": delivery.edition,
        "addressee": delivery.addressee_id,
        "channel": "post",
        "delivered_on": delivery.delivered_on,
    }
    address = reverse("records:delivery_manage", args=[delivery.pk])
    answer = client.post(address, said | other)
    assert answer.status_code in {409, 422}
    assert Delivery.objects.get(pk=delivery.pk).channel == delivery.channel
    assert attempts(delivery.version.recommendation) == 1
    assert client.post(address, said).status_code == 302
    assert as_delivered(client, delivery)


def test_nor_does_the_api(
    client: Client, delivery: Delivery, paragraph: Paragraph, boris: Person
) -> None:
    client.force_login(boris)
    row = delivery.version.recommendation
    api = f"/api/v1/recommendations/{row.number}/"
    said = {"text_en": "Changed", "edition": 1}
    address = f"{api}paragraphs/{paragraph.pk}/"
    answer = client.patch(address, said, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "recommendation.adopted")
    assert attempts(row) == 1
    proposed = {"kind": "reword", "paragraph": str(paragraph.pk), "language": "en"}
    words = {"text": "Changed", "reason": "Better"}
    answer = client.post(f"{api}amendments/", proposed | words, content_type="application/json")
    # What is proposed changes nothing yet, so that is no attempt; it is refused all the same.
    assert (answer.status_code, answer.json()["code"]) == (409, "recommendation.adopted")
    assert attempts(row) == 1
    for method in ("put", "patch", "delete", "post"):
        send = getattr(client, method)
        assert send(f"{api}versions/1/", content_type="application/json").status_code == 405
    assert as_delivered(client, delivery)


def test_nor_does_the_back_office(client: Client, delivery: Delivery) -> None:
    client.force_login(build.person("Root", is_superuser=True, is_staff=True))
    version = delivery.version
    rows = {
        "recommendation": version.recommendation_id,
        "version": version.pk,
        "adoptedparagraph": version.paragraphs.get().pk,
    }
    for place, (name, pk) in enumerate(rows.items()):
        page = f"/back-office/records/{name}/"
        said = {"text_en": "Changed", "title_en": "Changed"}
        assert client.post(f"{page}{pk}/change/", said).status_code == 403
        assert client.post(f"{page}{pk}/delete/", {"post": "yes"}).status_code == 403
        ticked = {"action": "delete_selected", "_selected_action": str(pk), "post": "yes"}
        assert client.post(page, ticked).status_code == 403
        assert attempts(version.recommendation) == 3 * (place + 1)
    for name in ("delivery", "reply", "paragraph", "addressee"):
        # What is not there can't be changed there.
        assert client.post(f"/back-office/records/{name}/", {}).status_code == 404
    assert as_delivered(client, delivery)


def test_nor_does_the_next_draft(
    client: Client, delivery: Delivery, paragraph: Paragraph, boris: Person
) -> None:
    Paragraph.objects.filter(pk=paragraph.pk).update(text_en="Changed")
    Version.objects.create(
        recommendation=delivery.version.recommendation,
        number=2,
        title_en="Changed",
        title_ru="Изменено",
        source_language="en",
        translation_state="translated",
        adopted_at=clock.now(),
        digest="d" * 64,
    )
    assert as_delivered(client, delivery)


@pytest.mark.parametrize("column", ["language", "version"])
def test_nor_does_the_database_take_another_text_for_a_delivery(
    circle: Group, delivery: Delivery, column: str
) -> None:
    other = {"language": "ru", "version": adopted(circle, "Changed.", number=5)}
    with pytest.raises(DatabaseError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(**{column: other[column]})
    Delivery.objects.filter(pk=delivery.pk).update(channel="other")
    delivery.refresh_from_db()
    assert (delivery.language, delivery.channel) == ("en", "other")
