"""The programme, its organisations and its people."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts import programmes
from accounts.models import Organisation, Person, Programme
from portal.demonstration.facts import key
from portal.demonstration.loading.rows import Count, add_missing
from portal.demonstration.people import Who, everyone
from portal.demonstration.programme import GOAL, NAME, ORGANISATIONS, SHORT_NAME, SIDES

# (country, place in its list) -> organisation
Houses = dict[tuple[str, int], Organisation]
# address -> person
Cast = dict[str, Person]


def write_programme() -> None:
    """Establish the programme, unless it is there."""
    if Programme.objects.exists():
        return
    programmes.establish(
        actor=None,
        short_name=SHORT_NAME,
        name_en=NAME.en,
        name_ru=NAME.ru,
        goal_en=GOAL.en,
        goal_ru=GOAL.ru,
        sides=SIDES,
    )


def write_organisations(count: Count) -> Houses:
    """Write the organisations of both sides."""
    houses = {
        (country, place): Organisation(
            id=key("organisation", f"{country}:{place}"),
            country=country,
            **words.columns("name"),
            **words.standing(),
        )
        for country, names in ORGANISATIONS.items()
        for place, words in enumerate(names)
    }
    add_missing(Organisation, houses.values(), count, "organisations")
    return houses


def write_people(houses: Houses, count: Count) -> Cast:
    """Write the people; somebody who is there by address stays as they are."""
    wanted = everyone()
    known = _by_address(wanted)
    missing = [who for who in wanted if who.email not in known]
    add_missing(Person, [_person(who, houses) for who in missing], count, "people")
    count.there["people"] = len(wanted)
    return _by_address(wanted)


def _by_address(wanted: list[Who]) -> Cast:
    found = Person.objects.filter(email__in=[who.email for who in wanted])
    return {person.email: person for person in found.select_related("organisation")}


def _person(who: Who, houses: Houses) -> Person:
    return Person(
        id=key("person", who.email),
        email=who.email,
        password=make_password(None),
        name=who.name,
        organisation=houses[who.country, who.house],
        country=who.country,
        language=who.language,
        zone=who.zone,
        shown_as=who.shown_as,
        shown_chosen_at=timezone.now(),
        pseudonym=who.pseudonym,
        is_organiser=who.is_organiser,
        is_demonstration=True,
    )
