"""A person's own page, in the language they read."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, Person
from kit import pages
from tests import build

ME = "/me/"


@pytest.fixture
def as_dmitri(client: Client, dmitri: Person) -> Client:
    client.force_login(dmitri)
    return client


def profile(**changes: str) -> dict[str, str]:
    """Return what the form of Dmitri's page sends, with these changes."""
    unchanged = {
        "name": "Dmitri",
        "organisation_name": "Civic Watch",
        "country": "RU",
        "language": "en",
        "zone": "UTC",
        "shown_as": "named",
        "pseudonym": "",
    }
    return unchanged | changes


def test_a_stranger_is_led_to_the_sign_in(client: Client, db: None) -> None:
    assert client.get(ME)["Location"] == "/sign-in/?next=/me/"


def test_the_page_says_what_others_see(as_dmitri: Client) -> None:
    page = as_dmitri.get(ME).content.decode()
    assert "Others see “Dmitri, Civic Watch, Russia”." in page
    assert "Others see “a delegate, Russia” and nothing else." in page


def test_saving_changes_the_profile(as_dmitri: Client, dmitri: Person) -> None:
    answer = as_dmitri.post(ME, profile(shown_as="pseudonym", pseudonym="Kedrovka"))
    assert answer["Location"] == ME
    dmitri.refresh_from_db()
    assert (dmitri.shown_as, dmitri.pseudonym) == ("pseudonym", "Kedrovka")
    assert dmitri.organisation == Organisation.objects.get(name_en="Civic Watch")
    assert "Your profile is saved." in as_dmitri.get(ME).content.decode()


def test_a_preview_saves_nothing(as_dmitri: Client, dmitri: Person) -> None:
    page = as_dmitri.post(ME, profile(name="Dima", preview="1")).content.decode()
    assert "Others see “Dima, Civic Watch, Russia”." in page
    dmitri.refresh_from_db()
    assert dmitri.name == "Dmitri"


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    as_dmitri: Client, boris: Person
) -> None:
    answer = as_dmitri.post(ME, profile(name="Dima", shown_as="pseudonym", pseudonym="Boris"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'id="id_pseudonym_error"' in page
    assert 'value="Dima"' in page
    assert 'value="Boris"' in page


def test_a_made_up_zone_is_refused_by_the_form(as_dmitri: Client) -> None:
    assert as_dmitri.post(ME, profile(zone="Mars/Olympus")).status_code == 422


def test_an_old_name_of_a_zone_stays_a_choice(as_dmitri: Client, dmitri: Person) -> None:
    Person.objects.filter(pk=dmitri.pk).update(zone="US/Eastern")
    assert as_dmitri.post(ME, profile(zone="US/Eastern", name="Dima")).status_code == 302


def test_the_page_is_in_the_persons_language(client: Client, boris: Person) -> None:
    client.force_login(boris)
    answer = client.get(ME)
    assert answer["Content-Language"] == "ru"
    assert '<html lang="ru"' in answer.content.decode()


def test_a_switch_in_the_browser_counts_more_than_the_profile(
    client: Client, boris: Person
) -> None:
    client.force_login(boris)
    client.post(reverse("set_language"), {"language": "en", "next": ME})
    assert client.get(ME)["Content-Language"] == "en"


def test_a_language_saved_in_the_profile_counts_more_than_an_older_switch(
    as_dmitri: Client,
) -> None:
    as_dmitri.post(reverse("set_language"), {"language": "en", "next": ME})
    as_dmitri.post(ME, profile(language="ru"))
    assert as_dmitri.get(ME)["Content-Language"] == "ru"


def test_zones_are_grouped_with_the_programmes_cities_first(as_dmitri: Client) -> None:
    page = as_dmitri.get(ME).content.decode()
    groups = re.findall('<optgroup label="([^"]+)"', page)
    assert groups == [
        "Often chosen", "Africa", "America", "Asia", "Atlantic Ocean", "Australia", "Europe",
        "Pacific Ocean",
    ]  # fmt: skip
    assert "Moscow (UTC+03:00)" in page


def test_other_apps_add_to_the_page(as_dmitri: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_parts", {})

    @pages.part("me.main")
    def mine(request: HttpRequest, person: Person) -> str:
        return f"<p>Registrations of {person.name}</p>"

    assert "<p>Registrations of Dmitri</p>" in as_dmitri.get(ME).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_more_organisations(
    as_dmitri: Client,
    count: int,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(pages, "_parts", {})
    for number in range(count):
        build.organisation(f"House {number}")
    as_dmitri.get(ME)
    with django_assert_num_queries(5):  # cookie, person, organisation, all names, programme
        as_dmitri.get(ME)


def test_anonymous_pages_are_in_the_browsers_language(client: Client, db: None) -> None:
    answer = client.get(reverse("accounts:sign_in"), headers={"accept-language": "ru"})
    assert answer["Content-Language"] == "ru"
