"""Every list of the site says so where it has nothing to show, in both languages."""

import re

import pytest
from django.test import Client

from accounts.models import Person
from conferences.models import Conference

BARE = [
    "/c/",
    "/g/",
    "/projects/",
    "/news/",
    "/search/",
    "/search/?q=zzzzz",
    "/grants/",
    "/grants/awards/",
    "/records/recommendations/",
    "/records/recommendations/?text=zzzzz",
    "/records/decisions/",
    "/records/deliveries/",
    "/me/agenda/",
    "/desk/imports/",
    "/desk/",
]
OF_A_CONFERENCE = [
    "/c/{slug}/agenda/",
    "/c/{slug}/agenda/?q=zzzzz",
    "/c/{slug}/agenda/print/",
    "/c/{slug}/changes/",
    "/c/{slug}/proceedings/",
    "/desk/c/{slug}/registrations/",
    "/desk/c/{slug}/sessions/",
    "/desk/c/{slug}/warnings/",
    "/desk/c/{slug}/attendance/",
]


def told(client: Client, address: str, language: str) -> list[str]:
    """Return the words in the place of a list that is empty."""
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    boxes = re.findall(r'<div class="empty">(.*?)</div>', answer.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]*>", " ", box).strip() for box in boxes]


def in_both(client: Client, address: str) -> None:
    english, russian = told(client, address, "en"), told(client, address, "ru")
    assert english, f"{address} says nothing"
    assert len(english) == len(russian)
    assert all(re.search("[а-яё]", words) for words in russian)
    assert not any(re.search("[а-яё]", words) for words in english)


@pytest.mark.parametrize("address", BARE)
def test_a_list_of_an_empty_site(client: Client, ada: Person, address: str) -> None:
    client.force_login(ada)
    in_both(client, address)


@pytest.mark.parametrize("address", OF_A_CONFERENCE)
def test_a_list_of_an_empty_conference(
    client: Client, ada: Person, forum: Conference, address: str
) -> None:
    client.force_login(ada)
    in_both(client, address.format(slug=forum.slug))
