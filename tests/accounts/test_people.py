"""What a person says of themselves, and what others see."""

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts import people
from accounts.likeness import likeness
from accounts.models import Organisation, Person
from accounts.people import Shown, in_words, previews, revise_profile, shown
from kit.refusals import Forbidden, Refused
from live.epochs import epochs
from tests import build


@pytest.fixture
def seen_anew() -> Iterator[list[Person]]:
    """Collect whom others see anew."""
    heard: list[Person] = []
    people.after_profile(heard.append)
    yield heard
    people._after_profile.remove(heard.append)


def test_a_named_person_is_seen_with_organisation_and_country(dmitri: Person) -> None:
    assert shown(dmitri) == Shown("named", "Dmitri", "Civic Watch", "RU")


def test_a_pseudonym_stands_alone(dmitri: Person) -> None:
    revised = revise_profile(actor=dmitri, shown_as="pseudonym", pseudonym="Green Line")
    assert shown(revised) == Shown("pseudonym", "Green Line")


def test_a_delegate_is_a_country_and_nothing_else(dmitri: Person) -> None:
    revised = revise_profile(actor=dmitri, shown_as="delegate", pseudonym="Green Line")
    assert shown(revised) == Shown("delegate", country="RU")


def test_a_delegate_without_a_country_has_that_of_the_organisation(dmitri: Person) -> None:
    revised = revise_profile(actor=dmitri, shown_as="delegate", country="")
    assert shown(revised) == Shown("delegate", country="US")


def test_somebody_to_be_named_who_has_no_name_is_a_delegate(db: None) -> None:
    person = build.person("", email="x@people.example", organisation=build.organisation())
    assert shown(person) == Shown("delegate", country="US")


def test_an_organisation_is_called_as_it_calls_itself(dmitri: Person) -> None:
    dmitri.organisation = Organisation.objects.create(
        name_en="Memory", name_ru="Память", source_language="ru", country="RU"
    )
    assert shown(dmitri).organisation == "Память"


def test_letters_that_cannot_be_seen_leave_a_name(dmitri: Person) -> None:
    assert (
        revise_profile(actor=dmitri, name=" Dmi\u200btri\u202e \n Ivanov ").name == "Dmitri Ivanov"
    )


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": "\u200b"}, "profile.nameless", "name"),
        ({"shown_as": "pseudonym"}, "profile.no_pseudonym", "pseudonym"),
        ({"shown_as": "invisible"}, "profile.shown_as", "shown_as"),
        ({"zone": "Mars/Olympus"}, "profile.zone", "zone"),
        ({"language": "fr"}, "profile.language", "language"),
        ({"country": "ZZ"}, "profile.country", "country"),
        ({"pseudonym": "bORIs"}, "profile.pseudonym_taken", "pseudonym"),
        ({"pseudonym": "Воris"}, "profile.pseudonym_taken", "pseudonym"),  # Cyrillic В and о
        ({"pseudonym": "иволга"}, "profile.pseudonym_taken", "pseudonym"),
        ({"organisation_name": "New", "country": ""}, "organisation.country", "country"),
    ],
)
def test_a_profile_is_refused(
    dmitri: Person, boris: Person, changes: dict[str, str], code: str, field: str
) -> None:
    revise_profile(actor=boris, pseudonym="Иволга")
    with pytest.raises(Refused) as refused:
        revise_profile(actor=dmitri, **changes)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == (code, field)
    before = Person.objects.get(pk=dmitri.pk)
    assert (before.name, before.zone, before.pseudonym) == ("Dmitri", "UTC", "")


def test_ones_own_pseudonym_may_be_kept(dmitri: Person) -> None:
    revise_profile(actor=dmitri, pseudonym="Kedrovka")
    assert revise_profile(actor=dmitri, pseudonym="kedrovka").pseudonym == "kedrovka"


def test_the_database_keeps_a_pseudonym_single(dmitri: Person, boris: Person) -> None:
    revise_profile(actor=boris, pseudonym="Kedrovka")
    dmitri.pseudonym = "KEDROVKA"
    with pytest.raises(Refused) as refused:
        people._save(dmitri)
    assert refused.value.code == "profile.pseudonym_taken"
    assert connection.is_usable()


