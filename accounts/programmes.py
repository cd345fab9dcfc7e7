"""The programme that this installation serves, and the sides that its countries belong to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts import audit
from accounts.models import Person, Programme, Side
from kit.bilingual import CODES, TranslationState
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from live.hub import verb

audit.name_acts({"programme.establish": _("Programme named")})

# An installation that nobody has named yet still signs its pages and its mail.
UNNAMED = {"name_en": "Conference platform", "name_ru": "Площадка конференций"}


@dataclass(frozen=True, slots=True)
class SideFacts:
    """What is said of a side when the programme is established."""

    code: str
    name_en: str
    name_ru: str
    countries: tuple[str, ...]


def current() -> Programme:
    """Return the programme; before one is established, a nameless one that is not stored."""
    return Programme.objects.first() or Programme(
        short_name=UNNAMED["name_en"], translation_state=TranslationState.TRANSLATED, **UNNAMED
    )


def sides() -> list[Side]:
    """Return the sides in their order."""
    return list(Side.objects.order_by("position"))


def side_of(country: str) -> Side | None:
    """Return the side that a country (ISO 3166, two letters) belongs to, if any."""
    return next((side for side in sides() if country in codes_of(side)), None)


def codes_of(side: Side) -> tuple[str, ...]:
    """Return the codes of a side's countries."""
    return tuple(country.code for country in side.countries)


@verb
def establish(
    *,
    actor: Person | None,
    short_name: str,
    name_en: str = "",
    name_ru: str = "",
    goal_en: str = "",
    goal_ru: str = "",
    languages: Sequence[str] = CODES,
    mail_from: str = "",
    sides: Sequence[SideFacts],
) -> Programme:
    """Name the programme and its sides, or name them anew; there is never a second programme.

    The actor is nobody when it is done from a terminal. Sides are known by their code: one that is
    not said again goes.
    """
    if actor is not None and not allows("accounts.establish", actor):
        raise Forbidden
    _check(name_en, name_ru, languages, sides)
    programme = Programme.objects.select_for_update().first() or Programme()
    programme.short_name = short_name
    programme.name_en, programme.name_ru = name_en, name_ru
    programme.goal_en, programme.goal_ru = goal_en, goal_ru
    programme.languages = ",".join(languages)
    programme.mail_from = mail_from
    programme.source_language, programme.translation_state = _state(name_en, name_ru)
    programme.save()
    _set_sides(programme, sides)
    if actor is not None:
        audit.record(actor=actor, act="programme.establish", subject=programme.pk)
    return programme


def _set_sides(programme: Programme, sides: Sequence[SideFacts]) -> None:
    programme.sides.exclude(code__in=[side.code for side in sides]).delete()
    for position, side in enumerate(sides):
        source, state = _state(side.name_en, side.name_ru)
        facts = {
            "name_en": side.name_en,
            "name_ru": side.name_ru,
            "countries": list(side.countries),
            "position": position,
            "source_language": source,
            "translation_state": state,
        }
        Side.objects.update_or_create(programme=programme, code=side.code, defaults=facts)


def _state(english: str, russian: str) -> tuple[str, str]:
    source = "en" if english else "ru"
    both = bool(english and russian)
    return source, TranslationState.TRANSLATED if both else TranslationState.MISSING


def _check(
    name_en: str, name_ru: str, languages: Sequence[str], sides: Sequence[SideFacts]
) -> None:
    if not (name_en or name_ru):
        raise Refused("programme.nameless", _("Give the programme a name."), field="name_en")
    if not languages or set(languages) - set(CODES):
        raise Refused("programme.language", _("This language is not spoken here."))
    if len(sides) < 2:  # noqa: PLR2004
        raise Refused("programme.sides", _("A programme has at least two sides."))
    counted = Counter(country for side in sides for country in side.countries)
    if any(code not in countries.countries for code in counted):
        raise Refused("programme.country", _("There is no country with this code."))
    if any(count > 1 for count in counted.values()):
        raise Refused("programme.shared_country", _("A country belongs to one side only."))
