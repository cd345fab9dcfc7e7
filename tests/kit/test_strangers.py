"""Pages are packed for strangers, and for nobody whose page may hold a secret."""

import gzip

import pytest
from django.test import Client

from accounts.models import Person

pytestmark = pytest.mark.django_db
PACKED = {"Accept-Encoding": "gzip"}


def test_a_page_is_packed_for_who_is_not_signed_in(client: Client) -> None:
    answer = client.get("/sign-in/", headers=PACKED)
    assert answer["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)


def test_a_page_is_not_packed_for_who_is_signed_in(client: Client, dmitri: Person) -> None:
    client.force_login(dmitri)
    assert "Content-Encoding" not in client.get("/", headers=PACKED).headers


def test_a_page_is_not_packed_beside_a_visit_that_is_kept(client: Client) -> None:
    client.cookies["sessionid"] = "somebody"
    assert "Content-Encoding" not in client.get("/sign-in/", headers=PACKED).headers


def test_what_is_no_page_is_not_packed(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=PACKED).headers