def test_likeness_ignores_case_width_blanks_and_alphabet() -> None:
    assert likeness("Сlаrа") == likeness("CLARA") == likeness("ｃｌａｒａ") == likeness("cl ara")
    assert likeness("Клара") != likeness("Clara")


def test_a_new_organisation_is_named_in_its_own_language(dmitri: Person) -> None:
    revised = revise_profile(actor=dmitri, organisation_name="Живая вода")
    assert revised.organisation is not None
    made = revised.organisation
    assert (made.name_en, made.name_ru, made.source_language) == ("", "Живая вода", "ru")
    assert made.country.code == "RU"


def test_a_known_organisation_is_chosen_by_its_name_in_either_language(
    dmitri: Person, boris: Person
) -> None:
    known = Organisation.objects.create(name_en="Our Yard", name_ru="Наш двор", country="RU")
    for person, name in ((dmitri, "Наш двор"), (boris, "Our Yard")):
        assert revise_profile(actor=person, organisation_name=name).organisation == known


def test_an_emptied_organisation_is_left(dmitri: Person) -> None:
    assert revise_profile(actor=dmitri, organisation_name="  ").organisation is None


def test_others_are_told_when_they_see_somebody_anew(
    dmitri: Person, seen_anew: list[Person]
) -> None:
    revise_profile(actor=dmitri, zone="Europe/Moscow")
    assert seen_anew == []
    revise_profile(actor=dmitri, shown_as="delegate")
    assert seen_anew == [dmitri]


def test_a_refused_profile_tells_nobody(dmitri: Person, seen_anew: list[Person]) -> None:
    with pytest.raises(Refused):
        revise_profile(actor=dmitri, name="Dima", zone="Mars/Olympus")
    assert seen_anew == []


def test_a_sentence_says_what_others_see() -> None:
    assert in_words(Shown("named", "Dmitri", "Civic Watch", "RU")) == (
        "Others see “Dmitri, Civic Watch, Russia”."
    )
    assert in_words(Shown("pseudonym", "Kedrovka")) == "Others see “Kedrovka” and nothing else."
    assert in_words(Shown("delegate", country="RU")) == (
        "Others see “a delegate, Russia” and nothing else."
    )
    assert in_words(Shown("delegate")) == "Others see “a delegate” and nothing else."


def test_previews_tell_each_way_and_store_nothing(dmitri: Person) -> None:
    told = previews(dmitri, {"name": "Dima", "pseudonym": "Kedrovka", "organisation_name": "New"})
    assert told == {
        "named": "Others see “Dima, New, Russia”.",
        "pseudonym": "Others see “Kedrovka” and nothing else.",
        "delegate": "Others see “a delegate, Russia” and nothing else.",
    }
    missing = previews(dmitri, {"name": ""})
    assert missing["named"] == "Write your name above first."
    assert missing["pseudonym"] == "Write a pseudonym below first."
    dmitri.refresh_from_db()
    assert (dmitri.name, dmitri.pseudonym) == ("Dmitri", "")
    assert Organisation.objects.filter(name_en="New").count() == 0


def test_rights_are_settled_by_an_operator_and_end_open_sockets(ada: Person, frank: Person) -> None:
    rights = {"is_active": False, "is_organiser": False, "is_staff": False}
    with pytest.raises(Forbidden):
        people.set_rights(actor=ada, person=frank, **rights)
    operator = build.person("Root", is_superuser=True)
    people.set_rights(actor=operator, person=frank, **rights)
    frank.refresh_from_db()
    assert not frank.is_active
    assert epochs([frank.pk]) == {frank.pk: 1}


def test_an_operator_cannot_shut_themselves_out(db: None) -> None:
    operator = build.person("Root", is_superuser=True)
    with pytest.raises(Forbidden):
        people.set_rights(
            actor=operator, person=operator, is_active=False, is_organiser=False, is_staff=False
        )
