"""The pages: what was typed stays where a verb refuses, clashes show both texts, lists cost the same for any length."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from grants import threesixty
from grants.models import Application, Call
from tests import granting

pytestmark = pytest.mark.django_db


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_clash_shows_both_texts_and_the_next_saving_wins(
    draft: Application, us: Person, ru: Person
) -> None:
    row = draft.sections.get(kind="plan")
    address = f"/grants/applications/{draft.pk}/parts/plan/"
    said = {"source_language": "en", "edition": str(row.edition)}
    assert browser(us).post(address, {**said, "text_en": "Mine is this."}).status_code == 302
    answer = browser(ru).post(address, {**said, "text_en": "Yours is that."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mine is this." in page
    assert "Yours is that." in page
    again = {**said, "edition": str(row.edition + 1), "text_en": "Yours is that."}
    assert browser(ru).post(address, again).status_code == 302
    row.refresh_from_db()
    assert row.text_en == "Yours is that."


def test_a_wrong_line_of_the_budget_is_named_and_nothing_typed_is_lost(
    draft: Application, us: Person
) -> None:
    partner = draft.partners.first()
    assert partner
    lines: dict[str, str] = {"edition": str(draft.budget_edition), "count": "3"}
    for place, asked in enumerate(("100", "", "12,34,5")):
        name = "" if place == 1 else f"Thing {place}"
        lines |= {f"line-{place}-{key}": text for key, text in (
            ("partner", str(partner.pk)), ("name", name), ("asked", asked), ("own", ""),
        )}  # fmt: skip
    answer = browser(us).post(f"/grants/applications/{draft.pk}/budget/", lines)
    page = answer.content.decode()
    assert answer.status_code == 422
    # The blank one in between does not count.
    assert "Line 2: This is not an amount." in page
    for typed in ("Thing 0", "Thing 2", "12,34,5"):
        assert f'value="{typed}"' in page
    assert draft.lines.count() == 2


def test_a_budgets_clash_shows_both(draft: Application, us: Person) -> None:
    partner = draft.partners.first()
    assert partner
    words = {"line-0-partner": str(partner.pk), "line-0-name": "Bread", "line-0-asked": "7"}
    old = {"edition": str(draft.budget_edition - 1), "count": "1", **words}
    page = browser(us).post(f"/grants/applications/{draft.pk}/budget/", old).content.decode()
    assert "Bread" in page
    assert "Work of Clear Rivers" in page
    assert f'name="edition" value="{draft.budget_edition}"' in page


def test_what_hangs_on_nobodys_name_shows_no_address(
    application: Application, us: Person, ru: Person, reviewer: Person, ada: Person
) -> None:
    granting.reviewed(application, reviewer, 5, 5)
    for who in (us, ru, reviewer):
        for address in ("/grants/", f"/grants/applications/{application.pk}/"):
            page = browser(who).get(address).content.decode()
            assert "@people.example" not in page
    page = browser(ada).get(f"/grants/applications/{application.pk}/decide/").content.decode()
    assert "Dmitri" in page
    assert "@people.example" not in page


def test_only_what_is_of_its_kind_is_taken_as_a_file(draft: Application, us: Person) -> None:
    address = f"/grants/applications/{draft.pk}/files/"
    for content in (b"<script>alert(1)</script>", b"MZ\x90", b"", b"PK\x03\x04junk"):
        file = io.BytesIO(content)
        file.name = "plan.pdf"
        assert browser(us).post(address, {"file": file}).status_code == 422
    file = io.BytesIO(granting.PDF)
    file.name = "../../plan\u202e.exe"
    assert browser(us).post(address, {"file": file}).status_code == 302
    kept = draft.files.get()
    assert (kept.kind, kept.name.endswith(".pdf")) == ("pdf", True)
    assert "/" not in kept.name
    assert str(kept.file.name).startswith("grants/")


@pytest.mark.parametrize("address", ["/grants/", "/grants/awards/", "/api/v1/grants/awards/"])
def test_lists_cost_the_same_for_one_and_for_three(
    call: Call,
    us: Person,
    ru: Person,
    ada: Person,
    address: str,
    django_assert_max_num_queries: Any,
) -> None:
    granting.awarded(ada, granting.handed_in(call, us, ru))
    client = browser(us)
    with django_assert_max_num_queries(60) as first:
        client.get(address)
    for _ in range(2):
        granting.awarded(ada, granting.handed_in(call, us, ru))
    with django_assert_max_num_queries(len(first)):
        assert client.get(address).content.decode().count("Two rivers") >= 3


@pytest.fixture
def published(application: Application, ada: Person) -> dict[str, Any]:
    granting.awarded(ada, application)
    found: dict[str, Any] = json.loads(Client().get("/grants/awards.json").content)
    return found


def test_published_grants_have_what_360giving_asks_for(published: dict[str, Any]) -> None:
    (grant,) = published["grants"]
    for field in (
        "id", "title", "description", "currency", "amountAwarded", "awardDate",
        "recipientOrganization", "fundingOrganization",
    ):  # fmt: skip
        assert grant[field], field
    assert grant["id"].startswith("360G-prog-")
    assert (grant["currency"], grant["amountAwarded"]) == ("USD", 50_000)
    assert [each["name"] for each in grant["recipientOrganization"]] == [
        "Clear Rivers",
        "Living Water",
    ]
    for each in (*grant["recipientOrganization"], *grant["fundingOrganization"]):
        assert each["id"].startswith("360G-prog-ORG:")
        assert each["name"]
    assert (grant["title_en"], grant["title_ru"]) == ("Two rivers", "Две реки")


def test_the_sheet_says_the_same_in_the_standards_columns(published: dict[str, Any]) -> None:
    content = Client().get("/grants/awards.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    (grant,) = published["grants"]
    assert tuple(row) == threesixty.HEADER
    assert row["Identifier"] == grant["id"]
    assert (row["Amount Awarded"], row["Currency"]) == ("50000.00", "USD")
    assert row["Award Date"] == grant["awardDate"]
    assert row["Recipient Org:Name"] == "Clear Rivers"
    assert row["Funding Org:Name"] == "Programme of Two"
    assert row["Partner Org:Names"] == "Living Water"


def test_a_cell_of_the_sheet_is_no_formula(application: Application, ada: Person) -> None:
    Application.objects.update(title_en="=cmd()", title_ru="")
    granting.awarded(ada, application)
    content = Client().get("/grants/awards.csv").content.decode("utf-8-sig")
    assert '"\'=cmd()"' in content


def test_another_pair_of_countries_has_another_prefix(
    published: dict[str, Any], settings: Any
) -> None:
    settings.GRANTS_PREFIX = "360G-given"
    found = json.loads(Client().get("/grants/awards.json").content)
    assert found["publisher"]["prefix"] == "360G-given"
