"""Published grants against all that the 360Giving Data Standard says of types, formats and lists of values."""

import csv
import io
import json
import re
from datetime import date, datetime
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django_countries import countries

from accounts.models import Person
from grants import threesixty
from grants.models import Application, Award
from grants.money import CURRENCIES
from groups.models import Group
from tests import build, granting

pytestmark = pytest.mark.django_db

DAY = r"^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$"
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}
# Of what our calls can be in: each is on the standard's list of ISO 4217.
LISTED = {
    *("CAD", "CHF", "EUR", "GBP", "JPY", "KZT"),
    *("NOK", "PLN", "RUB", "SEK", "UAH", "USD"),
}
COUNTRY = {"enum": [code for code, _name in countries if code != "XK"]}
ORGANISATION = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string", "pattern": "^360G-[A-Za-z0-9]+-ORG:[A-Za-z0-9-]+$"},
        "name": TEXT,
        "alternateName": TEXT,
        "addressCountry": COUNTRY,
        "url": ADDRESS,
    },
    "additionalProperties": False,
}
GRANT = {
    "type": "object",
    "required": [
        "id", "title", "description", "currency", "amountAwarded", "awardDate",
        "recipientOrganization", "fundingOrganization",
    ],
    "properties": {
        "id": {"type": "string", "pattern": "^360G-[A-Za-z0-9]+-[A-Za-z0-9-]+$"},
        "title": {**TEXT, "maxLength": 139},
        "description": TEXT,
        "title_en": TEXT,
        "title_ru": TEXT,
        "description_en": TEXT,
        "description_ru": TEXT,
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "amountAppliedFor": {"type": "number", "exclusiveMinimum": 0},
        "amountAwarded": {"type": "number", "exclusiveMinimum": 0},
        "awardDate": {"type": "string", "pattern": DAY},
        "plannedDates": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["startDate", "endDate"],
                "properties": {
                    "startDate": {"type": "string", "pattern": DAY},
                    "endDate": {"type": "string", "pattern": DAY},
                },
                "additionalProperties": False,
            },
        },
        "recipientOrganization": {"type": "array", "minItems": 2, "items": ORGANISATION},
        "fundingOrganization": {"type": "array", "minItems": 1, "items": ORGANISATION},
        "grantProgramme": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"code": TEXT, "title": TEXT, "url": ADDRESS},
                "additionalProperties": False,
            },
        },
        "beneficiaryLocation": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": TEXT, "countryCode": COUNTRY},
                "additionalProperties": False,
            },
        },
        "fromOpenCall": {"enum": ["Yes", "No"]},
        "classifications": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["vocabulary", "code", "title", "url"],
                "properties": {"vocabulary": TEXT, "code": TEXT, "title": TEXT, "url": ADDRESS},
                "additionalProperties": False,
            },
        },
        "relatedActivity": {"type": "array", "items": TEXT},
        "dataSource": ADDRESS,
        "dateModified": MOMENT,
        "url": ADDRESS,
    },
    # What the standard does not know is ours, and named above.
    "additionalProperties": False,
}  # fmt: skip
PACKAGE = {
    "type": "object",
    "required": ["version", "title", "issued", "publisher", "grants", "accessURL", "downloadURL"],
    "properties": {
        "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
        "title": TEXT,
        "issued": MOMENT,
        "modified": MOMENT,
        "publisher": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": TEXT,
                "prefix": {"type": "string", "pattern": "^360G-[A-Za-z0-9]+$"},
                "website": ADDRESS,
            },
            "additionalProperties": False,
        },
        "downloadURL": ADDRESS,
        "accessURL": ADDRESS,
        "license": ADDRESS,
        "grants": {"type": "array", "minItems": 1, "uniqueItems": True, "items": GRANT},
    },
    "additionalProperties": False,
}

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time")
def is_instant(text: Any) -> bool:
    return datetime.fromisoformat(text).tzinfo is not None


@FORMATS.checks("uri")
def is_address(text: Any) -> bool:
    return re.fullmatch(r"https?://[^\s/]+(/\S*)?", text) is not None


def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Client().get("/grants/awards.json").content)
    return found


@pytest.fixture
def award(application: Application, ada: Person, circle: Group) -> Award:
    Application.objects.update(theme=circle, recommendation=4)
    return granting.awarded(ada, application)


def faults(found: dict[str, Any]) -> list[str]:
    checker = jsonschema.Draft7Validator(PACKAGE, format_checker=FORMATS)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(found)]


def test_what_is_published_is_as_the_standard_has_it(award: Award) -> None:
    found = published()
    assert faults(found) == []
    (grant,) = found["grants"]
    assert set(grant) >= {"classifications", "relatedActivity", "grantProgramme", "fromOpenCall"}
    (period,) = grant["plannedDates"]
    assert date.fromisoformat(period["startDate"]) < date.fromisoformat(period["endDate"])
    assert len({each["id"] for each in grant["recipientOrganization"]}) == 2


def test_the_check_can_fail(award: Award) -> None:
    found = published()
    found["grants"][0]["plannedDates"][0]["endDate"] = "31.12.2031"
    found["grants"][0]["amountAwarded"] = "50000"
    found["issued"] = "2026-12-01T10:00:00"
    assert len(faults(found)) == 3


def test_each_currency_of_a_call_is_on_the_standards_list() -> None:
    assert set(CURRENCIES) <= LISTED


def test_a_long_title_is_shortened_and_stands_whole_beside_it(award: Award) -> None:
    long = "A very long title of rivers. " * 6
    Award.objects.update(title_en=long.strip())
    found = published()
    assert faults(found) == []
    (grant,) = found["grants"]
    assert grant["title"].endswith("…")
    assert grant["title_en"] == long.strip()


def test_a_licence_is_told_where_the_publisher_has_one(award: Award, settings: Any) -> None:
    assert "license" not in published()
    settings.GRANTS_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    found = published()
    assert faults(found) == []
    assert found["license"] == settings.GRANTS_LICENCE


def test_every_reader_is_given_the_same_in_whichever_language_they_read(award: Award) -> None:
    client = Client()
    client.cookies["django_language"] = "ru"
    russian = json.loads(client.get("/grants/awards.json").content)
    assert russian["grants"] == published()["grants"]


def test_the_sheet_has_a_column_for_all_of_a_row(award: Award) -> None:
    content = Client().get("/grants/awards.csv").content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(content))
    assert (tuple(head), len(row)) == (threesixty.HEADER, len(head))


def test_without_a_grant_there_is_no_file_that_would_break_the_standard() -> None:
    build.programme()
    client = Client()
    told = client.get("/grants/awards.json")
    assert (told.status_code, told.json()["code"]) == (404, "awards.none")
    assert "nothing to publish" in told.json()["text"]
    assert told["Access-Control-Allow-Origin"] == "*"
    page = client.get("/grants/awards.csv")
    assert page.status_code == 404
    assert "nothing to publish" in page.content.decode()
    assert "awards.json" not in client.get("/grants/awards/").content.decode()


def test_with_a_grant_the_page_leads_to_both_files(award: Award) -> None:
    page = Client().get("/grants/awards/").content.decode()
    assert "/grants/awards.json" in page
    assert "/grants/awards.csv" in page
