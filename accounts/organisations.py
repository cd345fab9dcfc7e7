"""Organisations: a new one comes in when a person names it."""

import re

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.models import Organisation, Person
from accounts.queries import organisations_named
from kit.names import clean_name
from kit.refusals import Refused
from live.hub import verb

MAX_NAME = 200


@verb
def name_one(*, actor: Person, name: str, country: str) -> Organisation:
    """Return the organisation of that name and country, a new one if nobody has named it before.

    The script of the name says in which language it is original.
    """
    name = clean_name(name, MAX_NAME)
    if not name:
        text = _("Write the organisation’s name.")
        raise Refused("organisation.nameless", text, field="organisation_name")
    known = organisations_named(name, country)
    if known:
        return known[0]
    if country not in countries.countries:
        text = _("Choose the country, so that the new organisation has one.")
        raise Refused("organisation.country", text, field="country")
    language = "ru" if re.search("[а-яё]", name.lower()) else "en"
    return Organisation.objects.create(
        country=country, source_language=language, **{f"name_{language}": name}
    )
