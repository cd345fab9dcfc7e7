"""An adopted text as everyone reads it: its paragraphs, who agreed, who stands behind it."""

from dataclasses import dataclass
from uuid import UUID

from accounts import programmes
from accounts.models import Organisation, Person, ShownAs
from accounts.people import Shown, shown
from kit.bilingual import CODES, Text, said
from records.recommendations.models import AdoptedParagraph, Version
from records.recommendations.working import Language


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An adopted paragraph in both languages."""

    row: AdoptedParagraph
    languages: list[Language]


@dataclass(frozen=True, slots=True)
class Yes:
    """A side's yes; the co-chair is named as far as they agreed then and show themselves now."""

    side: Text
    who: Shown | None


@dataclass(frozen=True, slots=True)
class Backed:
    """An organisation that stands behind the text; or stood behind an earlier wording of it."""

    name: Text
    is_of_this: bool


def paragraphs(version: Version) -> list[Paragraph]:
    """Return the paragraphs; what each comes from is told by the trail."""
    return [Paragraph(row, _languages(row, "text")) for row in version.paragraphs.all()]


def titles(version: Version) -> list[Language]:
    """Return the title in both languages."""
    return _languages(version, "title")


def agreed(version: Version) -> list[Yes]:
    """Return for which side somebody said yes, and who, where they agreed to be named as a co-chair.

    No pseudonym stands there: who chaired a group is known, and so would be whose it is.
    """
    sides = {side.code: said(side, "name") for side in programmes.sides()}
    ids = [each["person"] for each in version.consents if each.get("is_listed")]
    people = Person.objects.select_related("organisation").filter(is_active=True).in_bulk(ids)
    found = []
    for each in version.consents:
        person = people.get(UUID(each["person"]))
        side = sides.get(each["side"]) or Text(each["side"], "en", "original")
        who = shown(person) if person else None
        found.append(Yes(side, None if who and who.kind == ShownAs.PSEUDONYM else who))
    return found


def endorsed(version: Version) -> list[Backed]:
    """Return the organisations that stood behind it when it was adopted."""
    houses = Organisation.objects.in_bulk([each["organisation"] for each in version.endorsements])
    found = []
    for each in version.endorsements:
        house = houses.get(UUID(each["organisation"]))
        if house is not None:
            found.append(Backed(said(house, "name"), bool(each.get("is_of_this", True))))
    return found


def _languages(row: Version | AdoptedParagraph, field: str) -> list[Language]:
    found = []
    for code in CODES:
        text = getattr(row, f"{field}_{code}")
        state = "original" if code == row.source_language else "translated"
        found.append(Language(code, text, state if text else "missing"))
    return found
