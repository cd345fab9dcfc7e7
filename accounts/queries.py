"""Reads of people and organisations."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation, Person
from kit.bilingual import other


def people() -> QuerySet[Person]:
    """Return people with their organisations, which showing them to others needs."""
    return Person.objects.select_related("organisation")


def organisations(search: str = "") -> QuerySet[Organisation]:
    """Return the organisations whose name in either language holds the words, by name."""
    found = Organisation.objects.order_by("name_en", "name_ru", "id")
    for word in search.split():
        found = found.filter(_holds(word))
    return found


def organisations_named(name: str, country: str = "") -> list[Organisation]:
    """Return those with exactly this name, in the case it was written; those of the country first.

    Without a country of that name any other will do: a person who names a known organisation means
    it, even if they live elsewhere.
    """
    found = Organisation.objects.filter(Q(name_en=name) | Q(name_ru=name)).order_by("id")
    return sorted(found, key=lambda organisation: organisation.country.code != country)


def names_to_choose_from(language: str, limit: int = 300) -> list[str]:
    """Return organisations' names as a reader of the language gets them, to complete typing."""
    mine, spare = f"name_{language}", f"name_{other(language)}"
    rows = organisations().values_list(mine, spare)[:limit]
    return sorted({name or second for name, second in rows}, key=str.casefold)


def _holds(word: str) -> Q:
    # SQLite compares Cyrillic letters case by case, so the usual spellings are asked for by name.
    spellings = {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for spelling in spellings:
        found |= Q(name_en__icontains=spelling) | Q(name_ru__icontains=spelling)
    return found
