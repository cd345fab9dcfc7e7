"""Organisers make conferences and change what is said of them."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from accounts.models import Person
from conferences import conferences
from conferences.conferences import Facts
from conferences.models import Conference
from kit.bilingual import TranslationState
from kit.refusals import Forbidden, Refused

FACTS = Facts(
    source_language="en",
    title={"en": "Second Forum", "ru": "Второй форум"},
    about={"en": "Two days.", "ru": "Два дня."},
    venue="River House",
    zone="Europe/Moscow",
    starts_on=date(2011, 11, 14),
    ends_on=date(2011, 11, 15),
    is_public=True,
    is_open_for_registration=False,
)


def test_create_makes_a_conference_in_two_languages(ada: Person) -> None:
    made = conferences.create(actor=ada, slug="second", facts=FACTS)
    made.refresh_from_db()
    assert (made.slug, made.title_en, made.title_ru) == ("second", "Second Forum", "Второй форум")
    assert made.translation_state == TranslationState.TRANSLATED


def test_only_organisers_create_and_revise(forum: Conference, dmitri: Person) -> None:
    with pytest.raises(Forbidden):
        conferences.create(actor=dmitri, slug="mine", facts=FACTS)
    with pytest.raises(Forbidden):
        conferences.revise(actor=dmitri, conference=forum, facts=FACTS)
    with pytest.raises(Forbidden):
        conferences.add_track(actor=dmitri, conference=forum, name={"en": "Plenary"})
    with pytest.raises(Forbidden):
        conferences.add_room(actor=dmitri, conference=forum, name={"en": "Hall"})
    forum.refresh_from_db()
    assert (Conference.objects.count(), forum.title_en) == (1, "Forum")


@pytest.mark.parametrize(
    ("slug", "changes", "code"),
    [
        ("forum", {}, "conference.slug_taken"),
        ("a b", {}, "conference.slug"),
        ("new", {"title": {"en": " ", "ru": "Есть"}}, "conference.untitled"),
        ("new", {"ends_on": date(2011, 11, 13)}, "conference.dates"),
        ("new", {"zone": "Moscow"}, "zone.unknown"),
        ("new", {"source_language": "de"}, "conference.language"),
    ],
)
def test_create_refuses_what_is_not_true(
    ada: Person, forum: Conference, slug: str, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        conferences.create(actor=ada, slug=slug, facts=replace(FACTS, **changes))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert Conference.objects.count() == 1


def test_changed_original_makes_the_translation_stale_until_it_is_looked_at(ada: Person) -> None:
    made = conferences.create(actor=ada, slug="second", facts=FACTS)
    changed = replace(FACTS, title={"en": "Second Great Forum", "ru": "Второй форум"})
    made = conferences.revise(actor=ada, conference=made, facts=changed)
    assert made.translation_state == TranslationState.STALE
    same = conferences.revise(actor=ada, conference=made, facts=changed)
    assert same.translation_state == TranslationState.STALE
    looked_at = replace(changed, is_translation_current=True)
    made = conferences.revise(actor=ada, conference=made, facts=looked_at)
    assert made.translation_state == TranslationState.TRANSLATED


def test_both_languages_changed_at_once_are_current(ada: Person) -> None:
    made = conferences.create(actor=ada, slug="second", facts=FACTS)
    both = replace(FACTS, title={"en": "Great Forum", "ru": "Великий форум"})
    made = conferences.revise(actor=ada, conference=made, facts=both)
    assert made.translation_state == TranslationState.TRANSLATED


def test_translation_taken_away_is_missing(ada: Person) -> None:
    made = conferences.create(actor=ada, slug="second", facts=FACTS)
    alone = replace(FACTS, title={"en": "Second Forum"}, about={"en": "Two days."})
    made = conferences.revise(actor=ada, conference=made, facts=alone)
    assert made.translation_state == TranslationState.MISSING


def test_rooms_stand_in_the_order_in_which_they_were_added(ada: Person, forum: Conference) -> None:
    for name in ("Hall", "Studio"):
        conferences.add_room(actor=ada, conference=forum, name={"en": name})
    track = conferences.add_track(actor=ada, conference=forum, name={"ru": "Пленарное"})
    rooms = [(room.name_en, room.position) for room in forum.rooms.all()]
    assert rooms == [("Hall", 0), ("Studio", 1)]
    assert (track.source_language, track.name_ru) == ("ru", "Пленарное")
    with pytest.raises(Refused):
        conferences.add_room(actor=ada, conference=forum, name={"en": " "})


@pytest.mark.parametrize(
    ("first", "last", "english", "russian"),
    [
        ((2011, 11, 14), (2011, 11, 14), "14 November 2011", "14 ноября 2011"),
        ((2011, 11, 14), (2011, 11, 15), "14–15 November 2011", "14–15 ноября 2011"),
        (
            (2011, 11, 30),
            (2011, 12, 2),
            "30 November – 2 December 2011",
            "30 ноября – 2 декабря 2011",
        ),
        (
            (2011, 12, 31),
            (2012, 1, 1),
            "31 December 2011 – 1 January 2012",
            "31 декабря 2011 – 1 января 2012",
        ),
    ],
)
def test_days_are_told_in_words(
    first: tuple[int, int, int], last: tuple[int, int, int], english: str, russian: str
) -> None:
    conference = Conference(starts_on=date(*first), ends_on=date(*last), zone="Europe/Moscow")
    with translation.override("en"):
        assert (conference.days, conference.city) == (english, "Moscow")
    with translation.override("ru"):
        assert conference.days == russian
