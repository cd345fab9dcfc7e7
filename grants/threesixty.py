"""Published grants as the 360Giving Data Standard has them: JSON, and CSV with its headings.

Organisations that have no number in a public register here are known by ours, in the form that the
standard keeps for that: `360G-<publisher>-ORG:<our id>`.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django_countries import countries as countries_by_code

from accounts import programmes
from accounts.models import Organisation, Programme
from grants.models import Award
from kit import csvfile
from kit.bilingual import LANGUAGES, Bilingual, other, said
from kit.links import absolute
from live.clock import wire

_LONGEST_TITLE = 140

HEADER = (
    "Identifier",
    "Title",
    "Description",
    "Currency",
    "Amount Applied For",
    "Amount Awarded",
    "Award Date",
    "Planned Dates:Start Date",
    "Planned Dates:End Date",
    "Recipient Org:Identifier",
    "Recipient Org:Name",
    "Recipient Org:Country",
    "Funding Org:Identifier",
    "Funding Org:Name",
    "Grant Programme:Code",
    "Grant Programme:Title",
    "Beneficiary Location:0:Country Code",
    "Last Modified",
    "Web Address",
    "Partner Org:Identifiers",
    "Partner Org:Names",
    "Title in English",
    "Title in Russian",
    "Description in English",
    "Description in Russian",
)


def prefix() -> str:
    """Return the publisher's prefix: that which 360Giving gave, or one made of the programme's short name."""
    given: str = settings.GRANTS_PREFIX
    if given:
        return given
    name = re.sub(r"[^a-z0-9]+", "", programmes.current().short_name.lower())
    return f"360G-{name or 'programme'}"


def document(awards: Iterable[Award], made_at: datetime) -> dict[str, Any]:
    """Return the grants as a 360Giving package."""
    programme, known_as = programmes.current(), prefix()
    return {
        "version": "1.4",
        "title": f"{original(programme, 'name')}: grants",
        "issued": wire(made_at),
        "modified": wire(made_at),
        "publisher": {
            "name": original(programme, "name"),
            "prefix": known_as,
            "website": absolute("portal:home"),
        },
        "downloadURL": absolute("grants:awards_json"),
        "accessURL": absolute("grants:awards"),
        **({"license": settings.GRANTS_LICENCE} if settings.GRANTS_LICENCE else {}),
        "grants": [grant(award, programme, known_as) for award in awards],
    }


def grant(award: Award, programme: Programme, known_as: str) -> dict[str, Any]:
    """Return one grant; who began the application is the first of the recipients."""
    application = award.application
    houses = [each.organisation for each in application.acting]
    countries = sorted({house.country.code for house in houses})
    return {
        "id": f"{known_as}-{award.pk}",
        "title": shortened(original(award, "title")),
        "description": original(award, "summary") or original(award, "title"),
        **_in_both(award),
        "currency": award.currency,
        "amountAppliedFor": float(award.asked),
        "amountAwarded": float(award.amount),
        "awardDate": award.awarded_on.isoformat(),
        "plannedDates": [_period(award.starts_on, award.ends_on)],
        "recipientOrganization": [organisation(house, known_as) for house in houses],
        "fundingOrganization": [
            {"id": f"{known_as}-ORG:programme", "name": original(programme, "name")}
        ],
        "grantProgramme": [
            {
                "code": application.call.slug,
                "title": original(application.call, "title"),
                "url": absolute("grants:call", application.call.slug),
            }
        ],
        "beneficiaryLocation": [
            {"name": _country(code), "countryCode": code} for code in countries
        ],
        "fromOpenCall": "Yes",
        **_theme(award),
        **_activity(award),
        "dataSource": absolute("grants:awards"),
        "dateModified": wire(award.changed_at),
        "url": absolute("grants:award", award.pk),
    }


def organisation(house: Organisation, known_as: str) -> dict[str, Any]:
    """Return an organisation with the two fields that the standard asks for, and its country."""
    found: dict[str, Any] = {
        "id": f"{known_as}-ORG:{house.pk}",
        "name": original(house, "name"),
        "addressCountry": house.country.code,
    }
    alternate = said(house, "name", other(house.source_language))
    if alternate.value and alternate.value != found["name"]:
        found["alternateName"] = alternate.value
    if house.website:
        found["url"] = house.website
    return found


def sheet(awards: Iterable[Award], made_at: datetime) -> bytes:
    """Return the same as CSV: a grant a row, its first recipient in the standard's columns."""
    return csvfile.write(HEADER, [_row(each) for each in document(awards, made_at)["grants"]])


def original(row: Bilingual, field: str) -> str:
    """Return a text in the language in which it was written."""
    return said(row, field, row.source_language).value


def _row(said_of: dict[str, Any]) -> list[object]:
    first, *others = said_of["recipientOrganization"] or [{"id": "", "name": ""}]
    funder, scheme = said_of["fundingOrganization"][0], said_of["grantProgramme"][0]
    dates = said_of["plannedDates"][0]
    return [
        said_of["id"],
        said_of["title"],
        said_of["description"],
        said_of["currency"],
        f"{said_of['amountAppliedFor']:.2f}",
        f"{said_of['amountAwarded']:.2f}",
        said_of["awardDate"],
        dates["startDate"],
        dates["endDate"],
        first["id"],
        first["name"],
        first.get("addressCountry", ""),
        funder["id"],
        funder["name"],
        scheme["code"],
        scheme["title"],
        "; ".join(each["countryCode"] for each in said_of["beneficiaryLocation"]),
        said_of["dateModified"],
        said_of["url"],
        "; ".join(each["id"] for each in others),
        "; ".join(each["name"] for each in others),
        *(
            said_of.get(f"{name}_{code}", "")
            for name in ("title", "description")
            for code, _ in LANGUAGES
        ),
    ]


def shortened(title: str) -> str:
    """Return a title of less than 140 characters, as the standard wants it; whole it is in `title_…`."""
    return title if len(title) < _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 2].rstrip()}…"


def _country(code: str) -> str:
    # The file is one for all readers, whichever language they read the page in.
    with translation.override("en"):
        return str(countries_by_code.name(code))


def _theme(award: Award) -> dict[str, Any]:
    theme = award.application.theme
    if theme is None:
        return {}
    found = {"vocabulary": "Themes of the programme", "code": theme.slug}
    return {
        "classifications": [
            {
                **found,
                "title": original(theme, "name"),
                "url": absolute("groups:detail", theme.slug),
            }
        ]
    }


def _in_both(award: Award) -> dict[str, str]:
    texts = {
        f"{name}_{code}": getattr(award, f"{column}_{code}")
        for name, column in (("title", "title"), ("description", "summary"))
        for code, _name in LANGUAGES
    }
    return {name: text for name, text in texts.items() if text}


def _activity(award: Award) -> dict[str, Any]:
    number = award.application.recommendation
    return {"relatedActivity": [f"R{number}"]} if number else {}


def _period(start: date, end: date) -> dict[str, Any]:
    # An end, and no duration: versions of the standard disagree whether that is a number.
    return {
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
    }
