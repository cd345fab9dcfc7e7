"""The operators' back office."""

import pytest
from django.test import Client

from accounts.models import Person
from live.epochs import epochs
from tests import build


@pytest.fixture
def operator(client: Client, db: None) -> Client:
    client.force_login(build.person("Root", is_superuser=True, is_staff=True))
    return client


@pytest.mark.parametrize("model", ["programme", "organisation", "person"])
def test_lists_and_rows_open(operator: Client, model: str) -> None:
    programme = build.programme()
    row = {"programme": programme, "organisation": build.organisation()}.get(model)
    row = row or build.person("Dmitri")
    assert operator.get(f"/back-office/accounts/{model}/").status_code == 200
    assert operator.get(f"/back-office/accounts/{model}/{row.pk}/change/").status_code == 200


def test_shutting_somebody_out_ends_their_open_sockets(operator: Client, frank: Person) -> None:
    page = f"/back-office/accounts/person/{frank.pk}/change/"
    operator.post(page, {"is_organiser": "on", "name": "Renamed"})
    frank.refresh_from_db()
    assert (frank.is_active, frank.is_organiser, frank.name) == (False, True, "Frank")
    assert epochs([frank.pk]) == {frank.pk: 1}


def test_there_is_one_programme_and_nobody_is_added_or_deleted(
    operator: Client, frank: Person
) -> None:
    assert operator.get("/back-office/accounts/programme/add/").status_code == 200
    build.programme()
    for page in ("programme/add/", "person/add/", f"person/{frank.pk}/delete/"):
        assert operator.get(f"/back-office/accounts/{page}").status_code == 403


def test_organisers_have_no_back_office(client: Client, ada: Person) -> None:
    client.force_login(ada)
    assert client.get("/back-office/").status_code == 302
